import type { Booking } from '../domain/booking'
import { takeStep } from '../domain/bookingSteps'
import { done, refuse } from '../domain/result'
import { dayOf } from '../domain/time'
import { get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { answerStep, takePersonStep } from './act'
import { takeHours } from './hoursLedger'
import { nameWorker } from './nameWorker'
import { bookingView } from './view'

/**
 * The organisation accepts and names who comes: the worker's time, the hours of a contract for what a programme pays, then the booking.
 * Hours that were taken for a booking that then was not confirmed go back by the sweep.
 */
export const confirm: Handlers<'booking'>['confirm'] = async (input, context) => {
  const { person, request, now } = context
  const booking = await get<Booking>('bookings', input.booking)
  if (!booking) return refuse('BOOKING_NOT_FOUND')
  if (booking.requests.includes(request)) return done(bookingView(booking, { person, now }))
  const allowed = takeStep('confirm', booking, { person, version: input.version }, now)
  if (!allowed.ok) return allowed
  const named = await nameWorker(booking, input.worker, request, now)
  if (!named.ok) return named
  const { cover, organisationId, start } = booking
  const hours =
    cover && cover.minutes > 0 ? await takeHours(organisationId, cover.programme, booking._id, cover.minutes, now, dayOf(start)) : undefined
  if (hours === 'empty') return refuse('CONTRACT_EMPTY')
  const { worker } = named.data
  const set = { worker, workerId: worker.person, contract: hours?.contract }
  return answerStep(await takePersonStep('confirm', booking, undefined, input.version, context, { set }), undefined, context)
}
