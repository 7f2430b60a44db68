import type { Booking, CrewMember, Workday } from '../domain/booking'
import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import type { Instant } from '../domain/time'
import { canServe } from '../domain/workday'
import { change, get } from '../platform/documents'
import type { Changed } from '../platform/documents'
import { takerOf } from './places'

const tries = 3

/**
 * Enters who is to come in the workday of a visit, where nobody is in two places; one read, and one write when it is another than before.
 * The booking follows; when it does not, the sweep lets it follow the workday.
 */
export async function nameWorker(booking: Booking, worker: string, request: string, now: Instant): Promise<Result<CrewMember>> {
  let workday = await get<Workday>('sessions', booking.session)
  for (let attempt = 0; attempt < tries; attempt++) {
    const taker = workday && takerOf(workday, booking._id, booking.start)
    if (!workday || !taker) return refuse('BOOKING_CHANGED')
    const member = workday.crew.find((one) => one.worker.person === worker)
    if (!member) return refuse('WORKER_UNKNOWN')
    if (!canServe(member, workday, taker, booking._id)) return refuse('WORKER_BUSY')
    if (taker.worker === worker) return done(member)
    // Taken anew, so that the sweep does not judge it before this call is over.
    const takers = workday.takers.map((one) => (one === taker ? { ...taker, worker, at: now } : one))
    const changed: Changed<Workday> = await change<Workday>(
      'sessions',
      workday._id,
      `${request}.worker.${workday.seq}`,
      { seq: workday.seq },
      { set: { takers, touchedAt: now, unsettled: true }, inc: { seq: 1 }, bump: false },
    )
    if (changed.outcome === 'written') return done(member)
    workday = changed.outcome === 'missing' ? undefined : changed.document
  }
  return refuse('SERVICE_BUSY')
}
