import { missingBefore } from '../domain/availability'
import type { Booking } from '../domain/booking'
import { newBooking, waitsUntil } from '../domain/bookingSteps'
import { mayActFor } from '../domain/consent'
import { quote } from '../domain/entitlement'
import { done, refuse } from '../domain/result'
import type { FailureCode } from '../contract'
import { checkText } from '../platform/contentCheck'
import { create, get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { bookablesFor } from './bookables'
import { chosenReason, consentOf, ofSession, sessionFor } from './book'
import { joinQueue } from './places'
import type { Queued } from './places'
import { bookingView } from './view'

const refusals: Record<Exclude<Queued, 'queued'>, FailureCode> = {
  room: 'BOOKING_NOT_FULL',
  full: 'QUEUE_FULL',
  already: 'BOOKING_ALREADY',
  over: 'SESSION_OVER',
  gone: 'SESSION_UNKNOWN',
}

/**
 * A place in the queue of a class first, the booking second. Nothing is entered in the diary: who waits may book something else in the meantime, and
 * chooses when a place is offered.
 */
export const wait: Handlers<'booking'>['wait'] = async (input, { person, guest, request, now }) => {
  if ((await checkText(person.openid, input.note)) === 'risky') return refuse('TEXT_REFUSED')
  if (mayActFor(person, guest) === 'staff' && !input.consent) return refuse('CONSENT_MISSING')
  const found = await bookablesFor(input)
  const chosen = sessionFor(found, input)
  if (!chosen.ok) return chosen
  const { session, offering } = chosen.data
  // An hour of an adviser depends on what it is about, which nobody is asked for who waits.
  if (session.kind !== 'class') return refuse('BOOKING_FULL')
  const { service, programme, organisation } = offering
  if (missingBefore(service, guest).length > 0) return refuse('PREREQUISITE_MISSING')
  if (waitsUntil(session.start) <= now) return refuse('SESSION_OVER', '马上就开始了，来不及排队，请看别的时间')

  const queued = await joinQueue(session, { booking: request, person: guest._id, at: now })
  if (queued !== 'queued') {
    // The command may have succeeded long ago.
    const earlier = await get<Booking>('bookings', request)
    return earlier ? done(bookingView(earlier, { person, guest, now }, { session })) : refuse(refusals[queued])
  }
  // What a programme pays is told when the place is taken: until then nothing of it is used.
  const { cover: _cover, ...price } = quote(service, programme, guest, session.start, request)
  const made = await create<Booking>(
    'bookings',
    newBooking({
      id: request,
      state: 'waiting',
      service,
      session: session._id,
      organisation,
      start: session.start,
      end: session.end,
      ...ofSession(session),
      guest,
      booker: person,
      consent: consentOf(person, guest, input.consent),
      reason: chosenReason(session),
      price,
      note: input.note,
      now,
    }),
  )
  if (!made) return refuse('REQUEST_ID_REUSED')
  const place = session.queue.findIndex(({ booking }) => booking === request)
  const shown = place < 0 ? { ...session, queue: [...session.queue, { booking: request, person: guest._id, at: now }] } : session
  return done(bookingView(made.document, { person, guest, now }, { session: shown }))
}
