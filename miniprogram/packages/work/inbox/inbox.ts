import type { CaseRow, Output } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call, newRequestId } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { outOfDate } from '../../../cloud/conflict'
import { keepWork, keptWork, matterOf, sendWork, whenWorkChanges } from '../../../cloud/fieldWork'
import type { KeptWork } from '../../../cloud/fieldWork'
import { tell } from '../../../cloud/phone'
import { askMe } from '../../../cloud/session'
import { page } from '../../../page'
import { leftWords } from '../../../words/time'

/** What presses, before the list: how many are late, how many wait to be taken. */
function summary(cases: CaseRow[]): string {
  const late = cases.filter((one) => one.late).length
  const waiting = cases.filter(({ state }) => state === 'reported').length
  const again = cases.filter(({ reopened }) => reopened > 0).length
  return [late ? `${late} 件晚了` : '', waiting ? `${waiting} 件等您接手` : '', again ? `${again} 件居民说没好` : '']
    .filter(Boolean)
    .join(',')
}

page({
  data: {
    tabs: [
      { id: 'open', words: '要处理' },
      { id: 'done', words: '已办' },
    ],
    tab: 'open',
    cases: [] as CaseRow[],
    next: undefined as string | undefined,
    summary: '',
    someLate: false,
    accepting: '',
    notice: '',
    kept: [] as KeptWork[],
    isDesk: false,
  },
  stopListening: undefined as (() => void) | undefined,

  onLoad() {
    let before = keptWork().length
    this.stopListening = whenWorkChanges(() => {
      const kept = keptWork()
      const sent = kept.length < before
      before = kept.length
      this.setData({ kept })
      if (sent) void this.reload()
    })
    void askMe().then((reply) => {
      if (reply.ok) this.setData({ isDesk: reply.data.roles.some(({ role }) => role === 'desk'), kept: keptWork() })
    })
  },
  onUnload() {
    this.stopListening?.()
  },

  async load(): Promise<Reply<Output<'report.inbox'>>> {
    this.setData({ kept: keptWork() })
    void sendWork()
    const reply = await ask('report.inbox', { done: this.data.tab === 'done' })
    if (reply.ok) this.show(reply.data.cases, reply.data.next)
    return reply
  },

  show(cases: CaseRow[], next: string | undefined) {
    this.setData({
      cases,
      next,
      summary: this.data.tab === 'open' ? summary(cases) : '',
      someLate: cases.some((one) => one.late),
    })
  },

  async onReachBottom() {
    const { next, tab } = this.data
    if (next === undefined) return
    this.setData({ next: undefined })
    const reply = await call('report.inbox', { done: tab === 'done', cursor: next })
    if (tab !== this.data.tab) return
    if (reply.ok) this.show([...this.data.cases, ...reply.data.cases], reply.data.next)
    else {
      this.setData({ next })
      tell(reply.error.message)
    }
  },

  changeTab({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    this.setData({ tab: detail.id, phase: 'loading', notice: '' })
    void this.reload()
  },

  async accept({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    const row = this.data.cases.find(({ id }) => id === currentTarget.dataset.id)
    if (!row || this.data.accepting) return
    this.setData({ accepting: row.id, notice: '' })
    const happenedAt = new Date().toISOString()
    const requestId = newRequestId()
    const input = { case: row.id, version: row.version }
    const reply = await call('report.accept', input, { requestId })
    this.setData({ accepting: '' })
    if (!reply.ok && reply.error.code === 'NETWORK') {
      keepWork(
        { action: 'report.accept', input: { ...input, happenedAt } },
        { requestId, title: `接手 · ${row.item.name}`, photos: [], before: [] },
      )
      return tell('没有网络，已经存好，有网了自动交上去')
    }
    if (reply.ok) {
      const { due } = reply.data
      this.show(
        this.data.cases.map((one) => (one.id === row.id ? reply.data : one)),
        this.data.next,
      )
      return tell(due === undefined ? '已接手' : `已接手，时限${leftWords(due)}`)
    }
    this.setData({ notice: reply.error.message })
    if (outOfDate(reply.error)) await this.reload()
  },

  record() {
    void wx.navigateTo({ url: '/packages/work/record/record' })
  },
  intake() {
    void wx.navigateTo({ url: '/packages/command/intake/intake' })
  },
  openKept({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    const kept = this.data.kept.find(({ requestId }) => requestId === detail.id)
    if (!kept) return
    const id = matterOf(kept)
    if (kept.action.startsWith('report.') && id) void wx.navigateTo({ url: `/packages/work/case/case?id=${id}` })
  },

  showDone() {
    this.changeTab({ detail: { id: 'done' } } as WechatMiniprogram.CustomEvent<{ id: string }>)
  },
})
