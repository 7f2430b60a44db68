import type { CaseRow, Input, Output } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call, newRequestId } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { confirmed, tell } from '../../../cloud/phone'
import { page } from '../../../page'
import { whenWords } from '../../../words/time'

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

/** A text that waits to be read, whole. */
interface Unread {
  id: string
  words: string
  item: string
  where: string
  chosen: boolean
}

function counted({ counts }: Output<'report.queueCounts'>): Queue[] {
  return queues.map((one) => {
    const found = counts.find(({ queue }) => queue === one.id)
    return { ...one, count: found ? `${found.count}${found.more ? '+' : ''}` : '' }
  })
}

const noRequests: { [decision: string]: string } = {}

const first: { tab: QueueId } = { tab: 'unowned' }

page({
  data: {
    queues,
    ...first,
    cases: [] as CaseRow[],
    next: undefined as string | undefined,
    nothing: queues[0],
    /** Of the texts that wait to be read: which are decided together. */
    chosen: [] as string[],
    unread: [] as Unread[],
    releasing: '',
    number: '',
    numbered: [] as CaseRow[],
    numberProblem: '',
  },
  /** One request id a case and decision: sent again after a lost answer, it decides once. */
  requests: noRequests,

  onLoad() {
    this.requests = {}
  },

  async load(): Promise<Reply<unknown>> {
    const { tab } = this.data
    const [reply, counts] = await Promise.all([ask('report.queue', { queue: tab }), ask('report.queueCounts', {})])
    if (counts.ok) this.setData({ queues: counted(counts.data) })
    if (reply.ok && tab === this.data.tab) this.show(reply.data.cases, reply.data.next)
    return reply
  },

  show(cases: CaseRow[], next: string | undefined) {
    const chosen = this.data.chosen.filter((id) => cases.some((one) => one.id === id))
    const unread =
      this.data.tab !== 'held'
        ? []
        : cases.map(({ id, text, item, place, grid, createdAt }) => ({
            id,
            words: text || '（没有写字）',
            item: item.name,
            where: `${place.name ?? grid}，${whenWords(createdAt)}`,
            chosen: chosen.includes(id),
          }))
    this.setData({ cases, next, chosen, unread })
  },

  async onReachBottom() {
    const { next, tab } = this.data
    if (next === undefined) return
    this.setData({ next: undefined })
    const reply = await call('report.queue', { queue: tab, cursor: next })
    if (tab !== this.data.tab) return
    if (reply.ok) this.show([...this.data.cases, ...reply.data.cases], reply.data.next)
    else {
      this.setData({ next })
      tell(reply.error.message)
    }
  },

  changeQueue({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: QueueId }>) {
    const { id } = currentTarget.dataset
    if (id === this.data.tab) return
    this.setData({ tab: id, nothing: queues.find((one) => one.id === id), phase: 'loading', chosen: [], unread: [] })
    void this.reload()
  },

  choose({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    const { id } = currentTarget.dataset
    const { chosen, cases, next } = this.data
    this.setData({ chosen: chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id] })
    this.show(cases, next)
  },
  chooseAll() {
    const { chosen, cases, next } = this.data
    this.setData({ chosen: chosen.length === cases.length ? [] : cases.map(({ id }) => id) })
    this.show(cases, next)
  },
  open({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    void wx.navigateTo({ url: `/packages/command/case/case?id=${currentTarget.dataset.id}` })
  },

  /** One after the other, each its own step of its own case; what could not be decided stays chosen. */
  async release({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { show: string }>) {
    const show = currentTarget.dataset.show === 'yes'
    const { chosen, releasing } = this.data
    if (releasing || chosen.length === 0) return
    const question = show ? `这 ${chosen.length} 件的文字都看过，可以给邻居看？` : `这 ${chosen.length} 件不给邻居看？事情照样办`
    if (!(await confirmed(question, show ? '可以看' : '不给看'))) return
    let refused = ''
    let decided = 0
    for (const id of chosen) {
      this.setData({ releasing: `第 ${decided + 1} 件，共 ${chosen.length} 件` })
      const reply = await this.releaseOne(id, show)
      if (reply?.ok) decided++
      else if (reply) refused = reply.error.message
      if (reply?.ok === false && reply.error.code === 'NETWORK') break
    }
    this.setData({ releasing: '' })
    tell(refused ? `记好了 ${decided} 件，其余的：${refused}` : `${decided} 件记好了`)
    await this.reload()
  },
  async releaseOne(id: string, show: boolean): Promise<Reply<unknown> | undefined> {
    const found = this.data.cases.find((one) => one.id === id)
    if (!found) return undefined
    const key = `${id} ${String(show)}`
    const requestId = (this.requests[key] ??= newRequestId())
    const reply = await call('report.release', { case: id, version: found.version, show }, { requestId })
    if (!reply.ok && reply.error.code !== 'NETWORK') delete this.requests[key]
    return reply
  },

  typeNumber({ detail }: WechatMiniprogram.Input) {
    this.setData({ number: detail.value, numbered: [], numberProblem: '' })
  },
  async findNumber() {
    const number = this.data.number.trim()
    if (number === '') return
    const reply = await call('report.numbered', { number })
    if (this.data.number.trim() !== number) return
    if (!reply.ok) return this.setData({ numberProblem: reply.error.message })
    this.setData({
      numbered: reply.data.cases,
      numberProblem: reply.data.cases.length > 0 ? '' : `没有编号是“${number}”的事，请核对一遍`,
    })
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
