/** Ready sentences to tap instead of typing. The one in `value` is marked. */
Component({
  properties: {
    words: { type: Array, value: [] as string[] },
    value: { type: String, value: '' },
    label: { type: String, value: '常用的话' },
  },
  methods: {
    pick({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { word: string }>) {
      this.triggerEvent('pick', { word: currentTarget.dataset.word })
    },
  },
})
