import type { CaseView, Input } from '../../../../typings/contract'
import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { draft } from '../../../cloud/draft'
import { confirmed, tell } from '../../../cloud/phone'
import { askMe } from '../../../cloud/session'
import { dropFile } from '../../../cloud/upload'
import type { PhotoPicker, Picked } from '../../../components/photo-picker/photo-picker'
import type { Place } from '../../../components/place-choice/place-choice'
import { page } from '../../../page'
import { channelWords } from '../../../words/steps'
import { whenWords } from '../../../words/time'

type Channel = Input<'report.intake'>['channel']

interface Form {
  channel: Channel | ''
  number: string
  onBehalf: string
  phone: string
  text: string
  item: string
  place: Place | null
  photos: Picked[]
}

const blank: Form = { channel: '', number: '', onBehalf: '', phone: '', text: '', item: '', place: null, photos: [] }
const kept = draft<Form>('intake')
/** What a worker calls for during a visit comes by itself. */
const channels = (Object.keys(channelWords) as (keyof typeof channelWords)[]).flatMap((id) =>
  id === 'visit' ? [] : { id, words: channelWords[id] },
)

function lack({ channel, text, item, place, phone }: Form): { at: string; words: string } | undefined {
  if (channel === '') return { at: '#channel', words: '请选一下从哪里来的' }
  if (phone !== '' && !/^1[3-9]\d{9}$|^0\d{2,3}-?\d{7,8}$/.test(phone))
    return { at: '#channel', words: '请填 11 位手机号，或带区号的座机号' }
  if (text.trim() === '') return { at: '#text', words: '请写一下说的是什么事' }
  if (item === '') return { at: '#item', words: '请选一下是什么问题' }
  if (!place) return { at: '#place', words: '请在地图上选一下地点' }
  return undefined
}

/** A matter that came by another way than the resident's own phone, taken in with the number that it has there. */
page({
  loadOnce: true,
  data: {
    form: blank,
    restored: false,
    channels,
    sending: false,
    notice: '',
    sent: null as CaseView | null,
    promise: '',
    canCommand: false,
  },

  async load() {
    const before = kept.read()
    if (before) this.setData({ form: { ...blank, ...before.value }, restored: true })
    const reply = await askMe()
    if (reply.ok) this.setData({ canCommand: reply.data.roles.some(({ role }) => role === 'dispatcher') })
    return reply
  },

  change(patch: Partial<Form>) {
    const form = { ...this.data.form, ...patch }
    kept.keep(form)
    this.setData({ form, notice: '' })
  },
  pickChannel({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: Channel }>) {
    this.change({ channel: currentTarget.dataset.id })
  },
  typed({
    detail,
    currentTarget,
  }: WechatMiniprogram.BaseEvent<object, { field: 'number' | 'onBehalf' | 'phone' | 'text' }> & { detail: { value: string } }) {
    this.change({ [currentTarget.dataset.field]: detail.value })
  },
  itemChanged({ detail }: WechatMiniprogram.CustomEvent<{ item: string }>) {
    this.change({ item: detail.item })
  },
  placeChanged({ detail }: WechatMiniprogram.CustomEvent<{ place: Place }>) {
    this.change({ place: detail.place })
  },
  photosChanged({ detail }: WechatMiniprogram.CustomEvent<{ photos: Picked[] }>) {
    this.change({ photos: detail.photos })
  },
  async startAgain() {
    if (!(await confirmed('把写了一半的清掉，重新填？', '清掉', '不清'))) return
    kept.clear()
    this.setData({ form: blank, restored: false, notice: '' })
  },

  async send() {
    if (this.data.sending) return
    const lacking = lack(this.data.form)
    if (lacking) {
      this.setData({ notice: lacking.words })
      return void wx.pageScrollTo({ selector: lacking.at, offsetTop: -12, duration: 250 })
    }
    this.setData({ sending: true, notice: '' })
    const reply = await this.submit()
    this.setData({ sending: false })
    if (reply.ok) return this.finish(reply.data)
    if (reply.error.code !== 'REQUEST_ID_REUSED') return this.setData({ notice: reply.error.message })
    // An earlier try had arrived although its answer got lost.
    kept.clear()
    tell('这件事刚才已经登记了')
    void wx.navigateBack()
  },

  async submit(): Promise<Reply<CaseView>> {
    const photos = await (this.selectComponent('#intake-photos') as unknown as PhotoPicker).settle()
    if (!photos.ok) return photos
    const { form } = this.data
    const { requestId } = kept.keep(form)
    const { longitude, latitude, name } = form.place as Place
    const input: Input<'report.intake'> = {
      channel: form.channel as Channel,
      number: form.number.trim(),
      onBehalf: form.onBehalf.trim(),
      ...(form.phone ? { phone: form.phone } : {}),
      item: form.item,
      text: form.text.trim(),
      place: { longitude, latitude, ...(name ? { name } : {}) },
      photos: photos.data,
    }
    return call('report.intake', input, { requestId })
  },

  finish(sent: CaseView) {
    kept.clear()
    for (const { path } of this.data.form.photos) dropFile(path)
    this.setData({ sent, promise: whenWords(sent.promise) })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  another() {
    this.setData({ form: blank, restored: false, sent: null, notice: '' })
  },
  openCase() {
    const { sent, canCommand } = this.data
    if (sent) void wx.redirectTo({ url: `/packages/${canCommand ? 'command' : 'work'}/case/case?id=${sent.id}` })
  },
})
