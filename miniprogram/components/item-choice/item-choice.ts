import { askTown } from '../../cloud/session'
import { itemOf, searchItems } from '../../words/catalogue'
import type { MatterClass, MatterItem } from '../../words/catalogue'

/** What kind of matter: found by its everyday words, or through the classes. `change` tells the item's id. */
Component({
  properties: { value: { type: String, value: '' } },
  data: { classes: [] as MatterClass[], search: '', openClass: '', items: [] as MatterItem[], chosen: null as MatterItem | null },
  observers: {
    value(value: string) {
      this.setData({ chosen: itemOf(this.data.classes, value) ?? null })
    },
  },
  lifetimes: {
    attached() {
      void askTown().then((town) => {
        if (!town.ok) return
        const { classes } = town.data
        this.setData({ classes, chosen: itemOf(classes, this.data.value) ?? null })
      })
    },
  },
  methods: {
    searched({ detail }: WechatMiniprogram.Input) {
      this.setData({ search: detail.value, items: searchItems(this.data.classes, detail.value), openClass: '' })
    },
    openClass({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
      const { id } = currentTarget.dataset
      const open = this.data.openClass !== id
      this.setData({
        search: '',
        openClass: open ? id : '',
        items: open ? (this.data.classes.find((one) => one.id === id)?.items ?? []) : [],
      })
    },
    choose({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
      this.setData({ search: '', openClass: '', items: [] })
      this.triggerEvent('change', { item: currentTarget.dataset.id })
    },
    chooseAnother() {
      this.triggerEvent('change', { item: '' })
    },
  },
})
