import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bookingStates } from '../../cloudfunctions/contract/booking'
import type { BookingState } from '../../cloudfunctions/domain/booking'
import { itemOfAlarm } from '../../cloudfunctions/domain/alarm'
import { callUntil, mayShow, timeOf } from '../../cloudfunctions/domain/fieldWork'
import { areApart, withExceptions } from '../../cloudfunctions/domain/organisation'
import { stranded } from '../../cloudfunctions/domain/workday'
import type { Item } from '../../cloudfunctions/domain/town'
import { addMinutes } from '../../cloudfunctions/domain/time'

const start = '2026-11-24T01:00:00.000Z'
const end = addMinutes(start, 120)
const states: readonly BookingState[] = bookingStates

test('the number is shown from an hour before the start to an hour after the end, of what is confirmed', () => {
  const shown = (state: BookingState, minutes: number) =>
    mayShow({ state, start, end }, 'phone', 'worker', addMinutes(start, minutes)) === undefined
  assert.deepEqual(
    [-61, -60, 0, 120, 180, 181].map((minutes) => shown('checkedIn', minutes)),
    [false, true, true, true, true, false],
  )
  assert.deepEqual(
    states.filter((state) => shown(state, 0)),
    ['assigned', 'checkedIn', 'done', 'rated'],
  )
  assert.equal(callUntil({ end }), addMinutes(start, 180))
})

test('the way is shown while it is ahead; what a matter is about to the adviser alone', () => {
  const shown = (field: 'address' | 'intake', as: 'worker' | 'organisation') =>
    states.filter((state) => mayShow({ state, start, end }, field, as, start) === undefined)
  assert.deepEqual(shown('address', 'organisation'), ['requested', 'assigned', 'checkedIn'])
  assert.deepEqual(shown('intake', 'worker'), ['assigned', 'checkedIn'])
  assert.deepEqual(shown('intake', 'organisation'), [])
})

test('what is sent later was neither in the future nor before it could be', () => {
  const now = addMinutes(start, 30)
  assert.equal(timeOf({ start }, undefined, now), now)
  assert.equal(timeOf({ start }, start, now), start)
  for (const wrong of [addMinutes(now, 1), addMinutes(start, -61)]) assert.notEqual(typeof timeOf({ start }, wrong, now), 'string')
})

test('an alarm is somebody hurt; a catalogue without it has another emergency', () => {
  const item = (id: string, urgency: Item['urgency'], emergency?: string) => ({ id, urgency, emergency }) as Item
  const hurt = item('person-hurt', 'emergency', '120')
  assert.equal(itemOfAlarm([item('fire', 'emergency', '119'), hurt]), hurt)
  assert.equal(itemOfAlarm([item('fire', 'emergency', '119'), item('faint', 'emergency', '120'), item('refuse', 'normal')])?.id, 'faint')
  assert.equal(itemOfAlarm([item('fire', 'emergency', '119')])?.id, 'fire')
  assert.equal(itemOfAlarm([item('refuse', 'normal')]), undefined)
})

test('shifts of a day are in order and apart; an exception takes the place of the one before, and what is past is forgotten', () => {
  const shift = (from: string, until: string) => ({ from, until })
  assert.ok(areApart([]) && areApart([shift('08:00', '12:00'), shift('12:00', '17:00')]))
  assert.ok(!areApart([shift('12:00', '08:00')]) && !areApart([shift('08:00', '12:00'), shift('11:00', '17:00')]))
  const one = (person: string, day: string, why: string) => ({ person, day, shifts: [], why })
  const old = [one('a', '2026-11-20', '过去'), one('a', '2026-11-25', '原来'), one('b', '2026-11-25', '别人')]
  assert.deepEqual(
    withExceptions(old, [one('a', '2026-11-25', '新的')], '2026-11-24').map(({ why }) => why),
    ['别人', '新的'],
  )
})

test('who is promised somebody that is away, off duty by then, gone or without the skill is to be moved; what has begun is not', () => {
  const member = (person: string, more = {}) => ({
    worker: { person, openid: '', name: person },
    skills: ['care'],
    languages: [],
    shifts: [{ start, end: addMinutes(start, 240) }],
    ...more,
  })
  const visit = (booking: string, worker: string, at: number) => ({
    booking,
    person: 'p',
    at: start,
    start: addMinutes(start, at),
    end: addMinutes(start, at + 60),
    skill: 'care',
    worker,
  })
  const workday = {
    _id: 'org.2026-11-24',
    kind: 'visit' as const,
    requests: [],
    services: ['cleaning'],
    day: '2026-11-24',
    start,
    end: addMinutes(start, 1440),
    organisation: { id: 'org', name: '', phone: '' },
    crew: [member('well'), member('ill', { away: true }), member('other', { skills: ['law'] })],
    takers: [
      visit('fine', 'well', 60),
      visit('late', 'well', 300),
      visit('ill', 'ill', 60),
      visit('begun', 'ill', 0),
      visit('gone', 'nobody', 60),
      visit('unskilled', 'other', 60),
    ],
    seq: 1,
    touchedAt: start,
  }
  assert.deepEqual(
    stranded(workday, addMinutes(start, 30)).map(({ booking }) => booking),
    ['late', 'ill', 'gone', 'unskilled'],
  )
})
