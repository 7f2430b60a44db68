import { addDays } from '../domain/calendar'
import { daysLaidOut } from '../domain/layout'
import type { Organisation } from '../domain/organisation'
import { refuse } from '../domain/result'
import type { Refusal, Result } from '../domain/result'
import { dayOf } from '../domain/time'
import type { Day, Instant } from '../domain/time'
import { change, find, get, is } from '../platform/documents'
import type { Changed } from '../platform/documents'
import { layDays } from './layDays'
import type { Laid } from './layDays'

/** Operations of one call that go into laying out anew; the sweep does the rest within a minute. */
const operations = 80
const tries = 3

type Set = Partial<Pick<Organisation, 'roster' | 'exceptions'>>

interface Changing {
  organisation: string
  request: string
  now: Instant
  /** Days that it changes, the last one exclusive. */
  from: Day
  until: Day
  /** What is to be written, or why not; decided again when somebody else was faster. */
  decide: (organisation: Organisation) => Result<Set>
}

/**
 * Changes who works when, and makes the days that it concerns agree. The change and that those days have to be laid out anew are one write,
 * so whatever is cut off after it is done by the sweep.
 */
export async function changeRoster(changing: Changing): Promise<{ ok: true; organisation: Organisation; laid: Laid } | Refusal> {
  const { request, now, from, until } = changing
  let organisation = await get<Organisation>('organisations', changing.organisation)
  for (let attempt = 0; attempt < tries; attempt++) {
    if (!organisation) return refuse('NOT_ALLOWED')
    const { laidOutUntil } = organisation
    if (organisation.requests.includes(request)) {
      const laid = laidOutUntil > from ? nothing(from) : await lay(organisation, from, until, until, now)
      return { ok: true, organisation, laid }
    }
    const decided = changing.decide(organisation)
    if (!decided.ok) return decided
    const anew = from < laidOutUntil
    const set = { ...decided.data, ...(anew ? { laidOutUntil: from } : {}), updatedAt: now }
    const changed: Changed<Organisation> = await change(
      'organisations',
      organisation._id,
      request,
      { version: organisation.version },
      { set },
    )
    if (changed.outcome === 'written') {
      const next = { ...organisation, ...set, version: organisation.version + 1 }
      return { ok: true, organisation: next, laid: anew ? await lay(next, from, until, laidOutUntil, now) : nothing(from) }
    }
    organisation = changed.outcome === 'missing' ? undefined : changed.document
  }
  return refuse('SERVICE_BUSY')
}

function nothing(until: Day): Laid {
  return { until, moved: 0, pending: 0 }
}

/** Lays out at once as much as one call may, and notes how far everything has come: as far as `before`, when nothing is left to do. */
async function lay(organisation: Organisation, from: Day, until: Day, before: Day, now: Instant): Promise<Laid> {
  const last = until < before ? until : before
  const laid = await layDays(organisation, from, last, now, operations)
  await noteLaidOut(organisation, laid.until >= last ? before : laid.until, now)
  return laid
}

/** Without effect when the roster, or this, has been changed meanwhile. Nobody's click is spoilt by it. */
async function noteLaidOut({ _id, version, laidOutUntil }: Organisation, until: Day, now: Instant): Promise<void> {
  if (until === laidOutUntil) return
  await change('organisations', _id, `laid.${until}.${now}`, { version, laidOutUntil }, { set: { laidOutUntil: until }, bump: false })
}

const organisationsASweep = 5
const operationsASweep = 400

/**
 * For the sweep: the days that come within reach, and what a change of roster has left to do. Answers how many days were laid out.
 */
export async function layOutDays(now: Instant): Promise<number> {
  const horizon = dayOf(addDays(now, daysLaidOut))
  const behind = await find<Organisation>(
    'organisations',
    { laidOutUntil: is.lt(horizon) },
    { limit: organisationsASweep, order: [['laidOutUntil', 'asc']] },
  )
  let days = 0
  for (const organisation of behind) {
    const { until } = await layDays(organisation, organisation.laidOutUntil, horizon, now, operationsASweep)
    await noteLaidOut(organisation, until, now)
    days += daysBetween(organisation.laidOutUntil, until)
  }
  return days
}

function daysBetween(from: Day, until: Day): number {
  return Math.max(0, Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000))
}
