import type { Slot } from '../../choice'

/** Courses of the terms to come, each with its days, place and teacher; what is full can be waited for. */
Component({
  properties: {
    courses: { type: Array, value: [] as (Slot & { term: string })[] },
    picked: { type: String, value: '' },
  },
  data: { open: '' },
  methods: {
    choose({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { key: string }>) {
      this.triggerEvent('pick', { key: currentTarget.dataset.key })
    },
    toggle({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { key: string }>) {
      const { key } = currentTarget.dataset
      this.setData({ open: this.data.open === key ? '' : key })
    },
    look({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { booking: string }>) {
      this.triggerEvent('away')
      void wx.navigateTo({ url: `/packages/booking/booking/booking?id=${currentTarget.dataset.booking}` })
    },
  },
})
