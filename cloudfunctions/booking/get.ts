import { relationsOf } from '../domain/booking'
import type { Booking, Session } from '../domain/booking'
import { done, refuse } from '../domain/result'
import { get as read } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { guestOf } from './act'
import { lastTime } from './lastTime'
import { bookingView } from './view'

export const get: Handlers<'booking'>['get'] = async (input, { person, now }) => {
  const booking = await read<Booking>('bookings', input.booking)
  if (!booking) return refuse('BOOKING_NOT_FOUND')
  const guest = await guestOf(booking, person)
  if (relationsOf(booking, person, guest).length === 0) return refuse('BOOKING_NOT_FOUND')
  return done(
    bookingView(booking, { person, guest, now }, { session: await sessionOf(booking), lastTime: await lastTime(booking, person) }),
  )
}

/** The session where it says something that the booking does not: how long the queue is, where the meeting room is. */
async function sessionOf({ session, state, channel }: Booking): Promise<Session | undefined> {
  const wanted = state === 'waiting' || (channel === 'video' && state === 'assigned')
  return wanted ? await read<Session>('sessions', session) : undefined
}
