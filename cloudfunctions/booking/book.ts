import type { BookingView, Input } from '../contract'
import { keepsSeat, mayFinish, takerOf } from '../domain/booking'
import type { Booking, Session } from '../domain/booking'
import { newBooking } from '../domain/bookingSteps'
import { dispatch, homeOf } from '../domain/dispatch'
import type { Choice } from '../domain/dispatch'
import { kindRules } from '../domain/kinds'
import { priceFor } from '../domain/price'
import { done, refuse } from '../domain/result'
import type { Refusal, Result } from '../domain/result'
import type { Service } from '../domain/service'
import type { TownData } from '../domain/town'
import { checkText } from '../platform/contentCheck'
import { create, find, get } from '../platform/documents'
import type { Context, Handlers } from '../platform/entry'
import { deliver } from '../platform/messages'
import { townData } from '../platform/townData'
import { freeSeat, takeSeat } from './seats'
import type { Taken } from './seats'
import { missingOf } from './service'
import { bookingView } from './view'

type Wish = Input<'booking.book'> & { note: string }

/** Organisations that may offer one service in one window. */
const mostCandidates = 50

/**
 * A seat first, the booking second. Everything is found again by the booking's id, which is the request: a repeated call answers the same
 * booking, and one whose first arrival died in between finishes it.
 */
export const book: Handlers<'booking'>['book'] = async (input, context) => {
  const { request, now } = context
  const [town, sessions] = await Promise.all([townData(now), sessionsFor(input)])
  const before = sessions.map((session) => withoutTaker(session, request))
  const held = sessions.find((session) => takerOf(session, request))
  const taker = held && takerOf(held, request)
  if (held && taker) {
    const booking = await get<Booking>('bookings', request)
    if (booking) return again(booking, input, context)
    // Whoever holds a seat has passed the rules, and its first arrival may be at work this moment: no rule is asked again.
    if (mayFinish(taker, now)) return write(finishing(held, before, context, town), input, context, town)
    await freeSeat(held._id, request, now, taker.at)
  }
  if (held === undefined && (await checkText(context.person.openid, input.note)) === 'risky') return refuse('TEXT_REFUSED')

  const offer = offerOf(input, before, context, town)
  if (!offer.ok) return refused(offer, input, context)
  const [choice] = offer.data
  if (!choice) return refused(refuse('BOOKING_FULL'), input, context)
  const taken = await takeSeat(choice.session._id, { booking: request, person: context.person._id, at: now })
  if (taken === 'taken') return write(choice, input, context, town)
  if (taken !== 'full') return refused(refuse(refusals[taken]), input, context)
  // Taken by somebody else since we looked. Another organisation is weighed when the app sends the same request again, by itself.
  const others = offerOf(input, before, context, town, choice.session._id)
  return others.ok ? refuse('SERVICE_BUSY') : refused(others, input, context)
}

const refusals = { already: 'BOOKING_ALREADY', over: 'SESSION_OVER', gone: 'SESSION_UNKNOWN' } as const satisfies Record<
  Exclude<Taken, 'taken' | 'full'>,
  string
>

/** For a visit what all organisations have at that time, else the one session that was chosen. One operation. */
async function sessionsFor(input: Wish): Promise<Session[]> {
  const sessions =
    input.kind === 'visit'
      ? await find<Session>('sessions', { service: input.service, start: input.start }, { limit: mostCandidates })
      : [await get<Session>('sessions', input.session)]
  return sessions.filter((session) => session?.kind === input.kind) as Session[]
}

/** The session as it was before this very command took its seat. */
function withoutTaker(session: Session, booking: string): Session {
  if (!takerOf(session, booking)) return session
  return { ...session, left: session.left + 1, takers: session.takers.filter((taker) => taker.booking !== booking) }
}

/** Where a seat may be taken, best first, or why nowhere. */
function offerOf(input: Wish, sessions: Session[], { person, now }: Context, town: TownData, lost?: string): Result<Choice[]> {
  const [first] = sessions
  if (input.kind === 'visit' && !town.services.some(({ id }) => id === input.service)) return refuse('SERVICE_UNKNOWN')
  if (!first) return refuse('SESSION_UNKNOWN')
  const service = serviceOf(first, town)
  if (!service) return refuse('SERVICE_UNKNOWN')
  if (first.start <= now) return refuse('SESSION_OVER')
  if (sessions.some(({ takers }) => takers.some((taker) => taker.person === person._id))) return refuse('BOOKING_ALREADY')
  if (!kindRules[input.kind].atHome) {
    const free = sessions.filter(({ _id, left }) => left > 0 && _id !== lost)
    return free.length > 0 ? done(free.map(plainly)) : refuse('BOOKING_FULL')
  }
  if (missingOf(person).length > 0) return refuse('CONTACT_MISSING')
  const choices = dispatch(sessions, service.minutes, homeOf(person), lost === undefined ? [] : [lost])
  return choices.length > 0 ? done(choices) : refuse('BOOKING_FULL', '这个时间没有机构能到您家，请选别的时间')
}

/** The person chose whom to see: nothing was weighed. */
function plainly(session: Session): Choice {
  const { organisation, worker } = session
  const by = worker ? `${worker.name}（${organisation.name}）` : organisation.name
  return { session, reason: { rule: 'chosen', sentence: `您自己选的，由${by}负责`, considered: [] } }
}

/** Why a seat is held that an earlier arrival took: as it was weighed then. */
function finishing(held: Session, before: Session[], { person }: Context, town: TownData): Choice {
  if (!kindRules[held.kind].atHome) return plainly(held)
  const minutes = serviceOf(held, town)?.minutes ?? 0
  const weighed = dispatch(before, minutes, homeOf(person)).find(({ session }) => session._id === held._id)
  return (
    weighed ?? {
      session: held,
      reason: { rule: 'dispatch', sentence: `${held.organisation.name}这个时间有空，所以请它上门`, considered: [] },
    }
  )
}

function serviceOf({ service }: Session, town: TownData): Service | undefined {
  return town.services.find(({ id }) => id === service)
}

/** Writes the booking of a seat that has been taken. */
async function write({ session, reason }: Choice, input: Wish, context: Context, town: TownData): Promise<Result<BookingView>> {
  const { person, request, now } = context
  const service = serviceOf(session, town)
  if (!service) return refuse('SERVICE_UNKNOWN')
  const price = priceFor(service.price, person.groups, town.groups)
  const made = await create<Booking>(
    'bookings',
    newBooking({ id: request, service, session, booker: person, reason, price, note: input.note, now }),
  )
  if (!made) return refuse('REQUEST_ID_REUSED')
  // An earlier arrival got another seat, or its booking has been called off since: this one goes back.
  if (!keepsSeat(made.document, session._id)) await freeSeat(session._id, request, now)
  if (!made.written) return again(made.document, input, context)
  if (made.document.owed) await deliver('bookings', made.document, town)
  return done(bookingView(made.document, context))
}

/** What the first arrival of this command made, as it is now. */
function again(booking: Booking, input: Wish, context: Context): Result<BookingView> {
  const same =
    input.kind === 'visit'
      ? booking.service.id === input.service && booking.start === input.start
      : booking.kind === input.kind && booking.session === input.session
  return same ? done(bookingView(booking, context)) : refuse('REQUEST_ID_REUSED')
}

/** Before a refusal is answered: the command may have succeeded long ago and its seat been given back since. */
async function refused(refusal: Refusal, input: Wish, context: Context): Promise<Result<BookingView>> {
  const booking = await get<Booking>('bookings', context.request)
  return booking ? again(booking, input, context) : refusal
}
