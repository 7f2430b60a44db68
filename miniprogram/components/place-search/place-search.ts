import type { Output } from '../../../typings/contract'
import { call } from '../../cloud/call'

type Found = Output<'report.places'>['places'][number] & { detail: string }

/** As long as people pause between words. */
const typingPause = 500

/** A place by the name that people call it. `change` tells it. */
Component({
  data: { text: '', looking: false, found: [] as Found[], nothing: '' },
  lifetimes: {
    detached() {
      clearTimeout(timers.get(this) ?? 0)
    },
  },
  methods: {
    typed({ detail }: WechatMiniprogram.Input) {
      this.setData({ text: detail.value, nothing: '' })
      clearTimeout(timers.get(this) ?? 0)
      timers.set(
        this,
        setTimeout(() => void this.look(), typingPause),
      )
    },
    async look() {
      clearTimeout(timers.get(this) ?? 0)
      const text = this.data.text.trim()
      if (text === '') return this.setData({ found: [], nothing: '', looking: false })
      this.setData({ looking: true })
      const reply = await call('report.places', { text })
      if (this.data.text.trim() !== text) return
      if (!reply.ok) return this.setData({ found: [], looking: false, nothing: reply.error.message })
      const found = reply.data.places.map((one) => ({
        ...one,
        detail: [one.kind, one.village, one.alias === undefined ? '' : `也叫${one.alias}`].filter(Boolean).join('，'),
      }))
      this.setData({ found, nothing: reply.data.sentence, looking: false })
    },
    pick({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { at: number }>) {
      const one = this.data.found[currentTarget.dataset.at]
      if (!one) return
      this.setData({ text: '', found: [], nothing: '' })
      this.triggerEvent('change', { place: { ...one.point, name: one.name } })
    },
  },
})

const timers = new WeakMap<object, number>()
