import type { Booking } from '../domain/booking'
import { takeStep } from '../domain/bookingSteps'
import type { Details, StepName } from '../domain/bookingSteps'
import type { Person } from '../domain/person'
import { refuse } from '../domain/result'
import type { Instant } from '../domain/time'
import { get } from '../platform/documents'
import type { Stepped } from '../platform/documents'
import { otherHours, takeOtherHour } from './otherHour'
import { takeOtherVisit } from './otherVisit'
import { stepBooking } from './stepBooking'

export interface Passing {
  /** Of the organisation that says that it can't; absent when the system does it. */
  person?: Person
  /** The version of the booking on which it was decided. */
  version: number
  request: string
  note?: string
  now: Instant
}

/**
 * An organisation can't make a visit, or did not answer: the next one is asked by the same dispatch; when there is none the booking is
 * declined. Somebody whose adviser is away goes to another one at the same time, else is told other times. The new place is taken before
 * the old one is left; what the caller then gives back is in `leaving`.
 */
export async function passOn(booking: Booking, { person, version, request, note, now }: Passing): Promise<Stepped<Booking>> {
  if (booking.requests.includes(request)) return { ok: true, document: booking, repeated: true }
  const take = (name: StepName, details: Details) =>
    stepBooking(booking._id, request, now, (current) => takeStep(name, current, { person, version }, now, details), booking)
  const allowed = takeStep('decline', booking, { person, version }, now)
  if (!allowed.ok) return allowed
  if (booking.leaving.length > 0) return refuse('BOOKING_CHANGED', '这个预约刚刚有了变化，请过几分钟再试')
  // Who advises, or teaches, is chosen by the guest: only when the adviser is away, another one is found.
  const movable = booking.kind === 'visit' || (booking.kind === 'appointment' && person === undefined)
  const guest = movable && now < booking.start ? await get<Person>('people', booking.guest.person) : undefined
  if (!guest) return take('decline', { note })
  if (booking.kind === 'appointment') {
    const hour = await takeOtherHour(booking, guest, now)
    return hour.ok
      ? take('reassign', { ...hour.data, note })
      : take('decline', { note: [note, await otherHours(booking, now)].filter(Boolean).join('。') })
  }
  const tried = [...booking.tried, booking.organisationId]
  const other = await takeOtherVisit(booking, guest, { start: booking.start, tried, now })
  if (other.ok) return take('pass', { ...other.data, set: { ...other.data.set, tried }, note })
  // Somebody was faster at the place that was chosen: the command may come again, the sweep does.
  if (other.code === 'SERVICE_BUSY') return other
  return take('decline', { set: { tried }, note: note ?? other.message })
}
