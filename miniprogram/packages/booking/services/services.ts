import type { Input, Output, ServiceRow } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { askConsent } from '../../../cloud/consent'
import { draft } from '../../../cloud/draft'
import { careMode } from '../../../cloud/look'
import type { Chip } from '../../../components/chip-choice/chip-choice'
import { page } from '../../../page'
import { fieldIcon } from '../../../words/fields'
import { spanWords } from '../../../words/time'
import { handOver } from '../freshBooking'
import { kindWords, shortPrice, unsure } from '../offer'
import { forQuery, whomChoices } from '../relatives'

type Field = Output<'booking.services'>['fields'][number]
type Proposal = NonNullable<Output<'booking.proposal'>['proposal']>
type Entitlement = Output<'booking.services'>['entitlements'][number]

interface Row {
  id: string
  name: string
  summary: string
  icon: string
  kind: string
  price: string
  free: boolean
}

const byOneself: { consent: 'phone' | 'inPerson' | '' } = { consent: '' }

/** Care mode begins with so many services; the rest is one tap away. */
const firstInCare = 4

/** The proposal that a request id was made for, so that the same one is sent twice and another one is not. */
const again = draft<string>('again')

function row({ id, name, summary, kind, price }: ServiceRow): Row {
  const { icon, word } = kindWords[kind]
  return { id, name, summary, icon, kind: word, price: shortPrice(price), free: price.kind === 'free' }
}

/** Home care first, then what else comes to the door. */
function visitsFirst(fields: Field[]): ServiceRow[] {
  const all = fields.flatMap(({ services }) => services)
  return [...all.filter(({ kind }) => kind === 'visit'), ...all.filter(({ kind }) => kind !== 'visit')]
}

page({
  data: {
    fields: [] as { id: string; name: string; icon: string; rows: Row[] }[],
    first: [] as Row[],
    more: false,
    people: [] as Chip[],
    forWhom: '',
    /** Whose they are, if not one's own. */
    whom: '',
    /** Staff book for one person alone, and say how that person agreed. */
    ...byOneself,
    entitlements: [] as (Entitlement & { percent: number })[],
    /** The same as last time. */
    proposal: undefined as Proposal | undefined,
    proposedWhen: '',
    sending: false,
    notice: '',
  },
  field: '',

  /** Home opens the page at one field; who books for somebody at that person. */
  onLoad({ field = '', for: forWhom = '', consent = '', name = '' }) {
    this.field = field
    this.setData({ forWhom, consent: consent === 'phone' || consent === 'inPerson' ? consent : '', whom: decodeURIComponent(name) })
  },

  async load(): Promise<Reply<unknown>> {
    const { forWhom, consent } = this.data
    const about = forWhom ? { forWhom } : {}
    if (!consent) void whomChoices((people) => this.setData({ people }))
    const [reply, proposal] = await Promise.all([
      ask('booking.services', about),
      careMode() || forWhom ? call('booking.proposal', about) : undefined,
    ])
    const proposed = proposal?.ok ? proposal.data.proposal : undefined
    this.setData({ proposal: proposed, proposedWhen: proposed ? spanWords(proposed.start, proposed.end) : '' })
    if (reply.ok) {
      const fields = reply.data.fields.filter(({ services }) => services.length > 0)
      this.setData({
        fields: fields.map(({ id, name, services }) => ({ id, name, icon: fieldIcon(id), rows: services.map(row) })),
        first: visitsFirst(fields).slice(0, firstInCare).map(row),
        more: this.data.more || this.field !== '',
        entitlements: reply.data.entitlements.map((one) => ({
          ...one,
          percent: one.hours > 0 ? Math.round((100 * one.hoursLeft) / one.hours) : 0,
        })),
      })
      const { field } = this
      this.field = ''
      if (field) wx.nextTick(() => this.scrollToField(field))
    }
    return reply
  },

  async chooseWhom({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    const chosen = this.data.people.find(({ id }) => id === detail.id)
    this.setData({ forWhom: detail.id, whom: detail.id ? (chosen?.words ?? '') : '', notice: '' })
    await this.reload()
  },

  /** Everything stands on the card, so one tap books. */
  async bookAgain() {
    const { proposal, sending, forWhom, consent } = this.data
    if (!proposal || sending) return
    this.setData({ sending: true, notice: '' })
    const reminded = await askConsent(['workerAssigned', 'bookingProgress'])
    const { service, start, worker, price } = proposal
    const what = [service.id, start, worker?.id, forWhom].join()
    const before = again.read()
    const { requestId } = before?.value === what ? before : (again.clear(), again.keep(what))
    const input: Input<'booking.book'> = {
      kind: 'visit',
      service: service.id,
      start,
      wish: worker ? { worker: worker.id } : {},
      yuan: price.yuan,
      ...(forWhom && { forWhom }),
      ...(consent && { consent: { how: consent } }),
    }
    const reply = await call('booking.book', input, { requestId })
    this.setData({ sending: false })
    if (reply.ok) {
      again.clear()
      handOver({
        booking: reply.data,
        headline: reply.data.state === 'requested' ? '已经约下了' : '约好了',
        remark: reminded ? '有新消息，微信会提醒您。' : '有新消息，打开“消息”就能看到。',
      })
      return void wx.redirectTo({ url: `/packages/booking/booking/booking?id=${reply.data.id}` })
    }
    if (reply.error.code === 'CONTACT_MISSING') {
      again.clear()
      return this.otherTime()
    }
    this.setData({ notice: reply.error.message })
    if (!unsure.has(reply.error.code)) {
      again.clear()
      await this.reload()
    }
  },
  otherTime() {
    const { proposal, forWhom, consent } = this.data
    if (proposal) void wx.navigateTo({ url: `/packages/booking/service/service?id=${proposal.service.id}${forQuery(forWhom, consent)}` })
  },

  goToField({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { field: string }>) {
    this.scrollToField(currentTarget.dataset.field)
  },
  scrollToField(field: string) {
    void wx.pageScrollTo({ selector: `#field-${field}`, duration: 250 })
  },
  showMore() {
    this.setData({ more: true })
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { service: string }>) {
    const { forWhom, consent } = this.data
    void wx.navigateTo({ url: `/packages/booking/service/service?id=${currentTarget.dataset.service}${forQuery(forWhom, consent)}` })
  },
  home() {
    void wx.switchTab({ url: '/pages/home/home' })
  },
})
