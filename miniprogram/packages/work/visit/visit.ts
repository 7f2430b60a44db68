import type { BookingView, Input } from '../../../../typings/contract'
import type { Picked } from '../../../components/photo-picker/photo-picker'
import { ask } from '../../../cloud/ask'
import { call, newRequestId } from '../../../cloud/call'
import type { Failure, Reply } from '../../../cloud/call'
import { outOfDate } from '../../../cloud/conflict'
import { draft } from '../../../cloud/draft'
import { dial, tell } from '../../../cloud/phone'
import { askTown } from '../../../cloud/session'
import { page } from '../../../page'
import { bookingShapes } from '../../../words/bookingShape'
import { spanWords, whenWords } from '../../../words/time'
import { reveal } from '../reveal'

interface Record {
  done: string[]
  note: string
  nextTime: string
  photos: Picked[]
}

type Point = Input<'booking.checkIn'>['place']
type Field = Input<'booking.reveal'>['field']

const emptyRecord: Record = { done: [], note: '', nextTime: '', photos: [] }
const revealReasons = ['上门找路', '提前联系', '到了没人应门', '家属要求联系']
const endings = ['一切顺利', '精神不错', '不太舒服，已告诉家属', '家里没人，打电话约下次']

page({
  data: {
    booking: undefined as BookingView | undefined,
    icon: '',
    tone: '',
    when: '',
    checklist: [] as { name: string; done: boolean }[],
    canCheckIn: false,
    tooEarly: false,
    canComplete: false,
    canReveal: false,
    address: '',
    record: emptyRecord,
    endings,
    sending: false,
    locating: false,
    notice: '',
    /** Said under a refusal: what would work instead. */
    advice: '',
  },
  id: '',
  checkInRequest: '',

  onLoad({ id = '' }) {
    this.id = id
    this.checkInRequest = newRequestId()
    const record = this.kept().read()?.value
    if (record) this.setData({ record })
  },

  kept() {
    return draft<Record>(`record:${this.id}`)
  },

  async load(): Promise<Reply<unknown>> {
    const reply = await ask('booking.get', { booking: this.id })
    if (reply.ok) this.show(reply.data)
    return reply
  },

  show(booking: BookingView) {
    const { done } = this.data.record
    this.setData({
      booking,
      ...bookingShapes[booking.state],
      when: spanWords(booking.start, booking.end),
      checklist: booking.checklist.map((name) => ({ name, done: done.includes(name) })),
      canCheckIn: booking.state === 'assigned',
      tooEarly: booking.state === 'assigned' && !booking.may.includes('checkIn'),
      canComplete: booking.may.includes('complete'),
      canReveal: booking.may.includes('reveal'),
    })
  },

  async answered(reply: Reply<BookingView>, sentence: string, advice = '') {
    this.setData({ sending: false })
    void wx.pageScrollTo({ scrollTop: 0, duration: 250 })
    if (reply.ok) {
      this.setData({ notice: '', advice: '' })
      this.show(reply.data)
      return tell(sentence)
    }
    this.setData({ notice: reply.error.message, advice })
    if (outOfDate(reply.error)) await this.reload()
  },

  async reveal(field: Field): Promise<string | undefined> {
    const { booking } = this.data
    if (!booking) return undefined
    const reply = await reveal(booking.id, field, revealReasons, '为什么要看？谁、什么时候、为什么看，都会记下来')
    if (!reply) return undefined
    if (!reply.ok) {
      this.setData({ notice: reply.error.message, advice: '' })
      return undefined
    }
    return reply.data.value
  },

  async revealAddress() {
    const address = await this.reveal('address')
    if (address !== undefined) this.setData({ address })
  },

  copyAddress() {
    void wx.setClipboardData({ data: this.data.address })
  },

  async callResident() {
    const number = await this.reveal('phone')
    if (number !== undefined) dial(number)
  },

  /** Where the worker is, when the town may ask for it; undefined when it may not. 'refused' when the person said no. */
  async position(): Promise<Point | 'refused'> {
    const town = await askTown()
    if (town.ok && !town.data.switches.preciseLocation) return undefined
    try {
      const { longitude, latitude } = await wx.getLocation({ type: 'gcj02' })
      return { longitude, latitude }
    } catch (error) {
      console.warn('no position', error)
      return 'refused'
    }
  },

  async checkIn() {
    if (this.data.sending) return
    // The page may have been opened before it was time.
    if (this.data.tooEarly) await this.reload()
    const { booking, tooEarly } = this.data
    if (!booking) return
    this.setData({ sending: true, locating: !tooEarly, notice: '', advice: '' })
    const place = tooEarly ? undefined : await this.position()
    this.setData({ locating: false })
    if (place === 'refused') {
      this.setData({ sending: false, notice: '签到要用一次您的位置，证明人到了', advice: '请在右上角“…”的设置里打开位置，再点一次签到。' })
      return wx.pageScrollTo({ scrollTop: 0, duration: 250 })
    }
    const reply = await call(
      'booking.checkIn',
      { booking: booking.id, version: booking.version, place },
      { requestId: this.checkInRequest },
    )
    await this.answered(reply, '签到好了', reply.ok ? '' : this.checkInAdvice(reply.error, booking))
  },

  checkInAdvice({ code }: Failure, booking: BookingView): string {
    if (code === 'TOO_FAR') return '如果您已经到了，请走到门口、离开地下室再试；地址不对请打电话给居民或机构。'
    if (code === 'TOO_EARLY') return `约的是${whenWords(booking.start)}，快到时再签到。`
    return ''
  },

  keep(change: Partial<Record>) {
    const record = { ...this.data.record, ...change }
    this.setData({ record })
    this.kept().keep(record)
  },

  toggle({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { name: string }>) {
    const { name } = currentTarget.dataset
    const checklist = this.data.checklist.map((one) => (one.name === name ? { ...one, done: !one.done } : one))
    this.setData({ checklist })
    this.keep({ done: checklist.filter(({ done }) => done).map((one) => one.name) })
  },

  addEnding({ detail }: WechatMiniprogram.CustomEvent<{ word: string }>) {
    const { note } = this.data.record
    if (!note.includes(detail.word)) this.keep({ note: note.trim() ? `${note.trim()}。${detail.word}` : detail.word })
  },

  typeNote({ detail }: WechatMiniprogram.Input) {
    this.keep({ note: detail.value })
  },

  typeNextTime({ detail }: WechatMiniprogram.Input) {
    this.keep({ nextTime: detail.value })
  },

  changePhotos({ detail }: WechatMiniprogram.CustomEvent<{ photos: Picked[] }>) {
    this.keep({ photos: detail.photos })
  },

  async complete() {
    const { booking, sending, record } = this.data
    if (!booking || sending) return
    if (!record.note.trim()) {
      void wx.pageScrollTo({ selector: '#note', duration: 250 })
      return tell('请写一句情况，也可以点一句现成的')
    }
    this.setData({ sending: true, notice: '' })
    const picker = this.selectComponent('#photos') as unknown as { settle(): Promise<Reply<string[]>> }
    const files = await picker.settle()
    if (!files.ok) {
      this.setData({ sending: false })
      return tell(`照片还没传上去。${files.error.message}`)
    }
    const { requestId } = this.kept().keep(this.data.record)
    const { done, note, nextTime } = record
    const reply = await call(
      'booking.complete',
      { booking: booking.id, version: booking.version, done, note: note.trim(), nextTime: nextTime.trim(), photos: files.data },
      { requestId },
    )
    if (reply.ok) {
      this.kept().clear()
      this.setData({ record: emptyRecord })
    }
    await this.answered(reply, '记好了，辛苦了')
  },
})
