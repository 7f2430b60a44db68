import type { Booking } from '../domain/booking'
import { takeStep } from '../domain/bookingSteps'
import { done, refuse } from '../domain/result'
import { get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { answerStep, takePersonStep } from './act'
import { nameWorker } from './nameWorker'
import { bookingView } from './view'

export const reassign: Handlers<'booking'>['reassign'] = async (input, context) => {
  const { person, request, now } = context
  const booking = await get<Booking>('bookings', input.booking)
  if (!booking) return refuse('BOOKING_NOT_FOUND')
  if (booking.requests.includes(request)) return done(bookingView(booking, { person, now }))
  const allowed = takeStep('reassign', booking, { person, version: input.version }, now)
  if (!allowed.ok) return allowed
  if (booking.kind !== 'visit') return refuse('BOOKING_STEP_REFUSED')
  const named = await nameWorker(booking, input.worker, request, now)
  if (!named.ok) return named
  const { worker } = named.data
  const set = { worker, workerId: worker.person }
  return answerStep(await takePersonStep('reassign', booking, undefined, input.version, context, { set }), undefined, context)
}
