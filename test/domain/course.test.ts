import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Booking, Lesson } from '../../cloudfunctions/domain/booking'
import { spansOf } from '../../cloudfunctions/domain/booking'
import { courseSpan, engagedWith, lessonsFor, newsOf, teacherOf, teaches } from '../../cloudfunctions/domain/course'
import type { LaidOut } from '../../cloudfunctions/domain/course'
import { entered } from '../../cloudfunctions/domain/diary'
import type { Engagement } from '../../cloudfunctions/domain/diary'

const teacher = { person: 't', openid: 'o-t', name: '冯志' }
const other = { person: 's', openid: 'o-s', name: '谭静' }
const now = '2026-03-01T01:00:00.000Z'

function lesson(day: string, more: Partial<Lesson> = {}): Lesson {
  return { title: day, start: `2026-03-${day}T06:00:00.000Z`, end: `2026-03-${day}T07:30:00.000Z`, ...more }
}
const course = { _id: 'c', worker: teacher, lessons: [lesson('04'), lesson('11', { worker: other }), lesson('18', { cancelled: true })] }
const booking = (lessons: Lesson[], more: Partial<Booking> = {}) =>
  ({ _id: 'b', session: 'c', start: lesson('04').start, end: lesson('18').end, worker: teacher, lessons, ...more }) as Booking
const entry = (id: string, at: Lesson, session = 'x'): Engagement => ({
  booking: id,
  session,
  name: '看牙',
  start: at.start,
  end: at.end,
  at: now,
})

test('a lesson is the substitute’s, the others the teacher’s; a course lasts from its first lesson that takes place to its last', () => {
  assert.deepEqual(
    course.lessons.map((one) => teacherOf(course, one)?.name),
    ['冯志', '谭静', '冯志'],
  )
  assert.deepEqual(
    [teaches(course, 's'), teaches(course, 's', course.lessons[0]), teaches(course, 't', course.lessons[1])],
    [true, false, false],
  )
  assert.deepEqual(courseSpan(course.lessons, lesson('01')), { start: lesson('04').start, end: lesson('11').end })
  assert.deepEqual(courseSpan([lesson('18', { cancelled: true })], lesson('01')), { start: lesson('01').start, end: lesson('01').end })
})

test('somebody is taken by leave, a visit, an hour of advice, or a lesson that takes place; not by the very lesson', () => {
  const laid = (more: object): LaidOut[] => [
    { _id: 'x', kind: 'class', services: ['a'], lessons: [], takers: [], title: '别的课', ...more } as unknown as LaidOut,
  ]
  const engaged = (laidOut: LaidOut[], person = 't', exceptions: Parameters<typeof engagedWith>[1]['exceptions'] = []) =>
    engagedWith(laidOut, { exceptions }, person, lesson('04'), { session: 'c', lesson: 0 })
  assert.equal(engaged([]), undefined)
  assert.equal(engaged([], 't', [{ person: 't', day: '2026-03-04', shifts: [], why: '病了' }]), '那天请假')
  assert.equal(engaged(laid({ worker: teacher, lessons: [lesson('04')] })), '那时在教“别的课”')
  assert.equal(engaged(laid({ worker: teacher, lessons: [lesson('04', { cancelled: true })] })), undefined)
  assert.equal(engaged(laid({ worker: teacher, lessons: [lesson('04', { worker: other })] })), undefined)
  assert.equal(engaged(laid({ worker: teacher, lessons: [lesson('04', { worker: other })] }), 's'), '那时在教“别的课”')
  assert.equal(engaged(laid({ _id: 'c', worker: teacher, lessons: [lesson('04')] })), undefined)
  assert.equal(engaged(laid({ kind: 'visit', takers: [{ worker: 't', ...lesson('04') }] })), '那时要上门')
  assert.equal(engaged(laid({ kind: 'visit', takers: [{ worker: 's', ...lesson('04') }] })), undefined)
  assert.equal(engaged(laid({ kind: 'appointment', worker: teacher, ...lesson('04') })), '那时有人来咨询')
  assert.equal(engaged(laid({ kind: 'appointment', worker: teacher, services: [], ...lesson('04') })), undefined, 'taken back')
})

test('a moved lesson that clashes is not expected of the guest, until what it clashes with is gone', () => {
  const before = booking([lesson('04'), lesson('11')])
  const moved = { lessons: [lesson('04'), { ...lesson('12'), title: '11', why: '停电' }] }
  const diary = { version: 1, engagements: [entry('dentist', lesson('12')), entry('b', lesson('04'), 'c'), entry('b', lesson('11'), 'c')] }
  const lessons = lessonsFor(moved, before, diary)
  assert.deepEqual(lessons[1]?.clash, { booking: 'dentist', name: '看牙' })
  const next = booking(lessons)
  assert.deepEqual(spansOf(next), [{ start: lesson('04').start, end: lesson('04').end }])
  const [news] = newsOf(before, next, (at) => at.slice(5, 10))
  assert.match(news?.sentence ?? '', /^第 2 节“11”从\{.+\}改到\{.+\}：停电。您那时约了“看牙”/)
  assert.deepEqual([news?.short, news?.excuses], ['课改到03-12，有冲突', true])
  assert.equal(lessonsFor(moved, next, { version: 2, engagements: [] })[1]?.clash, undefined)
  assert.deepEqual(newsOf(next, next, String), [], 'nothing is told twice')
})

test('entered as a whole, a course leaves nothing of its old times in the diary', () => {
  const diary = { version: 1, engagements: [entry('b', lesson('04'), 'c'), entry('b', lesson('11'), 'c'), entry('dentist', lesson('05'))] }
  const whole = { booking: 'b', session: 'c' }
  const next = entered(diary, [entry('b', lesson('06'), 'c')], now, whole)
  assert.deepEqual(
    next.engagements.map(({ booking: id, start }) => [id, start]),
    [
      ['dentist', lesson('05').start],
      ['b', lesson('06').start],
    ],
  )
  assert.deepEqual(
    entered(diary, [], now, whole).engagements.map(({ booking: id }) => id),
    ['dentist'],
  )
})

test('a substitute, another teacher and another place are told; only the place lets people leave', () => {
  const before = booking([lesson('04')], { place: { name: '甲', longitude: 1, latitude: 1 } })
  const told = (next: Booking) => newsOf(before, next, () => '3月4日14:00').map(({ short, excuses }) => [short, excuses])
  assert.deepEqual(told(booking([lesson('04', { worker: other })], { place: before.place })), [['3月4日14:00由谭静老师上', false]])
  assert.deepEqual(told(booking([lesson('04')], { place: before.place, worker: other })), [['老师换成了谭静', false]])
  assert.deepEqual(told(booking([lesson('04')], { place: { name: '乙', longitude: 1, latitude: 1 } })), [['改在乙上课', true]])
  assert.deepEqual(told(booking([lesson('04', { cancelled: true })], { place: before.place })), [['3月4日14:00的课不上了', true]])
})
