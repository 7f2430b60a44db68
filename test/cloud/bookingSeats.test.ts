import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FailureCode } from '../../cloudfunctions/contract'
import type { Booking, Session } from '../../cloudfunctions/domain/booking'
import type { Fault } from '../../tools/local-cloud'
import { assertRight } from './bookingInvariants'
import type { Documents } from './bookingInvariants'
import { newRequestId, startTown } from './harness'
import type { Called, TestTown } from './harness'
import { atHome, later, makePerson, makeSession, town as townData } from './smallTown'

const minute = 60_000

function bookings(town: TestTown): Booking[] {
  return town.cloud.dump('bookings') as Booking[]
}

function session(town: TestTown, id: string): Session {
  const found = (town.cloud.dump('sessions') as Session[]).find(({ _id }) => _id === id)
  assert.ok(found)
  return found
}

function check(town: TestTown, settled = false): void {
  const documents = Object.fromEntries(
    (['sessions', 'bookings', 'people', 'contracts'] as const).map((name) => [name, town.cloud.dump(name)]),
  ) as unknown as Documents
  assertRight(documents, townData.programmes, settled ? new Date(town.cloud.now()).toISOString() : undefined)
}

function code({ answer }: Called): FailureCode | 'ok' | 'no answer' {
  if (!answer) return 'no answer'
  return answer.ok ? 'ok' : answer.error.code
}

function count(codes: string[]): Record<string, number> {
  return codes.reduce<Record<string, number>>((sum, one) => ({ ...sum, [one]: (sum[one] ?? 0) + 1 }), {})
}

/** With faults, and when the same guest is faster elsewhere, a call may use more operations than it declares; nothing else may be wrong. */
async function closeAfterFaults(town: TestTown): Promise<void> {
  const violations = town.cloud.violations().filter(({ kind }) => kind !== 'allowance')
  await town.cloud.close()
  assert.deepEqual(violations, [])
}

function seatsFor(town: TestTown, id: string, seats: number, start = later(town.cloud.now())): void {
  town.cloud.load('sessions', [makeSession(town.cloud.now(), { _id: id, kind: 'class', services: ['phone-class'], seats, start })])
}

function bookClass(town: TestTown, openid: string, id: string, requestId = newRequestId(), fault?: Fault): Promise<Called> {
  const input = { kind: 'class', service: 'phone-class', session: id, yuan: 0 }
  return town.call(openid, 'booking.book', input, { requestId, ...(fault ? { fault } : {}) })
}

/** As the app does: the same command again while the cloud is busy. */
async function bookVisit(town: TestTown, openid: string, start: string): Promise<string> {
  const requestId = newRequestId()
  for (;;) {
    const found = code(await town.call(openid, 'booking.book', { kind: 'visit', service: 'cleaning', start, yuan: 60 }, { requestId }))
    if (found !== 'SERVICE_BUSY') return found
  }
}

test('1,000 people at once for 30 seats: exactly 30 places, 970 are told that it is full', async () => {
  const town = await startTown()
  seatsFor(town, 'rush', 30)
  const calls = await Promise.all(Array.from({ length: 1000 }, (_, at) => bookClass(town, `person-${at}`, 'rush')))
  assert.deepEqual(count(calls.map(code)), { ok: 30, BOOKING_FULL: 970 })
  assert.equal(bookings(town).length, 30)
  check(town)
  await town.close()
})

test('the same command five times at once acts once and answers the same booking', async () => {
  const town = await startTown()
  const requestId = newRequestId()
  const calls = await Promise.all(Array.from({ length: 5 }, () => bookClass(town, 'resident-1', 'class-1', requestId)))
  assert.deepEqual(count(calls.map(code)), { ok: 5 })
  assert.equal(new Set(calls.map(({ answer }) => (answer?.ok ? (answer.data as { id: string }).id : ''))).size, 1)
  assert.equal(bookings(town).length, 1)
  check(town)
  const [only] = bookings(town)
  const cancels = await Promise.all(
    Array.from({ length: 5 }, () => town.call('resident-1', 'booking.cancel', { booking: only?._id, version: 1 }, { requestId })),
  )
  assert.deepEqual(count(cancels.map(code)), { ok: 5 })
  await town.cloud.advance(4 * minute)
  check(town, true)
  assert.equal(bookings(town)[0]?.timeline.length, 2)
  await closeAfterFaults(town)
})

test('two people on the last seat: one gets it', async () => {
  const town = await startTown()
  for (let round = 0; round < 5; round++) {
    seatsFor(town, `last-${round}`, 1, later(town.cloud.now(), '09:00', 2 + round))
    const calls = await Promise.all(['resident-1', 'resident-2'].map((openid) => bookClass(town, openid, `last-${round}`)))
    assert.deepEqual(count(calls.map(code)), { ok: 1, BOOKING_FULL: 1 })
  }
  check(town)
  await town.close()
})

test('one person can’t take two places in one session, nor be in two at once, however fast', async () => {
  const town = await startTown()
  const same = await Promise.all(Array.from({ length: 4 }, () => bookClass(town, 'resident-1', 'class-1')))
  assert.deepEqual(count(same.map(code)), { ok: 1, BOOKING_ALREADY: 3 })
  for (let at = 0; at < 4; at++) seatsFor(town, `clash-${at}`, 5)
  const clashing = await Promise.all(Array.from({ length: 4 }, (_, at) => bookClass(town, 'resident-2', `clash-${at}`)))
  assert.deepEqual(count(clashing.map(code)), { ok: 1, BOOKING_CLASH: 3 })
  await town.cloud.advance(4 * minute)
  check(town, true)
  assert.deepEqual(
    [0, 1, 2, 3].map((at) => session(town, `clash-${at}`).left).sort(),
    [4, 5, 5, 5],
    'places that were taken and could not be used are free again',
  )
  await closeAfterFaults(town)
})

test('seven homes at once for the three workers of two organisations: three visits, nobody at two homes', async () => {
  const town = await startTown()
  const homes = Array.from({ length: 7 }, (_, at) => makePerson(`home-${at}`, `家${at}`, [], atHome()))
  town.cloud.load('people', homes)
  const start = later(town.cloud.now())
  const codes = await Promise.all(homes.map(({ openid }) => bookVisit(town, openid, start)))
  assert.deepEqual(count(codes), { ok: 3, BOOKING_FULL: 4 })
  check(town)
  await town.close()
})

test('an entitlement is used once: of eight hours a month, four visits are free, however fast', async () => {
  const town = await startTown()
  const starts = [2, 3, 4].flatMap((day) => ['09:00', '14:00'].map((wall) => later(town.cloud.now(), wall, day)))
  const month = starts[0]?.slice(0, 7)
  const within = starts.filter((start) => start.slice(0, 7) === month)
  const free = await Promise.all(
    within.map((start) => town.call('elder-1', 'booking.book', { kind: 'visit', service: 'cleaning', start, yuan: 0 })),
  )
  const ok = free.filter((called) => code(called) === 'ok').length
  assert.ok(ok <= 4, `${ok} free visits`)
  check(town)
  await town.cloud.advance(4 * minute)
  check(town, true)
  await closeAfterFaults(town)
})

test('a request id means one booking: another session under it is refused, and no seat is lost', async () => {
  const town = await startTown()
  seatsFor(town, 'other', 3)
  const requestId = newRequestId()
  assert.equal(code(await bookClass(town, 'resident-1', 'class-1', requestId)), 'ok')
  assert.equal(code(await bookClass(town, 'resident-1', 'other', requestId)), 'REQUEST_ID_REUSED')
  check(town, true)
  await closeAfterFaults(town)
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
  // The repetition had taken the place before it found its booking called off: the sweep gives it back.
  await town.cloud.advance(4 * minute)
  check(town, true)
  assert.equal(code(await bookClass(town, 'resident-2', 'one')), 'ok')
  const full = await bookClass(town, 'resident-1', 'one', requestId)
  assert.deepEqual([code(full), (full.answer as unknown as { data: { id: string } }).data.id], ['ok', id])
  check(town)
  await closeAfterFaults(town)
})

const faults: Fault[] = [1, 2, 3, 4, 5].flatMap((at) =>
  (['before', 'after'] as const).flatMap((when) => (['error', 'lost', 'kill'] as const).map((how) => ({ at, when, how }))),
)
const name = ({ at, when, how }: Fault) => `${how} ${when} operation ${at}`

test('whatever goes wrong at whichever operation of a booking, the repeated command gives one booking and one place', async () => {
  const town = await startTown()
  for (const [round, fault] of faults.entries()) {
    const id = `fault-${round}`
    seatsFor(town, id, 2)
    const requestId = newRequestId()
    const openid = `somebody-${round}`
    await bookClass(town, openid, id, requestId, fault)
    const again = await bookClass(town, openid, id, requestId)
    assert.equal(code(again), 'ok', name(fault))
    assert.equal(bookings(town).filter((booking) => booking.session === id).length, 1, name(fault))
  }
  check(town, true)
  await closeAfterFaults(town)
})

test('killed between place and booking: the sweep gives the place back, not earlier than two minutes', async () => {
  const town = await startTown()
  const requestId = newRequestId()
  await bookClass(town, 'resident-1', 'class-1', requestId, { at: 3, when: 'after', how: 'kill' })
  const left = () => session(town, 'class-1').left
  assert.deepEqual([left(), bookings(town).length], [19, 0])
  await town.cloud.fireTimer('sweep')
  assert.equal(left(), 19, 'its call might still be at work')
  await town.cloud.advance(3 * minute)
  assert.equal(left(), 20)
  check(town, true)
  await town.cloud.advance(3 * minute)
  assert.ok(
    (town.cloud.dump('sessions') as Session[]).every(({ unsettled }) => unsettled !== true),
    'looked at no more',
  )
  assert.equal(code(await bookClass(town, 'resident-1', 'class-1', requestId)), 'ok', 'the same command starts anew')
  check(town)
  await closeAfterFaults(town)
})

for (const [when, pause] of [
  ['at once', 0],
  ['after a minute', 1.2 * minute],
] as const) {
  test(`killed between place and booking: repeated ${when} it is finished with the same place`, async () => {
    const town = await startTown()
    seatsFor(town, 'last', 1)
    const requestId = newRequestId()
    await bookClass(town, 'resident-1', 'last', requestId, { at: 3, when: 'after', how: 'kill' })
    const first = session(town, 'last').takers[0]
    assert.ok(first)
    await town.cloud.advance(pause)
    assert.equal(code(await bookClass(town, 'resident-1', 'last', requestId)), 'ok')
    assert.equal(session(town, 'last').takers[0]?.at === first.at, pause === 0, 'later it counts as taken anew')
    await town.cloud.advance(4 * minute)
    check(town, true)
    await closeAfterFaults(town)
  })
}
