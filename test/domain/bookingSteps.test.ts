import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Booking, BookingState, Kind, Relation, Session } from '../../cloudfunctions/domain/booking'
import { mayOf, nearHome, newBooking, nowForBooker, nowForStaff, steps, takeStep } from '../../cloudfunctions/domain/bookingSteps'
import type { StepName } from '../../cloudfunctions/domain/bookingSteps'
import { refOf } from '../../cloudfunctions/domain/person'
import type { Person, Role } from '../../cloudfunctions/domain/person'
import type { Service } from '../../cloudfunctions/domain/service'
import { addMinutes } from '../../cloudfunctions/domain/time'

const start = '2026-03-04T01:00:00.000Z'
const long = '2026-03-01T01:00:00.000Z'

function person(id: string, roles: Role[] = []): Person {
  return {
    _id: id,
    version: 1,
    requests: [],
    openid: `o-${id}`,
    name: id,
    roles,
    groups: [],
    careMode: false,
    readUntil: long,
    createdAt: long,
    updatedAt: long,
    phone: 'sealed',
    address: 'sealed',
    home: { grid: 'cell', gridName: '甲村第一网格', village: { grid: 'a', name: '甲村' }, longitude: 113.185, latitude: 22.605 },
  }
}
const organisation = { id: 'org', name: '暖阳社工', phone: '0760-0000011' }
const works: Role = { role: 'worker', organisation: 'org', organisationName: '暖阳社工', skills: [], languages: [] }
const people: Record<Exclude<Relation, 'system'>, Person> = {
  booker: person('何敏'),
  organisation: person('郑主任', [{ role: 'organisation', organisation: 'org', organisationName: '暖阳社工' }]),
  worker: person('谭静', [works]),
}
const service: Service = {
  id: 's',
  kind: 'visit',
  field: 'f',
  name: '打扫卫生',
  summary: '',
  minutes: 120,
  includes: [],
  prepare: '',
  checklist: ['地面'],
  skill: 'homecare',
  cancelHours: 12,
  price: { yuan: 0, entitled: [] },
}

function booking(state: BookingState, kind: Kind = 'visit', more: Partial<Booking> = {}): Booking {
  const session: Session = {
    _id: 'session',
    kind,
    service: 's',
    title: '',
    organisation,
    area: [],
    start,
    end: addMinutes(start, 120),
    seats: 1,
    left: 0,
    takers: [],
    touchedAt: long,
    standing: { rating: 5, hoursLeft: 10 },
    requests: [],
    worker: refOf(people.worker),
  }
  const price = { kind: 'free', yuan: 0, sentence: '这项服务免费' } as const
  const reason = { rule: 'chosen', sentence: '', considered: [] }
  const made = newBooking({ id: 'abcdefabcdef', service, session, booker: people.booker, reason, price, note: '', now: long })
  return { ...made, state, open: ['requested', 'assigned', 'checkedIn'].includes(state), ...more }
}

/** An instant at which the step is neither too early nor too late. */
const timely: Record<StepName, string> = {
  confirm: long,
  decline: long,
  cancel: long,
  checkIn: start,
  complete: start,
  rate: start,
  lapse: start,
  miss: addMinutes(start, 24 * 60),
  finish: addMinutes(start, 24 * 60),
}
const all: BookingState[] = ['requested', 'assigned', 'checkedIn', 'done', 'rated', 'declined', 'cancelled', 'noShow']
const names = Object.keys(steps) as StepName[]
const expected: Record<StepName, { by: Relation; from: BookingState[]; to: BookingState }> = {
  confirm: { by: 'organisation', from: ['requested'], to: 'assigned' },
  decline: { by: 'organisation', from: ['requested', 'assigned'], to: 'declined' },
  cancel: { by: 'booker', from: ['requested', 'assigned'], to: 'cancelled' },
  checkIn: { by: 'worker', from: ['assigned'], to: 'checkedIn' },
  complete: { by: 'worker', from: ['checkedIn'], to: 'done' },
  rate: { by: 'booker', from: ['done'], to: 'rated' },
  lapse: { by: 'system', from: ['requested'], to: 'declined' },
  miss: { by: 'system', from: ['assigned'], to: 'noShow' },
  finish: { by: 'system', from: ['checkedIn'], to: 'done' },
}

test('every step from every state by everyone: exactly what the table says', () => {
  for (const name of names) {
    for (const state of all) {
      for (const relation of ['booker', 'organisation', 'worker', 'system'] as const) {
        const found = booking(state)
        const actor = relation === 'system' ? undefined : { person: people[relation], version: 1 }
        const { by, from, to } = expected[name]
        const decided = takeStep(name, found, actor, timely[name])
        const label = `${name} from ${state} by ${relation}`
        if (actor && relation !== by) assert.equal(decided.ok ? '' : decided.code, 'BOOKING_NOT_FOUND', label)
        else if (!from.includes(state)) assert.equal(decided.ok ? '' : decided.code, 'BOOKING_STEP_REFUSED', label)
        else {
          assert.ok(decided.ok, label)
          assert.equal(decided.data.set.state, to)
          assert.equal(decided.data.set.open, ['assigned', 'checkedIn'].includes(to), label)
        }
      }
    }
  }
})

test('what a person may do is what the step would allow', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...all),
      fc.constantFrom<Kind>('visit', 'appointment', 'class'),
      fc.constantFrom(...Object.values(people), person('别人')),
      fc.integer({ min: -3 * 24 * 60, max: 2 * 24 * 60 }),
      (state, kind, viewer, minutes) => {
        const found = booking(state, kind)
        const now = addMinutes(start, minutes)
        const may = mayOf(found, viewer, now)
        for (const name of ['confirm', 'decline', 'cancel', 'checkIn', 'complete', 'rate'] as const) {
          assert.equal(may.includes(name), takeStep(name, found, { person: viewer, version: 1 }, now).ok)
        }
        const staff = viewer === people.organisation || viewer === people.worker
        assert.equal(may.includes('reveal'), staff && found.open && kind === 'visit')
      },
    ),
  )
})

test('a stale click is told so before anything else', () => {
  const decided = takeStep('cancel', booking('cancelled', 'visit', { version: 2 }), { person: people.booker, version: 1 }, long)
  assert.equal(decided.ok ? '' : decided.code, 'BOOKING_CHANGED')
})

test('cancelling ends so many hours before the start as was told at booking', () => {
  const found = booking('assigned')
  const actor = { person: people.booker, version: 1 }
  assert.ok(takeStep('cancel', found, actor, addMinutes(start, -12 * 60 - 1)).ok)
  const late = takeStep('cancel', found, actor, addMinutes(start, -12 * 60))
  assert.ok(!late.ok)
  assert.equal(late.code, 'BOOKING_TOO_LATE')
  assert.match(late.message ?? '', /暖阳社工：0760-0000011/)
})

test('checking in begins an hour before the start', () => {
  const actor = { person: people.worker, version: 1 }
  const early = takeStep('checkIn', booking('assigned'), actor, addMinutes(start, -61))
  assert.equal(early.ok ? '' : early.code, 'TOO_EARLY')
  assert.ok(takeStep('checkIn', booking('assigned'), actor, addMinutes(start, -60)).ok)
})

test('near the home is 500 m, and unknown places are taken on trust', () => {
  const visit = booking('assigned')
  assert.ok(nearHome(visit, { longitude: 113.185, latitude: 22.609 }))
  assert.ok(!nearHome(visit, { longitude: 113.185, latitude: 22.61 }))
  assert.ok(nearHome(visit, undefined))
  assert.ok(nearHome({ ...visit, home: undefined }, { longitude: 0, latitude: 0 }))
  assert.ok(nearHome(booking('assigned', 'class'), { longitude: 0, latitude: 0 }))
})

test('only a visit carries address and phone, and they are the sealed ones', () => {
  assert.equal(booking('requested').address, 'sealed')
  for (const kind of ['appointment', 'class'] as const) {
    const found = booking('assigned', kind)
    assert.deepEqual([found.address, found.phone, found.home], [undefined, undefined, undefined])
  }
})

test('messages go out when there is news: one for a visit waits for the answer', () => {
  assert.deepEqual(booking('requested').notices, [])
  assert.deepEqual(
    booking('assigned', 'appointment').notices.map(({ person: to }) => to),
    ['何敏', '谭静'],
  )
  assert.deepEqual(
    booking('assigned', 'class').notices.map(({ person: to }) => to),
    ['何敏'],
  )
})

test('every state has its sentence, in words for whoever reads it, and no message is cut', () => {
  for (const state of all) {
    for (const kind of ['visit', 'appointment', 'class'] as const) {
      const found = booking(state, kind)
      for (const sentence of [nowForBooker(found, long), nowForStaff(found)]) {
        assert.match(sentence, /[\u4e00-\u9fff]/)
        assert.doesNotMatch(sentence, /undefined|工单|派单|闭环/)
      }
    }
  }
  for (const name of names) {
    for (const notice of steps[name].notices(booking('assigned'))) {
      assert.ok([...notice.text].length <= 20, notice.text)
      assert.match(notice.page, /^\/packages\/(booking\/booking\/booking|work\/visit\/visit)\?id=abcdefabcdef$/)
    }
  }
})
