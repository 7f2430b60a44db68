import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FailureCode } from '../../cloudfunctions/contract'
import type { Booking, Session } from '../../cloudfunctions/domain/booking'
import { newRequestId, startTown } from './harness'
import type { Called, TestTown } from './harness'
import { atHome, later, makePerson, makeSession } from './smallTown'
import type { Fault } from '../../tools/local-cloud'

const minute = 60_000

function bookings(town: TestTown): Booking[] {
  return town.cloud.dump('bookings') as Booking[]
}

/** Every seat is either left or taken, and every taker's booking is there and holds it. */
function assertSeatsRight(town: TestTown): void {
  const all = new Map(bookings(town).map((booking) => [booking._id, booking]))
  const holding = [...all.values()].filter(({ state }) => state !== 'cancelled' && state !== 'declined')
  const sessions = town.cloud.dump('sessions') as Session[]
  for (const { _id, seats, left, takers } of sessions) {
    assert.equal(left + takers.length, seats, _id)
    assert.ok(left >= 0, _id)
    assert.equal(new Set(takers.map(({ person }) => person)).size, takers.length, 'nobody twice')
    assert.deepEqual(
      takers.map(({ booking }) => booking).sort(),
      holding
        .filter(({ session }) => session === _id)
        .map((booking) => booking._id)
        .sort(),
    )
  }
}

function code({ answer }: Called): FailureCode | 'ok' | 'no answer' {
  if (!answer) return 'no answer'
  return answer.ok ? 'ok' : answer.error.code
}

function count(codes: string[]): Record<string, number> {
  return codes.reduce<Record<string, number>>((sum, one) => ({ ...sum, [one]: (sum[one] ?? 0) + 1 }), {})
}

/** With faults a call may use more operations than it declares; nothing else may be wrong. */
async function closeAfterFaults(town: TestTown): Promise<void> {
  const violations = town.cloud.violations().filter(({ kind }) => kind !== 'allowance')
  await town.cloud.close()
  assert.deepEqual(violations, [])
}

function seatsFor(town: TestTown, id: string, seats: number): void {
  town.cloud.load('sessions', [makeSession(town.cloud.now(), { _id: id, kind: 'class', service: 'phone-class', seats })])
}

function bookClass(town: TestTown, openid: string, session: string, requestId = newRequestId(), fault?: Fault): Promise<Called> {
  return town.call(openid, 'booking.book', { kind: 'class', session }, { requestId, ...(fault ? { fault } : {}) })
}

test('200 people at once for 20 seats: exactly 20 places, 180 are told that it is full', async () => {
  const town = await startTown()
  const calls = await Promise.all(Array.from({ length: 200 }, (_, at) => bookClass(town, `person-${at}`, 'class-1')))
  assert.deepEqual(count(calls.map(code)), { ok: 20, BOOKING_FULL: 180 })
  assert.equal(bookings(town).length, 20)
  assertSeatsRight(town)
  await town.close()
})

test('the same command five times at once acts once and answers the same booking', async () => {
  const town = await startTown()
  const requestId = newRequestId()
  const calls = await Promise.all(Array.from({ length: 5 }, () => bookClass(town, 'resident-1', 'class-1', requestId)))
  assert.deepEqual(count(calls.map(code)), { ok: 5 })
  assert.equal(new Set(calls.map(({ answer }) => (answer?.ok ? (answer.data as { id: string }).id : ''))).size, 1)
  assert.equal(bookings(town).length, 1)
  assertSeatsRight(town)
  const [only] = bookings(town)
  const cancels = await Promise.all(
    Array.from({ length: 5 }, () => town.call('resident-1', 'booking.cancel', { booking: only?._id, version: 1 }, { requestId })),
  )
  assert.deepEqual(count(cancels.map(code)), { ok: 5 })
  assertSeatsRight(town)
  assert.equal(bookings(town)[0]?.timeline.length, 2)
  await closeAfterFaults(town)
})

test('two people on the last seat: one gets it', async () => {
  const town = await startTown()
  for (let round = 0; round < 5; round++) {
    seatsFor(town, `last-${round}`, 1)
    const calls = await Promise.all(['resident-1', 'resident-2'].map((openid) => bookClass(town, openid, `last-${round}`)))
    assert.deepEqual(count(calls.map(code)), { ok: 1, BOOKING_FULL: 1 })
  }
  assertSeatsRight(town)
  await town.close()
})

test('one person can’t take two places in one session, however fast', async () => {
  const town = await startTown()
  const calls = await Promise.all(Array.from({ length: 4 }, () => bookClass(town, 'resident-1', 'class-1')))
  assert.deepEqual(count(calls.map(code)), { ok: 1, BOOKING_ALREADY: 3 })
  assertSeatsRight(town)
  await town.close()
})

test('seven homes at once for four places of two organisations: four visits, none twice', async () => {
  const town = await startTown()
  const homes = Array.from({ length: 7 }, (_, at) => makePerson(`home-${at}`, `家${at}`, [], atHome()))
  town.cloud.load('people', homes)
  const visit = { kind: 'visit', service: 'cleaning', start: later(town.cloud.now()) }
  const calls = await Promise.all(homes.map(({ openid }) => town.call(openid, 'booking.book', visit)))
  const { ok, ...others } = count(calls.map(code))
  assert.equal(ok, 4)
  assert.deepEqual(
    Object.keys(others).filter((one) => one !== 'BOOKING_FULL' && one !== 'SERVICE_BUSY'),
    [],
  )
  assertSeatsRight(town)
  await town.close()
})

test('a request id means one booking: another session under it is refused, and no seat is lost', async () => {
  const town = await startTown()
  seatsFor(town, 'other', 3)
  const requestId = newRequestId()
  assert.equal(code(await bookClass(town, 'resident-1', 'class-1', requestId)), 'ok')
  assert.equal(code(await bookClass(town, 'resident-1', 'other', requestId)), 'REQUEST_ID_REUSED')
  assertSeatsRight(town)
  await town.close()
})

test('a repeated command answers its booking also when that was cancelled since and the session is full', async () => {
  const town = await startTown()
  seatsFor(town, 'one', 1)
  const requestId = newRequestId()
  const first = await bookClass(town, 'resident-1', 'one', requestId)
  assert.ok(first.answer?.ok)
  const { id, version } = first.answer.data as { id: string; version: number }
  await town.act('resident-1', 'booking.cancel', { booking: id, version })
  const free = await bookClass(town, 'resident-1', 'one', requestId)
  assert.deepEqual([code(free), (free.answer as unknown as { data: { state: string } }).data.state], ['ok', 'cancelled'])
  assertSeatsRight(town)
  assert.equal(code(await bookClass(town, 'resident-2', 'one')), 'ok')
  const full = await bookClass(town, 'resident-1', 'one', requestId)
  assert.deepEqual([code(full), (full.answer as unknown as { data: { id: string } }).data.id], ['ok', id])
  assertSeatsRight(town)
  await closeAfterFaults(town)
})

const faults: Fault[] = [1, 2, 3, 4, 5, 6].flatMap((at) =>
  (['before', 'after'] as const).flatMap((when) => (['error', 'lost', 'kill'] as const).map((how) => ({ at, when, how }))),
)
const name = ({ at, when, how }: Fault) => `${how} ${when} operation ${at}`

test('whatever goes wrong at whichever operation of a booking, the repeated command gives one booking and one seat', async () => {
  const town = await startTown()
  for (const [round, fault] of faults.entries()) {
    const session = `fault-${round}`
    seatsFor(town, session, 2)
    const requestId = newRequestId()
    await bookClass(town, 'resident-1', session, requestId, fault)
    const again = await bookClass(town, 'resident-1', session, requestId)
    assert.equal(code(again), 'ok', name(fault))
    assert.equal(bookings(town).filter((booking) => booking.session === session).length, 1, name(fault))
  }
  assertSeatsRight(town)
  await closeAfterFaults(town)
})

test('whatever goes wrong while cancelling or declining, the seat is free in the end', async () => {
  const town = await startTown()
  const start = later(town.cloud.now())
  const homes = faults.map((_, at) => makePerson(`home-${at}`, `家${at}`, [], atHome()))
  town.cloud.load('people', homes)
  town.cloud.load('sessions', [makeSession(town.cloud.now(), { _id: 'visits', kind: 'visit', service: 'cleaning', seats: 90, start })])
  for (const [round, fault] of faults.entries()) {
    const openid = `home-${round}`
    const { id, version } = await town.act(openid, 'booking.book', { kind: 'visit', service: 'cleaning', start })
    const { organisationId } = bookings(town).find(({ _id }) => _id === id) as Booking
    const options = { requestId: newRequestId(), fault }
    if (round % 2 === 0) await town.call(openid, 'booking.cancel', { booking: id, version }, options)
    else
      await town.call(organisationId.replace('org', 'organisation'), 'booking.decline', { booking: id, version, reason: '培训' }, options)
    // Not repeated: what is left half-done is the sweep's. A step that never was written is asked for again.
    if (bookings(town).find(({ _id }) => _id === id)?.state === 'requested')
      await town.act(openid, 'booking.cancel', { booking: id, version })
  }
  await town.cloud.fireTimer('sweep')
  assertSeatsRight(town)
  assert.ok(bookings(town).every(({ freed, state }) => freed && (state === 'cancelled' || state === 'declined')))
  await closeAfterFaults(town)
})

test('killed between seat and booking: the sweep gives the seat back, not earlier than two minutes', async () => {
  const town = await startTown()
  const requestId = newRequestId()
  const seatTaken: Fault = { at: 4, when: 'after', how: 'kill' }
  await bookClass(town, 'resident-1', 'class-1', requestId, seatTaken)
  const left = () => (town.cloud.dump('sessions') as Session[]).find(({ _id }) => _id === 'class-1')?.left
  assert.deepEqual([left(), bookings(town).length], [19, 0])
  await town.cloud.fireTimer('sweep')
  assert.equal(left(), 19, 'its call might still be at work')
  await town.cloud.advance(3 * minute)
  assert.equal(left(), 20)
  assertSeatsRight(town)
  const sessions = town.cloud.dump('sessions') as Session[]
  await town.cloud.advance(3 * minute)
  assert.ok(
    sessions.length > 0 && (town.cloud.dump('sessions') as Session[]).every(({ unsettled }) => unsettled !== true),
    'looked at no more',
  )
  assert.equal(code(await bookClass(town, 'resident-1', 'class-1', requestId)), 'ok', 'the same command starts anew')
  assertSeatsRight(town)
  await closeAfterFaults(town)
})

for (const [when, pause] of [
  ['at once it is finished with the same seat', 0],
  ['later it takes a seat anew', 1.2 * minute],
] as const) {
  test(`killed between seat and booking: repeated ${when}`, async () => {
    const town = await startTown()
    seatsFor(town, 'last', 1)
    const taker = () => (town.cloud.dump('sessions') as Session[]).find(({ _id }) => _id === 'last')?.takers[0]
    const requestId = newRequestId()
    await bookClass(town, 'resident-1', 'last', requestId, { at: 4, when: 'after', how: 'kill' })
    const first = taker()
    assert.ok(first)
    assert.equal(bookings(town).length, 0)
    await town.cloud.advance(pause)
    assert.equal(code(await bookClass(town, 'resident-1', 'last', requestId)), 'ok')
    assert.equal(taker()?.at === first.at, pause === 0)
    await town.cloud.advance(4 * minute)
    assertSeatsRight(town)
    await closeAfterFaults(town)
  })
}
