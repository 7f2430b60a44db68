import type { CaseRow, Input, Output } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { tell } from '../../../cloud/phone'
import { page } from '../../../page'

type QueueId = Input<'report.queue'>['queue']

interface Queue {
  id: QueueId
  words: string
  count: string
  /** What an empty one says. */
  nothing: string
  detail: string
}

const queues: Queue[] = [
  { id: 'unowned', words: '无人认领', count: '', nothing: '没有无人认领的事', detail: '停在服务台、还没有具体人办的事会放在这里。' },
  { id: 'late', words: '晚了', count: '', nothing: '没有晚了的事', detail: '过了时限还没人接手、没处理好的事会放在这里。' },
  { id: 'reopened', words: '没办好', count: '', nothing: '没有居民说没办好的事', detail: '居民说还没好、请再去办的事会放在这里。' },
  { id: 'returned', words: '退回两次', count: '', nothing: '没有被退回两次的事', detail: '退来退去的事会放在这里，多半是分类或网格要改。' },
  { id: 'urged', words: '居民催了', count: '', nothing: '没有居民催的事', detail: '居民点了「催一下」的事会放在这里。' },
  { id: 'wishes', words: '等我答复', count: '', nothing: '没有等您答复的申请', detail: '要多一点时间、想先放一放的申请会放在这里。' },
  { id: 'supervised', words: '督办中', count: '', nothing: '没有在督办的事', detail: '督办以后还没说明的事会放在这里。' },
  { id: 'held', words: '等我看过', count: '', nothing: '没有等您看过的事', detail: '从别的系统来的事，文字要有人看过，邻居才看得到。' },
  { id: 'open', words: '全部', count: '', nothing: '现在没有正在办的事', detail: '居民一反映，这里就能看到。' },
]

/** Counting costs an operation, the first page is here anyway. */
function countWords({ cases, next }: Output<'report.queue'>): string {
  return next === undefined ? String(cases.length) : `${cases.length}+`
}

const first: { tab: QueueId } = { tab: 'unowned' }

page({
  data: {
    queues,
    ...first,
    cases: [] as CaseRow[],
    next: undefined as string | undefined,
    nothing: queues[0],
  },

  async load(): Promise<Reply<unknown>> {
    const { tab } = this.data
    const reply = await ask('report.queue', { queue: tab })
    if (reply.ok && tab === this.data.tab) {
      this.setData({
        cases: reply.data.cases,
        next: reply.data.next,
        queues: this.data.queues.map((one) => (one.id === tab ? { ...one, count: countWords(reply.data) } : one)),
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

  changeQueue({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: QueueId }>) {
    const { id } = currentTarget.dataset
    if (id === this.data.tab) return
    this.setData({ tab: id, nothing: queues.find((one) => one.id === id), phase: 'loading' })
    void this.reload()
  },

  roster() {
    void wx.navigateTo({ url: '/packages/work/roster/roster' })
  },
  intake() {
    void wx.navigateTo({ url: '/packages/command/intake/intake' })
  },
  measures() {
    void wx.navigateTo({ url: '/packages/command/measures/measures' })
  },
})
