import type { BookingRow, CaseRow } from '../../../typings/contract'
import { ask } from '../../cloud/ask'
import type { Reply } from '../../cloud/call'
import { forgetWaiting, sendWaiting, waitingReports, whenTried } from '../../cloud/outbox'
import type { Waiting } from '../../cloud/outbox'
import { confirmed, tell } from '../../cloud/phone'
import type { PublicRow } from '../../components/public-card/public-card'
import { page } from '../../page'
import { nextSpan } from '../../words/time'
import { takeWantedTab } from './open'
import type { Tab } from './open'

const shown: { tab: Tab } = { tab: 'cases' }

page({
  stopListening: undefined as (() => void) | undefined,
  /** The lists that have been loaded since the page was opened. */
  seen: [] as Tab[],

  data: {
    ...shown,
    cases: [] as CaseRow[],
    /** Nearest first; the others latest first. */
    ahead: [] as BookingRow[],
    bookings: [] as BookingRow[],
    following: [] as PublicRow[],
    /** Finished without a network, or refused when sent by itself. */
    waiting: [] as Waiting[],
    nextCases: '',
    nextBookings: '',
    more: false,
  },

  onLoad() {
    this.stopListening = whenTried(() => void this.reload())
  },
  onUnload() {
    this.stopListening?.()
  },

  onShow() {
    const tab = takeWantedTab()
    if (tab) this.setData({ tab, ...(this.seen.includes(tab) ? {} : { phase: 'loading' as const }) })
  },

  async load(): Promise<Reply<unknown>> {
    this.setData({ waiting: waitingReports() })
    void sendWaiting()
    const first = this.seen.length === 0
    const { tab } = this.data
    const reply = await this.loadTab(tab)
    // Who has only booked comes for that.
    const nothing = reply.ok && tab === 'cases' && this.data.cases.length === 0 && this.data.waiting.length === 0
    if (!first || !nothing) return reply
    const booked = await this.loadTab('bookings')
    if (booked.ok && this.data.ahead.length + this.data.bookings.length > 0) this.setData({ tab: 'bookings' })
    return reply
  },

  /** Only what is looked at: without a network one list may be kept on the phone, and another not. */
  async loadTab(tab: Tab): Promise<Reply<unknown>> {
    const reply = await (tab === 'cases' ? this.loadCases() : tab === 'bookings' ? this.loadBookings() : this.loadFollowing())
    if (reply.ok && !this.seen.includes(tab)) this.seen = [...this.seen, tab]
    return reply
  },
  async loadCases(): Promise<Reply<unknown>> {
    const reply = await ask('report.mine', {})
    if (reply.ok) this.setData({ cases: reply.data.cases, nextCases: reply.data.next ?? '' })
    return reply
  },
  async loadBookings(): Promise<Reply<unknown>> {
    const [ahead, all] = await Promise.all([ask('booking.mine', { ahead: true }), ask('booking.mine', {})])
    if (!ahead.ok) return ahead
    if (!all.ok) return all
    this.setData({ ahead: [...ahead.data.bookings].sort((a, b) => nextSpan(a).start.localeCompare(nextSpan(b).start)) })
    this.setData({ bookings: this.others(all.data.bookings), nextBookings: all.data.next ?? '' })
    return all
  },
  async loadFollowing(): Promise<Reply<unknown>> {
    const reply = await ask('report.following', {})
    if (reply.ok) this.setData({ following: reply.data.cases })
    return reply
  },

  /** What is not shown above already. */
  others(bookings: BookingRow[]): BookingRow[] {
    return bookings.filter(({ id }) => !this.data.ahead.some((one) => one.id === id))
  },

  keptChanged({ detail }: WechatMiniprogram.CustomEvent<{ sent: boolean }>) {
    if (detail.sent) void this.reload()
  },

  async choose(event: WechatMiniprogram.TouchEvent) {
    const { tab } = event.currentTarget.dataset as { tab: Tab }
    this.setData({ tab, ...(this.seen.includes(tab) ? {} : { phase: 'loading' as const }) })
    await this.reload()
  },
  /** What the cloud refused is opened to be mended; what only waits goes by itself. */
  openWaiting(event: WechatMiniprogram.TouchEvent) {
    const { id } = event.currentTarget.dataset as { id: string }
    if (this.data.waiting.find((one) => one.id === id)?.trouble === undefined) return tell('有了网、打开善邻，就会自己报上去')
    void wx.navigateTo({ url: `/packages/report/submit/submit?waiting=${id}` })
  },
  async dropWaiting(event: WechatMiniprogram.TouchEvent) {
    const { id } = event.currentTarget.dataset as { id: string }
    if (!(await confirmed('这件事还没报上去，真的不报了吗？', '不报了', '还是报'))) return
    forgetWaiting(id)
    this.setData({ waiting: waitingReports() })
  },

  async onReachBottom() {
    const { tab, nextCases, nextBookings, more } = this.data
    if (more || tab === 'following' || !(tab === 'cases' ? nextCases : nextBookings)) return
    this.setData({ more: true })
    if (tab === 'cases') {
      const reply = await ask('report.mine', { cursor: nextCases })
      if (reply.ok) this.setData({ cases: [...this.data.cases, ...reply.data.cases], nextCases: reply.data.next ?? '' })
      else tell(reply.error.message)
    } else {
      const reply = await ask('booking.mine', { cursor: nextBookings })
      if (reply.ok)
        this.setData({ bookings: [...this.data.bookings, ...this.others(reply.data.bookings)], nextBookings: reply.data.next ?? '' })
      else tell(reply.error.message)
    }
    this.setData({ more: false })
  },

  report() {
    void wx.navigateTo({ url: '/packages/report/submit/submit' })
  },
  services() {
    void wx.navigateTo({ url: '/packages/booking/services/services' })
  },
})
