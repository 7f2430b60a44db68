import { dayAfter } from './calendar'
import type { Absence, Cell, Shift, Span, TeamMember } from './grid'
import type { Person } from './person'
import { done, refuse } from './result'
import type { Result } from './result'
import { sayDate, saySpans } from './speech'
import type { Day } from './time'

/** What a change of a roster writes: the team as it will be, and a line that says what was done. */
export interface RosterChange {
  team: TeamMember[]
  sentence: string
}

/** 'lead' may change the roster; 'team' sees it, and enters leave for themself. */
export type RosterRight = 'lead' | 'team'

/** By today's roles: the leader, the desk of the village or the town, the dispatcher; and who works there. */
export function rosterRight(
  { roles }: Pick<Person, 'roles'>,
  cell: Pick<Cell, '_id' | 'village'>,
  townGrid: string,
): RosterRight | undefined {
  const rights = roles.flatMap((role): RosterRight[] => {
    if (role.role === 'dispatcher') return ['lead']
    if (role.role === 'desk') return role.grid === cell.village.grid || role.grid === townGrid ? ['lead'] : []
    if (role.role === 'member' && role.grid === cell._id) return [role.part === 'leader' ? 'lead' : 'team']
    return []
  })
  return rights.includes('lead') ? 'lead' : rights[0]
}

const longestLeave = 366
const farthest = 366
const mostAbsences = 20
const mostExceptions = 60
/** What is over stays for a while, so that what was decided then can be understood. */
const keptDays = 31

function withMember(
  team: TeamMember[],
  person: string,
  today: Day,
  edit: (member: TeamMember) => Result<{ member: TeamMember; done: string }>,
) {
  const found = team.find((one) => one.person === person)
  if (!found) return refuse('MEMBER_UNKNOWN')
  const edited = edit(found)
  if (!edited.ok) return edited
  const since = dayAfter(today, -keptDays)
  const { away, exceptions = [], ...rest } = edited.data.member
  const member = { ...rest, away: away.filter(({ to }) => to >= since), exceptions: exceptions.filter(({ day }) => day >= since) }
  return done<RosterChange>({ team: team.map((one) => (one === found ? member : one)), sentence: `${found.name}${edited.data.done}` })
}

export function withShifts(team: TeamMember[], person: string, shifts: Shift[], today: Day): Result<RosterChange> {
  const sorted = shifts.map(({ weekdays, from, to }) => ({ weekdays: [...new Set(weekdays)].sort((a, b) => a - b), from, to }))
  return withMember(team, person, today, (member) =>
    done({ member: { ...member, shifts: sorted }, done: sorted.length === 0 ? '：不再排固定的班' : '：固定的班改了' }),
  )
}

/** Other hours on one day, or, without any, the weekly ones again. */
export function withDay(team: TeamMember[], person: string, day: Day, spans: Span[] | undefined, today: Day): Result<RosterChange> {
  if (day < today || day > dayAfter(today, farthest)) return refuse('TIME_REFUSED', '请选今天以后的日子，最远一年')
  return withMember(team, person, today, (member) => {
    const others = (member.exceptions ?? []).filter((one) => one.day !== day)
    if (spans && others.length >= mostExceptions) return refuse('TIME_REFUSED', '单独改的日子太多了，请改固定的班')
    const exceptions = spans ? [...others, { day, spans }].sort((a, b) => (a.day < b.day ? -1 : 1)) : others
    const what = spans === undefined ? '照固定的班' : spans.length === 0 ? '不排班' : saySpans(spans)
    return done({ member: { ...member, exceptions }, done: `：${sayDate(day)}${what}` })
  })
}

export function withLeave(team: TeamMember[], person: string, leave: Absence, today: Day): Result<RosterChange> {
  const { from, to } = leave
  if (from < today || to < from || to > dayAfter(from, longestLeave) || from > dayAfter(today, farthest))
    return refuse('TIME_REFUSED', '休息从今天或以后开始，最长一年，请看一看日期')
  return withMember(team, person, today, (member) => {
    if (member.away.some((one) => one.from <= to && from <= one.to)) return refuse('LEAVE_TAKEN')
    if (member.away.length >= mostAbsences) return refuse('LEAVE_TAKEN', '登记的休息太多了，请先结束用不着的')
    const away = [...member.away, leave].sort((a, b) => (a.from < b.from ? -1 : 1))
    return done({ member: { ...member, away }, done: `：${sayDays(from, to)}休息` })
  })
}

/** Ends today what has begun, so that today is worked again; takes out what has not. Nothing that was handed on comes back. */
export function withoutLeave(team: TeamMember[], person: string, from: Day, today: Day): Result<RosterChange> {
  return withMember(team, person, today, (member) => {
    const leave = member.away.find((one) => one.from === from && one.to >= today)
    if (!leave) return refuse('LEAVE_UNKNOWN')
    const begunBefore = leave.from < today
    const away = member.away.flatMap((one) => (one !== leave ? [one] : begunBefore ? [{ ...one, to: dayAfter(today, -1) }] : []))
    return done({ member: { ...member, away }, done: begunBefore ? '：提前回来上班' : `：${sayDays(leave.from, leave.to)}不休息了` })
  })
}

export function sayDays(from: Day, to: Day): string {
  return from === to ? sayDate(from) : `${sayDate(from)}到${sayDate(to)}`
}

/** The last day on which anybody of the team is away. */
export function lastAwayOf(team: Pick<TeamMember, 'away'>[]): Day | undefined {
  return team
    .flatMap(({ away }) => away.map(({ to }) => to))
    .sort()
    .at(-1)
}
