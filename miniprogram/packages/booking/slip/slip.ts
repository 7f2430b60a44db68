import type { BookingView } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import type { Reply } from '../../../cloud/call'
import { dial } from '../../../cloud/phone'
import { page } from '../../../page'
import { hoursWords } from '../../../words/time'
import { channelWords } from '../offer'

const weekdays = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六']

/** A booking in print that can be read across a table, with the date written out; for showing around, or for a picture of the screen. */
page({
  data: { booking: undefined as BookingView | undefined, day: '', weekday: '', hours: '', where: '' },
  id: '',

  onLoad({ id = '' }) {
    this.id = id
  },
  onShow() {
    void wx.setKeepScreenOn({ keepScreenOn: true })
  },
  onHide() {
    void wx.setKeepScreenOn({ keepScreenOn: false })
  },
  onUnload() {
    void wx.setKeepScreenOn({ keepScreenOn: false })
  },

  async load(): Promise<Reply<BookingView>> {
    const reply = await ask('booking.get', { booking: this.id })
    if (reply.ok) {
      const booking = reply.data
      const next = booking.lessons.find(({ end, cancelled }) => !cancelled && Date.parse(end) > Date.now()) ?? booking
      const then = new Date(Date.parse(next.start) + 8 * 3600_000)
      this.setData({
        booking,
        day: `${then.getUTCMonth() + 1}月${then.getUTCDate()}日`,
        weekday: weekdays[then.getUTCDay()] ?? '',
        hours: hoursWords(next.start, next.end),
        where:
          booking.kind === 'visit' || booking.channel === 'home'
            ? '到家里来'
            : booking.channel && booking.channel !== 'office'
              ? channelWords[booking.channel]
              : (booking.place ?? ''),
      })
    }
    return reply
  },
  callThem() {
    const number = this.data.booking?.organisationPhone
    if (number) dial(number)
  },
})
