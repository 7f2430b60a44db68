import type { Booking } from '../domain/booking'
import type { Instant } from '../domain/time'
import { change } from '../platform/documents'
import { freeSeat } from './seats'

/**
 * Gives back the seat of a booking that was called off and notes it: two operations. When the instance dies in between, the sweep finds
 * the booking by `freed: false` and does it.
 */
export async function giveBack(booking: Booking, now: Instant): Promise<void> {
  await freeSeat(booking.session, booking._id, now)
  await change<Booking>('bookings', booking._id, `${booking._id}.freed`, {}, { set: { freed: true }, bump: false })
}
