import type { Session, Taker } from '../domain/booking'
import { takerOf } from '../domain/booking'
import type { Instant } from '../domain/time'
import { change, is } from '../platform/documents'

/** Far above any session's seats: the list of takers is bounded by `left`, never cut. */
const mostTakers = 10_000

export type Taken = 'taken' | 'full' | 'already' | 'over' | 'gone'

/**
 * Takes one seat, in one conditional update (two operations when refused). That a seat is ours is told by the takers alone: the session's
 * list of requests is short, and in a rush our own entry soon leaves it.
 */
export async function takeSeat(session: string, taker: Taker): Promise<Taken> {
  const changed = await change<Session>(
    'sessions',
    session,
    `${taker.booking}.take.${taker.at}`,
    { left: is.gt(0), start: is.gt(taker.at), 'takers.person': is.neq(taker.person) },
    {
      push: { takers: { each: [{ ...taker }], keep: mostTakers } },
      inc: { left: -1 },
      set: { touchedAt: taker.at, unsettled: true },
      bump: false,
    },
  )
  if (changed.outcome === 'written') return 'taken'
  if (changed.outcome === 'missing') return 'gone'
  const { document } = changed
  if (takerOf(document, taker.booking)) return 'taken'
  if (document.takers.some(({ person }) => person === taker.person)) return 'already'
  return document.start <= taker.at ? 'over' : 'full'
}

/**
 * Gives a seat back; without effect when it has been given back before. With `at` only that very taking: the same booking may have taken
 * the seat anew since the caller looked.
 */
export async function freeSeat(session: string, booking: string, now: Instant, at?: Instant): Promise<void> {
  const taker: Record<string, string> = at === undefined ? { booking } : { booking, at }
  await change<Session>(
    'sessions',
    session,
    `${booking}.free.${now}`,
    { takers: is.some(taker) },
    { pull: { takers: taker }, inc: { left: 1 }, set: { touchedAt: now }, bump: false },
  )
}
