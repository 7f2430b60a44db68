import { isWorkingDay, weekdayOf } from './calendar'
import type { Span, TeamMember } from './grid'
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

/** What a member works on a day unless away: the hours set for this very day, else the weekly ones. */
export function spansOn({ shifts, exceptions }: Pick<TeamMember, 'shifts' | 'exceptions'>, day: Day): Span[] {
  const exception = exceptions?.find((one) => one.day === day)
  return exception ? exception.spans : shifts.filter(({ weekdays }) => weekdays.includes(rosterWeekday(day)))
}

/** Whether a span covers a minute counted from the midnight before it. Equal ends mean the whole day round. */
function covers({ from, to }: Span, minute: number): boolean {
  const start = minutesOfWall(from)
  const wallEnd = minutesOfWall(to)
  const end = wallEnd <= start ? wallEnd + minutesADay : wallEnd
  return start <= minute && minute < end
}

export function awayOn({ away }: Pick<TeamMember, 'away'>, day: Day): boolean {
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
  const begunToday = spansOn(member, today).some((span) => covers(span, minute))
  const begunYesterday = !awayOn(member, yesterday) && spansOn(member, yesterday).some((span) => covers(span, minute + minutesADay))
  return begunToday || begunYesterday ? 'onDuty' : 'offDuty'
}
