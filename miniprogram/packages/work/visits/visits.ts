import type { BookingRow, Output } from '../../../../typings/contract'
import { ask, lastKnown } from '../../../cloud/ask'
import type { Reply } from '../../../cloud/call'
import { keptWork, matterOf, sendWork } from '../../../cloud/fieldWork'
import type { KeptWork } from '../../../cloud/fieldWork'
import { page } from '../../../page'
import { whereWords } from '../../../words/meeting'
import { dayFrom, dayWords, hoursWords, noonOf } from '../../../words/time'

type Day = Output<'booking.visits'>
type Visit = Day['bookings'][number]
type Session = Day['sessions'][number]
type Point = NonNullable<Visit['home']>

/** What is done at one time and place: a visit, somebody's appointment, or a lesson with its pupils. */
interface Stop {
  key: string
  url: string
  start: string
  hours: string
  name: string
  who: string
  place: string
  point: Point | undefined
  /** What to do next here. */
  action: string
  icon: string
  tone: string
  over: boolean
  next: boolean
  /** From 1, in the order of the day. */
  turn: number
}

type Step = Pick<Stop, 'action' | 'icon' | 'tone' | 'over'>

const steps: Record<BookingRow['state'], Step> = {
  waiting: { action: '在排队', icon: 'usergroup', tone: '', over: true },
  held: { action: '还没定', icon: 'time', tone: '', over: true },
  requested: { action: '等机构确认', icon: 'time', tone: 'wait', over: false },
  assigned: { action: '到了签到', icon: 'location', tone: 'going', over: false },
  checkedIn: { action: '填记录', icon: 'edit', tone: 'wait', over: false },
  done: { action: '做完了', icon: 'check', tone: '', over: true },
  rated: { action: '做完了', icon: 'check', tone: '', over: true },
  declined: { action: '没接', icon: 'close-circle', tone: '', over: true },
  expired: { action: '过期了', icon: 'close-circle', tone: '', over: true },
  cancelled: { action: '取消了', icon: 'rollback', tone: '', over: true },
  noShow: { action: '没来', icon: 'error-circle', tone: '', over: true },
}

/** What is kept on the phone counts as done. */
function stepOf(booking: Visit, kept: KeptWork[]): Step {
  const done = kept.filter((one) => matterOf(one) === booking.id && !one.refused).map(({ action }) => action)
  if (done.includes('booking.complete')) return steps.done
  return done.includes('booking.checkIn') && booking.state === 'assigned' ? steps.checkedIn : steps[booking.state]
}

function visitStop(booking: Visit, kept: KeptWork[]): Omit<Stop, 'next' | 'turn'> {
  const { id, start, end, service, forWhom, home } = booking
  return {
    key: id,
    url: `/packages/work/visit/visit?id=${id}`,
    start,
    hours: hoursWords(start, end),
    name: service.name,
    who: forWhom,
    place: whereWords(booking),
    point: home,
    ...stepOf(booking, kept),
  }
}

function lessonStop(session: Session, day: string): Omit<Stop, 'next' | 'turn'>[] {
  const { id, title, lessons, place, seats, left, queued } = session
  const pupils = `${seats - left} 人${queued > 0 ? `，${queued} 人排队` : ''}`
  return lessons.flatMap((lesson, at) => {
    if (dayOf(lesson.start) !== day || lesson.cancelled) return []
    const over = Date.parse(lesson.end) < Date.now()
    return {
      key: `${id}.${at}`,
      url: `/packages/work/register/register?session=${encodeURIComponent(id)}&lesson=${at}`,
      start: lesson.start,
      hours: hoursWords(lesson.start, lesson.end),
      name: `${title} · ${lesson.title}`,
      who: pupils,
      place: place ?? '',
      point: undefined,
      action: over ? '上完了' : '点名',
      icon: over ? 'check' : 'usergroup',
      tone: over ? '' : 'going',
      over,
    }
  })
}

function dayOf(at: string): string {
  return new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10)
}

function stopsOf({ day, bookings, sessions }: Day, kept: KeptWork[]): Stop[] {
  const stops = [
    ...bookings.filter(({ kind }) => kind !== 'class').map((booking) => visitStop(booking, kept)),
    ...sessions.flatMap((session) => lessonStop(session, day)),
  ].sort((a, b) => a.start.localeCompare(b.start))
  const next = stops.findIndex(({ over }) => !over)
  return stops.map((stop, at) => ({ ...stop, next: at === next, turn: at + 1 }))
}

/** What was opened once can be worked on without a network, so visits that are to be made are fetched before anybody opens them. */
async function fetchAhead(bookings: Visit[]): Promise<void> {
  for (const { id: booking, state, version } of bookings) {
    const open = state === 'assigned' || state === 'checkedIn'
    if (open && lastKnown('booking.get', { booking })?.data.version !== version) await ask('booking.get', { booking })
  }
}

page({
  data: {
    day: '',
    dayName: '',
    summary: '',
    stops: [] as Stop[],
  },

  keptChanged({ detail }: WechatMiniprogram.CustomEvent<{ sent: boolean }>) {
    if (detail.sent) void this.reload()
  },

  async load(): Promise<Reply<unknown>> {
    await sendWork()
    const { day } = this.data
    const reply = await ask('booking.visits', day ? { day } : {})
    if (reply.ok) {
      if (reply.staleSince === undefined) void fetchAhead(reply.data.bookings)
      const kept = keptWork()
      const stops = stopsOf(reply.data, kept)
      const left = stops.filter(({ over }) => !over).length
      this.setData({
        day: reply.data.day,
        dayName: dayWords(noonOf(reply.data.day)),
        stops,
        summary: stops.length === 0 ? '' : left === 0 ? `${stops.length} 处都做完了` : `共 ${stops.length} 处，还有 ${left} 处`,
      })
    }
    return reply
  },

  goTo(days: number) {
    const day = dayFrom(this.data.day, days)
    this.setData({ day, dayName: dayWords(noonOf(day)), summary: '', phase: 'loading' })
    void this.reload()
  },

  before() {
    this.goTo(-1)
  },

  after() {
    this.goTo(1)
  },

  today() {
    this.setData({ day: '', phase: 'loading' })
    void this.reload()
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { url: string }>) {
    void wx.navigateTo({ url: currentTarget.dataset.url })
  },

  showWay({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { key: string }>) {
    const stop = this.data.stops.find(({ key }) => key === currentTarget.dataset.key)
    if (!stop?.point) return
    void wx.openLocation({ ...stop.point, name: `${stop.who} · ${stop.name}`, address: stop.place, scale: 17 })
  },

  leave() {
    void wx.navigateTo({ url: `/packages/work/leave/leave?why=${encodeURIComponent('生病了')}` })
  },
})
