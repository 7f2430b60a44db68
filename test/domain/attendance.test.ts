import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { attendedHours, doorState, doorTimes, enteredByCode, markedByTeacher, wasAt } from '../../cloudfunctions/domain/attendance'
import type { Attendance } from '../../cloudfunctions/domain/attendance'
import { addMinutes } from '../../cloudfunctions/domain/time'

const start = '2026-11-24T11:00:00.000Z'
const lesson = { title: '第一课', start, end: addMinutes(start, 90) }

test('a door is open from half an hour before the lesson to its end', () => {
  assert.deepEqual(doorTimes(lesson), { from: addMinutes(start, -30), until: addMinutes(start, 90) })
  assert.deepEqual(
    [-31, -30, 0, 90, 91].map((minutes) => doorState(lesson, addMinutes(start, minutes))),
    ['early', 'open', 'open', 'open', 'over'],
  )
})

test('the code counts once; the teacher may take back own words, not what the door saw', () => {
  const byCode = enteredByCode(undefined, 1, start)
  assert.deepEqual(byCode, [{ lesson: 1, at: start, by: 'code' }])
  assert.equal(enteredByCode(byCode, 1, lesson.end), byCode)
  assert.equal(markedByTeacher(byCode, 1, false, lesson.end), byCode)
  assert.equal(markedByTeacher(byCode, 1, true, lesson.end), byCode)
  const both = markedByTeacher(byCode, 2, true, lesson.end)
  assert.deepEqual(both, [...byCode, { lesson: 2, at: lesson.end, by: 'teacher' }])
  assert.deepEqual(markedByTeacher(both, 2, false, lesson.end), byCode)
})

test('whatever the door saw and the teacher said, in any order: one entry a lesson, there if ever seen or said last', () => {
  const said = fc.oneof(
    fc.record({ by: fc.constant('code' as const), lesson: fc.nat(3) }),
    fc.record({ by: fc.constant('teacher' as const), lesson: fc.nat(3), present: fc.boolean() }),
  )
  fc.assert(
    fc.property(fc.array(said, { maxLength: 20 }), (words) => {
      const attendance = words.reduce<Attendance>(
        (so, word) => (word.by === 'code' ? enteredByCode(so, word.lesson, start) : markedByTeacher(so, word.lesson, word.present, start)),
        [],
      )
      assert.equal(new Set(attendance.map((one) => one.lesson)).size, attendance.length)
      for (let at = 0; at < 4; at++) {
        const ofLesson = words.filter((word) => word.lesson === at)
        const last = ofLesson.findLast((word) => word.by === 'teacher')
        const spoken = last?.by === 'teacher' && last.present
        const seen = ofLesson.some((word) => word.by === 'code')
        assert.equal(wasAt(attendance, at), seen || spoken)
      }
    }),
  )
})

test('hours attended, by course', () => {
  const two = { ...lesson, title: '第二课', start: addMinutes(start, 7 * 24 * 60), end: addMinutes(start, 7 * 24 * 60 + 60) }
  const course = { session: 's', title: '手机班', service: { id: 'phone', name: '智能手机班' }, lessons: [lesson, two] }
  const at = (lessonOf: number) => ({ lesson: lessonOf, at: start, by: 'code' as const })
  assert.deepEqual(
    attendedHours([
      { ...course, attendance: [at(0), at(1)] },
      { ...course, session: 't', title: undefined, attendance: [at(1)] },
      { ...course, session: 'u', attendance: [] },
      { ...course, session: 'v', attendance: undefined },
    ]),
    [
      { name: '手机班', lessons: 2, minutes: 150 },
      { name: '智能手机班', lessons: 1, minutes: 60 },
    ],
  )
})
