export interface Chip {
  id: string
  words: string
}

/** A choice among few: one (`value`), or with `many` any number (`values`). Tells `change` with `id`, or with all `ids`. */
Component({
  properties: {
    chips: { type: Array, value: [] as Chip[] },
    value: { type: String, value: '' },
    values: { type: Array, value: [] as string[] },
    many: { type: Boolean, value: false },
    label: { type: String, value: '' },
  },
  data: { shown: [] as (Chip & { on: boolean })[] },
  observers: {
    'chips, value, values, many'(chips: Chip[], value: string, values: string[], many: boolean) {
      this.setData({ shown: chips.map((chip) => ({ ...chip, on: many ? values.includes(chip.id) : chip.id === value })) })
    },
  },
  methods: {
    pick({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
      const { id } = currentTarget.dataset
      if (!this.data.many) return this.triggerEvent('change', { id })
      const values = this.data.values
      this.triggerEvent('change', { ids: values.includes(id) ? values.filter((one) => one !== id) : [...values, id] })
    },
  },
})
