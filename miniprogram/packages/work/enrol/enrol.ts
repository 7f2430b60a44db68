import type { Place } from '../../../components/place-choice/place-choice'
import { call } from '../../../cloud/call'
import { draft } from '../../../cloud/draft'
import { goBack } from '../../../cloud/phone'
import { page } from '../../../page'

interface Form {
  name: string
  phone: string
  address: string
  home: Place | null
}

const blank: Form = { name: '', phone: '', address: '', home: null }
const kept = draft<Form>('enrol')
const phonePattern = /^1[3-9]\d{9}$|^0\d{2,3}-?\d{7,8}$/

function lack({ name, phone, address, home }: Form): string {
  if (name.trim() === '') return '请写名字'
  if (phone.trim() !== '' && !phonePattern.test(phone.trim())) return '请填 11 位手机号，或带区号的座机号'
  if (address.trim() === '') return '请写清楚住在哪里'
  return home ? '' : '请在地图上选家在哪里'
}

/** Somebody without WeChat, so that staff can book for them. */
page({
  data: { form: blank, sending: false, notice: '' },

  onLoad() {
    this.setData({ form: { ...blank, ...kept.read()?.value } })
  },

  change(patch: Partial<Form>) {
    const form = { ...this.data.form, ...patch }
    kept.keep(form)
    this.setData({ form, notice: '' })
  },
  typed({ currentTarget, detail }: WechatMiniprogram.Input) {
    this.change({ [(currentTarget.dataset as { field: 'name' | 'phone' | 'address' }).field]: detail.value })
  },
  pickHome({ detail }: WechatMiniprogram.CustomEvent<{ place: Place }>) {
    this.change({ home: detail.place })
  },

  async send() {
    const { form, sending } = this.data
    if (sending) return
    const notice = lack(form)
    if (notice || !form.home) return this.setData({ notice })
    this.setData({ sending: true, notice: '' })
    const { requestId } = kept.keep(form)
    const { longitude, latitude } = form.home
    const phone = form.phone.trim()
    const input = { name: form.name.trim(), address: form.address.trim(), home: { longitude, latitude }, ...(phone && { phone }) }
    const reply = await call('person.enrol', input, { requestId })
    this.setData({ sending: false })
    if (!reply.ok) return this.setData({ notice: reply.error.message })
    kept.clear()
    this.getOpenerEventChannel?.().emit?.('enrolled', { name: reply.data.name })
    goBack('/packages/work/residents/residents')
  },
})
