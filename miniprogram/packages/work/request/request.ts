import type { BookingView, Output } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call, newRequestId } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { outOfDate } from '../../../cloud/conflict'
import { draft } from '../../../cloud/draft'
import { dial, goBack, tell } from '../../../cloud/phone'
import { page } from '../../../page'
import { bookingShapes, staffWords } from '../../../words/bookingShape'
import { meetingWords, placeOf } from '../../../words/meeting'
import { spanWords } from '../../../words/time'

type Worker = Output<'booking.workers'>['workers'][number]

interface Choice {
  id: string
  name: string
  detail: string
  /** Whether this worker could go, in words. */
  fit: string
  can: boolean
  /** The one whom dispatch proposes. */
  proposed: boolean
}

/** Of those who could go so many are shown first: the best, as the server weighed them. */
const few = 3

const declineReasons = ['那时没有人手', '这项服务暂停', '路太远，去不了', '合同里的时数用完了']
const revealReasons = ['确认预约情况', '安排有变要通知', '居民要求回电']

/** The proposed one first, then those who can go, as the server weighed them. */
function choices(workers: Worker[]): Choice[] {
  const can = ({ busy, fits }: Worker) => fits && !busy
  const rank = (worker: Worker) => (worker.proposed ? 0 : can(worker) ? 1 : 2)
  return [...workers]
    .sort((a, b) => rank(a) - rank(b))
    .map((worker) => ({
      id: worker.id,
      name: worker.name,
      ...(can(worker) ? { fit: '那时有空，会做这项', detail: worker.detail } : { fit: worker.detail, detail: '' }),
      can: can(worker),
      proposed: worker.proposed,
    }))
}

page({
  data: {
    booking: undefined as BookingView | undefined,
    icon: '',
    tone: '',
    state: '',
    when: '',
    canConfirm: false,
    canReassign: false,
    /** Whom to send is being chosen: while it waits for an answer, or when somebody else is to go. */
    choosing: false,
    canDecline: false,
    meeting: '',
    where: '',
    canReveal: false,
    workers: [] as Choice[],
    /** All who could go, not the first few alone. */
    allShown: false,
    few,
    /** Who can't go, and why: folded until somebody wants to know. */
    others: [] as Choice[],
    othersOpen: false,
    workersProblem: '',
    worker: '',
    workerName: '',
    sheet: false,
    needSheet: false,
    /** What came of an assessment just now. */
    assessed: '',
    reasons: declineReasons,
    reason: '',
    sending: false,
    notice: '',
  },
  id: '',
  confirmRequest: '',

  onLoad({ id = '' }) {
    this.id = id
    this.confirmRequest = newRequestId()
    const reason = this.kept().read()?.value
    if (reason) this.setData({ reason })
  },

  kept() {
    return draft<string>(`decline:${this.id}`)
  },

  async load(): Promise<Reply<unknown>> {
    const reply = await ask('booking.get', { booking: this.id })
    if (reply.ok) {
      this.show(reply.data)
      if (this.data.choosing) await this.findWorkers()
    }
    return reply
  },

  show(booking: BookingView) {
    const canConfirm = booking.may.includes('confirm')
    const canReassign = booking.may.includes('reassign')
    this.setData({
      booking,
      ...bookingShapes[booking.state],
      state: staffWords[booking.state] ?? booking.stateText,
      when: spanWords(booking.start, booking.end),
      where: placeOf(booking),
      meeting: booking.channel === undefined ? '' : meetingWords[booking.channel],
      canConfirm,
      canReassign,
      choosing: canConfirm || (canReassign && this.data.choosing),
      canDecline: booking.may.includes('decline'),
      canReveal: booking.may.includes('reveal'),
    })
  },

  async findWorkers() {
    const reply = await ask('booking.workers', { booking: this.id })
    if (!reply.ok) return this.setData({ workersProblem: reply.error.message })
    // Whoever goes already is no other.
    const all = choices(reply.data.workers.filter(({ proposed }) => this.data.canConfirm || !proposed))
    const workers = all.filter(({ can }) => can)
    const others = all.filter(({ can }) => !can)
    const still = workers.find(({ id }) => id === this.data.worker)
    const worker = still ?? (this.data.canConfirm ? workers.find(({ proposed }) => proposed) : undefined)
    this.setData({ workers, others, workersProblem: '', worker: worker?.id ?? '', workerName: worker?.name ?? '' })
  },

  showAll() {
    this.setData({ allShown: true })
  },

  toggleOthers() {
    this.setData({ othersOpen: !this.data.othersOpen })
  },

  async changeWorker() {
    this.setData({ choosing: true, worker: '', workerName: '' })
    await this.findWorkers()
    void wx.pageScrollTo({ selector: '#workers', duration: 250 })
  },

  choose({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    const worker = this.data.workers.find(({ id }) => id === currentTarget.dataset.id)
    if (!worker) return
    this.setData({ worker: worker.id, workerName: worker.name, notice: '' })
  },

  async answered(reply: Reply<BookingView>, sentence: string) {
    this.setData({ sending: false })
    if (reply.ok) {
      this.setData({ notice: '', sheet: false })
      this.show(reply.data)
      void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
      return tell(sentence)
    }
    this.setData({ notice: reply.error.message })
    // The next try may name another worker, so it is a new request.
    this.confirmRequest = newRequestId()
    if (outOfDate(reply.error)) {
      this.setData({ sheet: false })
      await this.reload()
    } else if (reply.error.code === 'WORKER_BUSY' || reply.error.code === 'WORKER_UNKNOWN') await this.findWorkers()
  },

  async confirm() {
    const { booking, worker, workerName, sending, canConfirm } = this.data
    if (!booking || sending) return
    if (!worker) {
      void wx.pageScrollTo({ selector: '#workers', duration: 250 })
      return tell('请先选一位社工')
    }
    this.setData({ sending: true, notice: '' })
    const input = { booking: booking.id, version: booking.version, worker }
    const options = { requestId: this.confirmRequest }
    const reply = canConfirm ? await call('booking.confirm', input, options) : await call('booking.reassign', input, options)
    if (reply.ok) {
      this.confirmRequest = newRequestId()
      this.setData({ choosing: false })
    }
    await this.answered(reply, `已请${workerName}去，也告诉了居民`)
  },

  openDecline() {
    this.setData({ sheet: true, notice: '' })
  },

  closeDecline() {
    if (!this.data.sending) this.setData({ sheet: false })
  },

  keepReason(reason: string) {
    this.setData({ reason })
    this.kept().keep(reason)
  },

  pickReason({ detail }: WechatMiniprogram.CustomEvent<{ word: string }>) {
    this.keepReason(detail.word)
  },

  typeReason({ detail }: WechatMiniprogram.Input) {
    this.keepReason(detail.value)
  },

  async decline() {
    const { booking, sending } = this.data
    const reason = this.data.reason.trim()
    if (!booking || sending) return
    if (!reason) return tell('请告诉居民为什么接不了')
    this.setData({ sending: true, notice: '' })
    const { requestId } = this.kept().keep(reason)
    const reply = await call('booking.decline', { booking: booking.id, version: booking.version, reason }, { requestId })
    if (!reply.ok) return this.answered(reply, '')
    this.kept().clear()
    tell(reply.data.state === 'declined' ? '别家也接不了，已经告诉居民' : '已经转给下一家，也告诉了居民')
    // It is no longer this organisation's.
    goBack('/packages/work/board/board')
  },

  openNeed() {
    this.setData({ needSheet: true, assessed: '' })
  },
  closeNeed() {
    this.setData({ needSheet: false })
  },
  needSaved({ detail }: WechatMiniprogram.CustomEvent<{ sentence: string }>) {
    this.setData({ needSheet: false, assessed: detail.sentence })
  },

  openRegister() {
    const { booking } = this.data
    if (booking) void wx.navigateTo({ url: `/packages/work/register/register?session=${encodeURIComponent(booking.session)}` })
  },

  async callResident() {
    const { booking } = this.data
    if (!booking) return
    let tapIndex: number
    try {
      ;({ tapIndex } = await wx.showActionSheet({
        itemList: revealReasons,
        alertText: '为什么要打？谁、什么时候、为什么看号码，都会记下来',
      }))
    } catch {
      // Closed without choosing: nothing is shown and nothing is recorded.
      return
    }
    const reply = await call('booking.reveal', { booking: booking.id, field: 'phone', reason: revealReasons[tapIndex] ?? '' })
    if (reply.ok) dial(reply.data.value)
    else this.setData({ notice: reply.error.message })
  },
})
