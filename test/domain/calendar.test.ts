import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addWorkingHours, hoursADay, isWorkingDay } from '../../cloudfunctions/domain/calendar'
import { dayOf, instantAt, inTown, minuteOf } from '../../cloudfunctions/domain/time'
import { rosterWeekday, standingOf } from '../../cloudfunctions/domain/roster'
import type { Shift, TeamMember } from '../../cloudfunctions/domain/grid'

const after = (day: string, wall: string, hours: number) => inTown(addWorkingHours(instantAt(day, wall), hours)).format('YYYY-MM-DD HH:mm')

test('working hours skip noon, nights, weekends and holidays', () => {
  assert.equal(after('2026-11-20', '09:00', 2), '2026-11-20 11:00')
  assert.equal(after('2026-11-20', '11:00', 2), '2026-11-20 15:00')
  assert.equal(after('2026-11-20', '17:00', 1), '2026-11-23 09:00', 'Friday evening to Monday')
  assert.equal(after('2026-11-20', '03:00', 1), '2026-11-20 09:30')
  assert.equal(after('2026-11-21', '10:00', 1), '2026-11-23 09:30', 'begins with the next office hours')
  assert.equal(after('2026-09-30', '17:00', 1), '2026-10-08 09:00', 'the week of the national day')
  assert.equal(after('2026-02-14', '10:00', 1), '2026-02-14 11:00', 'a Saturday that was made a working day')
})

const anyInstant = fc
  .integer({ min: Date.parse('2026-01-01T00:00Z'), max: Date.parse('2026-12-01T00:00Z') })
  .map((ms) => new Date(ms).toISOString())

test('a deadline lies in office hours of a working day, later for more hours, and parts add up', () => {
  fc.assert(
    fc.property(anyInstant, fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }), (from, quarters, more) => {
      const due = addWorkingHours(from, quarters / 4)
      assert.ok(isWorkingDay(dayOf(due)))
      const minute = minuteOf(due)
      assert.ok((minute > 510 && minute <= 720) || (minute > 840 && minute <= 1050), due)
      assert.ok(addWorkingHours(from, (quarters + more) / 4) > due)
      assert.equal(addWorkingHours(due, more / 4), addWorkingHours(from, (quarters + more) / 4))
    }),
  )
})

test('one working day is seven hours', () => {
  assert.equal(hoursADay, 7)
  assert.equal(after('2026-11-16', '10:00', hoursADay), '2026-11-17 10:00')
})

test('a public holiday runs as a Sunday, a made-up working day as a Monday', () => {
  assert.equal(rosterWeekday('2026-10-01'), 0)
  assert.equal(rosterWeekday('2026-02-14'), 1)
  assert.equal(rosterWeekday('2026-11-21'), 6)
  assert.equal(rosterWeekday('2026-11-18'), 3)
})

const member = (shifts: Shift[], away: TeamMember['away'] = []): TeamMember => ({
  person: 'p',
  openid: 'o',
  name: '李燕',
  part: 'member',
  phone: '1',
  shifts,
  away,
})
const weekday = { weekdays: [1, 2, 3, 4, 5], from: '08:30', to: '17:30' }
const fridayNight = { weekdays: [5], from: '22:00', to: '06:00' }
const standing = (who: TeamMember, day: string, wall: string) => standingOf(who, instantAt(day, wall))

test('a shift begins on the minute and is over on the minute', () => {
  assert.equal(standing(member([weekday]), '2026-11-20', '08:29'), 'offDuty')
  assert.equal(standing(member([weekday]), '2026-11-20', '08:30'), 'onDuty')
  assert.equal(standing(member([weekday]), '2026-11-20', '17:29'), 'onDuty')
  assert.equal(standing(member([weekday]), '2026-11-20', '17:30'), 'offDuty')
  assert.equal(standing(member([weekday]), '2026-10-01', '10:00'), 'offDuty', 'a holiday is no weekday')
})

test('a night shift goes on past midnight, also into a day that has none', () => {
  assert.equal(standing(member([fridayNight]), '2026-11-20', '23:00'), 'onDuty')
  assert.equal(standing(member([fridayNight]), '2026-11-21', '05:59'), 'onDuty')
  assert.equal(standing(member([fridayNight]), '2026-11-21', '06:00'), 'offDuty')
  assert.equal(standing(member([fridayNight]), '2026-11-20', '05:00'), 'offDuty', "Thursday's night has no shift")
  const allDay = { weekdays: [6], from: '08:00', to: '08:00' }
  assert.equal(standing(member([allDay]), '2026-11-22', '07:59'), 'onDuty', 'equal ends mean the whole day round')
  assert.equal(standing(member([allDay]), '2026-11-22', '08:00'), 'offDuty')
})

test('who was away when a night shift began does not work its end', () => {
  const off = (from: string, to: string) => member([fridayNight], [{ from, to, reason: '年假' }])
  assert.equal(standing(off('2026-11-20', '2026-11-20'), '2026-11-21', '05:00'), 'offDuty')
  assert.equal(standing(off('2026-11-20', '2026-11-20'), '2026-11-20', '23:00'), 'away')
  assert.equal(standing(off('2026-11-21', '2026-11-25'), '2026-11-21', '05:00'), 'away')
  assert.equal(standing(off('2026-11-21', '2026-11-25'), '2026-11-20', '23:00'), 'onDuty')
})
