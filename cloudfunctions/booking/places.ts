import { mayFinish } from '../domain/booking'
import type { Kind, Place, Session, Taker, VisitTaker, Workday } from '../domain/booking'
import type { Placement, VisitNeed } from '../domain/dispatch'
import type { Instant } from '../domain/time'
import { change, is } from '../platform/documents'
import type { Changed } from '../platform/documents'

/**
 * Places are taken before a booking has them and given back after it has left them. What a call took and never used is not undone by the
 * call: two minutes later the sweep judges it by the booking (settle.ts). So a command that comes twice can't undo what its other arrival
 * is about to use.
 */

/** Far above any day's or session's: the lists are bounded by seats and by workers' hours, never cut. */
const most = 10_000
/** Nobody is helped by being the fiftieth. */
const mostQueued = 50

export type Taken = 'taken' | 'full' | 'already' | 'over' | 'gone'

/** Place of a booking in a session or a workday; of two on one day, the one at that time. */
export function takerOf<T extends Taker>({ takers }: { takers: T[] }, booking: string, start?: Instant): T | undefined {
  return takers.find(
    (taker) => taker.booking === booking && (start === undefined || (taker as Taker & { start?: Instant }).start === start),
  )
}

/**
 * Takes one seat, in one conditional update (two operations when refused); not before those who wait. That a seat is ours is told by the
 * takers alone: the session's list of requests is short, and in a rush our own entry soon leaves it.
 */
export async function takeSeat(session: string, taker: Taker): Promise<Taken> {
  const { booking, person, at } = taker
  const changed = await change<Session>(
    'sessions',
    session,
    `${booking}.take.${at}`,
    { left: is.gt(0), queued: 0, start: is.gt(at), 'takers.person': is.neq(person) },
    {
      push: { takers: { each: [{ booking, person, at }], keep: most } },
      inc: { left: -1 },
      set: { touchedAt: at, unsettled: true },
      bump: false,
    },
  )
  if (changed.outcome === 'written') return 'taken'
  if (changed.outcome === 'missing') return 'gone'
  const { document } = changed
  if (takerOf(document, booking)) return renew(document, 'takers', booking, at)
  if (document.takers.some((other) => other.person === person)) return 'already'
  return document.start <= at ? 'over' : 'full'
}

/** The place of a visit with the worker whom dispatch proposes. */
export function visitTaker({ worker }: Placement, { start, end, service, home }: VisitNeed, taker: Taker): VisitTaker {
  return { ...taker, start, end, skill: service.skill, worker: worker.worker.person, ...(home.point ? { home: home.point } : {}) }
}

/**
 * A worker's time, in the state of the workday in which that worker was chosen: any other change of the day in between refuses it, and the
 * day as it is now is answered.
 */
export async function takeVisit(workday: Workday, taker: VisitTaker): Promise<'taken' | 'gone' | Workday> {
  const { booking, start, at } = taker
  const changed = await change<Workday>(
    'sessions',
    workday._id,
    `${booking}.take.${start}.${at}`,
    { seq: workday.seq },
    { push: { takers: { each: [{ ...taker }], keep: most } }, inc: { seq: 1 }, set: { touchedAt: at, unsettled: true }, bump: false },
  )
  if (changed.outcome === 'written' || changed.outcome === 'already') return 'taken'
  return changed.outcome === 'missing' ? 'gone' : changed.document
}

/**
 * A place that an earlier arrival of the same command took may be about to be judged by the sweep: it counts as taken now. 'full' when it
 * has just been given back, or moved in its list: the command may come again.
 */
export async function renew(
  session: Session | Workday,
  list: 'takers' | 'queue',
  booking: string,
  now: Instant,
  start?: Instant,
): Promise<'taken' | 'full'> {
  const takers: Taker[] = list === 'takers' ? session.takers : 'queue' in session ? session.queue : []
  const taker = takerOf({ takers }, booking, start)
  if (!taker) return 'full'
  if (mayFinish(taker, now)) return 'taken'
  const at = `${list}.${takers.indexOf(taker)}`
  const changed = await change<Session>(
    'sessions',
    session._id,
    `${booking}.renew.${now}`,
    { [`${at}.booking`]: booking, [`${at}.at`]: taker.at },
    { set: { [`${at}.at`]: now, touchedAt: now, unsettled: true }, bump: false },
  )
  return changed.outcome === 'written' || changed.outcome === 'already' ? 'taken' : 'full'
}

export type Queued = 'queued' | 'room' | 'full' | 'already' | 'over' | 'gone'

/** Joins the queue of a session without a free seat, at its end. */
export async function joinQueue(session: Session, taker: Taker): Promise<Queued> {
  const { booking, person, at } = taker
  let seen = session
  for (let attempt = 0; attempt < 3; attempt++) {
    if (seen.queue.some((other) => other.booking === booking))
      return (await renew(seen, 'queue', booking, at)) === 'taken' ? 'queued' : 'full'
    if (seen.takers.some((other) => other.booking === booking)) return 'queued'
    if ([...seen.queue, ...seen.takers].some((other) => other.person === person)) return 'already'
    if (seen.start <= at) return 'over'
    if (seen.left > 0 && seen.queued === 0) return 'room'
    if (seen.queued >= mostQueued) return 'full'
    const changed: Changed<Session> = await change<Session>(
      'sessions',
      session._id,
      `${booking}.wait.${at}`,
      {
        ...(seen.queued > 0 ? { queued: is.both(is.gt(0), is.lt(mostQueued)) } : { left: 0, queued: 0 }),
        'takers.person': is.neq(person),
        'queue.person': is.neq(person),
      },
      {
        push: { queue: { each: [{ booking, person, at }], keep: most } },
        inc: { queued: 1 },
        set: { touchedAt: at, unsettled: true, waited: true },
        bump: false,
      },
    )
    if (changed.outcome === 'written' || changed.outcome === 'already') return 'queued'
    if (changed.outcome === 'missing') return 'gone'
    seen = changed.document
  }
  return 'full'
}

/** The first of the queue becomes a taker, in one update. False when it is not the first any more, or there is no seat. */
export async function promote({ _id, queue }: Session, now: Instant): Promise<boolean> {
  const [first] = queue
  if (!first) return false
  const { booking, person } = first
  const changed = await change<Session>(
    'sessions',
    _id,
    `${booking}.promote.${now}`,
    { left: is.gt(0), 'queue.0.booking': booking },
    {
      push: { takers: { each: [{ booking, person, at: now }], keep: most } },
      pull: { queue: { booking } },
      inc: { left: -1, queued: -1 },
      set: { touchedAt: now, unsettled: true },
      bump: false,
    },
  )
  return changed.outcome === 'written'
}

/**
 * Gives a place back, in whichever list it is; without effect when it has been given back before. With `at` only that very taking: the
 * same booking may have taken the place anew since the caller looked.
 */
export async function freePlace(kind: Kind, { session, start }: Place, booking: string, now: Instant, at?: Instant): Promise<void> {
  const request = `${booking}.free.${at ?? start}.${now}`
  const taking: Record<string, string> = at === undefined ? { booking } : { booking, at }
  if (kind === 'visit') {
    const taker = { ...taking, start }
    await change<Workday>(
      'sessions',
      session,
      request,
      { takers: is.some(taker) },
      { pull: { takers: taker }, inc: { seq: 1 }, set: { touchedAt: now }, bump: false },
    )
    return
  }
  for (let attempt = 0; attempt < 3; attempt++) {
    const changed = await change<Session>(
      'sessions',
      session,
      request,
      { takers: is.some(taking) },
      { pull: { takers: taking }, inc: { left: 1 }, set: { touchedAt: now, waited: true }, bump: false },
    )
    if (changed.outcome !== 'refused' || !changed.document.queue.some((one) => one.booking === booking)) return
    const left = await change<Session>(
      'sessions',
      session,
      request,
      { queue: is.some(taking) },
      { pull: { queue: taking }, inc: { queued: -1 }, set: { touchedAt: now }, bump: false },
    )
    // Promoted in between: it is among the takers now.
    if (left.outcome !== 'refused' || !takerOf(left.document, booking)) return
  }
}
