import { isOld, keepsPlace } from '../domain/booking'
import type { Booking, Place, Session, Taker, VisitTaker, Workday } from '../domain/booking'
import { settledBefore, takeStep, waitsUntil } from '../domain/bookingSteps'
import type { StepName } from '../domain/bookingSteps'
import type { Diary } from '../domain/diary'
import { addMinutes } from '../domain/time'
import type { Instant } from '../domain/time'
import { stranded } from '../domain/workday'
import { change, find, get, is } from '../platform/documents'
import type { Conditions } from '../platform/documents'
import { isWorkday } from './bookables'
import { leave } from './diaries'
import { giveBack } from './giveBack'
import { finish, follow, moveAway } from './moveAway'
import { passOn } from './passOn'
import { freePlace, promote } from './places'
import { stepBooking } from './stepBooking'

/** Far above what is touched in the two or three minutes until it can be judged. */
const sessionsASweep = 90
const peopleASweep = 90
const bookingsASweep = 50
const visitsASweep = 20
/** Ids that one query may name. */
const idsAQuery = 500

type Judged = Pick<Booking, '_id' | 'kind' | 'session' | 'start' | 'state' | 'workerId'>

async function bookingsOf(ids: string[]): Promise<Map<string, Judged>> {
  const bookings = new Map<string, Judged>()
  const different = [...new Set(ids)]
  for (let from = 0; from < different.length; from += idsAQuery) {
    const some = different.slice(from, from + idsAQuery)
    const found = await find<Judged>(
      'bookings',
      { _id: is.in(some) },
      { limit: some.length, fields: ['kind', 'session', 'start', 'state', 'workerId'] },
    )
    for (const booking of found) bookings.set(booking._id, booking)
  }
  return bookings
}

/** What bookings have left and a killed call did not give back. */
export async function settleLeaving(now: Instant): Promise<number> {
  const leaving = await find<Booking>(
    'bookings',
    // Whoever made them leave is giving back until then.
    { 'leaving.session': is.gt(''), updatedAt: is.lt(addMinutes(now, -2)) },
    { limit: bookingsASweep },
  )
  for (const booking of leaving) await giveBack(booking, now)
  return leaving.length
}

interface Entry {
  document: Session | Workday
  place: Place
  taker: Taker | VisitTaker
  list: 'takers' | 'queue'
}

function entriesOf(document: Session | Workday): Entry[] {
  if (isWorkday(document)) {
    return document.takers.map((taker) => ({
      document,
      place: { session: document._id, start: taker.start },
      taker,
      list: 'takers' as const,
    }))
  }
  const place = { session: document._id, start: document.start }
  return [
    ...document.takers.map((taker) => ({ document, place, taker, list: 'takers' as const })),
    ...document.queue.map((taker) => ({ document, place, taker, list: 'queue' as const })),
  ]
}

/**
 * Places that were taken and whose booking never came, or never moved there, go back; who was promoted and not told is told; a booking
 * follows its workday when the worker was changed there; visits of people who are away go to others. A session is looked at until all its
 * takers are old enough to be judged, then not again before somebody takes a place: the cost goes with what happens, not with how many
 * sessions there are.
 */
export async function settlePlaces(now: Instant): Promise<number> {
  const documents = await find<Session | Workday>('sessions', { unsettled: true }, { limit: sessionsASweep, order: [['touchedAt', 'asc']] })
  const old = documents.flatMap(entriesOf).filter(({ taker }) => isOld(taker.at, now))
  const bookings = await bookingsOf(old.map(({ taker }) => taker.booking))
  const mended = new Set<string>()
  let settled = 0
  for (const entry of old) {
    if (!(await mend(entry, bookings.get(entry.taker.booking), now))) continue
    mended.add(entry.document._id)
    settled++
  }
  for (const document of documents) {
    // However lately the day was touched: this very sweep may have, by giving back what one of its visits had left.
    if (isWorkday(document) && stranded(document, now).length > 0) settled += (await moveAway(document, now, visitsASweep)).moved
    else if (
      isOld(document.touchedAt, now) &&
      !mended.has(document._id) &&
      entriesOf(document).every(({ taker }) => isOld(taker.at, now))
    ) {
      await change('sessions', document._id, `settle.${now}`, { touchedAt: document.touchedAt }, { set: { unsettled: false }, bump: false })
    }
  }
  return settled
}

/** Makes one place and its booking agree. False when they do. */
async function mend({ document, place, taker, list }: Entry, booking: Judged | undefined, now: Instant): Promise<boolean> {
  if (!booking || !keepsPlace(booking, place)) {
    await freePlace(document.kind, place, taker.booking, now, taker.at)
    return true
  }
  if (list === 'takers' && booking.state === 'waiting') return offer(booking._id, now)
  return isWorkday(document) && followsWorkday(document, taker as VisitTaker, booking, now)
}

/** A confirmed visit names whom its workday names; the call that changed the workday is over. */
async function followsWorkday(workday: Workday, taker: VisitTaker, judged: Judged, now: Instant): Promise<boolean> {
  if (judged.state !== 'assigned' || judged.workerId === taker.worker) return false
  const member = workday.crew.find(({ worker }) => worker.person === taker.worker)
  const booking = await get<Booking>('bookings', judged._id)
  return member !== undefined && booking !== undefined && follow(booking, member.worker, `${booking._id}.follow.${workday.seq}`, now)
}

/** Entries in diaries whose booking never came, or never moved there. */
export async function settleDiaries(now: Instant): Promise<number> {
  const people = await find<{ _id: string; diary: Diary }>(
    'people',
    { 'diary.unsettled': true },
    { limit: peopleASweep, order: [['diary.touchedAt', 'asc']], fields: ['diary'] },
  )
  const old = people.flatMap(({ _id: person, diary }) =>
    diary.engagements.filter(({ at }) => isOld(at, now)).map((engagement) => ({ person, engagement })),
  )
  const bookings = await bookingsOf(old.map(({ engagement }) => engagement.booking))
  const orphans = old.filter(({ engagement }) => {
    const booking = bookings.get(engagement.booking)
    return !booking || !keepsPlace(booking, engagement)
  })
  // The lessons of a course were entered at one time and go at once.
  const entries = new Map(
    orphans.map((one) => [`${one.person}.${one.engagement.booking}.${one.engagement.session}.${one.engagement.at}`, one]),
  )
  for (const { person, engagement } of entries.values()) {
    await leave(person, undefined, engagement, engagement.booking, now, engagement.at)
  }
  for (const { _id, diary } of people) {
    if (!isOld(diary.touchedAt ?? '', now) || !diary.engagements.every(({ at }) => isOld(at, now))) continue
    if (orphans.some(({ person }) => person === _id)) continue
    await change('people', _id, `settle.${now}`, { 'diary.version': diary.version }, { set: { 'diary.unsettled': false }, bump: false })
  }
  return entries.size
}

function bySystem(name: StepName, booking: Pick<Booking, '_id'>, request: string, now: Instant, version?: number) {
  return stepBooking(booking._id, request, now, (current) => takeStep(name, current, version === undefined ? undefined : { version }, now))
}

/** The place is there: whoever waited for it is asked. */
async function offer(booking: string, now: Instant): Promise<boolean> {
  const offered = await bySystem('offer', { _id: booking }, `${booking}.offer`, now)
  return (await finish(offered, now)) !== undefined
}

/** What somebody should have answered by now: a place that was held or waited for is over, an organisation that is silent is passed over. */
export async function settleDue(now: Instant): Promise<number> {
  const due = await find<Booking>('bookings', { dueAt: is.lte(now) }, { limit: bookingsASweep, order: [['dueAt', 'asc']] })
  let settled = 0
  for (const booking of due) {
    const { _id: id, state, version, dueAt = now } = booking
    const stepped =
      state === 'requested'
        ? await passOn(booking, { version, request: `${id}.silent.${dueAt}`, now })
        : await bySystem('expire', booking, `${id}.expire.${dueAt}`, now)
    if (await finish(stepped, now)) settled++
  }
  return settled
}

/** Bookings that nobody brought to their end. */
export async function settleMissed(now: Instant): Promise<number> {
  const over: Conditions = { end: is.lte(settledBefore(now)) }
  let settled = 0
  for (const state of ['assigned', 'checkedIn'] as const) {
    const missed = await find<Pick<Booking, '_id' | 'attendance'>>(
      'bookings',
      { state, ...over },
      { limit: bookingsASweep, order: [['end', 'asc']], fields: ['attendance'] },
    )
    for (const booking of missed) {
      const name = state === 'checkedIn' || (booking.attendance ?? []).length > 0 ? 'finish' : 'miss'
      if (await finish(await bySystem(name, booking, `${booking._id}.${name}`, now), now)) settled++
    }
  }
  return settled
}

/** Places that came free go to those who wait, first come first, each in one update; then they are asked whether they still want it. */
export async function settleWaiting(now: Instant): Promise<number> {
  const sessions = await find<Session>('sessions', { waited: true }, { limit: sessionsASweep, order: [['touchedAt', 'asc']] })
  let promoted = 0
  for (const { _id } of sessions) {
    for (let round = 0; round < bookingsASweep; round++) {
      const session = await get<Session>('sessions', _id)
      if (!session) break
      const { left, queued, queue, start, calledOff } = session
      const [first] = queue
      if (left > 0 && first && !calledOff && now < waitsUntil(start)) {
        if (await promote(session, now)) {
          promoted++
          await offer(first.booking, now)
        }
        continue
      }
      // Under what made it needless, so that a place that comes free, or somebody who joins, at this moment is not overlooked.
      const needless: Conditions = queued === 0 ? { queued: 0 } : left === 0 ? { left: 0 } : {}
      await change('sessions', _id, `waited.${now}`, needless, { set: { waited: false }, bump: false })
      break
    }
  }
  return promoted
}
