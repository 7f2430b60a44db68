// What can be booked, arranged for choosing: by day, with places left in words.
import type { ServiceView } from '../../../typings/contract'
import { dayWords, hoursWords, spanWords } from '../../words/time'

type SessionView = ServiceView['sessions'][number]

/** One time that can be chosen. Its key is what a booking sends: the start of a visit's window, or a session's id. */
export interface Slot {
  key: string
  start: string
  end: string
  /** 上午 9 点到 11 点 */
  hours: string
  /** 明天上午 9 点到 11 点 */
  when: string
  title: string
  who: string
  place: string
  left: string
  full: boolean
  mine: boolean
}

export interface DayChoice {
  day: string
  /** 今天, 明天, 周五 */
  name: string
  /** 11月28日 */
  date: string
  left: string
  free: number
  slots: Slot[]
}

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']
const nearDays = new Set(['今天', '明天', '后天'])

function dayOf(at: string): string {
  return new Date(Date.parse(at) + 8 * 3600_000).toISOString().slice(0, 10)
}

function seatsWords(left: number): string {
  if (left <= 0) return '已满'
  return left <= 3 ? `只剩 ${left} 个名额` : `还剩 ${left} 个名额`
}

function freeWords(free: number): string {
  return free > 0 ? '可以约' : '约满了'
}

function slotOfWindow({ start, end, free }: ServiceView['windows'][number], now: number): Slot & { free: number } {
  return {
    key: start,
    start,
    end,
    hours: hoursWords(start, end),
    when: spanWords(start, end, now),
    title: '',
    who: '',
    place: '',
    left: freeWords(free),
    full: free <= 0,
    mine: false,
    free,
  }
}

function slotOfSession({ id, start, end, title, who, place, seats, left, mine }: SessionView, now: number): Slot & { free: number } {
  return {
    key: id,
    start,
    end,
    hours: hoursWords(start, end),
    when: spanWords(start, end, now),
    title,
    who: who ?? '',
    place: place ?? '',
    left: mine ? '您已经约了' : seats === 1 ? freeWords(left) : seatsWords(left),
    full: left <= 0,
    mine,
    free: mine ? 0 : left,
  }
}

/** The days of a service, each with its times, both in order. */
export function dayChoices(service: ServiceView, now = Date.now()): DayChoice[] {
  const slots =
    service.kind === 'visit' ? service.windows.map((one) => slotOfWindow(one, now)) : service.sessions.map((one) => slotOfSession(one, now))
  const days = new Map<string, DayChoice>()
  for (const { free, ...slot } of slots.sort((a, b) => a.start.localeCompare(b.start))) {
    const day = dayOf(slot.start)
    let choice = days.get(day)
    if (!choice) {
      const name = dayWords(slot.start, now)
      const [, month = '', date = ''] = day.split('-')
      choice = {
        day,
        name: nearDays.has(name) ? name : (weekdays[new Date(day).getUTCDay()] ?? ''),
        date: `${Number(month)}月${Number(date)}日`,
        left: '',
        free: 0,
        slots: [],
      }
      days.set(day, choice)
    }
    choice.slots.push(slot)
    choice.free += free
  }
  return [...days.values()].map((choice) => ({ ...choice, left: choice.free > 0 ? '可约' : '约满' }))
}

/** The first time that can still be had. */
export function soonest(days: DayChoice[]): Slot | undefined {
  return days.flatMap(({ slots }) => slots).find(({ full, mine }) => !full && !mine)
}

export function slotOf(days: DayChoice[], key: string): Slot | undefined {
  return days.flatMap(({ slots }) => slots).find((slot) => slot.key === key)
}
