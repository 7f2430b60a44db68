import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { freeSpans, united, weekPlan } from '../../cloudfunctions/domain/weekPlan'
import type { PlannedBooking, Span } from '../../cloudfunctions/domain/weekPlan'
import type { RosteredWorker } from '../../cloudfunctions/domain/organisation'
import { addMinutes, instantAt } from '../../cloudfunctions/domain/time'

const midnight = '2026-11-22T16:00:00.000Z'
const span = fc
  .tuple(fc.nat(200), fc.nat(60))
  .map(([from, length]): Span => ({ start: addMinutes(midnight, from), end: addMinutes(midnight, from + length) }))
const spans = fc.array(span, { maxLength: 8 })
const within = (list: Span[], minute: number) =>
  list.some(({ start, end }) => start <= addMinutes(midnight, minute) && addMinutes(midnight, minute) < end)

test('free is every minute of the shifts that is not taken, and no other; spans neither touch nor overlap', () => {
  fc.assert(
    fc.property(spans, spans, (shifts, busy) => {
      const free = freeSpans(shifts, busy)
      for (let minute = 0; minute < 270; minute++) assert.equal(within(free, minute), within(shifts, minute) && !within(busy, minute))
      free.forEach(({ start, end }, at) => {
        assert.ok(start < end)
        const next = free[at + 1]
        if (next) assert.ok(end < next.start)
      })
      const before = structuredClone(shifts)
      united(shifts)
      assert.deepEqual(shifts, before, 'nothing given is changed')
    }),
  )
})

const monday = '2026-11-23'
const ref = (person: string) => ({ person, openid: person, name: person })
const rostered = (person: string): RosteredWorker => ({
  worker: ref(person),
  skills: ['homecare'],
  languages: [],
  week: Array.from({ length: 7 }, (_, day) => (day === 0 ? [] : [{ from: '08:00', until: '12:00' }])),
  advises: [],
})
const wall = (time: string) => instantAt(monday, time)
const booked = (id: string, from: string, until: string, more: Partial<PlannedBooking> = {}): PlannedBooking => ({
  _id: id,
  session: 'org.2026-11-23',
  state: 'assigned',
  service: { id: 'cleaning', name: '打扫卫生' },
  guest: ref('陈玉兰'),
  start: wall(from),
  end: wall(until),
  workerId: 'a',
  ...more,
})

test('a week: hours, what is booked, gaps worth a visit, what waits for an answer, who is away', () => {
  const organisation = {
    roster: [rostered('a'), rostered('b'), rostered('c')],
    exceptions: [{ person: 'c', day: monday, shifts: [], why: '病假' }],
  }
  const crew = ['a', 'b'].map((person) => ({
    worker: ref(person),
    skills: ['homecare'],
    languages: [],
    shifts: [{ start: wall('08:00'), end: wall('12:00') }],
  }))
  const taker = (booking: string, worker: string, from: string, until: string) => ({
    booking,
    worker,
    person: 'g',
    at: midnight,
    skill: 'homecare',
    start: wall(from),
    end: wall(until),
  })
  const days = weekPlan(monday, {
    organisation,
    workdays: [
      {
        _id: 'org.2026-11-23',
        kind: 'visit',
        requests: [],
        services: ['cleaning'],
        day: monday,
        start: wall('00:00'),
        end: addMinutes(wall('00:00'), 24 * 60),
        organisation: { id: 'org', name: '暖阳', phone: '' },
        crew,
        takers: [taker('1', 'a', '08:00', '09:00'), taker('2', 'b', '09:20', '11:50')],
        seq: 3,
        touchedAt: midnight,
      },
    ],
    sessions: [],
    bookings: [booked('1', '08:00', '09:00'), booked('2', '09:20', '11:50', { state: 'requested', workerId: undefined })],
  })
  assert.deepEqual(
    days.map(({ day, unconfirmed }) => [day, unconfirmed]),
    [23, 24, 25, 26, 27, 28, 29].map((date) => [`2026-11-${date}`, date === 23 ? 1 : 0]),
  )
  const [a, b, c] = days[0]?.workers ?? []
  assert.deepEqual([a?.minutes, a?.booked, a?.gaps], [240, 60, [{ start: wall('09:00'), end: wall('12:00') }]])
  assert.deepEqual([b?.booked, b?.gaps], [150, [{ start: wall('08:00'), end: wall('09:20') }]], 'ten minutes are no gap')
  assert.deepEqual(
    b?.items.map(({ booking, title, confirmed }) => [booking, title, confirmed]),
    [['2', '打扫卫生 陈玉兰', false]],
  )
  assert.deepEqual([c?.away, c?.minutes, c?.gaps], [true, 0, []])
  assert.deepEqual(
    days[6]?.workers.map(({ minutes }) => minutes),
    [0, 0, 0],
    'nobody works on Sunday',
  )
})
