import type { genders } from '../contract/booking'
import type { OrganisationRef } from './booking'
import type { Person, PersonRef } from './person'
import type { Day, Instant } from './time'

/** A span of wall-clock time, e.g. 08:30 to 12:00. */
export interface Shift {
  from: string
  until: string
}

/** Why a worker works otherwise than every week: 错时 (other hours), a holiday, or leave (no shifts). */
export interface RosterException {
  /** Of the worker. */
  person: string
  day: Day
  shifts: Shift[]
  why: string
}

export interface RosteredWorker {
  worker: PersonRef
  skills: string[]
  languages: string[]
  gender?: Gender
  /** Seven lists, Sunday first. On a public holiday nobody works unless an exception says so; a make-up working day is a Monday. */
  week: Shift[][]
  /** Village grids whose committee this adviser advises. */
  advises: string[]
  /** Link to the adviser's own meeting room. */
  video?: string
}

export type Gender = (typeof genders)[number]

/** Collection `organisations`: who works when. Small and rarely changed, under its version. */
export interface Organisation extends OrganisationRef {
  _id: string
  version: number
  requests: string[]
  field: string
  /** Where appointments are. */
  place?: { name: string; longitude: number; latitude: number }
  roster: RosteredWorker[]
  /** Of days to come; past ones are dropped when a new one is written. */
  exceptions: RosterException[]
  /** Days up to this one (exclusive) have been laid out as workdays and sessions. */
  laidOutUntil: Day
  rating: { stars: number; count: number }
  createdAt: Instant
  updatedAt: Instant
}

/**
 * Collection `contracts`: hours that the government or a charity bought of an organisation. Always
 * left + minutes of `open` + used = minutes bought; `left` guards, never the version.
 */
export interface Contract {
  _id: string
  requests: string[]
  organisation: string
  programme: string
  buyer: string
  name: string
  /** First and last day. */
  from: Day
  until: Day
  minutes: number
  left: number
  used: number
  /** Visits that have been promised and not been done. */
  open: { booking: string; minutes: number; at: Instant }[]
  touchedAt: Instant
  unsettled?: boolean
}

/** The organisation that a person acts for: the one asked for, if the person answers for it. */
export function actsFor({ roles }: Pick<Person, 'roles'>, asked?: string): string | undefined {
  const own = roles.flatMap((role) => (role.role === 'organisation' ? [role.organisation] : []))
  return asked === undefined ? own[0] : own.find((one) => one === asked)
}

/** Shifts of one day, in order and apart. */
export function areApart(shifts: Shift[]): boolean {
  return shifts.every(({ from, until }, at) => from < until && (at === 0 || (shifts[at - 1] as Shift).until <= from))
}

/** The exceptions with one worker's days replaced; what is past is forgotten. */
export function withExceptions(old: RosterException[], changed: RosterException[], today: Day): RosterException[] {
  const kept = old.filter(({ day, person }) => day >= today && !changed.some((one) => one.day === day && one.person === person))
  return [...kept, ...changed]
}
