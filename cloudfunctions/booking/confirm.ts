import { overlaps, relationsOf } from '../domain/booking'
import type { Booking } from '../domain/booking'
import { takeStep } from '../domain/bookingSteps'
import { refOf } from '../domain/person'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import { applyStep, change, get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { deliver } from '../platform/messages'
import { townData } from '../platform/townData'
import { occupations } from './occupations'
import { bookingView } from './view'
import { workerRole } from './workerRole'

/**
 * The organisation accepts and names who comes. The worker's day is looked at again, since the list may have been open for a while; the
 * booking read for it is the one that is written, under its version.
 */
export const confirm: Handlers<'booking'>['confirm'] = async (input, context) => {
  const { person, request, now } = context
  const booking = await get<Booking>('bookings', input.booking)
  if (!booking || !relationsOf(booking, person).includes('organisation')) return refuse('BOOKING_NOT_FOUND')
  if (booking.requests.includes(request)) return done(bookingView(booking, context))
  const [worker, taken] = await Promise.all([get<Person>('people', input.worker), occupations([input.worker], booking.start, booking.end)])
  if (!worker || !workerRole(worker, booking.organisationId)) return refuse('WORKER_UNKNOWN')
  const actor = { person, version: input.version }
  const decided = takeStep('confirm', booking, actor, now, { set: { worker: refOf(worker), workerId: worker._id } })
  if (!decided.ok) return decided
  if (taken.some((other) => other._id !== booking._id && overlaps(other, booking))) return refuse('WORKER_BUSY')
  const { next, change: what } = applyStep(booking, request, now, decided.data)
  const changed = await change<Booking>('bookings', booking._id, request, { version: booking.version }, what)
  switch (changed.outcome) {
    case 'written':
      await deliver('bookings', next, await townData(now))
      return done(bookingView(next, context))
    case 'already':
      return done(bookingView(changed.document, context))
    case 'refused':
      return refuse('BOOKING_CHANGED')
    case 'missing':
      return refuse('BOOKING_NOT_FOUND')
  }
}
