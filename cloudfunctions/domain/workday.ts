import type { CrewMember, VisitTaker, Workday } from './booking'
import { distance } from './geometry'
import type { Point } from './geometry'
import { addMinutes } from './time'
import type { Instant } from './time'

/** What a visit asks of whoever makes it. */
export interface VisitSpan {
  start: Instant
  end: Instant
  skill: string
  home?: Point
}

/** From one door to the next: an electric bicycle in village lanes, as the crow flies, and parking and climbing the stairs. Data. */
export const travel = { metresAMinute: 200, doorMinutes: 5, unknownMinutes: 15, sameHomeMetres: 30 }

/** Whole minutes that must lie between two visits of one worker. A home that is not on the map is taken to be at the other end of town. */
export function travelMinutes(from: Point | undefined, to: Point | undefined): number {
  if (!from || !to) return travel.unknownMinutes
  const metres = distance(from, to)
  return metres <= travel.sameHomeMetres ? 0 : Math.round(travel.doorMinutes + metres / travel.metresAMinute)
}

/** What a worker has that day, in order. */
export function visitsOf(workday: Workday, worker: string, without?: string): VisitTaker[] {
  return workday.takers.filter((taker) => taker.worker === worker && taker.booking !== without).sort((a, b) => (a.start < b.start ? -1 : 1))
}

function farEnough(visit: VisitTaker, need: VisitSpan): boolean {
  const minutes = travelMinutes(visit.home, need.home)
  return addMinutes(visit.end, minutes) <= need.start || addMinutes(need.end, minutes) <= visit.start
}

/** Why a crew member can't come. */
export type Unable = 'away' | 'unskilled' | 'offDuty' | 'busy'

/** `without` = a booking that is to be moved, so that its own place is none in its way. */
export function unable(member: CrewMember, workday: Workday, need: VisitSpan, without?: string): Unable | undefined {
  if (member.away) return 'away'
  if (!member.skills.includes(need.skill)) return 'unskilled'
  if (!member.shifts.some(({ start, end }) => start <= need.start && need.end <= end)) return 'offDuty'
  const visits = workday.takers.filter(({ worker, booking }) => worker === member.worker.person && booking !== without)
  return visits.every((visit) => farEnough(visit, need)) ? undefined : 'busy'
}

/** Whether a crew member can make a visit: knows how, is at work, and gets there from the visit before and to the one after in time. */
export function canServe(member: CrewMember, workday: Workday, need: VisitSpan, without?: string): boolean {
  return unable(member, workday, need, without) === undefined
}

/** Metres that a visit adds to a worker's way between homes that day; undefined when there is none before or after it. */
export function addedMetres(workday: Workday, worker: string, need: VisitSpan, without?: string): number | undefined {
  const { home } = need
  if (!home) return undefined
  const placed = visitsOf(workday, worker, without).flatMap((visit) => (visit.home ? [{ end: visit.end, home: visit.home }] : []))
  const before = placed.findLast(({ end }) => end <= need.start)
  const after = placed.find(({ end }) => end > need.start)
  if (before && after) return distance(before.home, home) + distance(home, after.home) - distance(before.home, after.home)
  const one = before ?? after
  return one && distance(one.home, home)
}

function minutesBetween({ start, end }: { start: Instant; end: Instant }): number {
  return (Date.parse(end) - Date.parse(start)) / 60_000
}

/** How much of a worker's shifts is promised, from 0 to 1. */
export function loadOf(member: CrewMember, workday: Workday, without?: string): number {
  const shift = member.shifts.reduce((sum, span) => sum + minutesBetween(span), 0)
  const booked = visitsOf(workday, member.worker.person, without).reduce((sum, span) => sum + minutesBetween(span), 0)
  return shift === 0 ? 1 : Math.min(1, booked / shift)
}

/** Visits ahead whose worker is away, or does not work then or do that any more. */
export function stranded(workday: Workday, now: Instant): VisitTaker[] {
  return workday.takers.filter((taker) => {
    const member = workday.crew.find(({ worker }) => worker.person === taker.worker)
    const why = member ? unable(member, workday, taker, taker.booking) : 'away'
    return taker.start > now && why !== undefined && why !== 'busy'
  })
}
