import assert from 'node:assert/strict'
import { keepsPlace, overlaps, spansOf } from '../../cloudfunctions/domain/booking'
import type { Bookable, Booking, Session, Workday } from '../../cloudfunctions/domain/booking'
import { monthOf, usedMinutes } from '../../cloudfunctions/domain/diary'
import { entitlementOf } from '../../cloudfunctions/domain/entitlement'
import type { Contract } from '../../cloudfunctions/domain/organisation'
import type { Person } from '../../cloudfunctions/domain/person'
import type { Programme } from '../../cloudfunctions/domain/service'
import { stranded } from '../../cloudfunctions/domain/workday'

export interface Documents {
  sessions: Bookable[]
  bookings: Booking[]
  people: Person[]
  contracts: Contract[]
}

const firm = ['requested', 'assigned', 'checkedIn']

/** What holds at every moment, whatever has been cut off; and, once the sweep has settled, that nothing is left over. */
export function assertRight({ sessions, bookings, people, contracts }: Documents, programmes: Programme[], settledAt?: string): void {
  const byId = new Map(bookings.map((booking) => [booking._id, booking]))
  const places = new Map(sessions.map((one) => [one._id, one]))
  for (const one of sessions) {
    if (one.kind === 'offering') continue
    if (one.kind === 'visit') assertWorkday(one)
    else assertSession(one)
    if (settledAt !== undefined) assertNoOrphans(one, byId, settledAt)
  }
  for (const booking of bookings) {
    const { _id: id, state, session, start } = booking
    const place = places.get(session)
    assert.ok(place && place.kind !== 'offering', `${id}: its place is there`)
    if (state === 'waiting') {
      const queue = place.kind === 'visit' ? [] : [...place.queue, ...place.takers]
      assert.ok(
        queue.some((one) => one.booking === id),
        `${id} waits in the queue`,
      )
    } else if (keepsPlace(booking, { session, start })) {
      const taker = place.takers.find(
        (one) => one.booking === id && (place.kind !== 'visit' || (one as { start?: string }).start === start),
      )
      assert.ok(taker, `${id} (${state}) has its place`)
    }
    if (settledAt !== undefined) assert.deepEqual(booking.leaving, [], `${id} has left everything`)
  }
  for (const person of people)
    assertPerson(
      person,
      bookings.filter(({ guest }) => guest.person === person._id),
      programmes,
      byId,
      places,
      settledAt,
    )
  for (const contract of contracts) assertContract(contract, byId, bookings, settledAt)
}

function assertSession({ _id, seats, left, takers, queue, queued }: Session): void {
  assert.equal(left + takers.length, seats, `${_id}: seats = left + takers`)
  assert.ok(left >= 0, `${_id} is not overbooked`)
  assert.equal(queue.length, queued, `${_id}: the queue is counted`)
  const people = [...takers, ...queue].map(({ person }) => person)
  assert.equal(new Set(people).size, people.length, `${_id}: nobody twice`)
}

function assertWorkday({ _id, takers }: Workday): void {
  for (const [at, one] of takers.entries()) {
    for (const other of takers.slice(at + 1)) {
      if (one.worker !== other.worker || one.booking === other.booking) continue
      assert.ok(!overlaps(one, other), `${_id}: a worker is at one place at a time`)
    }
  }
}

function assertNoOrphans(one: Session | Workday, bookings: Map<string, Booking>, now: string): void {
  for (const taker of one.takers) {
    const booking = bookings.get(taker.booking)
    const start = one.kind === 'visit' ? (taker as Workday['takers'][number]).start : one.start
    assert.ok(
      booking && keepsPlace(booking, { session: one._id, start }),
      `${one._id}: the place of ${taker.booking} (${booking?.state}) is used`,
    )
    assert.notEqual(booking.state, 'waiting', `${one._id}: who was promoted has been asked`)
    if (one.kind === 'visit' && booking.state === 'assigned') {
      assert.equal(booking.workerId, (taker as Workday['takers'][number]).worker, 'a booking names whom its workday names')
    }
  }
  if (one.kind === 'visit') {
    const left = stranded(one, now).filter(({ booking }) => ['requested', 'assigned'].includes(bookings.get(booking)?.state ?? ''))
    assert.deepEqual(left, [], `${one._id}: nobody waits for who is away`)
    return
  }
  for (const { booking } of one.queue)
    assert.equal(bookings.get(booking)?.state, 'waiting', `${one._id}: the queue is of bookings that wait`)
  assert.ok(one.left === 0 || one.queued === 0, `${one._id}: no place is free while somebody waits`)
  if (one.calledOff) {
    const left = [...one.takers, ...one.queue].filter(({ booking }) => (bookings.get(booking)?.attendance ?? []).length === 0)
    assert.deepEqual(left, [], `${one._id}: nobody is left in a course that was called off`)
  }
}

function assertPerson(
  { _id, name, diary, groups, need }: Person,
  own: Booking[],
  programmes: Programme[],
  bookings: Map<string, Booking>,
  places: Map<string, Bookable>,
  settledAt?: string,
): void {
  const { engagements } = diary
  for (const [at, one] of engagements.entries()) {
    for (const other of engagements.slice(at + 1)) {
      if (one.booking !== other.booking) assert.ok(!overlaps(one, other), `${name} is engaged once at a time`)
    }
  }
  for (const booking of own.filter(({ state }) => firm.includes(state))) {
    // A course that was changed: its lessons are entered before the booking says so, and the sweep does both.
    const course = places.get(booking.session)
    const following = course?.kind === 'class' && (booking.course ?? 0) < (course.changes ?? 0)
    assert.ok(!following || settledAt === undefined, `${booking._id} has followed its course`)
    for (const span of following ? [] : spansOf(booking)) {
      const entry = engagements.find((one) => one.booking === booking._id && one.session === booking.session && one.start === span.start)
      assert.ok(entry, `${name}: ${booking._id} (${booking.state}) is in the diary`)
    }
  }
  for (const programme of programmes) {
    for (const month of new Set(engagements.map(({ start }) => monthOf(start)))) {
      const used = usedMinutes(diary, programme.id, month)
      const entitled = entitlementOf(programme, { groups, need }, `${month}-15T04:00:00.000Z`)?.minutes ?? 0
      assert.ok(used <= entitled, `${name}: ${used} of ${entitled} minutes in ${month}`)
    }
  }
  if (settledAt === undefined) return
  for (const one of engagements) {
    const booking = bookings.get(one.booking)
    assert.ok(booking && keepsPlace(booking, one), `${name}: ${one.booking} (${booking?.state}) in the diary is booked`)
    assert.equal(booking.guest.person, _id)
    const expected = spansOf(booking).some(({ start, end }) => start === one.start && end === one.end)
    assert.ok(expected || booking.kind !== 'class' || booking.state === 'held', `${name} is not kept for a lesson that is at another time`)
  }
}

function assertContract(
  { _id, minutes, left, used, open }: Contract,
  byId: Map<string, Booking>,
  bookings: Booking[],
  settledAt?: string,
): void {
  const promised = open.reduce((sum, one) => sum + one.minutes, 0)
  assert.equal(left + promised + used, minutes, `${_id}: every minute is somewhere`)
  assert.ok(left >= 0, `${_id} is not exceeded`)
  assert.equal(new Set(open.map(({ booking }) => booking)).size, open.length, `${_id}: one entry a booking`)
  for (const booking of bookings.filter(({ contract, state }) => contract === _id && ['assigned', 'checkedIn'].includes(state))) {
    assert.ok(
      open.some((one) => one.booking === booking._id),
      `${_id}: ${booking._id} has its hours`,
    )
  }
  if (settledAt === undefined) return
  for (const one of open) assert.equal(byId.get(one.booking)?.contract, _id, `${_id}: hours of ${one.booking} are promised to it`)
}
