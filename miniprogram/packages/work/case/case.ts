import type { CaseView } from '../../../../typings/contract'
import type { Picked } from '../../../components/photo-picker/photo-picker'
import { ask } from '../../../cloud/ask'
import { call, newRequestId } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { outOfDate } from '../../../cloud/conflict'
import { draft } from '../../../cloud/draft'
import { tell } from '../../../cloud/phone'
import { page } from '../../../page'
import { leftWords, whenWords } from '../../../words/time'

interface Result {
  note: string
  photos: Picked[]
}

const noResult: Result = { note: '', photos: [] }

const endings = ['已到现场处理好', '已清理干净', '已修好,试过正常', '已当面劝导,对方马上改了', '已放好警示牌,没有危险了']

page({
  data: {
    matter: undefined as CaseView | undefined,
    clock: '',
    due: '',
    reportedAt: '',
    markers: [] as object[],
    canAccept: false,
    canResolve: false,
    whyOpen: false,
    result: noResult,
    endings,
    sending: false,
    notice: '',
  },
  id: '',
  acceptRequest: '',

  onLoad({ id = '' }) {
    this.id = id
    this.acceptRequest = newRequestId()
    const result = this.kept().read()?.value
    if (result) this.setData({ result })
  },

  kept() {
    return draft<Result>(`resolve:${this.id}`)
  },

  async load(): Promise<Reply<unknown>> {
    const reply = await ask('report.get', { case: this.id })
    if (reply.ok) this.show(reply.data)
    return reply
  },

  show(matter: CaseView) {
    const { longitude, latitude } = matter.place
    this.setData({
      matter,
      clock: matter.due === undefined ? '' : leftWords(matter.due),
      due: matter.due === undefined ? '' : whenWords(matter.due),
      reportedAt: whenWords(matter.createdAt),
      markers: [{ id: 1, longitude, latitude, width: 28, height: 34, iconPath: '/packages/work/case/pin.png' }],
      canAccept: matter.may.includes('accept'),
      canResolve: matter.may.includes('resolve'),
    })
  },

  navigate() {
    const { matter } = this.data
    if (!matter) return
    const { longitude, latitude, name } = matter.place
    void wx.openLocation({ longitude, latitude, name: name ?? matter.item.name, address: matter.grid, scale: 17 })
  },

  toggleWhy() {
    this.setData({ whyOpen: !this.data.whyOpen })
  },

  async answered(reply: Reply<CaseView>, sentence: string) {
    this.setData({ sending: false })
    if (reply.ok) {
      this.setData({ notice: '' })
      this.show(reply.data)
      void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
      return tell(sentence)
    }
    this.setData({ notice: reply.error.message })
    void wx.pageScrollTo({ scrollTop: 0, duration: 250 })
    if (outOfDate(reply.error)) await this.reload()
  },

  async accept() {
    const { matter, sending } = this.data
    if (!matter || sending) return
    this.setData({ sending: true, notice: '' })
    await this.answered(
      await call('report.accept', { case: matter.id, version: matter.version }, { requestId: this.acceptRequest }),
      '已接手',
    )
  },

  keep(change: Partial<Result>) {
    const result = { ...this.data.result, ...change }
    this.setData({ result })
    this.kept().keep(result)
  },

  typeNote({ detail }: WechatMiniprogram.Input) {
    this.keep({ note: detail.value })
  },

  addEnding({ detail }: WechatMiniprogram.CustomEvent<{ word: string }>) {
    const { note } = this.data.result
    if (!note.includes(detail.word)) this.keep({ note: note.trim() ? `${note.trim()}。${detail.word}` : detail.word })
  },

  changePhotos({ detail }: WechatMiniprogram.CustomEvent<{ photos: Picked[] }>) {
    this.keep({ photos: detail.photos })
  },

  async resolve() {
    const { matter, sending, result } = this.data
    if (!matter || sending) return
    const note = result.note.trim()
    if (!note || result.photos.length === 0) {
      void wx.pageScrollTo({ selector: '#result', duration: 250 })
      return tell(note ? '请再拍一张处理后的照片' : '请写一句怎么处理的,也可以点一句现成的')
    }
    this.setData({ sending: true, notice: '' })
    const picker = this.selectComponent('#photos') as unknown as { settle(): Promise<Reply<string[]>> }
    const files = await picker.settle()
    if (!files.ok) {
      this.setData({ sending: false })
      return tell(`照片还没传上去。${files.error.message}`)
    }
    const { requestId } = this.kept().keep(this.data.result)
    const reply = await call('report.resolve', { case: matter.id, version: matter.version, note, photos: files.data }, { requestId })
    if (reply.ok) {
      this.kept().clear()
      this.setData({ result: noResult })
    }
    await this.answered(reply, '交上去了,等居民确认')
  },
})
