import type { BookingView, Output } from '../../../../../typings/contract'
import { call, newRequestId } from '../../../../cloud/call'
import { outOfDate } from '../../../../cloud/conflict'
import { dayWords, hoursWords } from '../../../../words/time'

type Repeated = Output<'booking.repeat'>

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

/** The same visit every week or two. */
Component({
  properties: {
    booking: { type: Object, value: null as BookingView | null },
    visible: { type: Boolean, value: false },
  },
  data: {
    everys: [
      { id: '1', words: '每周' },
      { id: '2', words: '每两周' },
      { id: '4', words: '每四周' },
    ],
    counts: ['4', '8', '12', '26'].map((id) => ({ id, words: `${id} 次` })),
    weeks: '1',
    times: '4',
    weekday: '',
    hours: '',
    notice: '',
    sending: false,
    requestId: '',
    repeated: null as Repeated | null,
    missed: [] as string[],
  },
  observers: {
    visible(visible: boolean) {
      const booking = this.data.booking as BookingView | null
      if (!visible || !booking) return
      const weekday = weekdays[new Date(Date.parse(booking.start) + 8 * 3600_000).getUTCDay()] ?? ''
      this.setData({
        weekday,
        hours: hoursWords(booking.start, booking.end),
        requestId: newRequestId(),
        notice: '',
        repeated: null,
      })
    },
  },
  methods: {
    close() {
      if (this.data.sending) return
      if (this.data.repeated) this.triggerEvent('done')
      else this.triggerEvent('close')
    },
    every({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
      this.setData({ weeks: detail.id, requestId: newRequestId() })
    },
    count({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
      this.setData({ times: detail.id, requestId: newRequestId() })
    },
    async repeat() {
      const { weeks, times, sending, requestId } = this.data
      const booking = this.data.booking as BookingView | null
      if (!booking || sending) return
      this.setData({ sending: true, notice: '' })
      const reply = await call(
        'booking.repeat',
        { booking: booking.id, version: booking.version, weeks: Number(weeks), times: Number(times) },
        { requestId },
      )
      this.setData({ sending: false })
      if (reply.ok) {
        this.setData({
          repeated: reply.data,
          missed: reply.data.missed.map(({ day, why }) => `${dayWords(`${day}T04:00:00.000Z`)}：${why}`),
        })
      } else if (outOfDate(reply.error)) this.triggerEvent('stale', reply.error)
      else this.setData({ notice: reply.error.message })
    },
  },
})
