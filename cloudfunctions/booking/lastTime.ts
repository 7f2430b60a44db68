import { relationsOf } from '../domain/booking'
import type { Booking } from '../domain/booking'
import { kindRules } from '../domain/kinds'
import type { Person } from '../domain/person'
import { find, is } from '../platform/documents'

/** Bookings of the guest looked at; the note is from the latest of them that has one. */
const most = 10

/**
 * What this organisation's worker noted at the last visit for whoever comes next. Read when it is looked at, since visits are booked weeks
 * ahead; one operation, and none for anybody but the visit's worker.
 */
export async function lastTime(booking: Booking, viewer: Person): Promise<string | undefined> {
  if (!kindRules[booking.kind].atHome || !booking.open || !relationsOf(booking, viewer).includes('worker')) return undefined
  const earlier = await find<Pick<Booking, 'organisationId' | 'record'>>(
    'bookings',
    { 'guest.person': booking.guest.person, slot: is.lt(booking.slot) },
    { limit: most, order: [['slot', 'desc']], fields: ['organisationId', 'record'] },
  )
  return earlier.find(({ organisationId, record }) => organisationId === booking.organisationId && record?.nextTime)?.record?.nextTime
}
