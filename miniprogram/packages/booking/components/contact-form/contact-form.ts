import type { Input } from '../../../../../typings/contract'
import { call } from '../../../../cloud/call'
import type { Reply } from '../../../../cloud/call'
import { draft } from '../../../../cloud/draft'
import type { Draft } from '../../../../cloud/draft'
import { town, updateMe } from '../../../../cloud/session'

interface Contact {
  address: string
  phone: string
  home?: { longitude: number; latitude: number }
}
type Missing = ('address' | 'phone')[]

/** What a page calls on it. */
export interface ContactForm {
  /** False when something is wrong or missing: it is said at the field. */
  ready(): boolean
  /** Saves what was typed; false when that failed, and says so. */
  settle(): Promise<boolean>
}

const blank: Contact = { address: '', phone: '' }
type Consent = '' | 'phone' | 'inPerson'
const phonePattern = /^1[3-9]\d{9}$|^0\d{2,3}-?\d{7,8}$/

/** Where to find the person, and how to reach them: oneself, or whom one books for. What was typed stays until it is saved. */
Component({
  properties: {
    missing: { type: Array, value: [] as Missing },
    /** For a call the phone is enough. */
    needed: { type: Array, value: ['address', 'phone'] as Missing },
    addressMasked: { type: String, value: '' },
    phoneMasked: { type: String, value: '' },
    /** Whose, if not one's own; staff say how that person agreed. */
    forWhom: { type: String, value: '' },
    name: { type: String, value: '' },
    consent: { type: String, value: '' },
    /** Nothing else is on the page, so it begins with the fields. */
    alone: { type: Boolean, value: false },
  },
  data: { contact: blank, addressProblem: '', phoneProblem: '', open: false, withAddress: true },
  lifetimes: {
    attached() {
      this.restore()
    },
  },
  observers: {
    missing(missing: Missing) {
      if (missing.length > 0) this.setData({ open: true })
    },
    forWhom() {
      this.restore()
    },
    needed(needed: Missing) {
      this.setData({ withAddress: needed.includes('address') })
    },
  },
  methods: {
    kept(): Draft<Contact> {
      const { forWhom } = this.data
      return draft(forWhom ? `contact:${forWhom}` : 'contact')
    },
    restore() {
      const contact = this.kept().read()?.value
      const { missing, alone } = this.data
      this.setData({
        contact: contact ?? blank,
        open: contact !== undefined || missing.length > 0 || alone,
        addressProblem: '',
        phoneProblem: '',
      })
    },
    edit() {
      this.setData({ open: true })
    },
    keep(patch: Partial<Contact>) {
      const contact = { ...this.data.contact, ...patch }
      this.kept().keep(contact)
      this.setData({ contact })
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
        const { name, address, longitude, latitude } = await wx.chooseLocation(town()?.centre ?? {})
        this.keep({ address: [address, name].filter((part) => part !== '').join(' '), home: { longitude, latitude } })
        this.setData({ addressProblem: '' })
      } catch (error) {
        // Closing the map again is no failure.
        console.warn('no place chosen', error)
      }
    },

    ready(): boolean {
      if (!this.data.open) return true
      const missing = this.data.missing
      const address = this.data.contact.address.trim()
      const phone = this.data.contact.phone.trim()
      const addressProblem = !address && missing.includes('address') ? '请写清楚到哪里，比如“古三村 12 号”' : ''
      const phoneProblem = phone
        ? phonePattern.test(phone)
          ? ''
          : '请填 11 位手机号，或带区号的座机号'
        : missing.includes('phone')
          ? `请留一个电话，上门的人好联系${this.data.name || '您'}`
          : ''
      this.setData({ addressProblem, phoneProblem })
      return !addressProblem && !phoneProblem
    },

    async settle(): Promise<boolean> {
      if (!this.data.open) return true
      const { home } = this.data.contact
      const address = this.data.contact.address.trim()
      const phone = this.data.contact.phone.trim()
      if (!address && !phone) {
        this.setData({ open: false })
        return true
      }
      const given = { ...(address && { address }), ...(phone && { phone }), ...(home && { home }) }
      const saved = await this.save(given)
      if (!saved.ok) {
        this.setData({ addressProblem: saved.error.message })
        return false
      }
      this.kept().clear()
      this.setData({ open: false, contact: blank })
      const { addressMasked, phoneMasked } = saved.data
      this.triggerEvent('saved', { addressMasked, phoneMasked })
      return true
    },

    async save(given: Omit<Input<'person.setContact'>, 'forWhom'>): Promise<Reply<{ addressMasked?: string; phoneMasked?: string }>> {
      const { forWhom, contact } = this.data
      const consent = this.data.consent as Consent
      if (!forWhom) return updateMe(given)
      const { requestId } = this.kept().keep(contact)
      const reply = await call('person.setContact', { forWhom, ...given, ...(consent && { consent: { how: consent } }) }, { requestId })
      if (!reply.ok && reply.error.code !== 'NETWORK') {
        // What is put right is another command.
        this.kept().clear()
        this.kept().keep(contact)
      }
      return reply
    },
  },
})
