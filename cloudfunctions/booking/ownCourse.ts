import { organisationsOf } from '../domain/booking'
import type { Offering, Session } from '../domain/booking'
import { laidOutFields } from '../domain/course'
import type { LaidOut } from '../domain/course'
import type { Organisation, RosteredWorker } from '../domain/organisation'
import type { Person } from '../domain/person'
import { refuse } from '../domain/result'
import type { Refusal } from '../domain/result'
import type { Instant } from '../domain/time'
import { find, get, is } from '../platform/documents'

/** An organisation's courses, days and hours that touch the time of one course; the database answers at most 1,000 documents. */
const most = 1000

/** A course of the organisation for which somebody answers. */
export async function ownCourse(person: Person, id: string): Promise<Session | undefined> {
  const session = await get<Session>('sessions', id)
  return session?.kind === 'class' && organisationsOf(person).includes(session.organisation.id) ? session : undefined
}

/** Refuses what was decided on an older state, and what is called off. */
export function staleOrOff({ changes = 0, calledOff }: Session, seen: number): Refusal | undefined {
  if (calledOff) return refuse('LESSON_FIXED', '这门课已经取消了')
  return changes === seen ? undefined : refuse('COURSE_CHANGED')
}

/** Whether this very command has changed it before; the list of requests is short, and in a rush for seats our own soon leaves it. */
export function hasChanged({ changedBy, requests }: Session, request: string): boolean {
  return changedBy === request || requests.includes(request)
}

/** The state that was decided on; a course that has never been changed may not say so. */
export function unchanged({ changes }: Session) {
  return { changes: changes ?? null }
}

export interface Staff {
  organisation: Organisation
  /** Who knows how to teach it. */
  teachers: RosteredWorker[]
}

/** Two operations. */
export async function staffOf({ organisation: { id }, services: [service] }: Session): Promise<Staff | undefined> {
  const [organisation, offering] = await Promise.all([
    get<Organisation>('organisations', id),
    get<Offering>('sessions', `${id}.${service}`),
  ])
  if (!organisation || !offering) return undefined
  return { organisation, teachers: organisation.roster.filter(({ skills }) => skills.includes(offering.service.skill)) }
}

/** What the people of an organisation have in a span of time. */
export function laidOutOf(organisation: string, from: Instant, until: Instant): Promise<LaidOut[]> {
  return find<LaidOut>(
    'sessions',
    { 'organisation.id': organisation, end: is.gt(from), start: is.lt(until), kind: is.in(['visit', 'appointment', 'class']) },
    { limit: most, order: [['end', 'asc']], fields: laidOutFields },
  )
}
