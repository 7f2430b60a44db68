import { isDeepStrictEqual } from 'node:util'
import type { Booking, Offering, Session, Workday } from '../domain/booking'
import { addDays, dayAfter } from '../domain/calendar'
import { relaid, shiftsOn, slotsOf, workdayOf } from '../domain/layout'
import type { Organisation } from '../domain/organisation'
import { slotChanges } from '../domain/slotChanges'
import { dayOf, instantAt } from '../domain/time'
import type { Day, Instant } from '../domain/time'
import { stranded } from '../domain/workday'
import { change, create, find, is } from '../platform/documents'
import type { Changed } from '../platform/documents'
import { finish, moveAway } from './moveAway'
import { passOn } from './passOn'

const tries = 3
const mostOfferings = 60
/** Days that are read at once; the appointments of an organisation's week are far fewer than one query may answer. */
const daysARead = 7
const mostSessions = 1000
/** Operations that one visit may take until another worker or another organisation has it. */
const visitCost = 16

export interface Laid {
  /** Days up to this one (exclusive) are as the roster says. */
  until: Day
  /** Visits that others took over, and those left to the sweep. */
  moved: number
  pending: number
}

/**
 * Makes the days of an organisation what roster, exceptions and offerings say: days that are new, and days that were laid out before.
 * Nobody loses a place by it silently: a visit whose worker does not work then any more goes to another one, else to another organisation;
 * an appointment that does not take place is called off and people are told. Done twice, it changes nothing; cut off, it goes on from the
 * organisation's `laidOutUntil`. Stops, between days, when `operations` are spent.
 */
export async function layDays(organisation: Organisation, from: Day, until: Day, now: Instant, operations: number): Promise<Laid> {
  const today = dayOf(now)
  const laid: Laid = { until: from < today ? today : from, moved: 0, pending: 0 }
  let left = operations - 1
  const offerings = await find<Offering>('sessions', { 'organisation.id': organisation.id, start: 'offering' }, { limit: mostOfferings })
  while (laid.until < until && left > 0) {
    const start = instantAt(laid.until, '00:00')
    const week = addDays(start, daysARead)
    left--
    const found = await find<Workday | Session>(
      'sessions',
      { 'organisation.id': organisation.id, start: is.both(is.gte(start), is.lt(week)), kind: is.in(['visit', 'appointment']) },
      { limit: mostSessions, order: [['start', 'asc']] },
    )
    for (const end = dayOf(week); laid.until < end && laid.until < until && left > 0; laid.until = dayAfter(laid.until)) {
      const day = laid.until
      const ofDay = found.filter((one) => dayOf(one.start) === day)
      const visits = await layVisits(
        ofDay.find((one): one is Workday => one.kind === 'visit'),
        workdayOf(organisation, offerings, day),
        now,
        left,
      )
      laid.moved += visits.moved
      laid.pending += visits.pending
      left -= visits.operations
      const works = (worker: string, span: { start: Instant; end: Instant }) => {
        const rostered = organisation.roster.find((one) => one.worker.person === worker)
        const shifts = rostered ? shiftsOn(rostered, organisation.exceptions, day) : []
        return shifts.some((shift) => instantAt(day, shift.from) <= span.start && span.end <= instantAt(day, shift.until))
      }
      const slots = await laySlots(
        organisation.id,
        day,
        ofDay.filter((one): one is Session => one.kind === 'appointment'),
        slotsOf(organisation, offerings, day),
        works,
        now,
      )
      left -= slots.operations
      // Somebody is just taking or holding one of them: the sweep comes again.
      if (!slots.done) return laid
    }
  }
  return laid
}

interface Visits {
  moved: number
  pending: number
  operations: number
}

async function layVisits(seen: Workday | undefined, fresh: Workday | undefined, now: Instant, left: number): Promise<Visits> {
  if (!seen) {
    if (!fresh) return { moved: 0, pending: 0, operations: 0 }
    await create<Workday>('sessions', { ...fresh, requests: [`lay.${fresh._id}`], touchedAt: now })
    return { moved: 0, pending: 0, operations: 1 }
  }
  let old = seen
  let operations = 0
  for (let attempt = 0; attempt < tries; attempt++) {
    const next = relaid(old, fresh)
    const waiting = stranded(next, now).length > 0
    if (isDeepStrictEqual([old.crew, old.services], [next.crew, next.services]) && !waiting) return { moved: 0, pending: 0, operations }
    operations++
    const changed: Changed<Workday> = await change<Workday>(
      'sessions',
      old._id,
      `lay.${old._id}.${old.seq}.${now}`,
      { seq: old.seq },
      {
        set: { crew: next.crew, services: next.services, touchedAt: now, ...(waiting ? { unsettled: true } : {}) },
        inc: { seq: 1 },
        bump: false,
      },
    )
    if (changed.outcome === 'missing') break
    if (changed.outcome === 'written') {
      if (!waiting) return { moved: 0, pending: 0, operations }
      const most = Math.max(0, Math.floor((left - operations) / visitCost))
      const { moved, pending } = await moveAway({ ...next, seq: old.seq + 1 }, now, most)
      return { moved, pending, operations: operations + moved * visitCost }
    }
    operations++
    old = changed.document
  }
  return { moved: 0, pending: stranded(old, now).length, operations }
}

type Works = (worker: string, span: { start: Instant; end: Instant }) => boolean

/** Whoever takes an appointment meanwhile makes it look again. */
async function laySlots(
  organisation: string,
  day: Day,
  seen: Session[],
  fresh: Session[],
  works: Works,
  now: Instant,
): Promise<{ done: boolean; operations: number }> {
  let existing = seen
  let operations = 0
  for (let attempt = 0; attempt < tries; attempt++) {
    const { create: missing, withdraw, callOff, amend } = slotChanges(existing, fresh, works, now)
    let refused = 0
    for (const slot of missing) await create<Session>('sessions', { ...slot, requests: [`lay.${slot._id}`], touchedAt: now })
    for (const { _id, left, seats, takers } of withdraw) {
      const set = { left: 0, seats: takers.length, services: [], touchedAt: now }
      const changed = await change('sessions', _id, `withdraw.${_id}.${attempt}.${now}`, { left, seats }, { set, bump: false })
      if (changed.outcome === 'refused') refused++
    }
    for (const { old, fresh: slot } of amend) {
      const set = {
        seats: slot.seats,
        services: slot.services,
        advises: slot.advises,
        touchedAt: now,
        ...(slot.beside ? { beside: slot.beside } : {}),
        ...(old.takers.length === 0 ? { end: slot.end } : {}),
        ...(old.queued > 0 ? { waited: true } : {}),
      }
      const changed = await change(
        'sessions',
        old._id,
        `amend.${old._id}.${attempt}.${now}`,
        { left: old.left, seats: old.seats },
        { set, unset: slot.beside ? [] : ['beside'], inc: { left: slot.seats - old.seats }, bump: false },
      )
      if (changed.outcome === 'refused') refused++
    }
    operations += missing.length + withdraw.length + amend.length + refused
    if (refused === 0) {
      let done = true
      for (const slot of callOff) {
        const calledOff = await callOffSlot(slot, now)
        operations += calledOff.operations
        done = done && calledOff.done
      }
      return { done, operations }
    }
    const start = instantAt(day, '00:00')
    operations++
    existing = await find<Session>(
      'sessions',
      { 'organisation.id': organisation, start: is.both(is.gte(start), is.lt(addDays(start, 1))), kind: 'appointment' },
      { limit: mostSessions, order: [['start', 'asc']] },
    )
  }
  return { done: false, operations }
}

/** Everybody who has it hears that it does not take place; then there is no seat in it that could go to somebody who waits. */
async function callOffSlot({ _id, takers }: Session, now: Instant): Promise<{ done: boolean; operations: number }> {
  const bookings = await find<Booking>('bookings', { session: _id, open: true }, { limit: 50, order: [['slot', 'asc']] })
  for (const booking of bookings) {
    const note = `${booking.worker?.name ?? ''}那天有事`
    await finish(await passOn(booking, { version: booking.version, request: `${booking._id}.withdrawn.${_id}`, note, now }), now)
  }
  const seats = takers.length
  const closed = await change('sessions', _id, `close.${_id}.${now}`, { left: seats, seats }, { set: { left: 0, seats: 0 }, bump: false })
  return { done: closed.outcome !== 'refused', operations: 2 + bookings.length * visitCost }
}
