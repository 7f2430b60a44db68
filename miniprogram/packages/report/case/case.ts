import type { CaseView } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { outOfDate } from '../../../cloud/conflict'
import { draft } from '../../../cloud/draft'
import { handBack, keepWork, keptWorkOn, sendWork } from '../../../cloud/fieldWork'
import type { KeptWork, Work } from '../../../cloud/fieldWork'
import { confirmed, dial, tell } from '../../../cloud/phone'
import { dropFile } from '../../../cloud/upload'
import type { PhotoPicker, Picked } from '../../../components/photo-picker/photo-picker'
import type { Voice, VoiceNote } from '../../../components/voice-note/voice-note'
import { page } from '../../../page'
import { whenWords } from '../../../words/time'

type RatingReason = NonNullable<CaseView['rating']>['reasons'][number]

/** What the person answers to "is it done?". */
interface AnswerForm {
  stars: number
  reasons: RatingReason[]
  text: string
  reopening: boolean
  reason: string
  photos: Picked[]
}
/** What the person adds, or answers when the staff ask. */
interface MoreForm {
  open: boolean
  text: string
  photos: Picked[]
  voice: Voice | null
}

const blank: AnswerForm = { stars: 0, reasons: [], text: '', reopening: false, reason: '', photos: [] }
const nothingMore: MoreForm = { open: false, text: '', photos: [], voice: null }

const answerDraft = (id: string) => draft<AnswerForm>(`answer:${id}`)
const moreDraft = (id: string) => draft<MoreForm>(`more:${id}`)
/** One request id for each step until it has arrived: tapped or sent again, it acts once. */
const stepDraft = (id: string, step: string) => draft<null>(`step:${step}:${id}`)

const shapes: Record<CaseView['state'], { icon: string; tone: string }> = {
  reported: { icon: 'time-filled', tone: 'wait' },
  accepted: { icon: 'tools-filled', tone: 'going' },
  suspended: { icon: 'pause-circle-filled', tone: 'wait' },
  merged: { icon: 'link', tone: 'going' },
  resolved: { icon: 'help-circle-filled', tone: 'wait' },
  closed: { icon: 'check-circle-filled', tone: '' },
  withdrawn: { icon: 'rollback', tone: '' },
}

const good: RatingReason[] = ['fast', 'polite', 'thorough', 'explained']
const bad: RatingReason[] = ['slow', 'rude', 'careless', 'unexplained']
const reasonWords: Record<RatingReason, string> = {
  fast: '来得快',
  polite: '态度好',
  thorough: '办得彻底',
  explained: '说得清楚',
  slow: '太慢了',
  rude: '态度不好',
  careless: '没办彻底',
  unexplained: '没说清楚',
}

/** Four reasons to tap, those that go with the stars. */
function chipsFor({ stars, reasons }: AnswerForm): { id: RatingReason; words: string; on: boolean }[] {
  if (stars === 0) return []
  return (stars >= 4 ? good : bad).map((id) => ({ id, words: reasonWords[id], on: reasons.includes(id) }))
}

/** What the staff show for it when they say that it is done: something may have been said since. */
function proofOf({ state, timeline }: CaseView): { note: string; before: Photos; after: Photos } | null {
  if (state !== 'resolved') return null
  const shown = timeline.filter(({ photos }) => photos?.some(({ when }) => when === 'after')).pop() ?? timeline[timeline.length - 1]
  if (!shown) return null
  const { note = '', photos = [] } = shown
  return { note, before: photos.filter(({ when }) => when === 'before'), after: photos.filter(({ when }) => when !== 'before') }
}
type Photos = CaseView['photos']

/** What may be somebody else's report: those who follow it are told, also when it is over. */
function maybeFollowed({ may, private: hidden }: CaseView): boolean {
  return may.length === 0 && !hidden
}
/** As far as it goes on, it may be followed. */
function followable(view: CaseView): boolean {
  return maybeFollowed(view) && ['reported', 'accepted', 'suspended', 'resolved'].includes(view.state)
}

const stranger: { following: '' | 'joined' | 'following' } = { following: '' }

function offline(reply: Reply<unknown>): boolean {
  return !reply.ok && reply.error.code === 'NETWORK'
}

page({
  data: {
    id: '',
    view: null as CaseView | null,
    shape: shapes.reported,
    reported: '',
    promise: '',
    proof: null as ReturnType<typeof proofOf>,
    canConfirm: false,
    canReopen: false,
    canWithdraw: false,
    canAdd: false,
    canUrge: false,
    urgeAgain: '',
    canFollow: false,
    ...stranger,
    /** Refused steps whose forms may be filled in again. */
    forms: [] as KeptWork['action'][],
    answer: blank,
    chips: chipsFor(blank),
    more: nothingMore,
    given: '',
    wrongStars: '',
    wrongReason: '',
    wrongMore: '',
    busy: '',
  },

  onLoad({ id = '' }) {
    const answer = { ...blank, ...answerDraft(id).read()?.value }
    this.setData({ id, answer, chips: chipsFor(answer), more: moreDraft(id).read()?.value ?? nothingMore })
  },

  async load(): Promise<Reply<CaseView>> {
    void sendWork()
    const reply = await ask('report.get', { case: this.data.id })
    if (!reply.ok) return reply
    this.show(reply.data)
    if (maybeFollowed(reply.data)) await this.askFollowing()
    return reply
  },

  show(view: CaseView) {
    const { may, state } = view
    // What waits on this phone counts as done.
    const kept = keptWorkOn(view.id).flatMap(({ action, refused }) => (refused ? [] : action.slice('report.'.length)))
    const answered = kept.includes('confirm') || kept.includes('reopen')
    const withdrawn = kept.includes('withdraw')
    this.setData({
      view,
      forms: (['report.confirm', 'report.reopen', 'report.addInformation'] as const).filter((action) =>
        may.some((step) => action === `report.${step}`),
      ),
      shape: shapes[state],
      reported: whenWords(view.createdAt),
      promise: whenWords(view.promise),
      proof: proofOf(view),
      canConfirm: may.includes('confirm') && !answered,
      canReopen: may.includes('reopen') && !answered,
      canWithdraw: may.includes('withdraw') && !withdrawn,
      canAdd: may.includes('addInformation') && !withdrawn && !kept.includes('addInformation'),
      canUrge: may.includes('urge') && !withdrawn && !kept.includes('urge'),
      urgeAgain: view.urgeAgain === undefined ? '' : whenWords(view.urgeAgain),
      canFollow: followable(view),
      given: (view.rating?.reasons ?? []).map((reason) => reasonWords[reason]).join('、'),
    })
  },

  /** Whether the person follows somebody else's report; without an answer the buttons stay away. */
  async askFollowing() {
    const reply = await ask('report.following', {})
    if (reply.ok) this.setData({ following: reply.data.cases.find(({ id }) => id === this.data.id)?.follows ?? '' })
    else this.setData({ canFollow: false })
  },

  change(patch: Partial<AnswerForm>) {
    const answer = { ...this.data.answer, ...patch }
    answerDraft(this.data.id).keep(answer)
    this.setData({ answer, chips: chipsFor(answer), wrongStars: '', wrongReason: '' })
  },
  starred(event: WechatMiniprogram.CustomEvent<{ stars: number }>) {
    const { stars } = event.detail
    const fit = stars >= 4 ? good : bad
    this.change({ stars, reasons: this.data.answer.reasons.filter((reason) => fit.includes(reason)) })
  },
  choseReason(event: WechatMiniprogram.TouchEvent) {
    const { id } = event.currentTarget.dataset as { id: RatingReason }
    const { reasons } = this.data.answer
    this.change({ reasons: reasons.includes(id) ? reasons.filter((one) => one !== id) : [...reasons, id] })
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

  changeMore(patch: Partial<MoreForm>) {
    const more = { ...this.data.more, ...patch }
    moreDraft(this.data.id).keep(more)
    this.setData({ more, wrongMore: '' })
  },
  openMore() {
    this.changeMore({ open: true })
    wx.nextTick(() => void wx.pageScrollTo({ selector: '#more', offsetTop: -12, duration: 250 }))
  },
  closeMore() {
    this.changeMore({ open: false })
  },
  typedMore(event: WechatMiniprogram.Input) {
    this.changeMore({ text: event.detail.value })
  },
  morePhotos(event: WechatMiniprogram.CustomEvent<{ photos: Picked[] }>) {
    this.changeMore({ photos: event.detail.photos })
  },
  moreVoice(event: WechatMiniprogram.CustomEvent<{ voice: Voice | null }>) {
    this.changeMore({ voice: event.detail.voice })
  },

  async addMore() {
    const { view, more } = this.data
    if (!view) return
    if (more.text.trim() === '' && more.photos.length === 0 && !more.voice) {
      return this.setData({ wrongMore: '请写一句、拍一张，或者说一句' })
    }
    const kept = moreDraft(view.id)
    const thanks = view.question === undefined ? '补充好了，负责的人看得到' : '答好了，负责的人看得到'
    const { requestId } = kept.keep(more)
    const reply = await this.act('addInformation', thanks, requestId, async () => {
      const photos = await (this.selectComponent('#more-photos') as unknown as PhotoPicker).settle()
      if (!photos.ok) return photos
      const voice = await (this.selectComponent('#more-voice') as unknown as VoiceNote).settle()
      if (!voice.ok) return voice
      const { text } = this.data.more
      const input = { case: view.id, text, photos: photos.data, ...(voice.data ? { voice: voice.data } : {}) }
      return call('report.addInformation', input, { requestId })
    })
    if (!reply) return
    const { text, photos, voice } = this.data.more
    kept.clear()
    this.setData({ more: nothingMore })
    if (offline(reply)) {
      return this.leaveForLater({ action: 'report.addInformation', input: { case: view.id, text } }, '补充的情况', {
        ...{ requestId, photos, voice },
      })
    }
    for (const { path } of [...photos, ...(voice ? [voice] : [])]) if (path !== undefined) dropFile(path)
  },

  async confirm() {
    const { view, answer } = this.data
    if (!view) return
    const { stars, reasons, text } = answer
    if (stars === 0) return this.setData({ wrongStars: '请点一下星星，告诉我们您满不满意' })
    const input = { case: view.id, version: view.version, stars, reasons, text }
    await this.answerWith('谢谢您，这件事办完了', '您的评价', { action: 'report.confirm', input }, (requestId: string) =>
      call('report.confirm', input, { requestId }),
    )
  },

  async reopen() {
    const { view, answer } = this.data
    if (!view) return
    const merged = view.state === 'merged'
    if (answer.reason.trim() === '') return this.setData({ wrongReason: merged ? '请写一句哪里不一样' : '请写一句哪里没好，我们好再去' })
    const input = { case: view.id, version: view.version, reason: answer.reason }
    const title = merged ? '不是同一件' : '还没好'
    await this.answerWith(
      merged ? '知道了，单独办' : '知道了，我们再去办',
      title,
      { action: 'report.reopen', input },
      async (requestId: string) => {
        const photos = await (this.selectComponent('#photo-picker') as unknown as PhotoPicker).settle()
        return photos.ok ? call('report.reopen', { ...input, photos: photos.data }, { requestId }) : photos
      },
    )
  },

  async answerWith(thanks: string, title: string, work: Work, send: (requestId: string) => Promise<Reply<CaseView>>) {
    const kept = answerDraft(this.data.id)
    const { requestId } = kept.keep(this.data.answer)
    const reply = await this.act(work.action, thanks, requestId, () => send(requestId))
    if (!reply) return
    const { photos } = this.data.answer
    kept.clear()
    this.setData({ answer: blank, chips: [] })
    if (offline(reply)) return this.leaveForLater(work, title, { requestId, photos: work.action === 'report.reopen' ? photos : [] })
    for (const { path } of photos) dropFile(path)
  },

  /** Without a network it is kept on the phone and goes by itself, under the request id that it was tried with. */
  leaveForLater(work: Work, title: string, rest: { requestId: string; photos: Picked[]; voice?: Voice | null }) {
    const { view } = this.data
    if (!view) return
    keepWork(work, { ...rest, title: `${title} · ${view.item.name}`, before: [] })
    this.show(view)
    tell('没有网络，已经存好，有网了自动交上去')
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },
  /** A refused step goes back into its form; what was written there meanwhile stays too. */
  revise({ detail }: WechatMiniprogram.CustomEvent<{ work: KeptWork }>) {
    const { work } = detail
    const { answer, more } = this.data
    if (work.action === 'report.confirm') {
      const { stars, reasons = [], text = '' } = work.input
      this.change({ reopening: false, stars, reasons, text: text || answer.text })
    } else if (work.action === 'report.reopen') {
      const reason = [work.input.reason, answer.reason].filter(Boolean).join('\n')
      this.change({ reopening: true, reason, photos: [...answer.photos, ...work.photos] })
    } else if (work.action === 'report.addInformation') {
      const text = [work.input.text, more.text].filter(Boolean).join('\n')
      this.changeMore({ open: true, text, photos: [...more.photos, ...work.photos], voice: work.voice ?? more.voice })
    } else return
    handBack(work.requestId)
    const selector = work.action === 'report.addInformation' ? '#more' : '#answer'
    wx.nextTick(() => void wx.pageScrollTo({ selector, offsetTop: -12, duration: 250 }))
  },
  keptChanged({ detail }: WechatMiniprogram.CustomEvent<{ sent: boolean }>) {
    if (detail.sent) void this.reload()
    else if (this.data.view) this.show(this.data.view)
  },

  async withdraw() {
    const { view } = this.data
    if (!view || !(await confirmed('撤回以后，就没有人再跟这件事了。', '撤回'))) return
    const input = { case: view.id, version: view.version }
    await this.actOnce('已经撤回', '撤回', { action: 'report.withdraw', input }, (requestId: string) =>
      call('report.withdraw', input, { requestId }),
    )
  },

  async urge() {
    const { view } = this.data
    if (!view) return
    const input = { case: view.id }
    await this.actOnce('催过了，负责的人和指挥中心都看得到', '催一下', { action: 'report.urge', input }, (requestId: string) =>
      call('report.urge', input, { requestId }),
    )
  },

  async actOnce(thanks: string, title: string, work: Work, send: (requestId: string) => Promise<Reply<CaseView>>) {
    const kept = stepDraft(this.data.id, work.action)
    const { requestId } = kept.keep(null)
    const reply = await this.act(work.action, thanks, requestId, () => send(requestId))
    if (!reply) return
    kept.clear()
    if (offline(reply)) this.leaveForLater(work, title, { requestId, photos: [] })
  },

  /** Sends one step at a time; answers what became of it, unless the person has to look at it again. */
  async act(step: string, thanks: string, requestId: string, send: () => Promise<Reply<CaseView>>): Promise<Reply<CaseView> | undefined> {
    if (this.data.busy) return undefined
    this.setData({ busy: step.replace('report.', '') })
    const reply = await send()
    this.setData({ busy: '' })
    if (reply.ok) {
      this.show(reply.data)
      tell(thanks)
      void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
      return reply
    }
    if (offline(reply)) return reply
    tell(reply.error.message)
    stepDraft(this.data.id, step).clear()
    if (outOfDate(reply.error) || reply.error.code === 'CASE_TOO_SOON') await this.reload()
    return undefined
  },

  join() {
    return this.follow('join', '记下了，有进展会告诉您')
  },
  startFollowing() {
    return this.follow('follow', '关注了，有进展会告诉您')
  },
  stopFollowing() {
    return this.follow('unfollow', '不再关注了')
  },
  async follow(step: 'join' | 'follow' | 'unfollow', thanks: string) {
    if (this.data.busy) return
    const { id } = this.data
    this.setData({ busy: step })
    const kept = stepDraft(id, step)
    const reply = await call(`report.${step}`, { case: id }, { requestId: kept.keep(null).requestId })
    this.setData({ busy: '' })
    if (reply.ok || reply.error.code !== 'NETWORK') kept.clear()
    tell(reply.ok ? thanks : reply.error.message)
    if (reply.ok || reply.error.code !== 'NETWORK') await this.reload()
  },
  openMerged() {
    const into = this.data.view?.mergedInto
    if (into) void wx.navigateTo({ url: `/packages/report/case/case?id=${into.id}` })
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
