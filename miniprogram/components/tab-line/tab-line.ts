export interface Tab {
  id: string
  words: string
  /** '' while unknown. */
  count?: string
}

/** Switches between lists at the top of a page. */
Component({
  properties: {
    tabs: { type: Array, value: [] as Tab[] },
    value: { type: String, value: '' },
  },
  methods: {
    choose({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
      const { id } = currentTarget.dataset
      if (id !== this.data.value) this.triggerEvent('change', { id })
    },
  },
})
