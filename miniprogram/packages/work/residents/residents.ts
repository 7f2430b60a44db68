import type { Output } from '../../../../typings/contract'
import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { askMe } from '../../../cloud/session'
import { page } from '../../../page'

type Resident = Output<'person.residents'>['residents'][number]
type Consent = 'phone' | 'inPerson'

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
    said: '',
  },
  timer: undefined as ReturnType<typeof setTimeout> | undefined,

  onLoad({ said = '' }) {
    this.setData({ said: decodeURIComponent(said) })
  },

  async load(): Promise<Reply<unknown>> {
    const { name } = this.data
    const [me, reply] = await Promise.all([askMe(), call('person.residents', { name: name.trim() })])
    if (me.ok) this.setData({ mayAssess: me.data.roles.some(({ role }) => role === 'desk' || role === 'dispatcher') })
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
    this.setData({ chosen: this.residentOf(event), sheet: 'consent', said: '' })
  },
  closeSheet() {
    this.setData({ sheet: '' })
  },
  agree({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { how: Consent }>) {
    const { chosen } = this.data
    if (!chosen) return
    this.setData({ sheet: '' })
    void wx.navigateTo({
      url: `/packages/booking/services/services?for=${chosen.id}&consent=${currentTarget.dataset.how}&name=${encodeURIComponent(chosen.name)}`,
    })
  },

  assess(event: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    this.setData({ chosen: this.residentOf(event), sheet: 'assess', said: '' })
  },
  assessed({ detail }: WechatMiniprogram.CustomEvent<{ sentence: string }>) {
    this.setData({ sheet: '', said: detail.sentence })
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
