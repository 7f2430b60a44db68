import type { CaseView } from '../../../../typings/contract'
import type { Picked, PhotoPicker } from '../../../components/photo-picker/photo-picker'
import { blank as nothingTyped } from '../../../components/step-sheet/form'
import type { Typed } from '../../../components/step-sheet/form'
import { ask, askSeldom } from '../../../cloud/ask'
import { call, newRequestId } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { outOfDate } from '../../../cloud/conflict'
import { draft } from '../../../cloud/draft'
import { handBack, keepWork, keptWorkOn, sendWork } from '../../../cloud/fieldWork'
import type { KeptWork } from '../../../cloud/fieldWork'
import { tell } from '../../../cloud/phone'
import { dropFile } from '../../../cloud/upload'
import { page } from '../../../page'
import type { Step } from '../../../words/steps'
import { leftWords, whenWords } from '../../../words/time'

interface Result {
  note: string
  before: Picked[]
  photos: Picked[]
}

const blank: Result = { note: '', before: [], photos: [] }
/** Said when the town has no ready sentences of its own. */
const endings = ['已到现场处理好', '已清理干净', '已修好，试过正常', '已当面劝导，对方马上改了', '已放好警示牌，没有危险了']

const mains = ['accept', 'finishPart', 'resolve', 'resume', 'answerSupervision'] as const
type Main = (typeof mains)[number] | ''
const mainWords: Record<Main, string> = {
  accept: '接手这件事',
  finishPart: '我们这部分办完了',
  resolve: '处理好了，交上去',
  resume: '接着办',
  answerSupervision: '答复督办',
  '': '',
}

/** The one thing to do next; what waits on the phone counts as done. */
function mainOf({ may }: CaseView, kept: KeptWork[], onSpot: boolean): Main {
  const done = kept.map(({ action }) => action.slice('report.'.length))
  if (done.includes('resolve') || done.includes('finishPart')) return ''
  if (onSpot && may.includes('resolve')) return 'resolve'
  return mains.find((step) => may.includes(step) && !done.includes(step)) ?? ''
}

/** Nothing that was written gets lost, and nothing is said twice. */
function together(written: string, before: string): string {
  return written.trim() === '' || before.includes(written.trim()) ? before : written.includes(before) ? written : `${before}\n${written}`
}

page({
  data: {
    matter: undefined as CaseView | undefined,
    clock: '',
    canRelease: false,
    due: '',
    /** What the resident was told, and whether that has passed; '' when nothing is owed any more. */
    promised: '',
    reportedAt: '',
    markers: [] as object[],
    main: '',
    mainWords: '',
    /** Solved before it was accepted. */
    onSpot: false,
    canBeOnSpot: false,
    /** Steps that the page offers itself. */
    without: [] as string[],
    more: false,
    sheet: '',
    /** Refused steps whose forms may be filled in again. */
    forms: [] as KeptWork['action'][],
    reviewed: '',
    whyOpen: false,
    result: blank,
    endings,
    sending: false,
    notice: '',
  },
  id: '',
  acceptRequest: '',

  onLoad({ id = '' }) {
    this.id = id
    this.acceptRequest = newRequestId()
    const result = this.draft().read()?.value
    if (result) this.setData({ result: { ...blank, ...result }, onSpot: true })
    void this.findEndings()
  },
  keptChanged({ detail }: WechatMiniprogram.CustomEvent<{ sent: boolean }>) {
    if (detail.sent) void this.reload()
    else if (this.data.matter) this.show(this.data.matter)
  },

  draft() {
    return draft<Result>(`resolve:${this.id}`)
  },

  async findEndings() {
    const reply = await askSeldom('report.replies', {}, 6)
    if (!reply.ok) return
    const ready = reply.data.replies.filter(({ step }) => step === 'resolve').map(({ text }) => text)
    if (ready.length > 0) this.setData({ endings: ready })
  },

  async load(): Promise<Reply<CaseView>> {
    await sendWork()
    const reply = await ask('report.get', { case: this.id })
    if (reply.ok) this.show(reply.data)
    return reply
  },

  show(matter: CaseView) {
    const { longitude, latitude } = matter.place
    const kept = keptWorkOn(matter.id).filter(({ refused }) => !refused)
    const main = mainOf(matter, kept, this.data.onSpot)
    // Seeing the place without a network comes after accepting without one.
    const may: CaseView['may'] =
      kept.some(({ action }) => action === 'report.accept') && !matter.may.includes('visit') ? ['visit', ...matter.may] : matter.may
    const without = ['accept', 'resolve', 'assign', 'confirm', 'reopen', 'withdraw', 'addInformation', 'urge', main]
    const { supervision } = matter
    this.setData({
      matter: { ...matter, may },
      forms: (['report.visit', 'report.finishPart', 'report.resolve'] as const).filter((action) =>
        may.some((step) => action === `report.${step}`),
      ),
      main,
      mainWords: mainWords[main],
      canBeOnSpot: main === 'accept' && matter.may.includes('resolve'),
      without,
      more: kept.every(({ action }) => action !== 'report.resolve') && may.some((step) => !without.includes(step)),
      reviewed: supervision ? whenWords(supervision.until) : '',
      canRelease: matter.may.includes('release'),
      clock: matter.due === undefined ? '' : leftWords(matter.due),
      due: matter.due === undefined ? '' : whenWords(matter.due),
      promised:
        matter.due === undefined
          ? ''
          : `答应居民的是${whenWords(matter.promise)}${Date.parse(matter.promise) < Date.now() ? '，已经过了' : ''}`,
      reportedAt: whenWords(matter.createdAt),
      markers: [{ id: 1, longitude, latitude, width: 28, height: 34, iconPath: '/packages/work/case/pin.png' }],
    })
  },

  navigate() {
    const { matter } = this.data
    if (!matter) return
    const { longitude, latitude, name } = matter.place
    void wx.openLocation({ longitude, latitude, name: name ?? matter.item.name, address: matter.grid, scale: 17 })
  },

  toggleWhy() {
    this.setData({ whyOpen: !this.data.whyOpen })
  },

  openMore() {
    this.setData({ sheet: 'list', notice: '' })
  },
  openForm({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { step: Step }>) {
    this.setData({ sheet: currentTarget.dataset.step, notice: '' })
  },
  closeSheet() {
    this.setData({ sheet: '' })
  },
  stepDone({ detail }: WechatMiniprogram.CustomEvent<{ matter: CaseView; sentence: string }>) {
    void this.answered({ ok: true, data: detail.matter }, detail.sentence)
  },
  stepConflict({ detail }: WechatMiniprogram.CustomEvent<{ message: string }>) {
    this.setData({ notice: `${detail.message}。写的还在，看过再交` })
    void wx.pageScrollTo({ scrollTop: 0, duration: 250 })
    void this.reload()
  },
  /** A refused step goes back into its form, beside what may have been written there meanwhile. */
  revise({ detail }: WechatMiniprogram.CustomEvent<{ work: KeptWork }>) {
    const { work } = detail
    if (work.action === 'report.resolve') {
      const { note, before, photos } = this.data.result
      this.keep({ note: together(note, work.input.note), before: [...before, ...work.before], photos: [...photos, ...work.photos] })
      this.setData({ onSpot: true })
    } else if (work.action === 'report.visit' || work.action === 'report.finishPart') {
      const step = work.action === 'report.visit' ? 'visit' : 'finishPart'
      const kept = draft<Typed>(`${step}:${this.id}`)
      const typed = { ...nothingTyped, ...kept.read()?.value }
      const place = work.action === 'report.visit' ? { ...work.input.at, name: '' } : null
      kept.keep({ ...typed, place, text: together(typed.text, work.input.note ?? ''), photos: [...typed.photos, ...work.photos] })
      this.setData({ sheet: step, notice: '' })
    } else return
    handBack(work.requestId)
    if (work.action === 'report.resolve') wx.nextTick(() => void wx.pageScrollTo({ selector: '#result', duration: 250 }))
  },
  stepKept() {
    tell('没有网络，已经存好，有网了自动交上去')
    void wx.pageScrollTo({ scrollTop: 0, duration: 250 })
  },

  toggleOnSpot() {
    this.setData({ onSpot: !this.data.onSpot })
    if (this.data.matter) this.show(this.data.matter)
  },

  async act() {
    const { main } = this.data
    if (main === 'accept') await this.accept()
    else if (main === 'resolve') await this.resolve()
    else if (main !== '') this.setData({ sheet: main, notice: '' })
  },

  async answered(reply: Reply<CaseView>, sentence: string) {
    this.setData({ sending: false })
    if (reply.ok) {
      this.setData({ notice: '' })
      this.show(reply.data)
      void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
      return tell(sentence)
    }
    this.setData({ notice: reply.error.message })
    void wx.pageScrollTo({ scrollTop: 0, duration: 250 })
    if (outOfDate(reply.error)) await this.reload()
  },

  async accept() {
    const { matter, sending } = this.data
    if (!matter || sending) return
    this.setData({ sending: true, notice: '' })
    const happenedAt = new Date().toISOString()
    const input = { case: matter.id, version: matter.version }
    const reply = await call('report.accept', input, { requestId: this.acceptRequest })
    if (!reply.ok && reply.error.code === 'NETWORK') {
      const title = `接手 · ${matter.item.name}`
      keepWork(
        { action: 'report.accept', input: { ...input, happenedAt } },
        { requestId: this.acceptRequest, title, photos: [], before: [] },
      )
      this.setData({ sending: false })
      return this.stepKept()
    }
    await this.answered(reply, '已接手')
  },

  keep(change: Partial<Result>) {
    const result = { ...this.data.result, ...change }
    this.setData({ result })
    this.draft().keep(result)
  },

  typeNote({ detail }: WechatMiniprogram.Input) {
    this.keep({ note: detail.value })
  },

  addEnding({ detail }: WechatMiniprogram.CustomEvent<{ word: string }>) {
    const { note } = this.data.result
    if (!note.includes(detail.word)) this.keep({ note: note.trim() ? `${note.trim()}。${detail.word}` : detail.word })
  },

  changeBefore({ detail }: WechatMiniprogram.CustomEvent<{ photos: Picked[] }>) {
    this.keep({ before: detail.photos })
  },

  changePhotos({ detail }: WechatMiniprogram.CustomEvent<{ photos: Picked[] }>) {
    this.keep({ photos: detail.photos })
  },

  async resolve() {
    const { matter, sending, result } = this.data
    if (!matter || sending) return
    const note = result.note.trim()
    if (!note || result.photos.length === 0) {
      void wx.pageScrollTo({ selector: '#result', duration: 250 })
      return tell(note ? '请再拍一张处理后的照片' : '请写一句怎么处理的，也可以点一句现成的')
    }
    this.setData({ sending: true, notice: '' })
    const happenedAt = new Date().toISOString()
    const { requestId } = this.draft().keep(result)
    const input = { case: matter.id, version: matter.version, note }
    const files = await this.files()
    const reply = files.ok ? await call('report.resolve', { ...input, ...files.data }, { requestId }) : files
    if (!reply.ok && reply.error.code === 'NETWORK') {
      const { photos, before } = this.data.result
      keepWork(
        { action: 'report.resolve', input: { ...input, happenedAt } },
        { requestId, title: `处理好了 · ${matter.item.name}`, photos, before },
      )
      this.draft().clear()
      this.setData({ result: blank, sending: false })
      this.show(matter)
      return this.stepKept()
    }
    if (reply.ok) {
      this.draft().clear()
      for (const { path } of [...this.data.result.photos, ...this.data.result.before]) dropFile(path)
      this.setData({ result: blank, onSpot: false })
    }
    await this.answered(reply, '交上去了，等居民确认')
  },

  async files(): Promise<Reply<{ photos: string[]; before: string[] }>> {
    const photos = await (this.selectComponent('#photos') as unknown as PhotoPicker).settle()
    if (!photos.ok) return photos
    const before = await (this.selectComponent('#before') as unknown as PhotoPicker).settle()
    return before.ok ? { ok: true, data: { photos: photos.data, before: before.data } } : before
  },
})
