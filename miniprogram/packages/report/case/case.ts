import type { CaseView } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { draft } from '../../../cloud/draft'
import { confirmed, dial, tell } from '../../../cloud/phone'
import { dropFile } from '../../../cloud/upload'
import type { PhotoPicker, Picked } from '../../../components/photo-picker/photo-picker'
import { page } from '../../../page'
import { whenWords } from '../../../words/time'

/** What the person answers to "is it done?". */
interface AnswerForm {
  stars: number
  text: string
  reopening: boolean
  reason: string
  photos: Picked[]
}

const blank: AnswerForm = { stars: 0, text: '', reopening: false, reason: '', photos: [] }

const answerDraft = (id: string) => draft<AnswerForm>(`answer:${id}`)

const shapes: Record<CaseView['state'], { icon: string; tone: string }> = {
  reported: { icon: 'time-filled', tone: 'wait' },
  accepted: { icon: 'tools-filled', tone: 'going' },
  resolved: { icon: 'help-circle-filled', tone: 'wait' },
  closed: { icon: 'check-circle-filled', tone: '' },
  withdrawn: { icon: 'rollback', tone: '' },
}

page({
  data: {
    id: '',
    view: null as CaseView | null,
    shape: shapes.reported,
    reported: '',
    promise: '',
    /** What the staff show for it when they say that it is done. */
    proof: null as CaseView['timeline'][number] | null,
    canConfirm: false,
    canReopen: false,
    canWithdraw: false,
    answer: blank,
    wrongStars: '',
    wrongReason: '',
    busy: '',
  },

  onLoad({ id = '' }) {
    this.setData({ id, answer: answerDraft(id).read()?.value ?? blank })
  },

  async load(): Promise<Reply<CaseView>> {
    const reply = await ask('report.get', { case: this.data.id })
    if (reply.ok) this.show(reply.data)
    return reply
  },

  show(view: CaseView) {
    this.setData({
      view,
      shape: shapes[view.state],
      reported: whenWords(view.createdAt),
      promise: whenWords(view.promise),
      proof: view.state === 'resolved' ? (view.timeline[view.timeline.length - 1] ?? null) : null,
      canConfirm: view.may.includes('confirm'),
      canReopen: view.may.includes('reopen'),
      canWithdraw: view.may.includes('withdraw'),
    })
  },

  change(patch: Partial<AnswerForm>) {
    const answer = { ...this.data.answer, ...patch }
    answerDraft(this.data.id).keep(answer)
    this.setData({ answer, wrongStars: '', wrongReason: '' })
  },
  starred(event: WechatMiniprogram.CustomEvent<{ stars: number }>) {
    this.change({ stars: event.detail.stars })
  },
  typedText(event: WechatMiniprogram.Input) {
    this.change({ text: event.detail.value })
  },
  typedReason(event: WechatMiniprogram.Input) {
    this.change({ reason: event.detail.value })
  },
  photosChanged(event: WechatMiniprogram.CustomEvent<{ photos: Picked[] }>) {
    this.change({ photos: event.detail.photos })
  },
  notDone() {
    this.change({ reopening: true })
  },
  doneAfterAll() {
    this.change({ reopening: false })
  },

  async confirm() {
    const { view, answer } = this.data
    if (!view) return
    if (answer.stars === 0) return this.setData({ wrongStars: '请点一下星星,告诉我们您满不满意' })
    await this.act('confirm', '谢谢您,这件事办完了', (requestId: string) =>
      call('report.confirm', { case: view.id, version: view.version, stars: answer.stars, text: answer.text }, { requestId }),
    )
  },

  async reopen() {
    const { view, answer } = this.data
    if (!view) return
    if (answer.reason.trim() === '') return this.setData({ wrongReason: '请写一句哪里没好,我们好再去' })
    await this.act('reopen', '知道了,我们再去办', async (requestId: string) => {
      const photos = await (this.selectComponent('#photo-picker') as unknown as PhotoPicker).settle()
      if (!photos.ok) return photos
      return call('report.reopen', { case: view.id, version: view.version, reason: answer.reason, photos: photos.data }, { requestId })
    })
  },

  async withdraw() {
    const { view } = this.data
    if (!view || !(await confirmed('撤回以后,就没有人再跟这件事了。', '撤回'))) return
    await this.act('withdraw', '已经撤回', (requestId: string) =>
      call('report.withdraw', { case: view.id, version: view.version }, { requestId }),
    )
  },

  /** Sends one step at a time, under the request id of the draft: tapped or sent again, it acts once. */
  async act(step: string, thanks: string, send: (requestId: string) => Promise<Reply<CaseView>>) {
    if (this.data.busy) return
    this.setData({ busy: step })
    const kept = answerDraft(this.data.id)
    const reply = await send(kept.keep(this.data.answer).requestId)
    this.setData({ busy: '' })
    if (reply.ok) {
      kept.clear()
      for (const { path } of this.data.answer.photos) dropFile(path)
      this.setData({ answer: blank })
      this.show(reply.data)
      tell(thanks)
      void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
      return
    }
    tell(reply.error.message)
    if (reply.error.code === 'CASE_CHANGED' || reply.error.code === 'CASE_STEP_REFUSED') await this.reload()
  },

  callOwner() {
    const phone = this.data.view?.ownerPhone
    if (phone) dial(phone)
  },
  openPlace() {
    const { view } = this.data
    if (!view) return
    const { longitude, latitude, name } = view.place
    void wx.openLocation({ longitude, latitude, name: name ?? view.grid, scale: 17 })
  },
})
