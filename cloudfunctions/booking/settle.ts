import { keepsSeat, isOld } from '../domain/booking'
import type { Booking, Session } from '../domain/booking'
import { settledBefore, takeStep } from '../domain/bookingSteps'
import type { StepName } from '../domain/bookingSteps'
import { refuse } from '../domain/result'
import type { Instant } from '../domain/time'
import { change, find, is, step } from '../platform/documents'
import type { Conditions } from '../platform/documents'
import { deliver } from '../platform/messages'
import { townData } from '../platform/townData'
import { giveBack } from './giveBack'
import { freeSeat } from './seats'

const mostSessions = 20
const mostBookings = 50
/** Ids that one query may name; a session with more takers is looked at in parts. */
const idsAQuery = 500

/** Makes seats and bookings agree again after a call was killed between the two. Answers how many seats were given back. */
export async function settleSeats(now: Instant): Promise<number> {
  return (await freeOrphans(now)) + (await freeCalledOff(now))
}

/**
 * Seats that were taken and whose booking never came. A session is looked at until all its takers are old enough to be judged, then not
 * again before somebody takes a seat: the cost goes with what happens, not with how many sessions there are.
 */
async function freeOrphans(now: Instant): Promise<number> {
  const sessions = await find<Pick<Session, '_id' | 'takers' | 'touchedAt'>>(
    'sessions',
    { unsettled: true },
    { limit: mostSessions, order: [['touchedAt', 'asc']], fields: ['takers', 'touchedAt'] },
  )
  const old = sessions.flatMap(({ _id: session, takers }) =>
    takers.filter((taker) => isOld(taker.at, now)).map((taker) => ({ session, taker })),
  )
  const bookings = new Map<string, Pick<Booking, 'session' | 'state'>>()
  for (let from = 0; from < old.length; from += idsAQuery) {
    const ids = old.slice(from, from + idsAQuery).map(({ taker }) => taker.booking)
    const found = await find<Booking>('bookings', { _id: is.in(ids) }, { limit: ids.length + 1, fields: ['session', 'state'] })
    for (const booking of found) bookings.set(booking._id, booking)
  }
  const orphans = old.filter(({ session, taker }) => {
    const booking = bookings.get(taker.booking)
    return !booking || !keepsSeat(booking, session)
  })
  for (const { session, taker } of orphans) await freeSeat(session, taker.booking, now, taker.at)
  for (const { _id, takers, touchedAt } of sessions) {
    // Freeing moved touchedAt, and so did a taking since then: calls are shorter than the age at which takers are judged.
    if (!isOld(touchedAt, now) || !takers.every((taker) => isOld(taker.at, now)) || orphans.some(({ session }) => session === _id)) continue
    await change<Session>('sessions', _id, `settle.${now}`, { touchedAt }, { set: { unsettled: false }, bump: false })
  }
  return orphans.length
}

/** Bookings that were called off by a call that died before it gave the seat back. */
async function freeCalledOff(now: Instant): Promise<number> {
  const called = await find<Booking>(
    'bookings',
    { freed: false, state: is.in(['cancelled', 'declined']) },
    { limit: mostBookings, order: [['updatedAt', 'asc']] },
  )
  for (const booking of called) await giveBack(booking, now)
  return called.length
}

/** What happens by itself, and to which bookings. */
const bySystem: { step: StepName; due: (now: Instant) => Conditions; order: 'start' | 'end' }[] = [
  { step: 'lapse', due: (now) => ({ state: 'requested', start: is.lte(now) }), order: 'start' },
  { step: 'miss', due: (now) => ({ state: 'assigned', end: is.lte(settledBefore(now)) }), order: 'end' },
  { step: 'finish', due: (now) => ({ state: 'checkedIn', end: is.lte(settledBefore(now)) }), order: 'end' },
]

/** Bookings that nobody answered, or that nobody brought to their end. Answers how many were settled. */
export async function settleMissed(now: Instant): Promise<number> {
  let settled = 0
  for (const { step: name, due, order } of bySystem) {
    const missed = await find<Booking>('bookings', due(now), { limit: mostBookings, order: [[order, 'asc']], fields: [order] })
    for (const { _id } of missed) {
      const request = `${_id}.${name}`
      const stepped = await step<Booking>(
        'bookings',
        _id,
        request,
        now,
        refuse('BOOKING_NOT_FOUND'),
        refuse('BOOKING_CHANGED'),
        (booking) => takeStep(name, booking, undefined, now),
      )
      if (!stepped.ok) continue
      settled++
      await deliver('bookings', stepped.document, await townData(now))
    }
  }
  return settled
}
