import { relationsOf } from '../domain/booking'
import type { Booking } from '../domain/booking'
import { mayReveal } from '../domain/bookingSteps'
import { done, refuse } from '../domain/result'
import type { Instant } from '../domain/time'
import { create, get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { unseal } from '../platform/seal'

/** Collection `audit`: who saw which sealed field, when and why. Never the value. */
interface Unmasking {
  _id: string
  version: 1
  requests: string[]
  /** The booking's id. */
  subject: string
  field: 'address' | 'phone'
  person: string
  name: string
  role: 'worker' | 'organisation'
  reason: string
  at: Instant
}

/** Shows a sealed field. The audit entry is written first: what can't be recorded is not shown. */
export const reveal: Handlers<'booking'>['reveal'] = async ({ booking: id, field, reason }, { person, request, now }) => {
  const booking = await get<Booking>('bookings', id)
  if (!booking) return refuse('BOOKING_NOT_FOUND')
  const relations = relationsOf(booking, person)
  const role = relations.includes('worker') ? 'worker' : relations.includes('organisation') ? 'organisation' : undefined
  if (!role) return refuse('BOOKING_NOT_FOUND')
  const sealed = booking[field]
  if (!mayReveal(booking, person) || sealed === undefined)
    return refuse('BOOKING_STEP_REFUSED', '这个预约没有要看的住址和电话，或者已经结束')
  const recorded = await create<Unmasking>('audit', {
    _id: request,
    version: 1,
    requests: [request],
    subject: id,
    field,
    person: person._id,
    name: person.name,
    role,
    reason,
    at: now,
  })
  // The same request for another field or booking would show what its audit entry does not say.
  if (!recorded || recorded.document.subject !== id || recorded.document.field !== field) return refuse('REQUEST_ID_REUSED')
  return done({ value: unseal(sealed) })
}
