import { call, newRequestId } from '../../../../cloud/call'
import { dial } from '../../../../cloud/phone'

const troubles = ['摔倒了', '身体突然不舒服', '起了争执，我害怕', '别的急事']

/**
 * Help during a visit. Not sent by accident: first what is the matter, then a second tap at another place; who needs a doctor can call at
 * once.
 */
Component({
  properties: {
    booking: { type: String, value: '' },
    visible: { type: Boolean, value: false },
  },
  data: { troubles, trouble: '', notice: '', sending: false, requestId: '', sentence: '', number: '', case: '' },
  observers: {
    visible(visible: boolean) {
      if (visible) this.setData({ requestId: newRequestId(), trouble: '', notice: '', sentence: '' })
    },
  },
  methods: {
    close() {
      if (this.data.sending) return
      this.triggerEvent(this.data.sentence ? 'done' : 'close')
    },
    pick({ detail }: WechatMiniprogram.CustomEvent<{ word: string }>) {
      this.setData({ trouble: detail.word })
    },
    dialDoctor() {
      dial('120')
    },
    dialPolice() {
      dial('110')
    },
    dialNumber() {
      dial(this.data.number)
    },
    async send() {
      const { trouble, sending, requestId, booking } = this.data
      if (!trouble || sending) return
      this.setData({ sending: true, notice: '' })
      const reply = await call('booking.alarm', { booking, text: trouble }, { requestId })
      this.setData({ sending: false })
      if (reply.ok) this.setData({ sentence: reply.data.sentence, number: reply.data.call, case: reply.data.case })
      else this.setData({ notice: reply.error.message })
    },
    look() {
      void wx.navigateTo({ url: `/packages/report/case/case?id=${this.data.case}` })
    },
  },
})
