import type { BookingView } from '../contract'
import type { Booking } from '../domain/booking'
import { takeStep } from '../domain/bookingSteps'
import type { Details, StepName } from '../domain/bookingSteps'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import type { Refusal, Result } from '../domain/result'
import { get } from '../platform/documents'
import type { Stepped } from '../platform/documents'
import type { Context } from '../platform/entry'
import { deliver } from '../platform/messages'
import { townData } from '../platform/townData'
import { giveBack } from './giveBack'
import { lastTime } from './lastTime'
import { stepBooking } from './stepBooking'
import { bookingView } from './view'

export interface Seen {
  booking: string
  version: number
}

type Who = Pick<Context, 'person' | 'request' | 'now'>

/** Whom a booking is for, if the caller has to be trusted by them: the caller self, or read; staff need nobody's trust. */
export async function guestOf({ guest, booker }: Booking, person: Person): Promise<Person | undefined> {
  if (guest.person === person._id) return person
  return booker.person === person._id ? await get<Person>('people', guest.person) : undefined
}

/**
 * A person's step on a booking, decided by the table. `refusal` adds what the table can't know. The booking is read before, so that who
 * booked can be known to be trusted still; the step is written under the version that was read.
 */
export async function takePersonStep(
  name: StepName,
  booking: Booking,
  guest: Person | undefined,
  version: number,
  { person, request, now }: Who,
  details: Details = {},
  refusal: (booking: Booking) => Refusal | undefined = () => undefined,
): Promise<Stepped<Booking>> {
  return stepBooking(
    booking._id,
    request,
    now,
    (current) => {
      const decided = takeStep(name, current, { person, guest, version }, now, details)
      return decided.ok ? (refusal(current) ?? decided) : decided
    },
    booking,
  )
}

/** After a step: what was left is given back, what it owes is sent, and the person sees how it stands. */
export async function answerStep(
  stepped: Stepped<Booking>,
  guest: Person | undefined,
  { person, request, now }: Who,
): Promise<Result<BookingView>> {
  if (!stepped.ok) return stepped
  const { document, repeated } = stepped
  const left = document.leaving.length > 0
  // A repeated command leaves it to its other arrival, or to the sweep: never do two give back at once.
  const settled = repeated ? document : await giveBack(document, now)
  const tells = document.notices.some(({ id }) => id.startsWith(`${request}.`))
  // Giving back costs enough: then the sweep sends.
  if (!repeated && !left && tells) await deliver('bookings', document, await townData(now))
  return done(bookingView(settled, { person, guest, now }, { lastTime: await lastTime(document, person) }))
}

/** A step that needs nothing but the booking. */
export async function act(
  name: StepName,
  seen: Seen,
  context: Who,
  details: Details = {},
  refusal?: (booking: Booking) => Refusal | undefined,
): Promise<Result<BookingView>> {
  const booking = await get<Booking>('bookings', seen.booking)
  if (!booking) return refuse('BOOKING_NOT_FOUND')
  const guest = await guestOf(booking, context.person)
  return answerStep(await takePersonStep(name, booking, guest, seen.version, context, details, refusal), guest, context)
}
