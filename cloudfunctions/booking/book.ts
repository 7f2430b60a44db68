import type { Input } from '../contract'
import { missingBefore } from '../domain/availability'
import { relationsOf, spansOf } from '../domain/booking'
import type { Bookable, Booking, Offering, Session, Workday } from '../domain/booking'
import { newBooking } from '../domain/bookingSteps'
import type { NewBooking } from '../domain/bookingSteps'
import { conflictOf } from '../domain/conflict'
import { mayActFor } from '../domain/consent'
import type { Engagement } from '../domain/diary'
import { dispatch, homeOf, whyNone } from '../domain/dispatch'
import type { VisitNeed } from '../domain/dispatch'
import { quote } from '../domain/entitlement'
import { contactNeeded, kindRules } from '../domain/kinds'
import type { Reason } from '../domain/matter'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import type { Refusal, Result } from '../domain/result'
import type { Cover, Price } from '../domain/service'
import { addMinutes, inTown } from '../domain/time'
import type { Instant } from '../domain/time'
import { checkText } from '../platform/contentCheck'
import { create, get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { seal } from '../platform/seal'
import { bookablesFor, isOffering, isSession, isWorkday } from './bookables'
import { enter, fullOrClashing } from './diaries'
import { laidOut } from './laidOut'
import { renew, takerOf, takeSeat, takeVisit, visitTaker } from './places'
import type { Taken } from './places'
import { bookingView } from './view'

/** The parsed input of `booking.book`. `wish`, `hold`, `note`, `intake` and `channel` may be left out by other callers. */
export type BookWish = Input<'booking.book'>

export interface Order {
  wish: BookWish
  /** Who books, and for whom. Both as read in this call; `known` = the guest has a document. */
  caller: Person
  guest: Person
  known: boolean
  /** = the booking's id. The same order under the same id is one booking, however often it comes. */
  request: string
  now: Instant
  series?: string
}

export interface Booked {
  booking: Booking
  /** With the diary as it is now, for booking the next. */
  guest: Person
  session?: Session
}

/**
 * Books one thing for one guest: place, diary, booking; four operations (1 read, 3 writes). Callers have made sure that `caller` may act
 * for `guest`, and have checked the text. Everything is found again by the booking's id: a repeated call answers the same booking, and one
 * whose first arrival died in between finishes it.
 *
 * For `repeat` and the sweep: call it once for each date, with a request id of its own each (e.g. `${series}.${day}`) and the `guest` that
 * the last call answered; SERVICE_BUSY means that somebody else took the place in between: the same call may be made again.
 */
export async function bookOne(order: Order): Promise<Result<Booked>> {
  const { wish, guest, request } = order
  const found = await bookablesFor(wish.kind === 'visit' ? { service: wish.service, start: wish.start } : wish)
  const held = heldPlace(found, request, wish)
  if (held || guest.diary.engagements.some(({ booking }) => booking === request)) {
    const booking = await get<Booking>('bookings', request)
    if (booking) return again(booking, order)
  }
  const planned = wish.kind === 'visit' ? await planVisit(found, order, held) : planSession(found, order, wish)
  if (!planned.ok) return refused(planned, order)
  const plan = planned.data
  const taken = await plan.take()
  if (taken !== 'taken') return refused(refusalOf(taken, wish), order)
  const decide = (current: Person) => engagementsOf(plan, order, current)
  const entered = await enter(guest, order.known, request, order.now, decide, plan.occasion?._id)
  if (!entered.ok) return refused(entered, order)
  return write(plan, order, entered.data)
}

/** What has been decided before anything is written. */
interface Plan {
  offering: Offering
  session: string
  /** Of an appointment or class. */
  occasion?: Session
  start: Instant
  end: Instant
  reason: Reason
  take: () => Promise<Taken>
}

function heldPlace(found: Bookable[], request: string, { kind }: BookWish): Session | Workday | undefined {
  return found.find(
    (one): one is Session | Workday =>
      !isOffering(one) && one.kind === kind && takerOf<{ booking: string; person: string; at: Instant }>(one, request) !== undefined,
  )
}

/** Rules that hold for every kind, asked of the guest as just read. */
function refusalFor(order: Order, offering: Offering, spans: { start: Instant; end: Instant }[]): Refusal | undefined {
  const { wish, caller, guest, request, now } = order
  const { service } = offering
  if (mayActFor(caller, guest) === 'staff' && !wish.consent) return refuse('CONSENT_MISSING', '请先问过本人，并记下是当面还是电话里同意的')
  if (missingBefore(service, guest).length > 0) return refuse('PREREQUISITE_MISSING')
  const needed = contactNeeded(service.kind, wish.kind === 'appointment' ? wish.channel : undefined)
  // A place may be kept while they are filled in.
  if (!wish.hold && needed.some((field) => guest[field] === undefined)) return contactMissing(caller, guest)
  return fullOrClashing(guest.diary, request, spans, now)
}

export function contactMissing(caller: Person, guest: Person): Refusal {
  return caller._id === guest._id
    ? refuse('CONTACT_MISSING')
    : refuse('CONTACT_MISSING', `请先填好${guest.name}的住址和电话，上门的人才找得到`)
}

async function planVisit(found: Bookable[], order: Order, held: Session | Workday | undefined): Promise<Result<Plan>> {
  const { wish, guest, request, now } = order
  if (wish.kind !== 'visit') return refuse('INPUT_INVALID')
  const offerings = found.filter(isOffering)
  const [first] = offerings
  if (first?.service.kind !== 'visit') return refuse('SERVICE_UNKNOWN')
  const { service, programme } = first
  const { start } = wish
  const end = addMinutes(start, service.minutes)
  if (start <= now) return refuse('SESSION_OVER')
  if (start > addMinutes(now, kindRules.visit.daysAhead * 24 * 60)) return refuse('SESSION_UNKNOWN')
  if (service.starts && !service.starts.includes(inTown(start).format('HH:mm'))) return refuse('SESSION_UNKNOWN')
  const span = { start, end }
  const refusal = refusalFor(order, first, [span])
  if (refusal) return refusal
  const price = quote(service, programme, guest, start, request)
  if (price.yuan > wish.yuan) return priceChanged(price)
  const need: VisitNeed = {
    service,
    ...span,
    home: homeOf(guest),
    wish: wish.wish ?? {},
    coverMinutes: price.cover?.minutes ?? 0,
    carers: guest.carers,
    tried: [],
    now,
    engaged: guest.diary.engagements,
  }
  if (held && isWorkday(held)) {
    const offering = offerings.find(({ organisation }) => organisation.id === held.organisation.id) ?? first
    const weighed = dispatch(
      found.map((one) => (one === held ? { ...held, takers: held.takers.filter((taker) => taker.booking !== request) } : one)),
      need,
    )
    const reason = weighed.find(({ workday }) => workday._id === held._id)?.reason ?? {
      rule: 'dispatch',
      sentence: `${held.organisation.name}这个时间有空，所以请它上门`,
      considered: [],
    }
    return done({ offering, session: held._id, ...span, reason, take: () => renew(held, 'takers', request, now) })
  }
  const [best] = dispatch(found, need)
  if (!best) return refuse('BOOKING_FULL', whyNone(await laidOut(service.id, now), need))
  const taker = visitTaker(best, need, { booking: request, person: guest._id, at: now })
  const take = async (): Promise<Taken> => {
    const taken = await takeVisit(best.workday, taker)
    if (taken === 'taken' || taken === 'gone') return taken
    // Another arrival of this very command was faster; or somebody else, and then everything has to be weighed anew.
    return takerOf(taken, request) ? 'taken' : 'full'
  }
  return done({ offering: best.offering, session: best.workday._id, ...span, reason: best.reason, take })
}

type SessionWish = Exclude<BookWish, { kind: 'visit' }>

/** An appointment or a class: the guest chose whom to see, so nothing is weighed. Rules that queueing and booking share. */
export function sessionFor(
  found: Bookable[],
  wish: Pick<SessionWish, 'service' | 'session'>,
): Result<{ session: Session; offering: Offering }> {
  const session = found.filter(isSession).find(({ _id, services }) => _id === wish.session && services[0] === wish.service)
  const offering = session && found.filter(isOffering).find(({ organisation }) => organisation.id === session.organisation.id)
  if (!session) return refuse(found.some(isOffering) ? 'SESSION_UNKNOWN' : 'SERVICE_UNKNOWN')
  if (!offering) return refuse('SERVICE_UNKNOWN')
  return offering.open ? done({ session, offering }) : refuse('OFFERING_CLOSED')
}

export function chosenReason({ organisation, worker }: Session): Reason {
  const by = worker ? `${worker.name}（${organisation.name}）` : organisation.name
  return { rule: 'chosen', sentence: `您自己选的，由${by}负责`, considered: [] }
}

function planSession(found: Bookable[], order: Order, wish: SessionWish): Result<Plan> {
  const { guest, request, now } = order
  const chosen = sessionFor(found, wish)
  if (!chosen.ok) return chosen
  const { session, offering } = chosen.data
  if (session.kind !== wish.kind) return refuse('SESSION_UNKNOWN')
  if (session.start <= now) return refuse('SESSION_OVER')
  if ([...session.takers, ...session.queue].some(({ person, booking }) => person === guest._id && booking !== request))
    return refuse('BOOKING_ALREADY')
  if (wish.kind === 'appointment') {
    const conflict = conflictOf(session, wish.against)
    if (conflict !== undefined) return refuse('CONFLICT_OF_INTEREST', conflict)
    if (!session.channels.includes(wish.channel ?? 'office')) return refuse('INPUT_INVALID', '这位顾问不用这种方式，请换一种')
  }
  const refusal = refusalFor(order, offering, spansOf(session))
  if (refusal) return refusal
  const price = quote(offering.service, offering.programme, guest, session.start, request)
  if (price.yuan > wish.yuan) return priceChanged(price)
  if ((session.left <= 0 || session.queued > 0) && !takerOf(session, request)) return full(session)
  return done({
    offering,
    session: session._id,
    occasion: session,
    start: session.start,
    end: session.end,
    reason: chosenReason(session),
    take: () =>
      takerOf(session, request)
        ? renew(session, 'takers', request, now)
        : takeSeat(session._id, { booking: request, person: guest._id, at: now }),
  })
}

function full({ kind, queued }: Session): Refusal {
  if (kind !== 'class') return refuse('BOOKING_FULL')
  return refuse('BOOKING_FULL', queued > 0 ? '已经有人在排队，您也可以排队，有空位会告诉您' : '这一班已经满了，可以排队，有空位会告诉您')
}

function priceChanged({ sentence }: Price): Refusal {
  return refuse('PRICE_CHANGED', `价钱变了：${sentence}，请看过再约`)
}

function refusalOf(taken: Exclude<Taken, 'taken'>, { kind }: BookWish): Refusal {
  switch (taken) {
    case 'full':
      // Of a visit: another worker is weighed when the app sends the same request again, by itself.
      return kind === 'visit' ? refuse('SERVICE_BUSY') : refuse('BOOKING_FULL')
    case 'already':
      return refuse('BOOKING_ALREADY')
    case 'over':
      return refuse('SESSION_OVER')
    case 'gone':
      return refuse('SESSION_UNKNOWN')
  }
}

/** What is entered in the diary, decided anew on the diary as it is when it is written. */
function engagementsOf(
  { offering, session, occasion, start, end }: Plan,
  { wish, request, now }: Order,
  guest: Person,
): Result<Engagement[]> {
  const spans = occasion ? spansOf(occasion) : [{ start, end }]
  const refusal = fullOrClashing(guest.diary, request, spans, now)
  if (refusal) return refusal
  const price = quote(offering.service, offering.programme, guest, start, request)
  return price.yuan > wish.yuan
    ? priceChanged(price)
    : done(engagements(spans, { booking: request, session, name: offering.service.name, at: now, cover: price.cover }))
}

/** One for each lesson; the first carries what a programme pays. */
export function engagements(
  spans: { start: Instant; end: Instant }[],
  { cover, ...rest }: Pick<Engagement, 'booking' | 'session' | 'name' | 'at'> & { cover?: Cover },
): Engagement[] {
  return spans.map((span, at) => ({ ...rest, ...span, ...(cover && at === 0 ? { cover } : {}) }))
}

/** Writes the booking of a place that has been taken. */
async function write(plan: Plan, order: Order, guest: Person): Promise<Result<Booked>> {
  const { wish, caller, request, now, series } = order
  const { offering, session, occasion, start, end, reason } = plan
  const { service, programme, organisation } = offering
  const { cover, ...price } = quote(service, programme, guest, start, request)
  const given: NewBooking = {
    id: request,
    state: wish.hold ? 'held' : kindRules[service.kind].first,
    service,
    session,
    organisation,
    start,
    end,
    ...(occasion ? ofSession(occasion) : {}),
    guest,
    booker: caller,
    consent: consentOf(caller, guest, wish.consent),
    reason,
    price,
    cover,
    ...(wish.kind === 'visit' ? { wish: wish.wish } : {}),
    ...(wish.kind === 'appointment'
      ? { channel: wish.channel ?? 'office', against: wish.against, ...(wish.intake ? { intake: seal(wish.intake) } : {}) }
      : {}),
    ...(series === undefined ? {} : { series }),
    note: wish.note ?? '',
    now,
  }
  const made = await create<Booking>('bookings', newBooking(given))
  if (!made) return refuse('REQUEST_ID_REUSED')
  return made.written ? done({ booking: made.document, guest, session: occasion }) : again(made.document, order)
}

export function ofSession(session: Session): Pick<NewBooking, 'worker' | 'title' | 'lessons' | 'course' | 'place'> {
  const { worker, title, lessons, changes: course, place } = session
  return { worker, title, lessons, course, place }
}

export function consentOf(caller: Person, guest: Person, told: BookWish['consent']): Booking['consent'] {
  const as = mayActFor(caller, guest)
  if (as === 'staff' && told) return { how: told.how, ...(told.note ? { note: told.note } : {}) }
  return { how: as === 'self' ? 'self' : 'family' }
}

/** What the first arrival of this command made, as it is now. */
function again(booking: Booking, { wish, guest }: Order): Result<Booked> {
  const same =
    booking.guest.person === guest._id &&
    booking.service.id === wish.service &&
    // It may have been moved since: then the history tells nothing, and the id itself is the command's.
    (booking.timeline.some(({ step }) => step === 'reschedule' || step === 'pass') ||
      (wish.kind === 'visit' ? booking.start === wish.start : booking.session === wish.session))
  return same ? done({ booking, guest }) : refuse('REQUEST_ID_REUSED')
}

/** Before a refusal is answered: the command may have succeeded long ago and its place been given back since. */
async function refused(refusal: Refusal, order: Order): Promise<Result<Booked>> {
  const booking = await get<Booking>('bookings', order.request)
  return booking ? again(booking, order) : refusal
}

export const book: Handlers<'booking'>['book'] = async (input, context) => {
  const { person, known, guest, request, now } = context
  const text = [input.note, input.kind === 'appointment' ? input.intake : ''].join('\n')
  if ((await checkText(person.openid, text)) === 'risky') return refuse('TEXT_REFUSED')
  const made = await bookOne({ wish: input, caller: person, guest, known: known || guest !== person, request, now })
  if (!made.ok) return made
  const { booking, session } = made.data
  if (relationsOf(booking, person, guest).length === 0) return refuse('BOOKING_NOT_FOUND')
  return done(bookingView(booking, { person, guest, now }, { session }))
}
