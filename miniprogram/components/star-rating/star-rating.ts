const words = ['很不满意', '不满意', '一般', '满意', '很满意']

/** One to five stars, each with its word. With `readonly` it shows what was given. */
Component({
  properties: {
    value: { type: Number, value: 0 },
    readonly: { type: Boolean, value: false },
  },
  data: { words, word: '' },
  observers: {
    value(value: number) {
      this.setData({ word: words[value - 1] ?? '' })
    },
  },
  methods: {
    choose(event: WechatMiniprogram.TouchEvent) {
      if (this.data.readonly) return
      this.triggerEvent('change', { stars: (event.currentTarget.dataset as { stars: number }).stars })
    },
  },
})
