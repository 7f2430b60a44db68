import type { BookingView } from '../contract'
import type { Booking } from '../domain/booking'
import { takeStep } from '../domain/bookingSteps'
import type { Details, StepName } from '../domain/bookingSteps'
import { done, refuse } from '../domain/result'
import type { Refusal, Result } from '../domain/result'
import { step } from '../platform/documents'
import type { Context } from '../platform/entry'
import { deliver } from '../platform/messages'
import { townData } from '../platform/townData'
import { giveBack } from './giveBack'
import { lastTime } from './lastTime'
import { bookingView } from './view'

export interface Seen {
  booking: string
  version: number
}

/**
 * A person's step on a booking: the step, then the seat that it sets free, then the messages that it owes, then the view. Whatever is cut
 * off after the step is done by the sweep. `refusal` adds what the table of steps can't know.
 */
export async function act(
  name: StepName,
  seen: Seen,
  context: Context,
  details: Details = {},
  refusal: (booking: Booking) => Refusal | undefined = () => undefined,
): Promise<Result<BookingView>> {
  const { person, request, now } = context
  const actor = { person, version: seen.version }
  const stepped = await step<Booking>(
    'bookings',
    seen.booking,
    request,
    now,
    refuse('BOOKING_NOT_FOUND'),
    refuse('BOOKING_CHANGED'),
    (booking) => {
      const decided = takeStep(name, booking, actor, now, details)
      return decided.ok ? (refusal(booking) ?? decided) : decided
    },
  )
  if (!stepped.ok) return stepped
  const { document, repeated } = stepped
  if (owesSeat(document)) await giveBack(document, now)
  // What an earlier step, or an earlier arrival of this one, left owed is the sweep's: it may be sending it at this moment.
  const tells = document.notices.some(({ id }) => id.startsWith(`${request}.`))
  if (!repeated && tells) await deliver('bookings', document, await townData(now))
  return done(bookingView(document, context, await lastTime(document, person)))
}

function owesSeat({ freed, state }: Booking): boolean {
  return !freed && (state === 'cancelled' || state === 'declined')
}
