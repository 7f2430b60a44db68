import { keepsPlace } from '../domain/booking'
import type { Booking, Offering, VisitTaker, Workday } from '../domain/booking'
import { takeStep } from '../domain/bookingSteps'
import { rankWorkers } from '../domain/dispatch'
import type { Instant } from '../domain/time'
import { stranded } from '../domain/workday'
import { get } from '../platform/documents'
import type { Stepped } from '../platform/documents'
import { deliver } from '../platform/messages'
import { townData } from '../platform/townData'
import { giveBack } from './giveBack'
import { nameWorker } from './nameWorker'
import { needOf } from './otherVisit'
import { passOn } from './passOn'
import { stepBooking } from './stepBooking'

/**
 * Somebody of the crew is away (marked so in the workday before): each of their visits goes to another of the crew, else the next
 * organisation is asked, else the people are told. At most `most` of them, about ten operations each; the rest waits for the sweep, which
 * finds the workday as long as it is `unsettled`. Answers how many visits are looked after, and how many are left.
 */
export async function moveAway(workday: Workday, now: Instant, most: number): Promise<{ moved: number; pending: number }> {
  const visits = stranded(workday, now)
  let moved = 0
  for (const taker of visits.slice(0, most)) {
    // Each of them changes the day.
    const current = await get<Workday>('sessions', workday._id)
    if (current && (await moveOne(current, taker, now))) moved++
  }
  return { moved, pending: visits.length - moved }
}

async function moveOne(workday: Workday, taker: VisitTaker, now: Instant): Promise<boolean> {
  const booking = await get<Booking>('bookings', taker.booking)
  // Its call is not over, or its place will be given back; what is only held is looked at when it is accepted.
  if (!booking || !keepsPlace(booking, { session: workday._id, start: taker.start })) return false
  if (booking.state !== 'requested' && booking.state !== 'assigned') return false
  const request = `${booking._id}.away.${taker.worker}.${workday.seq}`
  const other = await otherOfCrew(booking, workday, taker, now)
  if (other !== undefined) {
    const named = await nameWorker(booking, other, request, now)
    if (!named.ok) return false
    // While requested the worker is the organisation's affair alone.
    return booking.state === 'requested' || (await follow(booking, named.data.worker, request, now))
  }
  const passed = await passOn(booking, { version: booking.version, request, note: '社工请假', now })
  return (await finish(passed, now)) !== undefined
}

async function otherOfCrew(booking: Booking, workday: Workday, taker: VisitTaker, now: Instant): Promise<string | undefined> {
  const offering = await get<Offering>('sessions', `${booking.organisationId}.${booking.service.id}`)
  if (!offering) return undefined
  const { worker: _ill, ...wish } = booking.wish
  const need = needOf(
    { ...booking, wish, workerId: undefined },
    offering.service,
    { carers: [] },
    { start: taker.start, end: taker.end, tried: [], now },
  )
  const [best] = rankWorkers(workday, need, booking._id)
  return best?.able ? best.member.worker.person : undefined
}

/** The booking names whom its workday names. */
export async function follow(booking: Booking, worker: NonNullable<Booking['worker']>, request: string, now: Instant): Promise<boolean> {
  const stepped = await stepBooking(
    booking._id,
    request,
    now,
    (current) => takeStep('reassign', current, { version: booking.version }, now, { set: { worker, workerId: worker.person } }),
    booking,
  )
  return (await finish(stepped, now)) !== undefined
}

/** After a step of the system: gives back what was left, and tells the people. */
export async function finish(stepped: Stepped<Booking>, now: Instant): Promise<Booking | undefined> {
  if (!stepped.ok) return undefined
  const { document, repeated } = stepped
  if (repeated) return document
  const settled = await giveBack(document, now)
  await deliver('bookings', document, await townData(now))
  return settled
}
