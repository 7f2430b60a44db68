import type { RosterView } from '../contract'
import { dayAfter, holidayOf, isWorkingDay, weekdayOf } from '../domain/calendar'
import { ownerKey } from '../domain/case'
import type { Cell, TeamMember } from '../domain/grid'
import type { Person } from '../domain/person'
import { awayOn, rosterWeekday, spansOn, standingOf } from '../domain/roster'
import type { Standing } from '../domain/roster'
import { sayDays } from '../domain/rosterChanges'
import type { RosterRight } from '../domain/rosterChanges'
import { sayDate, sayWeekday } from '../domain/speech'
import { dayOf } from '../domain/time'
import type { Day, Instant } from '../domain/time'
import { loadsOf } from './loads'

const shownDays = 14
export const parts = { leader: '网格长', member: '网格员', volunteer: '志愿者' }
const standings: Record<Exclude<Standing, 'away'>, string> = { onDuty: '在岗', offDuty: '现在不是上班时间', volunteer: '志愿者，不排班' }

interface Viewer {
  person: Person
  right: RosterRight
  now: Instant
}

/** A roster as one person may see it; one operation for the loads. */
export async function rosterView(cell: Cell, viewer: Viewer, from?: Day): Promise<RosterView> {
  const loads = await loadsOf(cell.team.map(({ person }) => ownerKey.member(person)))
  const first = from ?? dayOf(viewer.now)
  return {
    grid: { id: cell._id, name: cell.name, village: cell.village.name },
    version: cell.version,
    team: cell.team.map((member) => memberView(member, loads.get(ownerKey.member(member.person)) ?? 0, viewer)),
    days: Array.from({ length: shownDays }, (_unused, at) => dayView(cell.team, dayAfter(first, at))),
    changes: [...(cell.changes ?? [])].reverse(),
  }
}

function memberView(member: TeamMember, load: number, { person, right, now }: Viewer): RosterView['team'][number] {
  const today = dayOf(now)
  const standing = standingOf(member, now)
  const until = member.away.find((absence) => absence.from <= today && today <= absence.to)?.to
  const mayLead = right === 'lead'
  const isSelf = member.person === person._id
  return {
    person: member.person,
    name: member.name,
    partText: parts[member.part],
    phone: member.phone,
    standing,
    standingText:
      standing !== 'away' ? standings[standing] : until === undefined || until === today ? '今天休息' : `休息到 ${sayDate(until)}`,
    load,
    shifts: member.shifts,
    exceptions: (member.exceptions ?? [])
      .filter(({ day }) => day >= today)
      .map(({ day, spans }) => ({ day, dayText: dayText(day), spans })),
    absences: member.away
      .filter(({ to }) => to >= today)
      .map(({ from, to, reason }) => ({
        from,
        to,
        text: sayDays(from, to),
        ...(mayLead || isSelf ? { reason } : {}),
        begun: from <= today,
      })),
    mayShifts: mayLead && member.part !== 'volunteer',
    mayLeave: (mayLead || isSelf) && member.part !== 'volunteer',
  }
}

function dayView(team: TeamMember[], day: Day): RosterView['days'][number] {
  const working = team.filter(({ part }) => part !== 'volunteer')
  return {
    day,
    text: dayText(day),
    ...noteOf(day),
    onDuty: working
      .filter((member) => !awayOn(member, day))
      .map((member) => ({
        person: member.person,
        name: member.name,
        spans: spansOn(member, day).map(({ from, to }) => ({ from, to })),
        changed: (member.exceptions ?? []).some((exception) => exception.day === day),
      }))
      .filter(({ spans }) => spans.length > 0)
      .sort((a, b) => beginning(a.spans).localeCompare(beginning(b.spans)) || (a.person < b.person ? -1 : 1)),
    away: working.filter((member) => awayOn(member, day)).map(({ person, name }) => ({ person, name })),
  }
}

function beginning(spans: { from: string }[]): string {
  return spans.map(({ from }) => from).sort()[0] ?? ''
}

function dayText(day: Day): string {
  return `${sayDate(day)} ${sayWeekday(weekdayOf(day))}`
}

/** Why a day is not worked as its weekday says. */
function noteOf(day: Day): { note?: string } {
  const holiday = holidayOf(day)
  if (holiday === undefined) return {}
  if (isWorkingDay(day)) return { note: `${holiday}调休上班，按${sayWeekday(rosterWeekday(day))}的班` }
  return { note: rosterWeekday(day) === weekdayOf(day) ? holiday : `${holiday}，按${sayWeekday(rosterWeekday(day))}的班` }
}
