import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addedMetres, canServe, loadOf, travelMinutes, unable } from '../../cloudfunctions/domain/workday'
import { at, member, on, taker, workday } from './workdays'

const span = (from: string, until: string, metres = 0) => ({ start: on(from), end: on(until), skill: 'cleaning', home: at(metres) })

test('the way between two homes takes time: none in the same house, more the farther, and unknown is far', () => {
  assert.equal(travelMinutes(at(0), at(10)), 0)
  assert.equal(travelMinutes(at(0), at(1000)), 10)
  assert.equal(travelMinutes(at(0), undefined), 15)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 0, max: 9000 }), (a, b) => {
      assert.equal(travelMinutes(at(a), at(b)), travelMinutes(at(b), at(a)))
      assert.ok(travelMinutes(at(0), at(Math.max(a, b))) >= travelMinutes(at(0), at(Math.min(a, b))))
    }),
  )
})

test('who is ill, can not do it, is off duty or has something else does not come', () => {
  const day = workday('1', [member('a')], [taker('a', '10:00', { home: at(0) })])
  const why = (from: string, until: string, more = {}) => unable(member('a', more), day, span(from, until))
  assert.equal(why('08:00', '09:00', { away: true }), 'away')
  assert.equal(why('08:00', '09:00', { skills: ['repair'] }), 'unskilled')
  assert.equal(why('11:30', '12:30'), 'offDuty')
  assert.equal(why('12:00', '13:00'), 'offDuty')
  assert.equal(why('10:30', '11:30'), 'busy')
  assert.equal(why('08:00', '09:00'), undefined)
})

test('the way from the visit before and to the one after has to fit in', () => {
  const day = workday('1', [member('a')], [taker('a', '10:00', { home: at(2000) })])
  const fits = (from: string, until: string, metres: number) => canServe(member('a'), day, span(from, until, metres))
  assert.ok(fits('09:00', '10:00', 2000), 'the same house')
  assert.ok(!fits('09:00', '10:00', 1800))
  assert.ok(!fits('08:46', '09:46', 0))
  assert.ok(fits('08:45', '09:45', 0), '2000 m: ten minutes and five at the door')
  assert.ok(fits('11:15', '12:00', 0))
  assert.ok(!fits('11:14', '11:59', 0))
})

test('a booking that is to be moved is not in its own way', () => {
  const day = workday('1', [member('a')], [taker('a', '10:00', { booking: 'mine' })])
  assert.ok(!canServe(member('a'), day, span('10:30', '11:30')))
  assert.ok(canServe(member('a'), day, span('10:30', '11:30'), 'mine'))
})

test('metres that a visit adds to the way: the detour between two, the way from one, and unknown without any', () => {
  const day = workday('1', [member('a')], [taker('a', '08:00', { home: at(0) }), taker('a', '11:00', { home: at(1000) })])
  const added = (from: string, metres: number) => Math.round(addedMetres(day, 'a', span(from, '10:45', metres)) ?? -1)
  assert.equal(added('09:30', 500), 0)
  assert.equal(added('09:30', 2000), 2000)
  assert.equal(addedMetres(day, 'b', span('09:30', '10:45')), undefined)
  assert.equal(Math.round(addedMetres(day, 'a', span('14:00', '15:00', 1400)) ?? -1), 400)
  assert.equal(addedMetres(day, 'a', { ...span('09:30', '10:45'), home: undefined }), undefined)
})

test('load is the promised part of the shifts', () => {
  const half = [{ start: on('08:00'), end: on('12:00') }]
  assert.equal(loadOf(member('a', { shifts: half }), workday('1', [], [taker('a', '08:00'), taker('b', '09:00')])), 0.25)
  assert.equal(loadOf(member('a', { shifts: [] }), workday('1', [])), 1)
})
