import type { CaseView, Output } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { outOfDate } from '../../../cloud/conflict'
import { draft } from '../../../cloud/draft'
import { dial, tell } from '../../../cloud/phone'
import { page } from '../../../page'
import type { Step } from '../../../words/steps'
import { leftWords, whenWords } from '../../../words/time'

type Candidate = Output<'report.candidates'>['candidates'][number] & { busy: string }

interface Assignment {
  holder: string
  reason: string
}

const nobody: Assignment = { holder: '', reason: '' }

const reasons = ['现在的人忙不过来', '离得更近', '分错了地方', '超时了，换人处理', '要几家一起办']
/** Desks of the other villages come last and are rarely wanted. */
const firstShown = 6
/** The team comes first; its volunteers, who take nothing, may be many. */
const firstConsidered = 3

page({
  data: {
    matter: undefined as CaseView | undefined,
    clock: '',
    canRelease: false,
    due: '',
    promise: '',
    reportedAt: '',
    canAssign: false,
    /** Steps that the page itself offers. */
    without: ['assign', 'accept', 'resolve', 'confirm', 'reopen', 'withdraw', 'addInformation', 'urge'] as string[],
    more: false,
    form: '',
    owed: '',
    considered: [] as CaseView['why']['considered'],
    candidates: [] as Candidate[],
    shown: [] as Candidate[],
    candidatesProblem: '',
    assignment: { holder: '', reason: '' },
    chosenName: '',
    sheet: false,
    reasons,
    sending: false,
    notice: '',
  },
  id: '',

  onLoad({ id = '' }) {
    this.id = id
    const assignment = this.kept().read()?.value
    if (assignment) this.setData({ assignment })
  },

  kept() {
    return draft<Assignment>(`assign:${this.id}`)
  },

  async load(): Promise<Reply<CaseView>> {
    const reply = await ask('report.get', { case: this.id })
    if (reply.ok) {
      this.show(reply.data)
      if (reply.data.may.includes('assign')) await this.findCandidates()
    }
    return reply
  },

  show(matter: CaseView) {
    const { supervision } = matter
    this.setData({
      matter,
      canRelease: matter.may.includes('release'),
      clock: matter.due === undefined ? '' : leftWords(matter.due),
      due: matter.due === undefined ? '' : whenWords(matter.due),
      promise: whenWords(matter.promise),
      reportedAt: whenWords(matter.createdAt),
      canAssign: matter.may.includes('assign'),
      more: matter.may.some((step) => !this.data.without.includes(step)),
      owed: supervision ? whenWords(supervision.until) : '',
      considered: matter.why.considered.slice(0, Math.max(this.data.considered.length, firstConsidered)),
    })
  },

  async findCandidates() {
    const reply = await ask('report.candidates', { case: this.id })
    if (!reply.ok) return this.setData({ candidatesProblem: reply.error.message })
    const candidates = reply.data.candidates.map((one) => ({ ...one, busy: one.load === 0 ? '手上没有事' : `手上 ${one.load} 件` }))
    const chosen = candidates.find(({ holder }) => holder === this.data.assignment.holder)
    this.setData({ candidates, candidatesProblem: '', chosenName: chosen?.name ?? '' })
    this.setData({ shown: this.data.shown.length > firstShown ? candidates : candidates.slice(0, firstShown) })
  },

  openMore() {
    this.setData({ form: 'list', notice: '' })
  },
  openForm({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { step: Step }>) {
    this.setData({ form: currentTarget.dataset.step, notice: '' })
  },
  closeForm() {
    this.setData({ form: '' })
  },
  stepDone({ detail }: WechatMiniprogram.CustomEvent<{ step: Step; matter: CaseView; sentence: string }>) {
    tell(detail.sentence)
    // Splitting answers the new case.
    if (detail.step === 'split') return void wx.navigateTo({ url: `/packages/command/case/case?id=${detail.matter.id}` })
    this.show(detail.matter)
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    if (detail.matter.may.includes('assign')) void this.findCandidates()
  },
  stepConflict({ detail }: WechatMiniprogram.CustomEvent<{ message: string }>) {
    this.setData({ notice: `${detail.message}。写的还在，看过再交` })
    void wx.pageScrollTo({ scrollTop: 0, duration: 250 })
    void this.reload()
  },
  openMerged() {
    const into = this.data.matter?.mergedInto
    if (into) void wx.navigateTo({ url: `/packages/command/case/case?id=${into.id}` })
  },

  showAll() {
    this.setData({ shown: this.data.candidates })
  },

  showConsidered() {
    this.setData({ considered: this.data.matter?.why.considered ?? [] })
  },

  navigate() {
    const { matter } = this.data
    if (!matter) return
    const { longitude, latitude, name } = matter.place
    void wx.openLocation({ longitude, latitude, name: name ?? matter.item.name, address: matter.grid, scale: 17 })
  },

  callOwner() {
    const number = this.data.matter?.ownerPhone
    if (number) dial(number)
  },

  keep(change: Partial<Assignment>) {
    const assignment = { ...this.data.assignment, ...change }
    this.setData({ assignment })
    this.kept().keep(assignment)
  },

  choose({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { holder: string; name: string }>) {
    const { holder, name } = currentTarget.dataset
    this.keep({ holder })
    this.setData({ chosenName: name, notice: '' })
  },

  pickReason({ detail }: WechatMiniprogram.CustomEvent<{ word: string }>) {
    this.keep({ reason: detail.word })
  },

  typeReason({ detail }: WechatMiniprogram.Input) {
    this.keep({ reason: detail.value })
  },

  openReason() {
    if (!this.data.chosenName) {
      void wx.pageScrollTo({ selector: '#candidates', duration: 250 })
      return tell('请先选一位')
    }
    this.setData({ sheet: true, notice: '' })
  },

  closeReason() {
    if (!this.data.sending) this.setData({ sheet: false })
  },

  async assign() {
    const { matter, sending, assignment, chosenName } = this.data
    const reason = assignment.reason.trim()
    if (!matter || sending) return
    if (!reason) return tell('请写一句为什么换人')
    this.setData({ sending: true, notice: '' })
    const { requestId } = this.kept().keep(assignment)
    const reply = await call(
      'report.assign',
      { case: matter.id, version: matter.version, holder: assignment.holder, reason },
      { requestId },
    )
    this.setData({ sending: false })
    if (reply.ok) {
      this.kept().clear()
      this.setData({ sheet: false, assignment: nobody, chosenName: '' })
      tell(`已交给${chosenName}`)
      void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
      return this.reload()
    }
    this.setData({ notice: reply.error.message })
    if (outOfDate(reply.error) || reply.error.code === 'HOLDER_UNKNOWN') {
      this.setData({ sheet: false })
      void wx.pageScrollTo({ scrollTop: 0, duration: 250 })
      await this.reload()
    }
  },
})
