// What can be booked, arranged for choosing: times by day and month, courses one by one, with places left in words.
import type { AdviserView, ServiceView } from '../../../typings/contract'
import { dayWords, hoursWords, spanWords } from '../../words/time'
import { lessonWords } from './lessons'

type SessionView = ServiceView['sessions'][number]
export type Channel = ServiceView['channels'][number]

/** One time or course that can be chosen. Its key is what a booking sends: the start of a visit, or a session's id. */
export interface Slot {
  key: string
  start: string
  end: string
  /** 上午 9 点到 11 点 */
  hours: string
  /** 明天上午 9 点到 11 点; of a course its days. */
  when: string
  title: string
  who: string
  place: string
  /** 还剩 3 个名额 */
  left: string
  free: number
  /** Can't be had directly; a course can be waited for. */
  full: boolean
  queued: number
  /** Somebody could come who meets every wish. */
  fits: boolean
  mine: boolean
  /** Why this person can't take it. */
  obstacle: string
  /** Of one's own: the booking. */
  booking: string
  /** What the person has then already: that booking. */
  clash: string
  /** What the course is about, in the organisation's words. */
  about: string
  lessons: { title: string; when: string }[]
}

export interface DayChoice {
  day: string
  /** 今天, 明天, 周五 */
  name: string
  /** 11月28日 */
  date: string
  /** How many of its times can be had. */
  free: number
  slots: Slot[]
}

export interface MonthCell {
  key: string
  /** '' outside the month. */
  day: string
  date: string
  /** 余 5, 满; '' when nothing is offered. */
  words: string
  free: number
  label: string
}

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']
const nearDays = new Set(['今天', '明天', '后天'])

export function dayOf(at: string): string {
  return new Date(Date.parse(at) + 8 * 3600_000).toISOString().slice(0, 10)
}

export function canTake({ full, mine, obstacle }: Slot): boolean {
  return !full && !mine && obstacle === ''
}

export function canWaitFor({ full, mine, obstacle }: Slot): boolean {
  return full && !mine && obstacle === ''
}

function slotOfWindow({ start, end, free, wished, clash }: ServiceView['windows'][number], now: number): Slot {
  return {
    key: start,
    start,
    end,
    hours: hoursWords(start, end),
    when: spanWords(start, end, now),
    title: '',
    who: '',
    place: '',
    left: free <= 0 ? '约满了' : wished > 0 ? `有 ${wished} 个人可以来` : `您想要的人没空，别的有 ${free} 个`,
    free,
    full: free <= 0,
    fits: wished > 0,
    queued: 0,
    mine: false,
    obstacle: clash ? '这个时间已经有别的预约' : '',
    booking: '',
    clash: '',
    about: '',
    lessons: [],
  }
}

function slotOfHour(
  adviser: AdviserView,
  { id, start, taken = false, booking, obstacle }: AdviserView['hours'][number],
  now: number,
): Slot {
  const end = new Date(Date.parse(start) + adviser.minutes * 60_000).toISOString()
  const mine = booking !== undefined
  return {
    key: id,
    start,
    end,
    hours: hoursWords(start, end),
    when: spanWords(start, end, now),
    title: '',
    who: [adviser.who, adviser.beside ? `${adviser.beside}陪同` : ''].filter(Boolean).join('，'),
    place: adviser.place ?? '',
    left: mine ? '已经约了' : taken ? '约满了' : '可以约',
    free: taken ? 0 : 1,
    full: taken,
    fits: true,
    queued: 0,
    mine,
    obstacle: obstacle ?? '',
    booking: booking ?? '',
    clash: '',
    about: '',
    lessons: [],
  }
}

function seatsWords({ left, queued }: SessionView, full: boolean): string {
  if (full) return queued > 0 ? `满了，${queued} 个人在排队` : '约满了'
  return left <= 3 ? `只剩 ${left} 个名额` : `还剩 ${left} 个名额`
}

/** With somebody in the queue nobody passes them, although a place may be free this moment. */
export function slotOfSession(session: SessionView, now = Date.now()): Slot {
  const { id, start, end, title, who, place, left, queued, mine, obstacle = '', clash, booking, about = '' } = session
  const full = left <= 0 || queued > 0
  const lessons = session.lessons.filter(({ cancelled }) => !cancelled)
  const first = lessons[0]
  // Who only waits may have something else then: they choose when a place comes free.
  const waits = full && clash !== undefined && lessons.length > 0
  const seats = seatsWords(session, full)
  return {
    key: id,
    start,
    end,
    hours: hoursWords(start, end),
    when: first ? lessonWords(lessons, now) : spanWords(start, end, now),
    title,
    who: who ?? '',
    place: place ?? '',
    left: mine ? '已经约了' : waits ? `${seats}。${obstacle}；可以先排队，排到了再选留哪个` : seats,
    free: mine ? 0 : left,
    full,
    fits: true,
    queued,
    mine,
    obstacle: mine || waits ? '' : first && clash ? `${obstacle}。请改那一个，或选别的班` : obstacle,
    booking: booking ?? '',
    clash: (!mine && clash?.booking) || '',
    about,
    lessons: lessons.map((lesson, at) => ({
      title: `${at + 1}. ${lesson.title}`,
      when: spanWords(lesson.start, lesson.end, now),
    })),
  }
}

/** The days of a service, each with its times, both in order. */
export function dayChoices(slots: Slot[], now = Date.now()): DayChoice[] {
  const days = new Map<string, DayChoice>()
  for (const slot of [...slots].sort((a, b) => a.start.localeCompare(b.start) || a.who.localeCompare(b.who))) {
    const day = dayOf(slot.start)
    let choice = days.get(day)
    if (!choice) {
      const name = dayWords(slot.start, now)
      choice = { day, name: nearDays.has(name) ? name : weekdayOf(day), date: dateOf(day), free: 0, slots: [] }
      days.set(day, choice)
    }
    choice.slots.push(slot)
    if (canTake(slot)) choice.free++
  }
  return [...days.values()]
}

/** All that can be chosen of a service; of advice, what goes by one channel. */
export function timesOf(service: ServiceView, channel: Channel | '', now = Date.now()): Slot[] {
  if (service.kind === 'visit') return service.windows.map((one) => slotOfWindow(one, now))
  if (service.kind === 'class') return service.sessions.map((one) => slotOfSession(one, now))
  return service.advisers
    .filter(({ channels }) => channel === '' || channels.includes(channel))
    .flatMap((adviser) => adviser.hours.map((hour) => slotOfHour(adviser, hour, now)))
    .map((slot) => (channel === 'office' || channel === '' ? slot : { ...slot, place: '' }))
    .sort((a, b) => a.start.localeCompare(b.start) || a.key.localeCompare(b.key))
}

function weekdayOf(day: string): string {
  return weekdays[new Date(day).getUTCDay()] ?? ''
}

function dateOf(day: string): string {
  const [, month = '', date = ''] = day.split('-')
  return `${Number(month)}月${Number(date)}日`
}

export function monthName(month: string, now = Date.now()): string {
  const [year = '', number = ''] = month.split('-')
  return `${year === dayOf(new Date(now).toISOString()).slice(0, 4) ? '' : `${year}年`}${Number(number)}月`
}

export function monthAfter(month: string, by: number): string {
  const [year = '', number = ''] = month.split('-')
  return new Date(Date.UTC(Number(year), Number(number) - 1 + by, 1)).toISOString().slice(0, 7)
}

/** The weeks of a month, Monday first, with what is free on each day. */
export function monthCells(month: string, days: DayChoice[]): MonthCell[] {
  const first = new Date(`${month}-01`)
  const blanks = (first.getUTCDay() + 6) % 7
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  const byDay = new Map(days.map((one) => [one.day, one]))
  const cells: MonthCell[] = Array.from({ length: blanks }, (_, at) => ({
    key: `blank-${at}`,
    day: '',
    date: '',
    words: '',
    free: 0,
    label: '',
  }))
  for (let date = 1; date <= length; date++) {
    const day = `${month}-${String(date).padStart(2, '0')}`
    const choice = byDay.get(day)
    const free = choice?.free ?? 0
    cells.push({
      key: day,
      day,
      date: String(date),
      words: choice ? (free > 0 ? `余${free}` : '满') : '',
      free,
      label: choice ? `${date}${free > 0 ? `余${free}` : '满'}，${weekdayOf(day)}` : '',
    })
  }
  return cells
}

/** The first time that can still be had, with whoever is wished for if they have one. */
export function soonest(slots: Slot[]): Slot | undefined {
  const free = slots.filter(canTake).sort((a, b) => a.start.localeCompare(b.start))
  return free.find(({ fits }) => fits) ?? free[0]
}
