import type { Bookable, Offering, Session, Workday } from '../domain/booking'
import { dayOf, instantAt } from '../domain/time'
import type { Instant } from '../domain/time'
import { find, is } from '../platform/documents'

/** Organisations that may offer one service, each with its offering and its day. */
const most = 120

/** What one booking needs, in one operation: for a visit all offerings and the day of each organisation, else the session and the offerings. */
export function bookablesFor(wanted: { service: string; start: Instant } | { service: string; session: string }): Promise<Bookable[]> {
  const { service } = wanted
  return 'session' in wanted
    ? find<Bookable>('sessions', [{ _id: wanted.session }, { services: service, start: 'offering' }], { limit: most })
    : find<Bookable>('sessions', { services: service, start: is.in([midnightOf(wanted.start), 'offering']) }, { limit: most })
}

/** When the workday begins to which an instant belongs. */
function midnightOf(at: Instant): Instant {
  return instantAt(dayOf(at), '00:00')
}

export function isOffering(one: Bookable): one is Offering {
  return one.kind === 'offering'
}

export function isWorkday(one: Bookable): one is Workday {
  return one.kind === 'visit'
}

export function isSession(one: Bookable): one is Session {
  return one.kind === 'appointment' || one.kind === 'class'
}
