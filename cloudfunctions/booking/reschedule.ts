import { slotOf, spansOf } from '../domain/booking'
import type { Booking } from '../domain/booking'
import { takeStep } from '../domain/bookingSteps'
import type { Details } from '../domain/bookingSteps'
import { conflictOf } from '../domain/conflict'
import type { Engagement } from '../domain/diary'
import { quote } from '../domain/entitlement'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import { addMinutes } from '../domain/time'
import type { Instant } from '../domain/time'
import { get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { answerStep, guestOf, takePersonStep } from './act'
import { bookablesFor } from './bookables'
import { chosenReason, engagements, ofSession, sessionFor } from './book'
import { enter, fullOrClashing } from './diaries'
import { takeOtherVisit } from './otherVisit'
import { takeSeat } from './places'
import { bookingView } from './view'

/** The new place is taken before the old one is left: whoever can't get the new one keeps what they have. */
export const reschedule: Handlers<'booking'>['reschedule'] = async (input, context) => {
  const { person, request, now } = context
  const booking = await get<Booking>('bookings', input.booking)
  if (!booking) return refuse('BOOKING_NOT_FOUND')
  const guest = await guestOf(booking, person)
  if (booking.requests.includes(request)) return done(bookingView(booking, { person, guest, now }))
  const allowed = takeStep('reschedule', booking, { person, guest, version: input.version }, now)
  if (!allowed.ok) return allowed
  if (!guest) return refuse('BOOKING_NOT_FOUND')
  const moved = await takeNew(booking, guest, input, now)
  if (!moved.ok) return moved
  return answerStep(await takePersonStep('reschedule', booking, guest, input.version, context, moved.data), guest, context)
}

async function takeNew(
  booking: Booking,
  guest: Person,
  { start, session }: { start?: Instant; session?: string },
  now: Instant,
): Promise<Result<Details>> {
  if (booking.kind === 'visit') {
    if (start === undefined) return refuse('INPUT_INVALID')
    if (start === booking.start) return refuse('BOOKING_ALREADY')
    const other = await takeOtherVisit(booking, guest, { start, tried: [], now })
    // Whoever could not come at the old time may at the new one.
    return other.ok ? done({ ...other.data, set: { ...other.data.set, tried: [] } }) : other
  }
  if (session === undefined) return refuse('INPUT_INVALID')
  if (session === booking.session) return refuse('BOOKING_ALREADY')
  return takeOtherSession(booking, guest, session, now)
}

/** Another course, or another adviser's hour: takes its seat and enters it in the diary beside the old one; three operations. */
export async function takeOtherSession(booking: Booking, guest: Person, wanted: string, now: Instant): Promise<Result<Details>> {
  const id = booking._id
  const place = { service: booking.service.id, session: wanted }
  const chosen = sessionFor(await bookablesFor(place), place)
  if (!chosen.ok) return chosen
  const { session, offering } = chosen.data
  const { service, programme, organisation } = offering
  const conflict = conflictOf(session, booking.against)
  if (conflict !== undefined) return refuse('CONFLICT_OF_INTEREST', conflict)
  if (booking.channel !== undefined && !session.channels.includes(booking.channel)) {
    return refuse('INPUT_INVALID', '这位顾问不用这种方式，请换一位')
  }
  const spans = spansOf(session)
  const refusal = fullOrClashing(guest.diary, id, spans, now)
  if (refusal) return refusal

  const taken = await takeSeat(wanted, { booking: id, person: guest._id, at: now })
  if (taken !== 'taken') {
    return refuse(({ full: 'BOOKING_FULL', already: 'BOOKING_ALREADY', over: 'SESSION_OVER', gone: 'SESSION_UNKNOWN' } as const)[taken])
  }
  const decide = (current: Person): Result<Engagement[]> => {
    const clash = fullOrClashing(current.diary, id, spans, now)
    if (clash) return clash
    const { yuan, sentence, cover } = quote(service, programme, current, session.start, id)
    if (yuan > booking.price.yuan) return refuse('PRICE_CHANGED', sentence)
    return done(engagements(spans, { booking: id, session: wanted, name: service.name, at: now, cover }))
  }
  const entered = await enter(guest, true, id, now, decide, wanted)
  if (!entered.ok) return entered
  const { cover, ...price } = quote(service, programme, entered.data, session.start, id)
  const { worker, title, lessons, course, place: where } = ofSession(session)
  const { start, end } = session
  return done({
    set: {
      session: wanted,
      organisation,
      organisationId: organisation.id,
      worker,
      workerId: worker?.person,
      title,
      lessons: lessons && lessons.length > 0 ? lessons : undefined,
      course,
      excused: undefined,
      place: where,
      start,
      end,
      slot: slotOf(start, id),
      cancelUntil: addMinutes(start, -booking.cancelHours * 60),
      price,
      cover,
      reason: chosenReason(session),
      leaving: [{ session: booking.session, start: booking.start }],
    },
  })
}
