import type { BookingView, Input, Output, ServiceView } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call, newRequestId } from '../../../cloud/call'
import type { Failure, Reply } from '../../../cloud/call'
import { outOfDate } from '../../../cloud/conflict'
import { askConsent } from '../../../cloud/consent'
import { draft } from '../../../cloud/draft'
import { askHumanToCall } from '../../../cloud/humanToCall'
import type { HumanToCall } from '../../../cloud/humanToCall'
import { careMode } from '../../../cloud/look'
import { dial, tell } from '../../../cloud/phone'
import { askTown } from '../../../cloud/session'
import type { Chip } from '../../../components/chip-choice/chip-choice'
import { page } from '../../../page'
import { openMatters } from '../../../pages/matters/open'
import type { Tab } from '../../../pages/matters/open'
import { spanWords, whenWords } from '../../../words/time'
import { canTake, canWaitFor, dayChoices, dayOf, slotOfSession, soonest, timesOf } from '../choice'
import type { Channel, DayChoice, Slot } from '../choice'
import type { ContactForm } from '../components/contact-form/contact-form'
import { handOver } from '../freshBooking'
import { channelWords, fullName, genderWords, kindWords, lengthWords, unsure } from '../offer'
import { forQuery, whomChoices } from '../relatives'

type Wish = NonNullable<Input<'booking.service'>['wish']>
type Consent = 'phone' | 'inPerson'
type Contact = 'address' | 'phone'

interface Form {
  picked: string
  note: string
  wish: Wish
  channel: Channel | ''
  /** '' = not answered, 'none', or a village. */
  against: string
  intake: string
}

/** A time, with whom the cloud proposes for it. */
type Proposed = Slot & { worker?: string }

/** What becomes of a choice once the main button is tapped. */
type Doing = 'book' | 'wait' | 'move'

interface Fact {
  name: string
  words: string
}

const byOneself: { consent: Consent | '' } = { consent: '' }
const noWay: { wayCode: Failure['code'] | '' } = { wayCode: '' }
const booking: { doing: Doing } = { doing: 'book' }
const emptyForm: Form = { picked: '', note: '', wish: {}, channel: '', against: '', intake: '' }

const timeGone = new Set<Failure['code']>([
  'BOOKING_FULL',
  'SESSION_OVER',
  'SESSION_UNKNOWN',
  'BOOKING_CLASH',
  'CONFLICT_OF_INTEREST',
  'HOLD_OVER',
])
/** Where to go on after a refusal that another time doesn't help. */
const waysOn: Partial<Record<Failure['code'], { words: string; url: string; tab?: Tab }>> = {
  SERVICE_UNKNOWN: { words: '看看别的服务', url: '/packages/booking/services/services?field=' },
  OFFERING_CLOSED: { words: '看看别的服务', url: '/packages/booking/services/services?field=' },
  PREREQUISITE_MISSING: { words: '看看别的课', url: '/packages/booking/services/services?field=education' },
  CONSENT_MISSING: { words: '去请家人同意', url: '/packages/booking/family/family' },
  BOOKING_TOO_MANY: { words: '看看已经约的', url: '', tab: 'bookings' },
}

page({
  data: {
    service: undefined as ServiceView | undefined,
    kind: '',
    length: '',
    /** Of the month in which the chosen time is. */
    price: undefined as ServiceView['price'] | undefined,
    /** For whom else one may book. */
    people: [] as Chip[],
    forWhom: '',
    /** Staff who book for somebody say how they agreed. */
    ...byOneself,
    slots: [] as Slot[],
    days: [] as DayChoice[],
    courses: [] as (Slot & { term: string })[],
    /** No time that can be had: whom to call instead. */
    human: null as HumanToCall | null,
    month: '',
    turning: false,
    slot: undefined as Proposed | undefined,
    /** Care mode: the one time that is proposed, and with whom. */
    proposal: undefined as Proposed | undefined,
    /** Why the cloud proposes this one. */
    proposed: '',
    choosing: false,
    form: emptyForm,
    wishOpen: false,
    wishWords: '',
    genders: Object.entries(genderWords).map(([id, words]) => ({ id, words })),
    carers: [] as Chip[],
    languages: [] as Chip[],
    consents: [
      { id: 'phone', words: '电话里说好的' },
      { id: 'inPerson', words: '当面说好的' },
    ],
    channels: [] as Chip[],
    related: [
      { id: 'none', words: '没关系' },
      { id: 'village', words: '有关，选一下是哪个村' },
    ],
    villages: [] as Chip[],
    villagesOpen: false,
    villageName: '',
    /** Who can't advise in this matter, and why. */
    conflicts: [] as string[],
    /** What went wrong with the last try, said above the choice, with a way on. */
    notice: '',
    way: '',
    ...noWay,
    sheet: false,
    facts: [] as Fact[],
    ...booking,
    sending: false,
    /** What must be known of the guest, and what of it is not. */
    contact: [] as Contact[],
    missing: [] as Contact[],
    /** Kept while the address is filled in. */
    held: undefined as BookingView | undefined,
    heldUntil: '',
    /** The booking that is moved to another time. */
    moving: undefined as BookingView | undefined,
    movingWhen: '',
    remarks: [] as { organisation: string; remark: string }[],
  },
  id: '',
  move: '',
  wanted: '',
  acceptRequest: '',
  loadOnce: true,
  /** Gone to look at another booking: what clashed may not any more. */
  away: false,

  onShow() {
    if (this.away) void this.reload()
    this.away = false
  },
  lookAway() {
    this.away = true
  },

  /** `pick`, `channel` and `against` are of a booking that was called off and is wanted after all. */
  onLoad({ id = '', for: forWhom = '', consent = '', move = '', pick = '', channel = '', against = '' }) {
    this.id = id
    this.move = move
    this.wanted = decodeURIComponent(pick)
    this.setData({ forWhom, consent: consent === 'phone' || consent === 'inPerson' ? consent : '' })
    this.restore()
    if (!this.wanted) return
    // Another booking than any that was sent before.
    this.kept().clear()
    this.keep({ picked: this.wanted, channel: channel as Channel | '', against })
  },

  kept() {
    const { forWhom } = this.data
    return draft<Form>(`${this.move ? `move:${this.move}` : 'book'}:${this.id}${forWhom ? `:${forWhom}` : ''}`)
  },
  restore() {
    this.setData({ form: { ...emptyForm, ...this.kept().read()?.value } })
  },

  async load(): Promise<Reply<unknown>> {
    const { month, form } = this.data
    if (!this.move && this.data.people.length === 0) void whomChoices((people) => this.setData({ people }))
    const moving = this.move ? await ask('booking.get', { booking: this.move }) : undefined
    if (moving && !moving.ok) return moving
    if (moving) this.setData({ moving: moving.data, movingWhen: spanWords(moving.data.start, moving.data.end) })
    // What is moved stays whose it is, and against whom.
    const { against, guest: forWhom } = moving ? moving.data : { against: form.against, guest: this.data.forWhom }
    const [reply, town] = await Promise.all([
      ask('booking.service', {
        service: this.id,
        ...(month && { month }),
        ...(against && against !== 'none' && { against }),
        ...(this.move && { moving: this.move }),
        wish: form.wish,
        ...(forWhom && { forWhom }),
      }),
      askTown(),
    ])
    if (town.ok) {
      const villages = town.data.villages.map(({ id, name }) => ({ id, words: name }))
      this.setData({ villages: [...villages, { id: 'none', words: '都没关系' }] })
    }
    this.setData({ turning: false })
    if (reply.ok) {
      this.show(reply.data)
      this.setData({ human: this.data.slots.length > 0 && !this.data.proposal ? await askHumanToCall() : null })
      if (this.wanted && !this.data.slot) this.setData({ notice: '原来的时间已经约不到了，请另选一个' })
      this.wanted = ''
      if (reply.data.kind === 'visit' && careMode() && !this.move) await this.propose(reply.data)
    }
    return reply
  },

  show(service: ServiceView) {
    const { form, villages, moving } = this.data
    const channel =
      moving?.channel ?? (form.channel && service.channels.includes(form.channel) ? form.channel : (service.channels[0] ?? ''))
    const slots = timesOf(service, channel).map((slot) =>
      moving?.kind === 'visit' && slot.start === moving.start ? { ...slot, obstacle: '现在约的就是这个时间' } : slot,
    )
    const days = dayChoices(slots)
    const slot = slots.find(({ key, mine, obstacle }) => key === form.picked && !mine && !obstacle)
    const usable = slot && (service.kind === 'class' || canTake(slot)) ? slot : undefined
    const next = soonest(slots)
    void wx.setNavigationBarTitle({ title: this.move ? '换个时间' : service.name })
    this.setData({
      service,
      kind: kindWords[service.kind].word,
      length: lengthWords(service.minutes),
      slots,
      days,
      // Courses are not turned by the month: asked again, all of them are wanted.
      month: service.kind === 'class' ? '' : this.data.month || monthOf(usable ?? next ?? slots[0]),
      courses:
        service.kind === 'class'
          ? service.sessions
              .map((session) => ({ ...slotOfSession(session), term: session.term ?? '' }))
              .sort((a, b) => a.start.localeCompare(b.start))
          : [],
      slot: usable,
      proposal: usable && canTake(usable) ? usable : next,
      form: { ...form, channel },
      contact: contactFor(service, channel),
      missing: contactFor(service, channel).filter((one) => !service[`${one}Masked`]),
      price: priceOf(service, usable ?? next),
      channels: service.channels.map((one) => ({ id: one, words: channelWords[one] })),
      carers: service.carers.map(({ id, name }) => ({ id, words: name })),
      languages: service.languages.map((one) => ({ id: one, words: one })),
      villageName: villages.find(({ id }) => id === form.against)?.words ?? '',
      conflicts: form.against && form.against !== 'none' ? conflictsOf(service) : [],
      wishWords: wishWords(service, form.wish),
      remarks: service.remarks.filter(({ remark }) => remark !== ''),
      doing: this.move ? 'move' : usable && canWaitFor(usable) ? 'wait' : 'book',
    })
  },

  /** In care mode a visit is proposed by the cloud, with whoever came last. */
  async propose(service: ServiceView) {
    const { forWhom, form } = this.data
    // Who says whom they want gets the first time of such a one.
    if (form.picked !== '' || Object.keys(form.wish).length > 0) return this.setData({ proposed: '' })
    const reply = await ask('booking.proposal', { service: service.id, ...(forWhom && { forWhom }) })
    if (!reply.ok || !reply.data.proposal) return
    this.setData({
      proposal: slotOfProposal(reply.data.proposal),
      price: reply.data.proposal.price,
      proposed: reply.data.proposal.why,
    })
  },

  /** Every change goes through here, so that nothing typed is lost. */
  keep(change: Partial<Form>) {
    const form = { ...this.data.form, ...change }
    this.kept().keep(form)
    this.setData({ form })
  },

  async chooseWhom({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    this.setData({ forWhom: detail.id, notice: '', held: undefined })
    this.restore()
    await this.reload()
  },
  chooseConsent({ detail }: WechatMiniprogram.CustomEvent<{ id: Consent }>) {
    this.setData({ consent: detail.id })
  },

  async turnMonth({ detail }: WechatMiniprogram.CustomEvent<{ month: string }>) {
    this.setData({ month: detail.month, turning: true })
    await this.reload()
    this.setData({ turning: false })
  },

  choose({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
    const { service } = this.data
    const slot = this.data.slots.find(({ key }) => key === detail.key)
    if (!slot || !service) return
    if (slot.mine) return tell('您已经约了这一场，不用再约')
    if (slot.obstacle) return tell(slot.obstacle)
    if (slot.full && (service.kind !== 'class' || this.move)) return tell('这个时间约满了，请选别的时间')
    this.setData({
      slot,
      proposal: slot,
      proposed: '',
      notice: '',
      way: '',
      choosing: false,
      price: priceOf(service, slot),
      doing: this.move ? 'move' : canWaitFor(slot) ? 'wait' : 'book',
    })
    this.keep({ picked: slot.key })
  },

  chooseOther() {
    this.setData({ choosing: true, notice: '', way: '' })
  },

  toggleWish() {
    this.setData({ wishOpen: !this.data.wishOpen })
  },
  /** A second tap takes the wish back. */
  async chooseWish({ detail, currentTarget }: WechatMiniprogram.CustomEvent<{ id: string }, object, { part: keyof Wish }>) {
    const { part } = currentTarget.dataset
    const { [part]: before, ...rest } = this.data.form.wish
    this.keep({ wish: before === detail.id ? rest : { ...rest, [part]: detail.id } })
    await this.reload()
  },

  chooseChannel({ detail }: WechatMiniprogram.CustomEvent<{ id: Channel }>) {
    const { service } = this.data
    this.keep({ channel: detail.id })
    if (service) this.show(service)
  },
  async chooseAgainst({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    if (detail.id === 'village') return this.setData({ villagesOpen: true })
    this.keep({ against: detail.id, picked: '' })
    this.setData({ villagesOpen: false, notice: '', way: '' })
    await this.reload()
  },
  changeAgainst() {
    this.keep({ against: '' })
    this.setData({ conflicts: [], villagesOpen: false })
  },

  typeNote({ detail }: WechatMiniprogram.Input) {
    this.keep({ note: detail.value })
  },
  typeIntake({ detail }: WechatMiniprogram.Input) {
    this.keep({ intake: detail.value })
  },
  contactSaved({ detail }: WechatMiniprogram.CustomEvent<{ addressMasked?: string; phoneMasked?: string }>) {
    const { service } = this.data
    if (service) this.setData({ service: { ...service, ...detail }, missing: [] })
  },

  callHuman() {
    const { human } = this.data
    if (human) dial(human.phone)
  },

  contactForm(): ContactForm | null {
    return this.selectComponent('#contact-form') as unknown as ContactForm | null
  },
  showContact(): false {
    void wx.pageScrollTo({ selector: '#contact', duration: 250 })
    return false
  },
  contactReady(): boolean {
    return this.contactForm()?.ready() !== false || this.showContact()
  },
  /** What was typed of address and phone is saved first. */
  async contactSettled(): Promise<boolean> {
    return (await this.contactForm()?.settle()) !== false || this.showContact()
  },

  /** The one main button of the usual look. */
  async goOn() {
    const { service, slot, sending, held, form } = this.data
    if (!service || sending) return
    if (service.adversarial && !form.against && !this.move) {
      void wx.pageScrollTo({ selector: '#against', duration: 250 })
      return tell('请先回答：这件事跟哪个村委会有关吗')
    }
    if (!slot) {
      void wx.pageScrollTo({ selector: '#times', duration: 250 })
      return tell(service.kind === 'class' ? '请先选一个班' : '请先选一个时间')
    }
    if (this.move) return this.openSheet(service, slot)
    const missing = this.data.missing.length > 0
    if (held) return this.accept(held)
    if (missing) return this.hold(service, slot)
    if (!this.contactReady()) return
    this.setData({ sending: true })
    const settled = await this.contactSettled()
    this.setData({ sending: false })
    if (settled) this.openSheet(service, slot)
  },

  openSheet(service: ServiceView, slot: Slot) {
    this.setData({ sheet: true, notice: '', way: '', facts: this.factsOf(service, slot) })
  },
  closeSheet() {
    if (!this.data.sending) this.setData({ sheet: false })
  },

  factsOf(service: ServiceView, slot: Slot): Fact[] {
    const { forWhom, form, doing, movingWhen } = this.data
    const channel = service.kind === 'appointment' && form.channel ? channelWords[form.channel] : ''
    const where = slot.place || (contactFor(service, form.channel).includes('address') ? (service.addressMasked ?? '家里') : '')
    const who = slot.who || (service.kind === 'visit' ? (this.data.wishWords ? `希望是：${this.data.wishWords}` : '安排好人就告诉您') : '')
    return [
      { name: '约什么', words: fullName(service.name, service.kind === 'class' ? slot.title : '') },
      { name: '给谁', words: forWhom || doing === 'move' ? service.forWhom.name : '' },
      { name: '原来', words: doing === 'move' ? movingWhen : '' },
      { name: doing === 'move' ? '换到' : '时间', words: slot.when },
      { name: '怎么谈', words: channel },
      { name: '地点', words: channel && form.channel !== 'office' && form.channel !== 'home' ? '' : where },
      { name: service.kind === 'visit' ? '谁来' : service.kind === 'class' ? '老师' : '见谁', words: who },
      { name: '多少钱', words: doing === 'move' ? '' : priceOf(service, slot).sentence },
      { name: '前面', words: doing === 'wait' ? `有 ${slot.queued} 个人在排队。有了空位先给您留着，请您答复` : '' },
    ].filter(({ words }) => words !== '')
  },

  /** Care mode: everything stands on the page, so one tap books. */
  async takeProposal() {
    const { proposal, service, sending } = this.data
    if (!proposal || !service || sending) return
    this.setData({ slot: proposal, notice: '', way: '', doing: 'book' })
    this.keep({ picked: proposal.key })
    if (this.data.missing.length > 0) return this.goOn()
    await this.send()
  },

  input(service: ServiceView, slot: Proposed, hold: boolean): Input<'booking.book'> {
    const { form, forWhom, consent } = this.data
    const common = {
      service: service.id,
      note: form.note.trim(),
      yuan: priceOf(service, slot).yuan,
      ...(hold && { hold }),
      ...(forWhom && { forWhom }),
      ...(consent && { consent: { how: consent } }),
    }
    if (service.kind === 'visit') {
      const wish = slot.worker ? { ...form.wish, worker: slot.worker } : form.wish
      return { kind: 'visit', start: slot.start, wish, ...common }
    }
    if (service.kind === 'class') return { kind: 'class', session: slot.key, ...common }
    return {
      kind: 'appointment',
      session: slot.key,
      ...(form.channel && { channel: form.channel }),
      ...(form.against && form.against !== 'none' && { against: form.against }),
      intake: form.intake.trim(),
      ...common,
    }
  },

  request(service: ServiceView, slot: Proposed, requestId: string): Promise<Reply<BookingView>> {
    const { doing, moving, forWhom, consent, form } = this.data
    if (doing === 'move' && moving) {
      const to = service.kind === 'visit' ? { start: slot.start } : { session: slot.key }
      return call('booking.reschedule', { booking: moving.id, version: moving.version, ...to }, { requestId })
    }
    if (doing === 'wait') {
      const input: Input<'booking.wait'> = {
        service: service.id,
        session: slot.key,
        note: form.note.trim(),
        ...(forWhom && { forWhom }),
        ...(consent && { consent: { how: consent } }),
      }
      return call('booking.wait', input, { requestId })
    }
    return call('booking.book', this.input(service, slot, false), { requestId })
  },

  async send() {
    const { service, slot, sending, form, doing } = this.data
    if (!service || !slot || sending) return
    this.setData({ sending: true, notice: '' })
    // WeChat wants this asked in the tap itself.
    const reminded = await askConsent(['workerAssigned', 'bookingProgress'])
    const { requestId } = this.kept().keep(form)
    const reply = await this.request(service, slot, requestId)
    if (!reply.ok) return this.refused(reply.error)
    const booked = reply.data
    const otherTime = service.kind === 'visit' ? booked.start !== slot.start : booked.session !== slot.key
    const headline = doing === 'move' ? '换好了' : doing === 'wait' ? '排上队了' : booked.state === 'requested' ? '已经约下了' : '约好了'
    this.toBooking(booked, {
      headline,
      remark: otherTime
        ? '刚才网络断断续续，其实第一次就约上了，时间是下面这个。不合适可以换时间或取消。'
        : reminded
          ? '有新消息，微信会提醒您。'
          : '有新消息，打开“消息”就能看到。',
    })
  },

  /** Keeps the place for ten minutes, so that nobody takes it while the address is typed. */
  async hold(service: ServiceView, slot: Proposed) {
    this.setData({ sending: true, notice: '' })
    const { requestId } = this.kept().keep(this.data.form)
    const reply = await call('booking.book', this.input(service, slot, true), { requestId })
    if (!reply.ok && reply.error.code !== 'CONTACT_MISSING') return this.refused(reply.error)
    // The next command is another one.
    this.kept().clear()
    this.kept().keep(this.data.form)
    this.setData({ sending: false })
    if (reply.ok) {
      this.acceptRequest = newRequestId()
      this.setData({ held: reply.data, heldUntil: reply.data.dueAt ? whenWords(reply.data.dueAt) : '' })
    }
    void wx.pageScrollTo({ selector: '#contact', duration: 250 })
  },
  async accept(held: BookingView) {
    if (!this.contactReady()) return
    this.setData({ sending: true, notice: '' })
    const reminded = await askConsent(['workerAssigned', 'bookingProgress'])
    if (!(await this.contactSettled())) return this.setData({ sending: false })
    const reply = await call('booking.accept', { booking: held.id, version: held.version }, { requestId: this.acceptRequest })
    if (reply.ok) {
      return this.toBooking(reply.data, { headline: '已经约下了', remark: reminded ? '有新消息，微信会提醒您。' : '' })
    }
    if (!unsure.has(reply.error.code)) this.setData({ held: undefined })
    // The sweep may have been faster than the person.
    await this.refused(outOfDate(reply.error) ? { code: 'HOLD_OVER', message: '给您留的时间过了，请重新选一个' } : reply.error)
  },

  toBooking(booking: BookingView, said: { headline: string; remark: string }) {
    this.kept().clear()
    this.setData({ sending: false, sheet: false })
    handOver({ booking, ...said })
    if (this.move && getCurrentPages().length > 1) void wx.navigateBack()
    else void wx.redirectTo({ url: `/packages/booking/booking/booking?id=${booking.id}` })
  },

  async refused({ code, message }: Failure) {
    if (unsure.has(code)) return this.setData({ sending: false, notice: message })
    this.kept().clear()
    this.kept().keep(this.data.form)
    if (timeGone.has(code) && !(code === 'BOOKING_FULL' && this.data.service?.kind === 'class')) {
      this.setData({ slot: undefined })
      this.keep({ picked: '' })
    }
    await this.reload()
    const { slots, service } = this.data
    const next = soonest(slots)
    const instead =
      timeGone.has(code) && next ? `。还能约的有${next.who && service?.kind === 'appointment' ? `${next.who}，` : ''}${next.when}` : ''
    if (code === 'CONTACT_MISSING' && service) this.setData({ missing: contactFor(service, this.data.form.channel) })
    this.setData({ sending: false, sheet: false, notice: `${message}${instead}`, way: waysOn[code]?.words ?? '', wayCode: code })
    void wx.pageScrollTo({ selector: '#notice', duration: 250 })
  },
  goWay() {
    const { wayCode } = this.data
    const way = wayCode && waysOn[wayCode]
    if (!way) return
    if (way.tab) openMatters(way.tab)
    else void wx.redirectTo({ url: `${way.url}${way.url.includes('?') ? forQuery(this.data.forWhom, this.data.consent) : ''}` })
  },

  /** A course that nobody offers yet can be asked for. */
  askForCourse() {
    void wx.navigateTo({ url: '/packages/report/submit/submit?item=bring-course' })
  },
})

/** An entitlement is by the month, and so is the price. */
function priceOf({ prices, price }: ServiceView, slot: Slot | undefined): ServiceView['price'] {
  return prices.find(({ month }) => month === monthOf(slot))?.price ?? price
}

/** What must be known before somebody can come or call. */
function contactFor({ kind }: ServiceView, channel: Channel | ''): Contact[] {
  if (kind === 'visit' || (kind === 'appointment' && channel === 'home')) return ['address', 'phone']
  return kind === 'appointment' && channel === 'phone' ? ['phone'] : []
}

function monthOf(slot: Slot | undefined): string {
  return dayOf(slot?.start ?? new Date().toISOString()).slice(0, 7)
}

function slotOfProposal(proposal: NonNullable<Output<'booking.proposal'>['proposal']>): Proposed {
  const { start, end, worker, organisation } = proposal
  return {
    key: start,
    start,
    end,
    hours: '',
    when: spanWords(start, end),
    title: '',
    who: worker ? `${worker.name}（${organisation}）` : organisation,
    place: '',
    left: '',
    free: 1,
    full: false,
    fits: true,
    queued: 0,
    mine: false,
    obstacle: '',
    booking: '',
    clash: '',
    about: '',
    lessons: [],
    ...(worker && { worker: worker.id }),
  }
}

/** Each adviser who also works for the other side is named once. */
function conflictsOf({ advisers }: ServiceView): string[] {
  return [...new Set(advisers.flatMap(({ hours }) => hours.flatMap(({ obstacle }) => obstacle ?? [])))].slice(0, 3)
}

function wishWords({ carers }: ServiceView, { worker, language, gender }: Wish): string {
  return [carers.find(({ id }) => id === worker)?.name, language && `会说${language}`, gender && genderWords[gender]]
    .filter(Boolean)
    .join('，')
}
