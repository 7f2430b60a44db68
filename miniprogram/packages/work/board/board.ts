import type { BookingRow, Input } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { tell } from '../../../cloud/phone'
import { page } from '../../../page'

type TabId = Input<'booking.board'>['tab']

const nothing: Record<TabId, { words: string; detail: string }> = {
  requested: { words: '没有等您确认的预约', detail: '居民约了会马上发消息给您，往下拉可以刷新。' },
  coming: { words: '接下来没有安排', detail: '确认过的预约会按时间排在这里。' },
  past: { words: '还没有做过的服务', detail: '做完的、取消的都会放在这里。' },
}

const first: { tab: TabId } = { tab: 'requested' }

page({
  data: {
    tabs: [
      { id: 'requested', words: '等确认' },
      { id: 'coming', words: '要做的' },
      { id: 'past', words: '做过的' },
    ],
    ...first,
    bookings: [] as BookingRow[],
    next: undefined as string | undefined,
    nothing: nothing[first.tab],
  },

  async load(): Promise<Reply<unknown>> {
    const reply = await ask('booking.board', { tab: this.data.tab })
    if (reply.ok) this.setData({ bookings: reply.data.bookings, next: reply.data.next })
    return reply
  },

  async onReachBottom() {
    const { next, tab } = this.data
    if (next === undefined) return
    this.setData({ next: undefined })
    const reply = await call('booking.board', { tab, cursor: next })
    if (tab !== this.data.tab) return
    if (reply.ok) this.setData({ bookings: [...this.data.bookings, ...reply.data.bookings], next: reply.data.next })
    else {
      this.setData({ next })
      tell(reply.error.message)
    }
  },

  changeTab({ detail }: WechatMiniprogram.CustomEvent<{ id: TabId }>) {
    this.setData({ tab: detail.id, nothing: nothing[detail.id], phase: 'loading' })
    void this.reload()
  },
})
