import { relationsOf } from '../domain/booking'
import type { Booking } from '../domain/booking'
import { done, refuse } from '../domain/result'
import { get as read } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { lastTime } from './lastTime'
import { bookingView } from './view'

export const get: Handlers<'booking'>['get'] = async (input, context) => {
  const booking = await read<Booking>('bookings', input.booking)
  if (!booking || relationsOf(booking, context.person).length === 0) return refuse('BOOKING_NOT_FOUND')
  return done(bookingView(booking, context, await lastTime(booking, context.person)))
}
