import type { Town } from '../../../../typings/contract'
import { call } from '../../../cloud/call'
import { draft } from '../../../cloud/draft'
import type { Draft } from '../../../cloud/draft'
import { askTown } from '../../../cloud/session'
import type { Chip } from '../../../components/chip-choice/chip-choice'

interface Need {
  programme: string
  level: string
  note: string
}

const blank: Need = { programme: '', level: '', note: '' }

/** How much care somebody needs, as assessed at home. `saved` tells what came of it, in a sentence. */
Component({
  properties: {
    visible: { type: Boolean, value: false },
    person: { type: String, value: '' },
    name: { type: String, value: '' },
  },
  data: {
    town: [] as Town['programmes'],
    programmes: [] as Chip[],
    levels: [] as Chip[],
    need: blank,
    hours: '',
    sending: false,
    notice: '',
  },
  observers: {
    visible(visible: boolean) {
      if (visible) void this.begin()
    },
  },
  methods: {
    async begin() {
      const town = await askTown()
      if (!town.ok) return this.setData({ notice: town.error.message })
      const programmes = town.data.programmes.filter(({ levels }) => levels.length > 0)
      this.setData({ town: programmes, programmes: programmes.map(({ id, name }) => ({ id, words: name })) })
      this.change(this.kept().read()?.value ?? { ...blank, programme: programmes[0]?.id ?? '' })
    },
    kept(): Draft<Need> {
      return draft(`need:${this.data.person}`)
    },
    change(patch: Partial<Need>) {
      const need: Need = { ...this.data.need, ...patch }
      this.kept().keep(need)
      const levels = this.data.town.find(({ id }) => id === need.programme)?.levels ?? []
      const level = levels.find(({ id }) => id === need.level)
      this.setData({
        need,
        levels: levels.map(({ id, name }) => ({ id, words: name })),
        hours: level ? (level.hours > 0 ? `每月多 ${level.hours} 小时` : '不另外加时数') : '',
        notice: '',
      })
    },
    pickProgramme({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
      this.change({ programme: detail.id, level: '' })
    },
    pickLevel({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
      this.change({ level: detail.id })
    },
    typeNote({ detail }: WechatMiniprogram.Input) {
      this.change({ note: detail.value })
    },
    close() {
      if (!this.data.sending) this.triggerEvent('close')
    },
    async save() {
      const { need, person, sending } = this.data
      if (sending) return
      if (need.level === '') return this.setData({ notice: '请选评下来是哪一级' })
      this.setData({ sending: true, notice: '' })
      const { requestId } = this.kept().keep(need)
      const reply = await call('booking.assess', { person, ...need, note: need.note.trim() }, { requestId })
      this.setData({ sending: false })
      if (!reply.ok) {
        if (reply.error.code !== 'NETWORK') {
          this.kept().clear()
          this.kept().keep(need)
        }
        return this.setData({ notice: reply.error.message })
      }
      this.kept().clear()
      this.triggerEvent('saved', { sentence: reply.data.sentence })
    },
  },
})
