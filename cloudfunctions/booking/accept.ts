import { spansOf } from '../domain/booking'
import type { Booking, Offering } from '../domain/booking'
import type { Details } from '../domain/bookingSteps'
import { contactOf, takeStep } from '../domain/bookingSteps'
import { quote } from '../domain/entitlement'
import { contactNeeded } from '../domain/kinds'
import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import type { Person } from '../domain/person'
import type { Instant } from '../domain/time'
import { get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { bookingView } from './view'
import { guestOf, takePersonStep } from './act'
import { contactMissing, engagements } from './book'
import { enter, fullOrClashing, isEntered } from './diaries'

/** Takes what is held. Who kept a place while thinking has it in the diary already; who waited enters it now, if nothing else is then. */
export const accept: Handlers<'booking'>['accept'] = async (input, context) => {
  const { person, request, now } = context
  const booking = await get<Booking>('bookings', input.booking)
  if (!booking) return refuse('BOOKING_NOT_FOUND')
  const guest = await guestOf(booking, person)
  if (booking.requests.includes(request)) return done(bookingView(booking, { person, guest, now }))
  const decided = takeStep('accept', booking, { person, guest, version: input.version }, now)
  if (!decided.ok) return decided
  if (!guest) return refuse('BOOKING_NOT_FOUND')
  const needed = contactNeeded(booking.kind, booking.channel)
  if (needed.some((field) => guest[field] === undefined)) return contactMissing(person, guest)
  const entered = isEntered(guest.diary, booking)
    ? done({ set: {} })
    : await enterWaited(booking, guest, guest !== person || context.known, now)
  if (!entered.ok) return entered
  const stepped = await takePersonStep('accept', booking, guest, input.version, context, {
    ...entered.data,
    set: { ...entered.data.set, ...contactOf(guest, needed) },
  })
  if (!stepped.ok) return stepped
  return done(bookingView(stepped.document, { person, guest, now }))
}

/** `known` = the guest has a document: whose first step here was to queue has none yet. */
async function enterWaited(booking: Booking, guest: Person, known: boolean, now: Instant): Promise<Result<Details>> {
  const { _id: id, session, organisationId, service: of, start, price: told } = booking
  const offering = await get<Offering>('sessions', `${organisationId}.${of.id}`)
  if (!offering) return refuse('SERVICE_UNKNOWN')
  const { service, programme } = offering
  const spans = spansOf(booking)
  const entered = await enter(
    guest,
    known,
    id,
    now,
    (current) => {
      const refusal = fullOrClashing(current.diary, id, spans, now)
      if (refusal) return refusal
      const price = quote(service, programme, current, start, id)
      if (price.yuan > told.yuan) return refuse('PRICE_CHANGED', `价钱变了：${price.sentence}`)
      return done(engagements(spans, { booking: id, session, name: of.name, at: now, cover: price.cover }))
    },
    session,
  )
  if (!entered.ok) return entered
  const { cover, ...price } = quote(service, programme, entered.data, start, id)
  return done({ set: { price, ...(cover ? { cover } : {}) } })
}
