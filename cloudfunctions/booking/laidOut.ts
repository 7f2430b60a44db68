import { startOfToday } from '../domain/availability'
import type { Bookable } from '../domain/booking'
import { addDays } from '../domain/calendar'
import { daysLaidOut } from '../domain/layout'
import type { Instant } from '../domain/time'
import { find, is } from '../platform/documents'

/** As many as one query may answer. What is laid out of a service is far less, save for appointments of many advisers. */
const most = 1000

/**
 * Everything of a service that is laid out from today on, with its offerings, whose start sorts after every instant. One operation, and a
 * second one when there is more than one query may answer: then what lies nearest counts.
 */
export async function laidOut(service: string, now: Instant, until = addDays(now, daysLaidOut)): Promise<Bookable[]> {
  const from = startOfToday(now)
  const latest = await find<Bookable>('sessions', { services: service, start: is.gte(from) }, { limit: most, order: [['start', 'desc']] })
  if (latest.length < most) return latest
  const nearest = await find<Bookable>(
    'sessions',
    { services: service, start: is.both(is.gte(from), is.lt(until)) },
    { limit: most, order: [['start', 'asc']] },
  )
  return [...latest.filter(({ kind }) => kind === 'offering'), ...nearest]
}
