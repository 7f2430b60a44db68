import type { BookingView } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call, newRequestId } from '../../../cloud/call'
import type { Failure, Reply } from '../../../cloud/call'
import { outOfDate } from '../../../cloud/conflict'
import { draft } from '../../../cloud/draft'
import { askHumanToCall } from '../../../cloud/humanToCall'
import type { HumanToCall } from '../../../cloud/humanToCall'
import { confirmed, dial, tell } from '../../../cloud/phone'
import { askTown } from '../../../cloud/session'
import { page } from '../../../page'
import { bookingShapes } from '../../../words/bookingShape'
import { itemOf } from '../../../words/catalogue'
import { placeOf } from '../../../words/meeting'
import { leftWords, spanWords, whenWords } from '../../../words/time'
import { addToCalendar } from '../calendar'
import { takeOver } from '../freshBooking'
import { lessonWords } from '../lessons'
import { channelWords } from '../offer'
import { forQuery } from '../relatives'
import { scanAtDoor } from '../scan'

type State = BookingView['state']
type Step = BookingView['may'][number]
type Sheet = '' | 'cancel' | 'repeat' | 'alarm'

interface Rating {
  stars: number
  text: string
}

interface LessonRow {
  title: string
  when: string
  words: string
  icon: string
  /** What the guest has at that time since the lesson was moved. */
  clash: string
  clashBooking: string
}

const noRating: Rating = { stars: 0, text: '' }
const closed: { sheet: Sheet } = { sheet: '' }
const noSteps: Partial<Record<Step, boolean>> = {}

const ahead = new Set<State>(['requested', 'assigned'])
/** A place in the class is there, or was. */
const seated = new Set<State>(['held', 'assigned', 'checkedIn', 'done', 'rated'])
/** Somebody was to come or did, so that there is something to complain of. */
const complaints = new Set<State>(['assigned', 'checkedIn', 'done', 'rated', 'declined', 'noShow'])
/** Nothing more will come of it; the person may book anew. */
const over = new Set<State>(['declined', 'expired', 'cancelled', 'noShow'])

/** The town's catalogue item under which a complaint about a service is handled. */
const complaintItem = 'service-complaint'

page({
  data: {
    booking: undefined as BookingView | undefined,
    /** The course, if it is one of several of the service. */
    name: '',
    subtitle: '',
    icon: '',
    tone: '',
    when: '',
    channel: '',
    where: '',
    lessons: [] as LessonRow[],
    attended: 0,
    ahead: false,
    over: false,
    /** Called off, and still to be had: one tap brings it back. */
    undo: false,
    may: noSteps,
    /** Until when the person has to answer, and how long that is. */
    due: '',
    left: '',
    /** Too near to the start to be cancelled here. */
    tooLate: '',
    canScan: false,
    canComplain: false,
    /** Nobody can come: whom to call instead. */
    human: null as HumanToCall | null,
    headline: '',
    remark: '',
    rating: noRating,
    ...closed,
    sending: false,
    notice: '',
    /** What would help, when the notice doesn't say it itself. */
    needsContact: false,
  },
  id: '',
  acceptRequest: '',
  ticking: 0,

  onLoad({ id = '' }) {
    this.id = id
    this.acceptRequest = newRequestId()
    const rating = this.ratingDraft().read()?.value
    if (rating) this.setData({ rating })
  },
  onShow() {
    this.ticking = setInterval(() => this.tick(), 20_000)
  },
  onHide() {
    clearInterval(this.ticking)
  },
  onUnload() {
    clearInterval(this.ticking)
  },

  ratingDraft() {
    return draft<Rating>(`rate:${this.id}`)
  },

  async load(): Promise<Reply<BookingView>> {
    const fresh = takeOver(this.id)
    if (fresh) {
      this.setData({ headline: fresh.headline, remark: fresh.remark })
      this.show(fresh.booking)
      return { ok: true, data: fresh.booking }
    }
    const reply = await ask('booking.get', { booking: this.id })
    if (reply.ok) this.show(reply.data)
    const town = await askTown()
    const item = town.ok ? itemOf(town.data.classes, complaintItem) : undefined
    if (reply.ok && reply.data.state === 'declined') this.setData({ human: await askHumanToCall() })
    this.setData({ canComplain: reply.ok && item !== undefined && complaints.has(reply.data.state) })
    return reply
  },

  show(booking: BookingView) {
    const isAhead = ahead.has(booking.state)
    const now = Date.now()
    const { service, title = '' } = booking
    const lessons = booking.lessons.map(({ title, start, end, attended, teacher, cancelled, clash }, at): LessonRow => {
      const past = Date.parse(end) < now
      return {
        title: `${at + 1}. ${title}`,
        when: spanWords(start, end),
        words: cancelled ? '不上了' : attended ? '来了' : past ? (clash ? '' : '没签到') : teacher ? `${teacher}代上` : '',
        icon: cancelled ? 'close-circle' : attended ? 'check-circle-filled' : past ? 'circle' : 'time',
        clash: clash && !past ? `那时您约了“${clash.name}”，这一节可以不来，不算缺课` : '',
        clashBooking: clash && booking.own ? clash.booking : '',
      }
    })
    this.setData({
      booking,
      ...bookingShapes[booking.state],
      when:
        booking.lessons.length > 1
          ? lessonWords(booking.lessons.filter(({ cancelled }) => !cancelled))
          : spanWords(booking.start, booking.end),
      channel: booking.channel ? channelWords[booking.channel] : '',
      where: placeOf(booking),
      lessons: booking.lessons.length > 1 && seated.has(booking.state) ? lessons : [],
      attended: booking.lessons.filter(({ attended }) => attended).length,
      ahead: isAhead,
      over: over.has(booking.state),
      undo: canUndo(booking),
      may: Object.fromEntries(booking.may.map((step) => [step, true])),
      tooLate: isAhead && !booking.may.includes('cancel') ? (Date.parse(booking.start) < now ? '已经开始了' : '离开始很近了') : '',
      name: title.startsWith(service.name) ? title : service.name,
      subtitle: title.startsWith(service.name) ? '' : title,
      canScan: booking.kind === 'class' && (booking.state === 'assigned' || booking.state === 'checkedIn'),
    })
    this.tick()
  },

  /** How long there is still to answer; when it is over, how things stand. */
  tick() {
    const { booking } = this.data
    if (!booking?.dueAt || (booking.state !== 'held' && booking.state !== 'requested')) {
      if (this.data.due) this.setData({ due: '', left: '' })
      return
    }
    this.setData({ due: whenWords(booking.dueAt), left: leftWords(booking.dueAt) })
    // Once: the sweep may be some seconds behind.
    const late = Date.now() - Date.parse(booking.dueAt)
    if (late > 0 && late < 120_000) void this.reload()
  },

  /** Shows what a step answered; a conflict shows how things stand now, and says so. */
  async answered(reply: Reply<BookingView>, sentence: string) {
    this.setData({ sending: false })
    if (reply.ok) {
      this.setData({ notice: '', sheet: '', headline: '', remark: '', needsContact: false })
      this.show(reply.data)
      tell(sentence)
      return
    }
    await this.refused(reply.error)
  },
  async refused(error: Failure) {
    const { code, message } = error
    this.setData({ notice: message, sheet: '', needsContact: code === 'CONTACT_MISSING' })
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
    if (outOfDate(error) || code === 'BOOKING_TOO_LATE' || code === 'HOLD_OVER') await this.reload()
  },

  callThem() {
    const number = this.data.booking?.organisationPhone
    if (number) dial(number)
  },
  callHuman() {
    const { human } = this.data
    if (human) dial(human.phone)
  },
  remember() {
    if (this.data.booking) addToCalendar(this.data.booking)
  },
  bigPrint() {
    void wx.navigateTo({ url: `/packages/booking/slip/slip?id=${this.id}` })
  },
  copyVideo() {
    const { video } = this.data.booking ?? {}
    if (video) void wx.setClipboardData({ data: video })
  },
  fillContact() {
    const url = this.data.booking?.own ? '/packages/booking/contact/contact' : '/packages/booking/family/family'
    void wx.navigateTo({ url })
  },

  async accept() {
    const { booking, sending } = this.data
    if (!booking || sending) return
    this.setData({ sending: true, notice: '' })
    const reply = await call('booking.accept', { booking: booking.id, version: booking.version }, { requestId: this.acceptRequest })
    if (!reply.ok && reply.error.code !== 'NETWORK') this.acceptRequest = newRequestId()
    await this.answered(reply, '约好了')
  },

  openCancel() {
    this.setData({ sheet: 'cancel', notice: '' })
  },
  openRepeat() {
    this.setData({ sheet: 'repeat', notice: '' })
  },
  openAlarm() {
    this.setData({ sheet: 'alarm', notice: '' })
  },
  closeSheet() {
    this.setData({ sheet: '' })
  },
  cancelled({ detail }: WechatMiniprogram.CustomEvent<{ booking: BookingView }>) {
    void this.answered({ ok: true, data: detail.booking }, '已经取消')
  },
  async stale({ detail }: WechatMiniprogram.CustomEvent<Failure>) {
    await this.refused(detail)
  },
  async changed() {
    this.setData({ sheet: '' })
    await this.reload()
  },

  reschedule() {
    const { booking } = this.data
    if (booking) void wx.navigateTo({ url: `/packages/booking/service/service?id=${booking.service.id}&move=${booking.id}` })
  },

  async endSeries() {
    const { booking, sending } = this.data
    if (!booking?.series || sending) return
    if (!(await confirmed('以后的几次都不来了？来得及取消的会一起取消。', '都不来了', '还要来'))) return
    this.setData({ sending: true })
    const reply = await call('booking.endSeries', { series: booking.series })
    this.setData({ sending: false })
    if (!reply.ok) return this.refused(reply.error)
    const { cancelled, kept } = reply.data
    tell(kept > 0 ? `取消了 ${cancelled} 次；还有 ${kept} 次太近了，来不了请打电话` : `以后的 ${cancelled} 次都取消了`)
    await this.reload()
  },

  again() {
    const { booking } = this.data
    if (booking) void wx.navigateTo({ url: `/packages/booking/service/service?id=${booking.service.id}${againQuery(booking)}` })
  },

  complain() {
    const { booking, when } = this.data
    if (!booking) return
    const text = encodeURIComponent(`${booking.service.name}（${booking.organisation}），${when}，预约号 ${booking.number}。`)
    void wx.navigateTo({ url: `/packages/report/submit/submit?item=${complaintItem}&about=${booking.id}&text=${text}` })
  },
  openAlarmCase() {
    const { alarmCase } = this.data.booking ?? {}
    if (alarmCase) void wx.navigateTo({ url: `/packages/report/case/case?id=${alarmCase}` })
  },

  async scan() {
    if (await scanAtDoor()) await this.reload()
  },
  openClash({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { booking: string }>) {
    void wx.navigateTo({ url: `/packages/booking/booking/booking?id=${currentTarget.dataset.booking}` })
  },
  openHours() {
    void wx.navigateTo({ url: '/packages/booking/hours/hours' })
  },

  keepRating(rating: Rating) {
    this.setData({ rating })
    this.ratingDraft().keep(rating)
  },
  chooseStars({ detail }: WechatMiniprogram.CustomEvent<{ stars: number }>) {
    this.keepRating({ ...this.data.rating, stars: detail.stars })
  },
  typeRating({ detail }: WechatMiniprogram.Input) {
    this.keepRating({ ...this.data.rating, text: detail.value })
  },
  async rate() {
    const { booking, rating, sending } = this.data
    if (!booking || sending) return
    if (rating.stars === 0) return tell('请先点一点星星')
    this.setData({ sending: true, notice: '' })
    const { requestId } = this.ratingDraft().keep(rating)
    const reply = await call(
      'booking.rate',
      { booking: booking.id, version: booking.version, stars: rating.stars, text: rating.text.trim() },
      { requestId },
    )
    if (reply.ok) this.ratingDraft().clear()
    await this.answered(reply, '谢谢您，收到了')
  },
})

function canUndo({ state, start }: BookingView): boolean {
  return state === 'cancelled' && Date.parse(start) > Date.now()
}

/** The same service for the same person; what was just called off, at the same time and in the same way. */
function againQuery(booking: BookingView): string {
  const { own, guest = '', consent, kind, start, session, channel = '', against = 'none' } = booking
  const whom = own ? '' : forQuery(guest, consent)
  const pick = encodeURIComponent(kind === 'visit' ? start : session)
  return canUndo(booking) ? `${whom}&pick=${pick}&channel=${channel}&against=${against}` : whom
}
