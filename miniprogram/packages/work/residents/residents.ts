import type { Output, Town } from '../../../../typings/contract'
import type { Chip } from '../../../components/chip-choice/chip-choice'
import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { draft } from '../../../cloud/draft'
import { askMe, askTown } from '../../../cloud/session'
import { page } from '../../../page'

type Resident = Output<'person.residents'>['residents'][number]
type Consent = 'phone' | 'inPerson'

interface Need {
  programme: string
  level: string
  note: string
}

const pauseBeforeSearch = 300

/** Residents of the caller's grids: to book for one of them who agreed by phone or in person, or to say how much care somebody needs. */
page({
  loadOnce: true,
  data: {
    name: '',
    residents: [] as Resident[],
    searched: '',
    mayAssess: false,
    chosen: undefined as Resident | undefined,
    sheet: '',
    programmes: [] as Chip[],
    levels: [] as Chip[],
    need: { programme: '', level: '', note: '' },
    hours: '',
    sending: false,
    notice: '',
    said: '',
  },
  timer: undefined as ReturnType<typeof setTimeout> | undefined,
  programmeList: [] as Town['programmes'],

  onLoad({ said = '' }) {
    this.setData({ said: decodeURIComponent(said) })
  },

  async load(): Promise<Reply<unknown>> {
    const { name } = this.data
    const [me, town, reply] = await Promise.all([askMe(), askTown(), call('person.residents', { name: name.trim() })])
    if (me.ok) this.setData({ mayAssess: me.data.roles.some(({ role }) => role === 'desk' || role === 'dispatcher') })
    if (town.ok) this.programmeList = town.data.programmes.filter(({ levels }) => levels.length > 0)
    if (reply.ok && name === this.data.name) this.setData({ residents: reply.data.residents, searched: name.trim() })
    return reply
  },

  typeName({ detail }: WechatMiniprogram.Input) {
    this.setData({ name: detail.value })
    if (this.timer !== undefined) clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.reload(), pauseBeforeSearch)
  },

  residentOf({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>): Resident | undefined {
    return this.data.residents.find(({ id }) => id === currentTarget.dataset.id)
  },

  book(event: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    this.setData({ chosen: this.residentOf(event), sheet: 'consent', notice: '', said: '' })
  },
  closeSheet() {
    if (!this.data.sending) this.setData({ sheet: '' })
  },
  agree({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { how: Consent }>) {
    const { chosen } = this.data
    if (!chosen) return
    this.setData({ sheet: '' })
    void wx.navigateTo({
      url: `/packages/booking/services/services?for=${chosen.id}&consent=${currentTarget.dataset.how}&name=${encodeURIComponent(chosen.name)}`,
    })
  },

  kept() {
    return draft<Need>(`need:${this.data.chosen?.id ?? ''}`)
  },
  assess(event: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    this.setData({ chosen: this.residentOf(event), sheet: 'assess', notice: '', said: '' })
    const programmes = this.programmeList.map(({ id, name }) => ({ id, words: name }))
    this.setData({ programmes })
    this.change(this.kept().read()?.value ?? { programme: programmes[0]?.id ?? '', level: '', note: '' })
  },
  change(patch: Partial<Need>) {
    const need = { ...this.data.need, ...patch }
    this.kept().keep(need)
    const levels = this.programmeList.find(({ id }) => id === need.programme)?.levels ?? []
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
  async saveNeed() {
    const { chosen, need, sending } = this.data
    if (!chosen || sending) return
    if (need.level === '') return this.setData({ notice: '请选评下来是哪一级' })
    this.setData({ sending: true, notice: '' })
    const { requestId } = this.kept().keep(need)
    const reply = await call('booking.assess', { person: chosen.id, ...need, note: need.note.trim() }, { requestId })
    this.setData({ sending: false })
    if (!reply.ok) return this.setData({ notice: reply.error.message })
    this.kept().clear()
    this.setData({ sheet: '', said: reply.data.sentence })
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },

  trust() {
    void wx.navigateTo({ url: '/packages/booking/trust/trust' })
  },
  enrol() {
    void wx.navigateTo({
      url: '/packages/work/enrol/enrol',
      events: {
        enrolled: ({ name }: { name: string }) => {
          this.setData({ name, said: `${name}登记好了，可以替他约服务了` })
          void this.reload()
        },
      },
    })
  },
})
