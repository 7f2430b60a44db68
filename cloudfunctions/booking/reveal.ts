import { relationsOf } from '../domain/booking'
import type { Booking } from '../domain/booking'
import { callUntil, mayShow } from '../domain/fieldWork'
import { done, refuse } from '../domain/result'
import { get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { maskedNumber } from '../platform/maskedNumber'
import { unseal } from '../platform/seal'
import { audit } from '../platform/audit'

/** Shows a sealed field, as long as it is needed; every showing is recorded. */
export const reveal: Handlers<'booking'>['reveal'] = async ({ booking: id, field, reason }, { person, request, now }) => {
  const booking = await get<Booking>('bookings', id)
  if (!booking) return refuse('BOOKING_NOT_FOUND')
  const relations = relationsOf(booking, person)
  const role = relations.includes('worker') ? 'worker' : relations.includes('organisation') ? 'organisation' : undefined
  if (!role) return refuse('BOOKING_NOT_FOUND')
  const sealed = booking[field]
  if (sealed === undefined) return refuse('BOOKING_STEP_REFUSED', '这个预约没有要看的内容')
  const refused = mayShow(booking, field, role, now)
  if (refused) return refused
  // The same request for another field or booking would show what its audit entry does not say.
  const recorded = await audit({ subject: id, field, person: person._id, name: person.name, role, reason, at: now }, request)
  if (!recorded) return refuse('REQUEST_ID_REUSED')
  const value = unseal(sealed)
  if (field !== 'phone' || person.phone === undefined) return done({ value })
  return done({ value: (await maskedNumber({ caller: unseal(person.phone), callee: value, until: callUntil(booking) })) ?? value })
}
