import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bookingStates } from '../../cloudfunctions/contract/booking'
import type { Booking, BookingState, Kind, Relation } from '../../cloudfunctions/domain/booking'
import { openStates, withoutPlace } from '../../cloudfunctions/domain/booking'
import {
  answerDue,
  holdDue,
  mayAlarm,
  mayOf,
  mayRepeat,
  nearHome,
  newBooking,
  nowForGuest,
  nowForStaff,
  offerDue,
  steps,
  takeStep,
} from '../../cloudfunctions/domain/bookingSteps'
import type { StepName } from '../../cloudfunctions/domain/bookingSteps'
import { emptyDiary } from '../../cloudfunctions/domain/diary'
import { refOf } from '../../cloudfunctions/domain/person'
import type { Person, Role } from '../../cloudfunctions/domain/person'
import type { Service } from '../../cloudfunctions/domain/service'
import { addMinutes } from '../../cloudfunctions/domain/time'

/** A Wednesday morning, and the Sunday before. */
const start = '2026-03-04T01:00:00.000Z'
const long = '2026-03-01T01:00:00.000Z'

function person(id: string, roles: Role[] = [], more: Partial<Person> = {}): Person {
  return {
    _id: id,
    version: 1,
    requests: [],
    openid: `o-${id}`,
    name: id,
    roles,
    groups: [],
    diary: emptyDiary,
    trusted: [],
    carers: [],
    careMode: false,
    readUntil: long,
    createdAt: long,
    updatedAt: long,
    phone: 'sealed',
    address: 'sealed',
    home: { grid: 'cell', gridName: '甲村第一网格', village: { grid: 'a', name: '甲村' }, longitude: 113.185, latitude: 22.605 },
    ...more,
  }
}
const organisation = { id: 'org', name: '暖阳社工', phone: '0760-0000011' }
const works: Role = { role: 'worker', organisation: 'org', organisationName: '暖阳社工', skills: [], languages: [] }
const daughter = person('陈雪')
const guest = person('陈玉兰', [], { trusted: [{ ...refOf(daughter), relation: '女儿', since: long, how: 'self' }] })
const people: Record<Exclude<Relation, 'system'>, Person> = {
  guest,
  booker: daughter,
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
  price: { yuan: 0 },
}

function booking(state: BookingState, kind: Kind = 'visit', more: Partial<Booking> = {}): Booking {
  const made = newBooking({
    id: 'abcdefabcdef',
    state: state === 'waiting' || state === 'held' || state === 'requested' ? state : 'assigned',
    service: { ...service, kind },
    session: 'session',
    organisation,
    worker: refOf(people.worker),
    start,
    end: addMinutes(start, 120),
    guest,
    booker: daughter,
    consent: { how: 'family' },
    price: { kind: 'free', yuan: 0, sentence: '这项服务免费' },
    reason: { rule: 'chosen', sentence: '', considered: [] },
    note: '',
    now: long,
  })
  return { ...made, state, open: openStates.includes(state), ...more }
}

/** An instant at which the step is neither too early nor too late. */
const timely: Partial<Record<StepName, string>> = {
  expire: start,
  checkIn: start,
  complete: start,
  rate: start,
  miss: addMinutes(start, 24 * 60),
  finish: addMinutes(start, 24 * 60),
}
const all: readonly BookingState[] = bookingStates
const names = Object.keys(steps) as StepName[]
const byGuest: Relation[] = ['guest', 'booker']
const expected: Record<StepName, { by: Relation[]; from: BookingState[]; to: BookingState | 'same' }> = {
  accept: { by: byGuest, from: ['held'], to: 'requested' },
  offer: { by: ['system'], from: ['waiting'], to: 'held' },
  expire: { by: ['system'], from: ['held', 'waiting'], to: 'expired' },
  confirm: { by: ['organisation'], from: ['requested'], to: 'assigned' },
  decline: { by: ['organisation', 'system'], from: ['requested', 'assigned'], to: 'declined' },
  pass: { by: ['organisation', 'system'], from: ['requested', 'assigned'], to: 'requested' },
  cancel: { by: byGuest, from: ['waiting', 'held', 'requested', 'assigned'], to: 'cancelled' },
  reschedule: { by: byGuest, from: ['requested', 'assigned'], to: 'requested' },
  reassign: { by: ['organisation', 'system'], from: ['assigned'], to: 'assigned' },
  checkIn: { by: ['worker'], from: ['assigned'], to: 'checkedIn' },
  complete: { by: ['worker'], from: ['checkedIn'], to: 'done' },
  rate: { by: byGuest, from: ['done'], to: 'rated' },
  miss: { by: ['system'], from: ['assigned'], to: 'noShow' },
  finish: { by: ['system'], from: ['assigned', 'checkedIn'], to: 'done' },
  follow: { by: ['system'], from: ['waiting', 'held', 'assigned', 'checkedIn'], to: 'same' },
  callOff: { by: ['system'], from: ['waiting', 'held', 'assigned', 'checkedIn'], to: 'declined' },
}

test('every step from every state by everyone: exactly what the table says', () => {
  for (const name of names) {
    for (const state of all) {
      for (const relation of ['guest', 'booker', 'organisation', 'worker', 'system'] as const) {
        const found = booking(state, 'visit', name === 'finish' ? { attendance: [{ lesson: 0, at: start, by: 'code' }] } : {})
        const actor = relation === 'system' ? undefined : { person: people[relation], guest, version: 1 }
        const { by, from, to } = expected[name]
        const decided = takeStep(name, found, actor, timely[name] ?? long)
        const label = `${name} from ${state} by ${relation}`
        if (!by.includes(relation)) assert.equal(decided.ok ? '' : decided.code, 'BOOKING_NOT_FOUND', label)
        else if (!from.includes(state)) assert.equal(decided.ok ? '' : decided.code, 'BOOKING_STEP_REFUSED', label)
        else {
          assert.ok(decided.ok, `${label} ${JSON.stringify(decided)}`)
          const { set } = decided.data
          const next = to === 'same' ? state : to
          assert.equal(set.state, next)
          assert.equal(set.open, openStates.includes(next), label)
          assert.deepEqual(set.leaving, withoutPlace.includes(next) ? [{ session: 'session', start }] : undefined, label)
        }
      }
    }
  }
})

test('who booked has a part in it only as long as the guest trusts them', () => {
  const cancel = (by: Person, seen: Person | undefined) =>
    takeStep('cancel', booking('assigned'), { person: by, guest: seen, version: 1 }, long)
  assert.ok(cancel(daughter, guest).ok)
  const revoked = cancel(daughter, { ...guest, trusted: [] })
  assert.equal(revoked.ok ? '' : revoked.code, 'BOOKING_NOT_FOUND')
  const unread = cancel(daughter, undefined)
  assert.equal(unread.ok ? '' : unread.code, 'BOOKING_NOT_FOUND', 'a guest who was not read trusts nobody')
  assert.ok(cancel(guest, undefined).ok)
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
        const may = mayOf(found, viewer, now, guest)
        for (const name of ['accept', 'confirm', 'decline', 'cancel', 'reschedule', 'checkIn', 'complete', 'rate'] as const) {
          assert.equal(may.includes(name), takeStep(name, found, { person: viewer, guest, version: 1 }, now).ok, name)
        }
        if (kind !== 'visit') for (const name of ['reassign', 'repeat', 'alarm'] as const) assert.ok(!may.includes(name))
        const staff = viewer === people.organisation || viewer === people.worker
        const needed = ['requested', 'assigned', 'checkedIn'].includes(state)
        assert.equal(may.includes('reveal'), staff && needed && kind === 'visit')
      },
    ),
  )
})

test('a stale click is told so before anything else', () => {
  const decided = takeStep('cancel', booking('cancelled', 'visit', { version: 2 }), { person: guest, version: 1 }, long)
  assert.equal(decided.ok ? '' : decided.code, 'BOOKING_CHANGED')
})

test('nothing takes a place while an old one is being given back, but it can be called off', () => {
  const leaving = [{ session: 'old', start }]
  const refused = (name: StepName, state: BookingState, by: Person) => {
    const decided = takeStep(name, booking(state, 'visit', { leaving }), { person: by, version: 1 }, long)
    return decided.ok ? decided.data.set.leaving?.length : decided.code
  }
  assert.equal(refused('confirm', 'requested', people.organisation), 'BOOKING_CHANGED')
  assert.equal(refused('pass', 'requested', people.organisation), 'BOOKING_CHANGED')
  assert.equal(refused('reschedule', 'assigned', guest), 'BOOKING_CHANGED')
  assert.equal(refused('accept', 'held', guest), 'BOOKING_CHANGED')
  assert.equal(refused('cancel', 'requested', guest), 2, 'both places are given back')
})

test('cancelling and moving end so many hours before the start as was told at booking', () => {
  const found = booking('assigned')
  for (const name of ['cancel', 'reschedule'] as const) {
    const actor = { person: guest, version: 1 }
    assert.ok(takeStep(name, found, actor, addMinutes(start, -12 * 60 - 1)).ok)
    const late = takeStep(name, found, actor, addMinutes(start, -12 * 60))
    assert.ok(!late.ok)
    assert.equal(late.code, 'BOOKING_TOO_LATE')
    assert.match(late.message ?? '', /暖阳社工：0760-0000011/)
  }
  assert.ok(takeStep('cancel', booking('held'), { person: guest, version: 1 }, addMinutes(start, -60)).ok, 'nobody has prepared for it')
})

test('checking in begins an hour before the start', () => {
  const actor = { person: people.worker, version: 1 }
  const early = takeStep('checkIn', booking('assigned'), actor, addMinutes(start, -61))
  assert.equal(early.ok ? '' : early.code, 'TOO_EARLY')
  assert.ok(takeStep('checkIn', booking('assigned'), actor, addMinutes(start, -60)).ok)
})

test('a held place ends when its time is over, and not before', () => {
  const found = booking('held')
  assert.equal(found.dueAt, addMinutes(long, 10))
  const accept = (now: string) => takeStep('accept', found, { person: guest, version: 1 }, now)
  assert.ok(accept(addMinutes(long, 9)).ok)
  const late = accept(addMinutes(long, 10))
  assert.equal(late.ok ? '' : late.code, 'HOLD_OVER')
  const early = takeStep('expire', found, undefined, addMinutes(long, 9))
  assert.equal(early.ok ? '' : early.code, 'TOO_EARLY')
  const expired = takeStep('expire', found, undefined, addMinutes(long, 10))
  assert.ok(expired.ok && expired.data.set.dueAt === undefined)
})

test('answers are due in good time: four working hours or twelve hours, two hours before the start, half an hour at least', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 * 24 * 60 }), (ahead) => {
      const begins = addMinutes(long, ahead)
      for (const due of [answerDue(begins, long), offerDue(begins, long)]) {
        assert.ok(due > long && due <= begins)
        if (ahead > 150) assert.ok(due <= addMinutes(begins, -120))
        assert.ok(due >= addMinutes(long, Math.min(30, ahead)))
      }
      assert.equal(holdDue(begins, long), addMinutes(long, Math.min(10, ahead)))
    }),
  )
  // Asked on a Sunday morning: Monday after four working hours.
  assert.equal(answerDue('2026-03-08T01:00:00.000Z', long), '2026-03-02T06:30:00.000Z')
  assert.equal(offerDue('2026-03-08T01:00:00.000Z', long), addMinutes(long, 12 * 60))
})

test('a class without a check-in is done when somebody was at a lesson, else nobody came', () => {
  const over = addMinutes(start, 24 * 60)
  const code = (name: StepName, more: Partial<Booking>) => {
    const decided = takeStep(name, booking('assigned', 'class', more), undefined, over)
    return decided.ok ? decided.data.set.state : decided.code
  }
  const there: Partial<Booking> = { attendance: [{ lesson: 0, at: start, by: 'teacher' }] }
  assert.deepEqual(
    [code('miss', {}), code('finish', {}), code('miss', there), code('finish', there)],
    ['noShow', 'TOO_EARLY', 'TOO_EARLY', 'done'],
  )
})

test('near the home is 500 m, and unknown places are taken on trust', () => {
  const visit = booking('assigned')
  assert.ok(nearHome(visit, { longitude: 113.185, latitude: 22.609 }))
  assert.ok(!nearHome(visit, { longitude: 113.185, latitude: 22.61 }))
  assert.ok(nearHome(visit, undefined))
  assert.ok(nearHome({ ...visit, home: undefined }, { longitude: 0, latitude: 0 }))
  assert.ok(nearHome(booking('assigned', 'class'), { longitude: 0, latitude: 0 }))
})

test('only what is done at home or by telephone carries address and phone, and they are the sealed ones', () => {
  assert.deepEqual([booking('requested').address, booking('requested').phone], ['sealed', 'sealed'])
  for (const kind of ['appointment', 'class'] as const) {
    const found = booking('assigned', kind)
    assert.deepEqual([found.address, found.phone, found.home], [undefined, undefined, undefined])
  }
})

test('help can be called during a visit and an hour around it, by those who are there', () => {
  const may = (state: BookingState, minutes: number, by: Person) => mayAlarm(booking(state), by, addMinutes(start, minutes), guest)
  assert.deepEqual(
    [may('checkedIn', 500, guest), may('assigned', -60, people.worker), may('assigned', -61, guest), may('assigned', 181, daughter)],
    [true, true, false, false],
  )
  assert.ok(!may('checkedIn', 0, people.organisation) && !may('checkedIn', 0, person('别人')))
})

test('only a visit that stands by itself can be repeated', () => {
  assert.ok(mayRepeat(booking('assigned'), daughter, guest))
  assert.ok(!mayRepeat(booking('assigned', 'visit', { series: 'x' }), guest))
  assert.ok(!mayRepeat(booking('cancelled'), guest) && !mayRepeat(booking('assigned', 'class'), guest))
  assert.ok(!mayRepeat(booking('assigned'), people.worker))
})

test('messages: both sides hear of it, nobody of what they did themselves, who has no WeChat through the others', () => {
  const told = (found: Booking) => found.notices.map(({ person: to }) => to)
  assert.deepEqual(told(booking('requested')), ['陈玉兰'], 'the daughter booked; the answer is still to come')
  assert.deepEqual(told(booking('assigned', 'appointment')), ['陈玉兰', '陈雪', '谭静'])
  assert.deepEqual(told(booking('assigned', 'class')), ['陈玉兰', '陈雪'], 'a teacher would hear of every pupil')
  const cancelled = takeStep('cancel', booking('assigned'), { person: daughter, guest, version: 1 }, long)
  assert.ok(cancelled.ok)
  assert.deepEqual(
    cancelled.data.notices.map(({ person: to }) => to),
    ['陈玉兰', '谭静'],
  )
  const offline = { ...booking('requested'), guest: { ...refOf(guest), openid: '' } }
  const confirmed = takeStep('confirm', offline, { person: people.organisation, version: 1 }, long)
  assert.ok(confirmed.ok)
  assert.deepEqual(
    confirmed.data.notices.map(({ person: to }) => to),
    ['陈雪', '谭静'],
  )
})

test('every state has its sentence, in words for whoever reads it, and no message is cut', () => {
  for (const state of all) {
    for (const kind of ['visit', 'appointment', 'class'] as const) {
      const found = booking(state, kind)
      for (const sentence of [nowForGuest(found, long), nowForGuest(found, long, 2), nowForStaff(found)]) {
        assert.match(sentence, /[\u4e00-\u9fff]/)
        assert.doesNotMatch(sentence.replace(/\{.*?\}/g, ''), /undefined|工单|派单|闭环|[,;:?!]/)
      }
    }
  }
  for (const name of names) {
    for (const kind of ['visit', 'class'] as const) {
      const found = booking('assigned', kind)
      for (const notice of steps[name].notices(found, found)) {
        assert.ok([...notice.text].length <= 20, notice.text)
        assert.match(notice.page, /^\/packages\/(booking\/booking\/booking|work\/visit\/visit)\?id=abcdefabcdef$/)
      }
    }
  }
})
