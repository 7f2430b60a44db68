import { isWorkingDay, weekdayOf } from './calendar'
import type { Shift, TeamMember } from './grid'
import { addMinutes, dayOf, minuteOf, minutesOfWall } from './time'
import type { Day, Instant } from './time'

const minutesADay = 24 * 60

/**
 * The weekday whose shifts apply on a day. Grids are staffed on public holidays too, as on a Sunday; a weekend day that the state made a
 * working day runs as a Monday.
 */
export function rosterWeekday(day: Day): number {
  const weekday = weekdayOf(day)
  const weekend = weekday === 0 || weekday === 6
  if (isWorkingDay(day)) return weekend ? 1 : weekday
  return weekend ? weekday : 0
}

/** Whether the shift that begins on `day` covers a minute counted from that day's midnight. Equal ends mean the whole day round. */
function covers({ weekdays, from, to }: Shift, day: Day, minute: number): boolean {
  if (!weekdays.includes(rosterWeekday(day))) return false
  const start = minutesOfWall(from)
  const wallEnd = minutesOfWall(to)
  const end = wallEnd <= start ? wallEnd + minutesADay : wallEnd
  return start <= minute && minute < end
}

function awayOn({ away }: TeamMember, day: Day): boolean {
  return away.some(({ from, to }) => from <= day && day <= to)
}

export type Standing = 'onDuty' | 'offDuty' | 'away' | 'volunteer'

/** A night shift belongs to the day on which it begins: who was away then does not work its end. Who is away today works neither. */
export function standingOf(member: TeamMember, now: Instant): Standing {
  if (member.part === 'volunteer') return 'volunteer'
  const today = dayOf(now)
  if (awayOn(member, today)) return 'away'
  const minute = minuteOf(now)
  const yesterday = dayOf(addMinutes(now, -minutesADay))
  const begunToday = member.shifts.some((shift) => covers(shift, today, minute))
  const begunYesterday = !awayOn(member, yesterday) && member.shifts.some((shift) => covers(shift, yesterday, minute + minutesADay))
  return begunToday || begunYesterday ? 'onDuty' : 'offDuty'
}
