import type { Booking } from '../domain/booking'
import { refuse } from '../domain/result'
import type { Instant } from '../domain/time'
import { step } from '../platform/documents'
import type { Stepped } from '../platform/documents'

/** One step on a booking, with the refusals that hold for every one of them. `read` = the booking as it was just read, which saves reading it. */
export function stepBooking(
  id: string,
  request: string,
  now: Instant,
  decide: Parameters<typeof step<Booking>>[6],
  read?: Booking,
): Promise<Stepped<Booking>> {
  return step<Booking>('bookings', id, request, now, refuse('BOOKING_NOT_FOUND'), refuse('BOOKING_CHANGED'), decide, read)
}
