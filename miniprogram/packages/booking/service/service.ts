import type { BookingView, Input, ServiceView } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call } from '../../../cloud/call'
import type { Failure, Reply } from '../../../cloud/call'
import { askConsent } from '../../../cloud/consent'
import { draft } from '../../../cloud/draft'
import { tell } from '../../../cloud/phone'
import { updateMe } from '../../../cloud/session'
import { page } from '../../../page'
import { spanWords } from '../../../words/time'
import { addToCalendar } from '../calendar'
import { dayChoices, slotOf, soonest } from '../choice'
import type { DayChoice, Slot } from '../choice'
import { kindWords, lengthWords } from '../offer'

interface Form {
  picked: string
  note: string
  address: string
  phone: string
  home?: { longitude: number; latitude: number }
}

const emptyForm: Form = { picked: '', note: '', address: '', phone: '' }
const phonePattern = /^1[3-9]\d{9}$|^0\d{2,3}-?\d{7,8}$/

/** After these nothing was booked, so the next try is a new one; after the others we don't know, and the same one is sent again. */
const unsure = new Set<Failure['code']>(['NETWORK', 'SERVICE_BUSY', 'INTERNAL'])
const timeGone = new Set<Failure['code']>(['BOOKING_FULL', 'SESSION_OVER', 'SESSION_UNKNOWN'])

page({
  data: {
    service: undefined as ServiceView | undefined,
    kind: '',
    length: '',
    days: [] as DayChoice[],
    dayIndex: 0,
    slot: undefined as Slot | undefined,
    /** Care mode: the one time that is proposed. */
    proposal: undefined as Slot | undefined,
    choosing: false,
    form: emptyForm,
    contactOpen: false,
    addressProblem: '',
    phoneProblem: '',
    /** What went wrong with the last try, said above the choice. */
    notice: '',
    sheet: false,
    where: '',
    sending: false,
    booked: undefined as BookingView | undefined,
    bookedWhen: '',
    otherTime: false,
    reminded: false,
  },
  id: '',
  loadOnce: true,

  onLoad({ id = '' }) {
    this.id = id
    const form = this.kept().read()?.value
    if (form) this.setData({ form })
  },

  kept() {
    return draft<Form>(`book:${this.id}`)
  },

  async load(): Promise<Reply<unknown>> {
    const reply = await ask('booking.service', { service: this.id })
    if (reply.ok) this.show(reply.data)
    return reply
  },

  show(service: ServiceView) {
    const days = dayChoices(service)
    const kept = slotOf(days, this.data.form.picked)
    const slot = kept && !kept.full && !kept.mine ? kept : undefined
    const firstFree = days.findIndex(({ free }) => free > 0)
    const dayIndex = slot ? days.findIndex(({ slots }) => slots.includes(slot)) : Math.max(0, firstFree)
    void wx.setNavigationBarTitle({ title: service.name })
    this.setData({
      service,
      kind: kindWords[service.kind].word,
      length: lengthWords(service.minutes),
      days,
      dayIndex,
      slot,
      proposal: slot ?? soonest(days),
      contactOpen: this.data.contactOpen || service.missing.length > 0,
    })
  },

  keep(change: Partial<Form>) {
    const form = { ...this.data.form, ...change }
    this.kept().keep(form)
    this.setData({ form })
  },

  chooseDay({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { index: number }>) {
    this.setData({ dayIndex: currentTarget.dataset.index })
  },

  choose({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { key: string }>) {
    const slot = slotOf(this.data.days, currentTarget.dataset.key)
    if (!slot) return
    if (slot.mine) return tell('您已经约了这一场，不用再约')
    if (slot.full) return tell('这个时间约满了，请选别的时间')
    this.setData({ slot, proposal: slot, notice: '', choosing: false })
    this.keep({ picked: slot.key })
  },

  chooseOther() {
    this.setData({ choosing: true, notice: '' })
  },

  takeProposal() {
    const { proposal } = this.data
    if (!proposal) return
    this.setData({ slot: proposal, notice: '' })
    this.keep({ picked: proposal.key })
    void this.goOn()
  },

  typeNote({ detail }: WechatMiniprogram.Input) {
    this.keep({ note: detail.value })
  },

  typeAddress({ detail }: WechatMiniprogram.Input) {
    this.keep({ address: detail.value })
    this.setData({ addressProblem: '' })
  },

  typePhone({ detail }: WechatMiniprogram.Input) {
    this.keep({ phone: detail.value })
    this.setData({ phoneProblem: '' })
  },

  async chooseHome() {
    try {
      const { name, address, longitude, latitude } = await wx.chooseLocation({})
      this.keep({ address: [address, name].filter((part) => part !== '').join(' '), home: { longitude, latitude } })
      this.setData({ addressProblem: '' })
    } catch (error) {
      // Closing the map again is no failure.
      console.warn('no place chosen', error)
    }
  },

  openContact() {
    this.setData({ contactOpen: true })
  },

  /** Saves what was typed of address and phone; false when something is missing, and says what. */
  async contactReady(): Promise<boolean> {
    const { service, form, contactOpen } = this.data
    if (!service || service.kind !== 'visit' || !contactOpen) return true
    const address = form.address.trim()
    const phone = form.phone.trim()
    const addressProblem = !address && service.missing.includes('address') ? '请写清楚到哪里，比如“古三村 12 号”' : ''
    const phoneProblem = phone
      ? phonePattern.test(phone)
        ? ''
        : '请填 11 位手机号，或带区号的座机号'
      : service.missing.includes('phone')
        ? '请留一个电话，上门的人好联系您'
        : ''
    this.setData({ addressProblem, phoneProblem })
    if (addressProblem || phoneProblem) {
      void wx.pageScrollTo({ selector: '#contact', duration: 250 })
      return false
    }
    if (!address && !phone) {
      this.setData({ contactOpen: false })
      return true
    }
    const saved = await updateMe({ ...(address && { address }), ...(phone && { phone }), ...(form.home && { home: form.home }) })
    if (!saved.ok) {
      if (saved.error.code === 'INPUT_INVALID') this.setData({ addressProblem: saved.error.message })
      else tell(saved.error.message)
      return false
    }
    const { addressMasked, phoneMasked } = saved.data
    this.setData({ service: { ...service, missing: [], addressMasked, phoneMasked }, contactOpen: false })
    this.keep({ address: '', phone: '', home: undefined })
    return true
  },

  async goOn() {
    const { service, slot, sending } = this.data
    if (!service || sending) return
    if (!slot) {
      void wx.pageScrollTo({ selector: '#times', duration: 250 })
      return tell('请先选一个时间')
    }
    this.setData({ sending: true })
    const ready = await this.contactReady()
    this.setData({ sending: false })
    if (!ready) return
    this.setData({
      sheet: true,
      notice: '',
      where: slot.place || (service.kind === 'visit' ? (this.data.service?.addressMasked ?? '您家里') : ''),
    })
  },

  closeSheet() {
    if (!this.data.sending) this.setData({ sheet: false })
  },

  input(service: ServiceView, slot: Slot): Input<'booking.book'> {
    const note = this.data.form.note.trim()
    return service.kind === 'visit'
      ? { kind: 'visit', service: service.id, start: slot.start, note }
      : { kind: service.kind, session: slot.key, note }
  },

  async book() {
    const { service, slot, sending, form } = this.data
    if (!service || !slot || sending) return
    this.setData({ sending: true, notice: '' })
    // WeChat wants this asked in the tap itself.
    const reminded = await askConsent(['workerAssigned', 'bookingProgress'])
    const { requestId } = this.kept().keep(form)
    const reply = await call('booking.book', this.input(service, slot), { requestId })
    if (reply.ok) {
      this.kept().clear()
      const booked = reply.data
      void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
      return this.setData({
        sending: false,
        sheet: false,
        booked,
        bookedWhen: spanWords(booked.start, booked.end),
        // An earlier try got through unheard, for another time than the one chosen now.
        otherTime: booked.start !== slot.start,
        reminded,
      })
    }
    await this.refused(reply.error)
  },

  async refused({ code, message }: Failure) {
    if (unsure.has(code)) return this.setData({ sending: false, notice: message })
    this.kept().clear()
    this.kept().keep(this.data.form)
    if (timeGone.has(code)) {
      this.setData({ slot: undefined })
      this.keep({ picked: '' })
    }
    await this.reload()
    const { days, service } = this.data
    const next = soonest(days)
    const instead = timeGone.has(code) && next ? `。最近还能约的是${next.when}` : ''
    if (code === 'CONTACT_MISSING' && service) this.setData({ contactOpen: true, service: { ...service, missing: ['address', 'phone'] } })
    this.setData({ sending: false, sheet: false, notice: `${message}${instead}` })
    void wx.pageScrollTo({ selector: '#times', duration: 250 })
  },

  toBooking() {
    const { booked } = this.data
    if (booked) void wx.redirectTo({ url: `/packages/booking/booking/booking?id=${booked.id}` })
  },

  toHome() {
    void wx.switchTab({ url: '/pages/home/home' })
  },

  remember() {
    const { booked } = this.data
    if (booked) addToCalendar(booked)
  },
})
