import type { BookingView, Input } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call, newRequestId } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { outOfDate } from '../../../cloud/conflict'
import { draft } from '../../../cloud/draft'
import { dial, tell } from '../../../cloud/phone'
import { page } from '../../../page'
import { bookingShapes } from '../../../words/bookingShape'
import { spanWords } from '../../../words/time'
import { addToCalendar } from '../calendar'

interface Rating {
  stars: number
  text: string
}

const noRating: Rating = { stars: 0, text: '' }

const ahead = new Set<BookingView['state']>(['requested', 'assigned'])
const over = new Set<BookingView['state']>(['declined', 'cancelled', 'noShow'])

const cancelReasons = ['那时有事', '身体不舒服', '家里有人照顾了', '想换个时间']

page({
  data: {
    booking: undefined as BookingView | undefined,
    icon: '',
    tone: '',
    when: '',
    ahead: false,
    over: false,
    /** Too near to the start to be cancelled here. */
    tooLate: false,
    whyOpen: false,
    rating: noRating,
    sheet: false,
    rule: '',
    reasons: cancelReasons,
    reason: '',
    sending: false,
    notice: '',
  },
  id: '',
  cancelRequest: '',

  onLoad({ id = '' }) {
    this.id = id
    const rating = this.ratingDraft().read()?.value
    if (rating) this.setData({ rating })
  },

  ratingDraft() {
    return draft<Rating>(`rate:${this.id}`)
  },

  async load(): Promise<Reply<BookingView>> {
    const reply = await ask('booking.get', { booking: this.id })
    if (reply.ok) this.show(reply.data)
    return reply
  },

  show(booking: BookingView) {
    const isAhead = ahead.has(booking.state)
    this.setData({
      booking,
      ...bookingShapes[booking.state],
      when: spanWords(booking.start, booking.end),
      ahead: isAhead,
      over: over.has(booking.state),
      tooLate: isAhead && !booking.may.includes('cancel'),
    })
  },

  /** Shows what a step answered; a conflict shows how things stand now, and says so. */
  async answered(reply: Reply<BookingView>, sentence: string) {
    this.setData({ sending: false })
    if (reply.ok) {
      this.setData({ notice: '', sheet: false })
      this.show(reply.data)
      tell(sentence)
      return
    }
    this.setData({ notice: reply.error.message })
    if (outOfDate(reply.error) || reply.error.code === 'BOOKING_TOO_LATE') {
      this.setData({ sheet: false })
      await this.reload()
    }
  },

  callThem() {
    const number = this.data.booking?.organisationPhone
    if (number) dial(number)
  },

  remember() {
    if (this.data.booking) addToCalendar(this.data.booking)
  },

  toggleWhy() {
    this.setData({ whyOpen: !this.data.whyOpen })
  },

  async openCancel() {
    const { booking } = this.data
    if (!booking) return
    this.cancelRequest = newRequestId()
    this.setData({ sheet: true, notice: '', reason: '', rule: '取消以后，这个时间会留给别的街坊；想再约要重新选时间。' })
    const service = await ask('booking.service', { service: booking.service.id })
    if (service.ok) this.setData({ rule: `开始前 ${service.data.cancelHours} 小时都可以取消。${this.data.rule}` })
  },

  closeCancel() {
    if (!this.data.sending) this.setData({ sheet: false })
  },

  chooseReason({ detail }: WechatMiniprogram.CustomEvent<{ word: string }>) {
    this.setData({ reason: this.data.reason === detail.word ? '' : detail.word })
  },

  async cancel() {
    const { booking, sending, reason } = this.data
    if (!booking || sending) return
    this.setData({ sending: true, notice: '' })
    const input: Input<'booking.cancel'> = { booking: booking.id, version: booking.version, reason }
    await this.answered(await call('booking.cancel', input, { requestId: this.cancelRequest }), '已经取消')
  },

  again() {
    const { booking } = this.data
    if (booking) void wx.navigateTo({ url: `/packages/booking/service/service?id=${booking.service.id}` })
  },

  keepRating(rating: Rating) {
    this.setData({ rating })
    this.ratingDraft().keep(rating)
  },

  chooseStars({ detail }: WechatMiniprogram.CustomEvent<{ stars: number }>) {
    this.keepRating({ ...this.data.rating, stars: detail.stars })
  },

  typeRating({ detail }: WechatMiniprogram.Input) {
    this.keepRating({ ...this.data.rating, text: detail.value })
  },

  async rate() {
    const { booking, rating, sending } = this.data
    if (!booking || sending) return
    if (rating.stars === 0) return tell('请先点一点星星')
    this.setData({ sending: true, notice: '' })
    const { requestId } = this.ratingDraft().keep(rating)
    const reply = await call(
      'booking.rate',
      { booking: booking.id, version: booking.version, stars: rating.stars, text: rating.text.trim() },
      { requestId },
    )
    if (reply.ok) this.ratingDraft().clear()
    await this.answered(reply, '谢谢您，收到了')
  },
})
