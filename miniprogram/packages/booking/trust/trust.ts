import type { Output } from '../../../../typings/contract'
import { call, newRequestId } from '../../../cloud/call'
import { draft } from '../../../cloud/draft'
import { tell } from '../../../cloud/phone'
import { page } from '../../../page'
import { whenWords } from '../../../words/time'
import { spelled } from '../code'

type Resident = Output<'person.residents'>['residents'][number]
type Side = 'elder' | 'trusted'

interface Form {
  elder: Resident | null
  trusted: Resident | null
  relation: string
  how: '' | 'phone' | 'inPerson'
}

const blank: Form = { elder: null, trusted: null, relation: '', how: '' }
const kept = draft<Form>('trust')
const nobody: { name: string; code: string; spelled: string; until: string } = { name: '', code: '', spelled: '', until: '' }
const noResidents: Record<Side, Resident[]> = { elder: [], trusted: [] }

/** For staff: an elder without a phone said, by phone or in person, who of the family may book for them. */
page({
  data: {
    form: blank,
    typed: { elder: '', trusted: '' },
    found: noResidents,
    searched: { elder: false, trusted: false },
    sides: [
      { id: 'elder', label: '长者是谁', hint: '姓名的头一两个字' },
      { id: 'trusted', label: '谁可以替他约', hint: '家人的姓名' },
    ],
    relations: ['女儿', '儿子', '老伴', '孙辈', '亲戚', '邻居'].map((id) => ({ id, words: id })),
    ways: [
      { id: 'inPerson', words: '当面说的' },
      { id: 'phone', words: '电话里说的' },
    ],
    sending: false,
    notice: '',
    done: '',
    /** The code for one of the family who lives elsewhere, and whose elder it is. */
    invitation: nobody,
  },
  inviteRequest: '',

  onLoad() {
    const form = kept.read()?.value
    if (form) this.setData({ form })
  },

  keep(patch: Partial<Form>) {
    const form = { ...this.data.form, ...patch }
    kept.keep(form)
    this.setData({ form, notice: '', invitation: nobody })
    this.inviteRequest = ''
  },
  type({ detail, currentTarget }: WechatMiniprogram.CustomEvent<{ value: string }, object, { side: Side }>) {
    const { side } = currentTarget.dataset
    this.setData({ [`typed.${side}`]: detail.value, [`searched.${side}`]: false })
  },
  async search({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { side: Side }>) {
    const { side } = currentTarget.dataset
    const name = this.data.typed[side].trim()
    if (name === '') return tell('请先写姓名的头一两个字')
    const reply = await call('person.residents', { name })
    if (!reply.ok) return tell(reply.error.message)
    this.setData({ [`found.${side}`]: reply.data.residents, [`searched.${side}`]: true })
  },
  pick({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { side: Side; id: string }>) {
    const { side, id } = currentTarget.dataset
    const one = this.data.found[side].find((resident) => resident.id === id)
    if (one) this.keep({ [side]: one })
  },
  unpick({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { side: Side }>) {
    this.keep({ [currentTarget.dataset.side]: null })
  },
  chooseRelation({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    this.keep({ relation: detail.id })
  },
  chooseHow({ detail }: WechatMiniprogram.CustomEvent<{ id: 'phone' | 'inPerson' }>) {
    this.keep({ how: detail.id })
  },

  /** Whoever lives elsewhere is in nobody's list here: they come by a code, which the elder agreed to give. */
  async invite() {
    const { form, sending } = this.data
    const { elder, how } = form
    if (sending) return
    if (!elder || !how) return this.setData({ notice: '请先选好长者，再点一下本人怎么同意的' })
    this.inviteRequest ||= newRequestId()
    this.setData({ sending: true, notice: '' })
    const reply = await call('person.invite', { forWhom: elder.id, consent: { how } }, { requestId: this.inviteRequest })
    this.setData({ sending: false })
    if (!reply.ok) {
      if (reply.error.code !== 'NETWORK') this.inviteRequest = ''
      return this.setData({ notice: reply.error.message })
    }
    const { code, until } = reply.data
    kept.clear()
    this.setData({ invitation: { name: elder.name, code, spelled: spelled(code), until: whenWords(until) } })
  },
  copy() {
    void wx.setClipboardData({ data: this.data.invitation.code })
  },
  onShareAppMessage(): { title: string; path: string } {
    const { name, code } = this.data.invitation
    return code
      ? { title: `请您帮${name}约服务`, path: `/packages/booking/join/join?code=${code}&name=${encodeURIComponent(name)}` }
      : { title: '善邻', path: '/pages/home/home' }
  },

  async record() {
    const { form, sending } = this.data
    const { elder, trusted, relation, how } = form
    if (sending) return
    if (!elder || !trusted) return this.setData({ notice: '请先选好长者和家人' })
    if (elder.id === trusted.id) return this.setData({ notice: '两边选的是同一个人，请换一个' })
    if (!relation || !how) return this.setData({ notice: '请点一下是什么关系、怎么同意的' })
    this.setData({ sending: true, notice: '' })
    const { requestId } = kept.keep(form)
    const reply = await call('person.recordTrust', { person: elder.id, trusted: trusted.id, relation, how }, { requestId })
    this.setData({ sending: false })
    if (!reply.ok) {
      if (reply.error.code !== 'NETWORK') {
        kept.clear()
        kept.keep(form)
      }
      return this.setData({ notice: reply.error.message })
    }
    kept.clear()
    this.setData({
      form: blank,
      found: noResidents,
      typed: { elder: '', trusted: '' },
      done: `记下了：${trusted.name}可以替${elder.name}约服务`,
    })
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },
})
