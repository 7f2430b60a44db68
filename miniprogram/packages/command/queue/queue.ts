import type { CaseRow, Input, Output } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { tell } from '../../../cloud/phone'
import { page } from '../../../page'

type QueueId = Input<'report.queue'>['queue']

const nothing: Record<QueueId, { words: string; detail: string }> = {
  unowned: { words: '没有无人认领的事', detail: '找不到网格员、停在服务台的事会放在这里。' },
  late: { words: '没有超时的事', detail: '过了时限还没人接手、没处理好的事会放在这里。' },
  reopened: { words: '没有重开的事', detail: '居民说没处理好、退回来的事会放在这里。' },
  open: { words: '现在没有正在办的事', detail: '居民一反映,这里就能看到。' },
}

/** Counting costs an operation, the first page is here anyway. */
function countWords({ cases, next }: Output<'report.queue'>): string {
  return next === undefined ? String(cases.length) : `${cases.length}+`
}

const first: { tab: QueueId } = { tab: 'unowned' }

page({
  data: {
    tabs: [
      { id: 'unowned', words: '无人认领', count: '' },
      { id: 'late', words: '超时', count: '' },
      { id: 'reopened', words: '重开', count: '' },
      { id: 'open', words: '全部', count: '' },
    ],
    ...first,
    cases: [] as CaseRow[],
    next: undefined as string | undefined,
    nothing: nothing[first.tab],
  },

  async load(): Promise<Reply<unknown>> {
    const { tab } = this.data
    const reply = await ask('report.queue', { queue: tab })
    if (reply.ok) {
      this.setData({
        cases: reply.data.cases,
        next: reply.data.next,
        tabs: this.data.tabs.map((one) => (one.id === tab ? { ...one, count: countWords(reply.data) } : one)),
      })
    }
    return reply
  },

  async onReachBottom() {
    const { next, tab } = this.data
    if (next === undefined) return
    this.setData({ next: undefined })
    const reply = await call('report.queue', { queue: tab, cursor: next })
    if (tab !== this.data.tab) return
    if (reply.ok) this.setData({ cases: [...this.data.cases, ...reply.data.cases], next: reply.data.next })
    else {
      this.setData({ next })
      tell(reply.error.message)
    }
  },

  changeTab({ detail }: WechatMiniprogram.CustomEvent<{ id: QueueId }>) {
    this.setData({ tab: detail.id, nothing: nothing[detail.id], phase: 'loading' })
    void this.reload()
  },
})
