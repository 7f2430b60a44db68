import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { dayAfter, holidayOf, inOffice } from '../../cloudfunctions/domain/calendar'
import type { Cell, TeamMember } from '../../cloudfunctions/domain/grid'
import type { Role } from '../../cloudfunctions/domain/person'
import type { Result } from '../../cloudfunctions/domain/result'
import { spansOn, standingOf } from '../../cloudfunctions/domain/roster'
import { lastAwayOf, rosterRight, sayDays, withDay, withLeave, withoutLeave, withShifts } from '../../cloudfunctions/domain/rosterChanges'
import { instantAt } from '../../cloudfunctions/domain/time'

/** A Friday. */
const today = '2026-11-20'
const office = { from: '08:30', to: '17:30' }
const member = (person: string, more: Partial<TeamMember> = {}): TeamMember => ({
  ...{ person, openid: `o-${person}`, name: person === 'li' ? '李燕' : '吴刚', part: 'member', phone: '1' },
  shifts: [{ weekdays: [1, 2, 3, 4, 5], ...office }],
  away: [],
  ...more,
})
const team = [member('li'), member('wu')]
const standing = (who: TeamMember | undefined, day: string, wall: string) => standingOf(who as TeamMember, instantAt(day, wall))
function changed(result: Result<{ team: TeamMember[]; sentence: string }>): { li: TeamMember; sentence: string } {
  assert.ok(result.ok, JSON.stringify(result))
  assert.deepEqual(result.data.team[1]?.shifts, team[1]?.shifts, 'nobody else is touched')
  return { li: result.data.team[0] as TeamMember, sentence: result.data.sentence }
}
const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.code)

describe('other hours on one day', () => {
  const { li, sentence } = changed(withDay(team, 'li', '2026-11-21', [{ from: '20:00', to: '02:00' }], today))

  test('hold on that day and past its midnight, and on no other', () => {
    assert.equal(sentence, '李燕：11月21日20:00–02:00')
    assert.equal(standing(li, '2026-11-21', '19:59'), 'offDuty')
    assert.equal(standing(li, '2026-11-21', '20:00'), 'onDuty')
    assert.equal(standing(li, '2026-11-22', '01:59'), 'onDuty', 'Sunday belongs to the Saturday on which the shift began')
    assert.equal(standing(li, '2026-11-22', '02:00'), 'offDuty')
    assert.equal(standing(li, '2026-11-28', '20:00'), 'offDuty')
  })

  test('take the place of the weekly ones; none at all is a day without work; taken back, the weekly ones hold', () => {
    const evening = changed(withDay(team, 'li', '2026-11-23', [{ from: '18:00', to: '21:00' }], today)).li
    assert.deepEqual(spansOn(evening, '2026-11-23'), [{ from: '18:00', to: '21:00' }])
    assert.equal(standing(evening, '2026-11-23', '10:00'), 'offDuty')
    const none = changed(withDay([evening, member('wu')], 'li', '2026-11-23', [], today))
    assert.deepEqual([spansOn(none.li, '2026-11-23'), none.sentence], [[], '李燕：11月23日不排班'])
    const weekly = changed(withDay([none.li, member('wu')], 'li', '2026-11-23', undefined, today)).li
    assert.equal(standing(weekly, '2026-11-23', '10:00'), 'onDuty')
  })

  test('are for today and later, a year at most', () => {
    assert.equal(codeOf(withDay(team, 'li', '2026-11-19', [], today)), 'TIME_REFUSED')
    assert.equal(codeOf(withDay(team, 'li', '2027-12-01', [], today)), 'TIME_REFUSED')
    assert.equal(codeOf(withDay(team, 'nobody', today, [], today)), 'MEMBER_UNKNOWN')
  })
})

test('weekly shifts hold from now on, also on the make-up days that run as a Monday', () => {
  const { li } = changed(withShifts(team, 'li', [{ weekdays: [1, 1], from: '22:00', to: '06:00' }], today))
  assert.deepEqual(li.shifts, [{ weekdays: [1], from: '22:00', to: '06:00' }])
  assert.equal(standing(li, '2026-11-23', '23:59'), 'onDuty')
  assert.equal(standing(li, '2026-11-24', '00:00'), 'onDuty')
  assert.equal(standing(li, '2026-11-24', '06:00'), 'offDuty')
  assert.equal(standing(li, '2026-02-14', '22:00'), 'onDuty', 'a Saturday that is worked for the spring festival')
  assert.equal(standing(li, '2026-10-05', '22:00'), 'offDuty', 'a Monday of the week of the national day runs as a Sunday')
})

describe('leave', () => {
  const leave = { from: '2026-11-21', to: '2026-11-25', reason: '年假' }

  test('begins with its first midnight and ends with its last', () => {
    const { li, sentence } = changed(
      withLeave(
        [member('li', { shifts: [{ weekdays: [0, 1, 2, 3, 4, 5, 6], from: '00:00', to: '24:00' }] }), member('wu')],
        'li',
        leave,
        today,
      ),
    )
    assert.equal(sentence, '李燕：11月21日到11月25日休息')
    assert.equal(standing(li, '2026-11-20', '23:59'), 'onDuty')
    assert.equal(standing(li, '2026-11-21', '00:00'), 'away')
    assert.equal(standing(li, '2026-11-25', '23:59'), 'away')
    assert.equal(standing(li, '2026-11-26', '00:00'), 'onDuty')
    assert.equal(lastAwayOf([li, member('wu')]), '2026-11-25')
    assert.equal(lastAwayOf(team), undefined)
  })

  test('does not overlap another, begins today at the earliest and lasts a year at most', () => {
    const away = [member('li', { away: [leave] }), member('wu')]
    assert.equal(codeOf(withLeave(away, 'li', { ...leave, from: '2026-11-25', to: '2026-11-30' }, today)), 'LEAVE_TAKEN')
    assert.equal(codeOf(withLeave(away, 'wu', leave, today)), 'ok')
    assert.equal(codeOf(withLeave(team, 'li', { ...leave, from: '2026-11-19' }, today)), 'TIME_REFUSED')
    assert.equal(codeOf(withLeave(team, 'li', { ...leave, to: '2026-11-20' }, today)), 'TIME_REFUSED')
    assert.equal(codeOf(withLeave(team, 'li', { ...leave, to: '2027-12-31' }, today)), 'TIME_REFUSED')
  })

  test('ended early, today is worked again; what has not begun is gone; what is over cannot be ended', () => {
    const away = [member('li', { away: [leave] }), member('wu')]
    const back = changed(withoutLeave(away, 'li', leave.from, '2026-11-24'))
    assert.deepEqual([back.li.away, back.sentence], [[{ ...leave, to: '2026-11-23' }], '李燕：提前回来上班'])
    assert.equal(standing(back.li, '2026-11-24', '10:00'), 'onDuty')
    const sameDay = changed(withoutLeave(away, 'li', leave.from, '2026-11-21'))
    assert.deepEqual(sameDay.li.away, [])
    assert.deepEqual(changed(withoutLeave(away, 'li', leave.from, today)).li.away, [])
    assert.equal(codeOf(withoutLeave(away, 'li', leave.from, '2026-11-26')), 'LEAVE_UNKNOWN')
    assert.equal(codeOf(withoutLeave(away, 'li', '2026-11-22', today)), 'LEAVE_UNKNOWN')
  })

  test('what is long over is forgotten with the next change', () => {
    const old = { from: '2026-09-01', to: '2026-09-02', reason: '年假' }
    const { li } = changed(withLeave([member('li', { away: [old] }), member('wu')], 'li', leave, today))
    assert.deepEqual(li.away, [leave])
  })
})

test('the roster is changed by its leader, the desk above and the dispatcher, and seen by the team', () => {
  const cell: Pick<Cell, '_id' | 'village'> = { _id: 'cell-1', village: { grid: 'village-1', name: '古四村' } }
  const right = (...roles: Role[]) => rosterRight({ roles }, cell, 'town-grid')
  const inCell = (part: 'leader' | 'member' | 'volunteer', grid = 'cell-1'): Role => ({ role: 'member', grid, gridName: '', part })
  assert.equal(right(inCell('leader')), 'lead')
  assert.equal(right(inCell('member')), 'team')
  assert.equal(right(inCell('leader', 'cell-2')), undefined)
  assert.equal(right({ role: 'desk', grid: 'village-1', gridName: '' }), 'lead')
  assert.equal(right({ role: 'desk', grid: 'town-grid', gridName: '' }), 'lead')
  assert.equal(right({ role: 'desk', grid: 'village-2', gridName: '' }), undefined)
  assert.equal(right(inCell('member'), { role: 'dispatcher' }), 'lead')
  assert.equal(right({ role: 'officer', department: 'city', departmentName: '' }), undefined)
})

test('days by example: midnight, the national day, a Sunday that is worked, noon in the office', () => {
  assert.equal(dayAfter('2026-12-31'), '2027-01-01')
  assert.equal(dayAfter('2026-03-01', -1), '2026-02-28')
  assert.equal(holidayOf('2026-10-01'), '国庆节')
  assert.equal(holidayOf('2026-11-20'), undefined)
  assert.equal(holidayOf('2026-11-22'), undefined, 'a Sunday like any other')
  assert.equal(inOffice(instantAt('2026-11-20', '08:29')), false)
  assert.equal(inOffice(instantAt('2026-11-20', '08:30')), true)
  assert.equal(inOffice(instantAt('2026-11-20', '12:00')), false)
  assert.equal(inOffice(instantAt('2026-10-01', '10:00')), false)
  assert.equal(inOffice(instantAt('2026-02-14', '10:00')), true)
  assert.equal(sayDays('2026-11-21', '2026-11-21'), '11月21日')
})
