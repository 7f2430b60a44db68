import type { BookingView, Input, Town } from '../../../../typings/contract'
import type { PhotoPicker, Picked } from '../../../components/photo-picker/photo-picker'
import { ask } from '../../../cloud/ask'
import { call, newRequestId } from '../../../cloud/call'
import type { Failure, Reply } from '../../../cloud/call'
import { outOfDate } from '../../../cloud/conflict'
import { draft } from '../../../cloud/draft'
import { handBack, keepWork, keptWorkOn, sendWork } from '../../../cloud/fieldWork'
import type { KeptWork } from '../../../cloud/fieldWork'
import { dial, tell } from '../../../cloud/phone'
import { askTown } from '../../../cloud/session'
import { dropFile } from '../../../cloud/upload'
import { page } from '../../../page'
import { bookingShapes, staffWords } from '../../../words/bookingShape'
import { atHome, meetingWords, placeOf } from '../../../words/meeting'
import { spanWords, whenWords } from '../../../words/time'

interface Record {
  done: string[]
  note: string
  nextTime: string
  photos: Picked[]
  /** Of advice; '' = nowhere. */
  referral: string
}

type Point = Input<'booking.checkIn'>['place']
type Field = Input<'booking.reveal'>['field']
type AgreedBy = NonNullable<Input<'booking.complete'>['agreedBy']>

/** From so long before the start one may check in; what the phone has kept of a visit may be older. */
const hour = 3600_000
const blank: Record = { done: [], note: '', nextTime: '', photos: [], referral: '' }
/** Why a sealed field is needed; written to the audit trail with it. */
const whys: { [F in Field]: string } = { address: '上门找路', phone: '联系上门', intake: '准备咨询' }
const endings = ['一切顺利', '精神不错', '不太舒服，已告诉家属', '家里没人，打电话约下次']
const adviceEndings = ['讲清了办法，自己去办', '帮忙写了材料', '还要再来一次', '已经转到别处办']
const troubles = ['摔倒受伤', '突然不舒服', '起了争执', '别的紧急情况']

/** The word on the button with which it begins. */
function beginWords({ kind, channel }: BookingView): string {
  if (atHome({ kind, channel })) return '我到了，签到'
  return channel === 'phone' || channel === 'video' ? '接通了，开始' : '人到了，签到'
}

page({
  data: {
    booking: undefined as BookingView | undefined,
    icon: '',
    tone: '',
    state: '',
    when: '',
    meeting: '',
    /** Where both come to. */
    where: '',
    checklist: [] as { name: string; done: boolean }[],
    canCheckIn: false,
    begin: '',
    tooEarly: false,
    /** Refused steps whose forms may be filled in again. */
    forms: [] as string[],
    canComplete: false,
    canReveal: false,
    canAlarm: false,
    address: '',
    intake: '',
    record: blank,
    endings,
    referrals: [] as { id: string; words: string }[],
    referred: undefined as Town['referrals'][number] | undefined,
    /** The sheet for whoever was served: they agree with one tap. */
    agreeing: false,
    alarm: undefined as { sentence: string; call: string } | undefined,
    sending: false,
    locating: false,
    notice: '',
    /** Said under a refusal: what would work instead. */
    advice: '',
  },
  id: '',
  checkInRequest: '',
  alarmRequest: '',
  referralList: [] as Town['referrals'],
  leftFrom: undefined as Point | undefined,

  onLoad({ id = '' }) {
    this.id = id
    this.checkInRequest = newRequestId()
    this.alarmRequest = newRequestId()
    const record = this.draft().read()?.value
    if (record) this.setData({ record: { ...blank, ...record } })
  },
  keptChanged({ detail }: WechatMiniprogram.CustomEvent<{ sent: boolean }>) {
    if (detail.sent) void this.reload()
    else if (this.data.booking) this.show(this.data.booking)
  },
  /** A refused record goes back into its form. */
  revise({ detail }: WechatMiniprogram.CustomEvent<{ work: KeptWork }>) {
    const { work } = detail
    if (work.action !== 'booking.complete') return
    const { done = [], note, nextTime = '', referral = '' } = work.input
    const now = this.data.record
    this.keep({
      done: [...new Set([...done, ...now.done])],
      note: [note, now.note].filter(Boolean).join('\n'),
      nextTime: nextTime || now.nextTime,
      referral: referral || now.referral,
      photos: [...now.photos, ...work.photos],
    })
    handBack(work.requestId)
  },

  draft() {
    return draft<Record>(`record:${this.id}`)
  },

  async load(): Promise<Reply<unknown>> {
    await sendWork()
    const [reply, town] = await Promise.all([ask('booking.get', { booking: this.id }), askTown()])
    if (town.ok) this.referralList = town.data.referrals
    if (reply.ok) this.show(reply.data)
    return reply
  },

  show(booking: BookingView) {
    const { done } = this.data.record
    const kept = keptWorkOn(booking.id)
    const onPhone = (action: KeptWork['action']) => kept.some((one) => one.action === action && !one.refused)
    const arrived = onPhone('booking.checkIn')
    const finished = onPhone('booking.complete')
    const advice = booking.kind === 'appointment'
    this.setData({
      booking,
      ...bookingShapes[booking.state],
      state: staffWords[booking.state] ?? booking.stateText,
      when: spanWords(booking.start, booking.end),
      meeting: booking.channel === undefined ? '' : meetingWords[booking.channel],
      where: atHome(booking) ? '' : placeOf(booking),
      checklist: booking.checklist.map((name) => ({ name, done: done.includes(name) })),
      canCheckIn: booking.state === 'assigned' && !arrived,
      begin: beginWords(booking),
      tooEarly: booking.state === 'assigned' && !booking.may.includes('checkIn') && Date.now() < Date.parse(booking.start) - hour,
      canComplete: (booking.may.includes('complete') || arrived) && !finished,
      canReveal: booking.may.includes('reveal'),
      canAlarm: booking.may.includes('alarm') || arrived,
      endings: advice ? adviceEndings : endings,
      referrals: advice ? [{ id: '', words: '不用转' }, ...this.referralList.map(({ id, name }) => ({ id, words: `转${name}` }))] : [],
      referred: this.referralList.find(({ id }) => id === this.data.record.referral),
      forms: booking.may.includes('complete') || arrived ? ['booking.complete'] : [],
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

  /** Without a network: as done, with its time. */
  laidUp() {
    this.setData({ sending: false, agreeing: false })
    void wx.pageScrollTo({ scrollTop: 0, duration: 250 })
    tell('没有网络，已经存好，有网了自动交上去')
  },

  async reveal(field: Field): Promise<string | undefined> {
    const { booking } = this.data
    if (!booking) return undefined
    const reply = await call('booking.reveal', { booking: booking.id, field, reason: whys[field] })
    if (reply.ok) return reply.data.value
    this.setData({ notice: reply.error.message, advice: '' })
    void wx.pageScrollTo({ scrollTop: 0, duration: 250 })
    return undefined
  },

  async revealAddress() {
    const address = await this.reveal('address')
    if (address !== undefined) this.setData({ address })
  },

  async revealIntake() {
    const intake = await this.reveal('intake')
    if (intake !== undefined) this.setData({ intake })
  },

  copyAddress() {
    void wx.setClipboardData({ data: this.data.address })
  },

  copyVideo() {
    void wx.setClipboardData({ data: this.data.booking?.video ?? '' })
  },

  async callResident() {
    const number = await this.reveal('phone')
    if (number !== undefined) dial(number)
  },

  showWay() {
    const { booking, address } = this.data
    if (!booking?.home) return
    void wx.openLocation({
      ...booking.home,
      name: `${booking.forWhom} · ${booking.service.name}`,
      address: address || booking.addressMasked || '',
      scale: 17,
    })
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
    this.setData({ sending: true, locating: !tooEarly && atHome(booking), notice: '', advice: '' })
    const place = tooEarly || !atHome(booking) ? undefined : await this.position()
    this.setData({ locating: false })
    if (place === 'refused') {
      this.setData({ sending: false, notice: '签到要用一次您的位置，证明人到了', advice: '请在右上角“…”的设置里打开位置，再点一次签到。' })
      return wx.pageScrollTo({ scrollTop: 0, duration: 250 })
    }
    const happenedAt = new Date().toISOString()
    const input = { booking: booking.id, version: booking.version, place }
    const requestId = this.checkInRequest
    const reply = await call('booking.checkIn', input, { requestId })
    if (!reply.ok && reply.error.code === 'NETWORK') {
      keepWork(
        { action: 'booking.checkIn', input: { ...input, happenedAt } },
        { requestId, title: `签到 · ${booking.forWhom}`, photos: [], before: [] },
      )
      return this.laidUp()
    }
    // A refused one is not sent again as it was: the place or the version will be another.
    this.checkInRequest = newRequestId()
    await this.answered(reply, '签到好了', reply.ok ? '' : this.checkInAdvice(reply.error, booking))
  },

  checkInAdvice({ code }: Failure, booking: BookingView): string {
    if (code === 'TOO_FAR') return '如果您已经到了，请走到门口、离开地下室再试；地址不对请打电话给居民或机构。'
    if (code === 'TOO_EARLY') return `约的是${whenWords(booking.start)}，快到时再签到。`
    return ''
  },

  async alarm() {
    const { booking } = this.data
    if (!booking) return
    let tapIndex: number
    try {
      ;({ tapIndex } = await wx.showActionSheet({ itemList: troubles, alertText: '马上告诉网格员和指挥中心' }))
    } catch {
      // Closed without choosing.
      return
    }
    const reply = await call('booking.alarm', { booking: booking.id, text: troubles[tapIndex] ?? '' }, { requestId: this.alarmRequest })
    void wx.pageScrollTo({ scrollTop: 0, duration: 250 })
    if (reply.ok) return this.setData({ alarm: reply.data, notice: '', advice: '' })
    const advice = '请马上直接打电话：救护 120，报警 110。'
    this.setData({ notice: reply.error.code === 'NETWORK' ? '现在没有网络，报警没有发出去' : reply.error.message, advice })
  },

  callHelp() {
    const { alarm } = this.data
    if (alarm) dial(alarm.call)
  },

  keep(change: Partial<Record>) {
    const record = { ...this.data.record, ...change }
    this.setData({ record })
    this.draft().keep(record)
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

  pickReferral({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    this.keep({ referral: detail.id })
    this.setData({ referred: this.referralList.find(({ id }) => id === detail.id) })
  },

  callReferral() {
    const { referred } = this.data
    if (referred) dial(referred.phone)
  },

  /** A visit is shown to whoever was served; advice ends with the adviser's own record. WeChat asks for the place before the phone is handed over. */
  async finish() {
    const { booking, record, sending, locating } = this.data
    if (!booking || sending || locating) return
    if (!record.note.trim()) {
      void wx.pageScrollTo({ selector: '#note', duration: 250 })
      return tell('请写一句情况，也可以点一句现成的')
    }
    if (atHome(booking)) {
      this.setData({ locating: true })
      const place = await this.position()
      this.setData({ locating: false })
      // Who has checked in and now shares no place is believed.
      this.leftFrom = place === 'refused' ? undefined : place
    }
    if (booking.kind === 'visit') this.setData({ agreeing: true })
    else await this.complete(undefined)
  },

  closeAgree() {
    if (!this.data.sending) this.setData({ agreeing: false })
  },

  agree({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { by: AgreedBy | '' }>) {
    void this.complete(currentTarget.dataset.by || undefined)
  },

  async complete(agreedBy: AgreedBy | undefined) {
    const { booking, sending, record } = this.data
    if (!booking || sending) return
    this.setData({ sending: true, notice: '' })
    const happenedAt = new Date().toISOString()
    const { requestId } = this.draft().keep(record)
    const { done, note, nextTime, referral } = record
    const input = {
      booking: booking.id,
      version: booking.version,
      done,
      note: note.trim(),
      nextTime: nextTime.trim(),
      agreedBy,
      referral: referral || undefined,
      place: this.leftFrom,
    }
    const waiting = keptWorkOn(booking.id).some(({ action }) => action === 'booking.checkIn')
    const reply = waiting ? undefined : await this.sendRecord(input, requestId)
    if (!reply || (!reply.ok && reply.error.code === 'NETWORK')) {
      keepWork(
        { action: 'booking.complete', input: { ...input, happenedAt } },
        { requestId, title: `做完了 · ${booking.forWhom}`, photos: this.data.record.photos, before: [] },
      )
      this.draft().clear()
      this.setData({ record: blank })
      this.show(booking)
      this.laidUp()
      return void sendWork()
    }
    this.setData({ agreeing: false })
    if (reply.ok) {
      for (const { path } of this.data.record.photos) dropFile(path)
      this.draft().clear()
      this.setData({ record: blank })
    }
    await this.answered(reply, '记好了，辛苦了')
  },

  async sendRecord(input: Omit<Input<'booking.complete'>, 'photos'>, requestId: string): Promise<Reply<BookingView>> {
    const files = await (this.selectComponent('#photos') as unknown as PhotoPicker).settle()
    return files.ok ? call('booking.complete', { ...input, photos: files.data }, { requestId }) : files
  },
})
