import type { Case } from '../domain/case'
import { byDay, countedFields, dayId, dayOfCases, withCases } from '../domain/measures'
import type { DayOfCases } from '../domain/measures'
import { addMinutes, minuteOf } from '../domain/time'
import type { Instant } from '../domain/time'
import { change, create, find, get, is } from '../platform/documents'

/** Figures may be some minutes old; looking every minute would cost five times as much. */
const everyMinutes = 5
/** A call writes the instant at which it began: what lies closer than any call lasts may still be joined by an earlier one. */
const graceMinutes = 1
const most = 200
/** The most that the database answers; more promises than that do not end in the same minute. */
const mostBroken = 1000

/** How far the walk over the changed cases has come. */
interface Mark {
  _id: 'mark'
  version: number
  requests: string[]
  until: Instant
  /** The last case at that instant. */
  id: string
  /** Promises up to here have been looked at. */
  promises: Instant
}

const start = '2000-01-01T00:00:00.000Z'

/**
 * Walks over the cases that changed, or whose promise passed, since it last came, and puts each in the place of what it was in the document
 * of its day. Bounded, and safe to repeat: a walk that was cut short is walked again from its mark.
 */
export async function countCases(now: Instant): Promise<number> {
  if (minuteOf(now) % everyMinutes !== 0) return 0
  const asOf = addMinutes(now, -graceMinutes)
  const request = `count.${now}`
  const found = await get<Mark>('measures', 'mark')
  const mark: Mark = found ?? { _id: 'mark', version: 1, requests: [request], until: start, id: '', promises: start }

  const fields = countedFields as string[]
  const order: [string, 'asc'][] = [
    ['updatedAt', 'asc'],
    ['_id', 'asc'],
  ]
  const same = await find<Case>('cases', { updatedAt: mark.until, _id: is.gt(mark.id) }, { limit: most, order, fields })
  const later =
    same.length === most
      ? []
      : await find<Case>('cases', { updatedAt: is.both(is.gt(mark.until), is.lte(asOf)) }, { limit: most - same.length, order, fields })
  const changed = [...same, ...later]
  const broken = await find<Case>(
    'cases',
    { open: true, promise: is.both(is.gt(mark.promises), is.lte(asOf)) },
    { limit: mostBroken, order: [['promise', 'asc']], fields },
  )
  const cases = [...new Map([...changed, ...broken].map((one) => [one._id, one])).values()]
  if (cases.length === 0) return 0
  for (const [day, ofDay] of byDay(cases)) if (!(await keep(day, ofDay, asOf, request))) return 0

  const last = changed.at(-1)
  const next = {
    ...(last ? { until: last.updatedAt, id: last._id } : {}),
    promises: broken.length === mostBroken ? lookedAt(broken) : asOf,
  }
  if (!found) await create<Mark>('measures', { ...mark, ...next })
  else await change<Mark>('measures', 'mark', request, { version: mark.version }, { set: next })
  return cases.length
}

/** Many promises end at the same instant; the last instant may have been cut in two. */
function lookedAt(broken: Case[]): Instant {
  const last = (broken.at(-1) as Case).promise
  return broken.findLast(({ promise }) => promise < last)?.promise ?? last
}

/** False when another walk was faster; then this one comes again. */
async function keep(day: string, cases: Case[], asOf: Instant, request: string): Promise<boolean> {
  const found = await get<DayOfCases>('measures', dayId(day))
  if (!found) return (await create<DayOfCases>('measures', withCases(dayOfCases(day, request), cases, asOf))) !== undefined
  const { shares, table } = withCases(found, cases, asOf)
  const { outcome } = await change<DayOfCases>('measures', found._id, request, { version: found.version }, { set: { shares, table } })
  return outcome === 'written' || outcome === 'already'
}
