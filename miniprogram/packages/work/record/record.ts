import type { CaseView } from '../../../../typings/contract'
import { call } from '../../../cloud/call'
import type { Failure, Reply } from '../../../cloud/call'
import { draft } from '../../../cloud/draft'
import { handBack, keepWork, keptWork } from '../../../cloud/fieldWork'
import { confirmed, goBack, tell } from '../../../cloud/phone'
import { askTown } from '../../../cloud/session'
import { dropFile } from '../../../cloud/upload'
import type { PhotoPicker, Picked } from '../../../components/photo-picker/photo-picker'
import type { Place } from '../../../components/place-choice/place-choice'
import { page } from '../../../page'
import { itemOf } from '../../../words/catalogue'
import type { MatterClass } from '../../../words/catalogue'

interface Form {
  before: Picked[]
  photos: Picked[]
  place: Place | null
  item: string
  text: string
}

const blank: Form = { before: [], photos: [], place: null, item: '', text: '' }
const kept = draft<Form>('record')

function lack({ photos, place, item, text }: Form): { at: string; words: string } | undefined {
  if (photos.length === 0) return { at: '#photos', words: '请拍一张处理后的照片' }
  if (!place) return { at: '#place', words: '请告诉我们在哪里' }
  if (item === '') return { at: '#item', words: '请选一下是什么问题' }
  if (text.trim() === '') return { at: '#text', words: '请写一句怎么办的，也可以点一句现成的' }
  return undefined
}

/** 随手办: found and solved by staff themselves, in one step. */
page({
  loadOnce: true,
  data: {
    form: blank,
    classes: [] as MatterClass[],
    restored: false,
    endings: ['捡走了，已清理干净', '扶正、归位了', '当面劝导，马上改了', '放好警示牌了'],
    sending: false,
    notice: '',
    sent: null as CaseView | null,
    later: false,
  },

  onLoad({ kept: id = '' }) {
    const refused = keptWork().find(({ requestId }) => requestId === id)
    if (refused?.action !== 'report.record') return
    // There is one form: what is half written in it comes first.
    if (kept.read()) return void this.setData({ notice: '请先把这件写完，再从任务里打开没交上去的那件' })
    const { item, text, place } = refused.input
    kept.keep({ before: refused.before, photos: refused.photos, place: { ...place, name: place.name ?? '' }, item, text })
    handBack(id)
    this.setData({ notice: refused.refused?.message ?? '' })
  },

  async load() {
    const before = kept.read()
    if (before) this.setData({ form: { ...blank, ...before.value }, restored: true })
    const reply = await askTown()
    if (reply.ok) this.setData({ classes: reply.data.classes })
    return reply
  },

  change(patch: Partial<Form>) {
    const form = { ...this.data.form, ...patch }
    kept.keep(form)
    this.setData({ form, notice: '' })
  },
  beforeChanged({ detail }: WechatMiniprogram.CustomEvent<{ photos: Picked[] }>) {
    this.change({ before: detail.photos })
  },
  photosChanged({ detail }: WechatMiniprogram.CustomEvent<{ photos: Picked[] }>) {
    this.change({ photos: detail.photos })
  },
  placeChanged({ detail }: WechatMiniprogram.CustomEvent<{ place: Place }>) {
    this.change({ place: detail.place })
  },
  itemChanged({ detail }: WechatMiniprogram.CustomEvent<{ item: string }>) {
    this.change({ item: detail.item })
  },
  typed({ detail }: WechatMiniprogram.Input) {
    this.change({ text: detail.value })
  },
  pickWords({ detail }: WechatMiniprogram.CustomEvent<{ word: string }>) {
    this.change({ text: detail.word })
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
    const happenedAt = new Date().toISOString()
    const reply = await this.submit()
    this.setData({ sending: false })
    if (reply.ok) this.finish(reply.data)
    else if (reply.error.code === 'NETWORK') this.keepForLater(happenedAt)
    else this.refused(reply.error)
  },

  input() {
    const { place, item, text } = this.data.form
    const { longitude, latitude, name } = place as Place
    return { item, text: text.trim(), place: { longitude, latitude, ...(name ? { name } : {}) } }
  },

  async submit(): Promise<Reply<CaseView>> {
    const photos = await (this.selectComponent('#after-photos') as unknown as PhotoPicker).settle()
    if (!photos.ok) return photos
    const before = await (this.selectComponent('#before-photos') as unknown as PhotoPicker).settle()
    if (!before.ok) return before
    const { requestId } = kept.keep(this.data.form)
    return call('report.record', { ...this.input(), photos: photos.data, before: before.data }, { requestId })
  },

  keepForLater(happenedAt: string) {
    const { form } = this.data
    const { requestId } = kept.keep(form)
    const title = `随手办 · ${itemOf(this.data.classes, form.item)?.name ?? ''}`
    keepWork(
      { action: 'report.record', input: { ...this.input(), happenedAt } },
      { requestId, title, photos: form.photos, before: form.before },
    )
    kept.clear()
    this.setData({ later: true })
  },

  refused({ code, message }: Failure) {
    if (code !== 'REQUEST_ID_REUSED') return this.setData({ notice: message })
    // An earlier try had arrived although its answer got lost.
    kept.clear()
    tell('这件事刚才已经记下了')
    goBack('/packages/work/inbox/inbox')
  },

  finish(sent: CaseView) {
    kept.clear()
    for (const { path } of [...this.data.form.photos, ...this.data.form.before]) dropFile(path)
    this.setData({ sent })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },

  another() {
    this.setData({ form: blank, restored: false, sent: null, later: false, notice: '' })
  },
  leave() {
    goBack('/packages/work/inbox/inbox')
  },
})
