import chineseDays from 'chinese-days'
import { addMinutes, dayOf, instantAt, minuteOf } from './time'
import type { Day, Instant } from './time'

/** Office hours of the town's departments and teams, in minutes after midnight: 8:30–12:00 and 14:00–17:30. */
const office = [
  { from: 510, to: 720 },
  { from: 840, to: 1050 },
] as const
const minutesADay = office.reduce((sum, span) => sum + span.to - span.from, 0)

export function isWorkingDay(day: Day): boolean {
  return chineseDays.isWorkday(day)
}

/** Whether the offices are open, so that clocks run. */
export function inOffice(at: Instant): boolean {
  const minute = minuteOf(at)
  return isWorkingDay(dayOf(at)) && office.some(({ from, to }) => from <= minute && minute < to)
}

/** 国庆节 of the days off and of the weekend days that are worked for them; undefined on all other days. */
export function holidayOf(day: Day): string | undefined {
  const [, chinese] = chineseDays.getDayDetail(day).name.split(',')
  return chinese
}

/** The day so many days after another. */
export function dayAfter(day: Day, days = 1): Day {
  return dayOf(addDays(instantAt(day, '12:00'), days))
}

/** A day off by the state's holiday calendar, also one that falls on a weekend. */
export function isPublicHoliday(day: Day): boolean {
  return !isWorkingDay(day) && chineseDays.getDayDetail(day).name.includes(',')
}

/**
 * The instant that lies so many working hours after another. A limit that starts outside office hours starts with the next ones.
 * One working day = 7 hours.
 */
export function addWorkingHours(from: Instant, hours: number): Instant {
  let left = Math.round(hours * 60)
  let day = dayOf(from)
  let minute = minuteOf(from)
  for (;;) {
    if (isWorkingDay(day)) {
      for (const span of office) {
        const start = Math.max(span.from, minute)
        const room = Math.max(0, span.to - start)
        if (left <= room && room > 0) return addMinutes(instantAt(day, '00:00'), start + left)
        left -= room
      }
    }
    day = dayAfter(day)
    minute = 0
  }
}

export const hoursADay = minutesADay / 60

export function addDays(at: Instant, days: number): Instant {
  return addMinutes(at, days * 24 * 60)
}

export function weekdayOf(day: Day): number {
  return new Date(`${day}T12:00:00.000Z`).getUTCDay()
}
