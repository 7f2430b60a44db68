import type { BookingView } from '../../../../../typings/contract'
import { call, newRequestId } from '../../../../cloud/call'
import { outOfDate } from '../../../../cloud/conflict'
import { spanWords } from '../../../../words/time'

const reasons = ['那时有事', '身体不舒服', '家里有人照顾了', '想换个时间']

/** Calls a booking off, or leaves a queue. `done` carries the booking, `stale` says that things have changed meanwhile. */
Component({
  properties: {
    booking: { type: Object, value: null as BookingView | null },
    visible: { type: Boolean, value: false },
  },
  data: { reasons, reason: '', notice: '', sending: false, when: '', words: '取消', requestId: '' },
  observers: {
    visible(visible: boolean) {
      const booking = this.data.booking as BookingView | null
      if (!visible || !booking) return
      const words = booking.state === 'waiting' ? '不排了' : booking.state === 'held' ? '不要了' : '取消'
      this.setData({ requestId: newRequestId(), reason: '', notice: '', words, when: spanWords(booking.start, booking.end) })
    },
  },
  methods: {
    close() {
      if (!this.data.sending) this.triggerEvent('close')
    },
    pick({ detail }: WechatMiniprogram.CustomEvent<{ word: string }>) {
      this.setData({ reason: this.data.reason === detail.word ? '' : detail.word })
    },
    async cancel() {
      const { booking, reason, sending, requestId } = this.data
      const one = booking as BookingView | null
      if (!one || sending) return
      this.setData({ sending: true, notice: '' })
      const reply = await call('booking.cancel', { booking: one.id, version: one.version, reason }, { requestId })
      this.setData({ sending: false })
      if (reply.ok) this.triggerEvent('done', { booking: reply.data })
      else if (outOfDate(reply.error) || reply.error.code === 'BOOKING_TOO_LATE') this.triggerEvent('stale', reply.error)
      else this.setData({ notice: reply.error.message })
    },
  },
})
