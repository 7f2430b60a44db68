import type { Output } from '../../../../typings/contract'
import type { Chip } from '../../../components/chip-choice/chip-choice'
import { ask } from '../../../cloud/ask'
import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { outOfDate } from '../../../cloud/conflict'
import { draft } from '../../../cloud/draft'
import { tell } from '../../../cloud/phone'
import { page } from '../../../page'

type Offerings = Output<'booking.offerings'>
type Offering = Offerings['offerings'][number]

interface Row {
  service: string
  name: string
  open: boolean
  where: string
  remark: string
  price: string
  rating: string
}

interface Form {
  service: string
  version: number
  open: boolean
  remark: string
  area: string[]
}

const kindPlaces: Record<Offering['kind'], string> = { visit: '', appointment: '到我们这里，或按约好的方式', class: '在各教学点' }

function rowOf({ service, open, area, remark, kind, yuan, programme, rating, rated }: Offering): Row {
  return {
    service: service.id,
    name: service.name,
    open,
    where: kindPlaces[kind] || (area.length === 0 ? '全镇都去' : `去${area.map(({ name }) => name).join('、')}`),
    remark,
    price: yuan === 0 ? '免费' : `${yuan} 元一次${programme ? '，符合条件的有补助' : ''}`,
    rating: rated === 0 ? '还没有人评价' : `${rating.toFixed(1)} 星，${rated} 人评过`,
  }
}

/** What the organisation offers: publish, open or close, where it goes, what it wants to say. */
page({
  data: {
    rows: [] as Row[],
    others: [] as Offerings['others'],
    villages: [] as Chip[],
    form: undefined as Form | undefined,
    formName: '',
    isVisit: false,
    isNew: false,
    everywhere: true,
    sending: false,
    switching: '',
    notice: '',
  },
  offerings: [] as Offering[],

  async load(): Promise<Reply<Offerings>> {
    const reply = await ask('booking.offerings', {})
    if (reply.ok) {
      this.offerings = reply.data.offerings
      this.setData({
        rows: reply.data.offerings.map(rowOf),
        others: reply.data.others,
        villages: reply.data.villages.map(({ id, name }) => ({ id, words: name })),
      })
    }
    return reply
  },

  kept(service: string) {
    return draft<Form>(`offering:${service}`)
  },

  edit({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { service: string }>) {
    const offering = this.offerings.find(({ service }) => service.id === currentTarget.dataset.service)
    if (!offering) return
    const { service, version, open, remark, area } = offering
    this.begin({ service: service.id, version, open, remark, area: area.map(({ id }) => id) }, service.name, offering.kind === 'visit')
  },
  publish({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { service: string }>) {
    const other = this.data.others.find(({ id }) => id === currentTarget.dataset.service)
    if (other) this.begin({ service: other.id, version: 0, open: true, remark: '', area: [] }, other.name, other.kind === 'visit')
  },
  begin(form: Form, formName: string, isVisit: boolean) {
    const typed = this.kept(form.service).read()?.value
    const shown = typed && typed.version === form.version ? typed : form
    this.setData({ form: shown, formName, isVisit, isNew: form.version === 0, everywhere: shown.area.length === 0, notice: '' })
  },
  close() {
    if (!this.data.sending) this.setData({ form: undefined })
  },

  change(patch: Partial<Form>) {
    const { form } = this.data
    if (!form) return
    const next = { ...form, ...patch }
    this.kept(form.service).keep(next)
    this.setData({ form: next, notice: '' })
  },
  typeRemark({ detail }: WechatMiniprogram.Input) {
    this.change({ remark: detail.value })
  },
  pickArea({ detail }: WechatMiniprogram.CustomEvent<{ ids: string[] }>) {
    this.setData({ everywhere: detail.ids.length === 0 })
    this.change({ area: detail.ids })
  },
  pickEverywhere() {
    this.setData({ everywhere: true })
    this.change({ area: [] })
  },

  async save() {
    const { form, sending, isNew, formName } = this.data
    if (!form || sending) return
    this.setData({ sending: true, notice: '' })
    const { requestId } = this.kept(form.service).keep(form)
    const reply = await call('booking.setOffering', { ...form, remark: form.remark.trim() }, { requestId })
    this.setData({ sending: false })
    if (!reply.ok) {
      this.setData({ notice: reply.error.message })
      if (outOfDate(reply.error)) await this.reload()
      return
    }
    this.kept(form.service).clear()
    this.setData({ form: undefined })
    tell(isNew ? `${formName}开出来了，居民马上能约` : '改好了')
    await this.reload()
  },

  /** Opens or closes with one tap; what is booked already stays. */
  async toggle({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { service: string }>) {
    const offering = this.offerings.find(({ service }) => service.id === currentTarget.dataset.service)
    if (!offering || this.data.switching) return
    const { service, version, open, remark, area } = offering
    this.setData({ switching: service.id })
    const reply = await call('booking.setOffering', { service: service.id, version, open: !open, remark, area: area.map(({ id }) => id) })
    this.setData({ switching: '' })
    tell(reply.ok ? (open ? `${service.name}先停了，已经约好的照做` : `${service.name}又可以约了`) : reply.error.message)
    await this.reload()
  },
})
