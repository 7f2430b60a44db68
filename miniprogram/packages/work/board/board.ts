import type { BookingRow, Input } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { tell } from '../../../cloud/phone'
import { page } from '../../../page'
import { dateWords, dayFrom } from '../../../words/time'
import { shownContracts, shownDays } from './week'
import type { ShownContract, ShownDay } from './week'

type ListId = Input<'booking.board'>['tab']
type TabId = 'requested' | 'week' | 'past' | 'manage'

const nothing: Record<'requested' | 'past', { words: string; detail: string }> = {
  requested: { words: '没有等您确认的预约', detail: '居民约了会马上发消息给您，往下拉可以刷新。' },
  past: { words: '还没有做过的服务', detail: '做完的、取消的都会放在这里。' },
}

const doors = [
  { url: '/packages/organisation/roster/roster', icon: 'user-time', words: '排班和请假', detail: '每周的班、错时、节假日，谁病了' },
  { url: '/packages/organisation/offerings/offerings', icon: 'shop', words: '我们的服务', detail: '开哪几项，去哪些村，有什么要说明' },
  { url: '/packages/organisation/statement/statement', icon: 'file-excel', words: '合同和月报', detail: '时数用了多少，下载表格对账' },
  { url: '/packages/organisation/course/course', icon: 'education', words: '开一门课', detail: '哪里上、几点上、一共几节' },
]

const first: { tab: TabId } = { tab: 'requested' }

page({
  data: {
    tabs: [
      { id: 'requested', words: '等确认', count: '' },
      { id: 'week', words: '一周' },
      { id: 'past', words: '做过的' },
      { id: 'manage', words: '管理' },
    ],
    ...first,
    bookings: [] as BookingRow[],
    next: undefined as string | undefined,
    nothing: nothing.requested,
    from: undefined as string | undefined,
    weekName: '',
    days: [] as ShownDay[],
    contracts: [] as ShownContract[],
    doors,
  },

  onLoad({ tab = '' }) {
    if (tab === 'week' || tab === 'manage') this.setData({ tab })
  },

  async load(): Promise<Reply<unknown>> {
    const { tab } = this.data
    if (tab === 'manage') return { ok: true, data: {} }
    if (tab === 'week') return this.loadWeek()
    const reply = await ask('booking.board', { tab })
    if (reply.ok && tab === this.data.tab) {
      const { bookings, next } = reply.data
      this.setData({ bookings: inTurn(bookings), next })
      if (tab === 'requested')
        this.setData({ 'tabs[0].count': bookings.length === 0 ? '' : `${bookings.length}${next === undefined ? '' : '+'}` })
    }
    return reply
  },

  async loadWeek(): Promise<Reply<unknown>> {
    const { from } = this.data
    // What is ahead matters: seven days from today, unless one turns the page.
    const reply = await ask('booking.week', { from: from ?? dayFrom(undefined) })
    if (reply.ok && from === this.data.from) {
      const last = dayFrom(reply.data.from, 6)
      this.setData({
        weekName: `${dateWords(reply.data.from)}到${dateWords(last)}`,
        days: shownDays(reply.data),
        contracts: shownContracts(reply.data.contracts),
      })
    }
    return reply
  },

  async onReachBottom() {
    const { next, tab } = this.data
    if (next === undefined || tab === 'week' || tab === 'manage') return
    this.setData({ next: undefined })
    const reply = await call('booking.board', { tab: tab satisfies ListId, cursor: next })
    if (tab !== this.data.tab) return
    if (reply.ok) this.setData({ bookings: inTurn([...this.data.bookings, ...reply.data.bookings]), next: reply.data.next })
    else {
      this.setData({ next })
      tell(reply.error.message)
    }
  },

  changeTab({ detail }: WechatMiniprogram.CustomEvent<{ id: TabId }>) {
    const { id } = detail
    this.setData({ tab: id, phase: 'loading', ...(id === 'requested' || id === 'past' ? { nothing: nothing[id] } : {}) })
    void this.reload()
  },

  moveWeek({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { days: number }>) {
    const from = dayFrom(this.data.days[0]?.day, currentTarget.dataset.days)
    this.setData({ from, phase: 'loading' })
    void this.reload()
  },

  thisWeek() {
    this.setData({ from: undefined, phase: 'loading' })
    void this.reload()
  },

  showDay({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { day: string }>) {
    void wx.pageScrollTo({ selector: `#day-${currentTarget.dataset.day}`, offsetTop: -4, duration: 200 })
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { url: string }>) {
    const { url } = currentTarget.dataset
    if (url) void wx.navigateTo({ url })
  },
})

/** What has to be answered first comes first. */
function inTurn(bookings: BookingRow[]): BookingRow[] {
  const due = ({ state, dueAt = '' }: BookingRow) => (state === 'requested' ? dueAt : '')
  return [...bookings].sort((a, b) => due(a).localeCompare(due(b)))
}
