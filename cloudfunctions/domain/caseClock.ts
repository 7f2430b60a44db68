import { addDays, addWorkingHours, hoursADay } from './calendar'
import type { Alarm, Case } from './case'
import { addMinutes } from './time'
import type { Instant } from './time'

/** Silence for so long after "resolved" ends a case (law 7). */
export const silenceDays = 5
/** A reminder comes when so much of the time has gone. */
const reminded = 0.75

/** The end of one of the item's limits: in working hours, but what is an emergency does not wait for the office to open. */
export function limitFrom({ hours, urgency }: Case['item'], limit: 'accept' | 'resolve' | 'promise', now: Instant): Instant {
  return urgency === 'emergency' ? addMinutes(now, hours[limit] * 60) : addWorkingHours(now, hours[limit])
}

/** When the sweep has to look at a case that has just got its deadline, and what for. */
export function alarmOf({ state, due, resolvedAt }: Pick<Case, 'state' | 'due' | 'resolvedAt'>, now: Instant): Alarm | undefined {
  switch (state) {
    case 'reported':
    case 'accepted': {
      if (due === undefined) return undefined
      const left = (Date.parse(due) - Date.parse(now)) / 60_000
      return left > 0 ? { at: addMinutes(now, Math.floor(left * reminded)), for: 'remind' } : { at: due, for: 'due' }
    }
    case 'suspended':
      return due === undefined ? undefined : { at: due, for: 'review' }
    case 'resolved':
      return resolvedAt === undefined ? undefined : { at: addDays(resolvedAt, silenceDays), for: 'silence' }
    case 'merged':
    case 'closed':
    case 'withdrawn':
      return undefined
  }
}

/** What is late is told twice: at once, and to the town after another working day. Then it stands in the dispatcher's queue. */
export function alarmAfterLate(told: Alarm | undefined, now: Instant): Alarm | undefined {
  return told?.for === 'late' ? undefined : { at: addWorkingHours(now, hoursADay), for: 'late' }
}
