import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import type { Input } from '../../cloudfunctions/contract'
import type { Booking, Session } from '../../cloudfunctions/domain/booking'
import { addDays } from '../../cloudfunctions/domain/calendar'
import type { Organisation } from '../../cloudfunctions/domain/organisation'
import { refOf } from '../../cloudfunctions/domain/person'
import type { Person } from '../../cloudfunctions/domain/person'
import { addMinutes, dayOf, instantAt, inTown } from '../../cloudfunctions/domain/time'
import { newRequestId, startTown } from './harness'
import type { TestTown } from './harness'
import { atHome, inCell, makePerson, makeSession, personOf } from './smallTown'

const idOf = (openid: string) => personOf(openid)._id
const teacher = 'worker-2'

function session(town: TestTown, id: string): Session {
  return (town.cloud.dump('sessions') as Session[]).find(({ _id }) => _id === id)!
}

function stored(town: TestTown, id: string): Booking {
  return (town.cloud.dump('bookings') as Booking[]).find(({ _id }) => _id === id)!
}

async function moveTo(town: TestTown, at: string): Promise<void> {
  await town.cloud.sleep(Date.parse(at) - town.cloud.now())
}

describe('a course', () => {
  let town: TestTown
  let input: Input<'booking.setCourse'>
  before(async () => {
    town = await startTown()
    input = {
      service: 'phone-class',
      term: '2026 秋',
      title: '手机班（第二期）',
      worker: idOf(teacher),
      place: { name: '甲村学堂', ...inCell['cell-a1'] },
      seats: 30,
      first: dayOf(addDays(new Date(town.cloud.now()).toISOString(), 10)),
      from: '15:00',
      lessons: ['开机', '打字', '微信'],
    }
  })
  after(() => town.close())

  test('is laid out week by week, once however often it is sent, and can be booked at once', async () => {
    const requestId = newRequestId()
    const made = await town.act('organisation-1', 'booking.setCourse', input, { requestId })
    assert.deepEqual(await town.act('organisation-1', 'booking.setCourse', input, { requestId }), made)
    assert.match(made.sentence, /^“手机班（第二期）”排好了，.+开课，共 3 节，30 个名额$/)
    const { lessons, left, seats, worker, term } = session(town, made.session)
    assert.deepEqual(
      lessons.map(({ title, start }) => [title, inTown(start).format('HH:mm')]),
      [
        ['开机', '15:00'],
        ['打字', '15:00'],
        ['微信', '15:00'],
      ],
    )
    assert.deepEqual([left, seats, worker?.name, term], [30, 30, '冯志', '2026 秋'])
    const booked = await town.act('resident-1', 'booking.book', { kind: 'class', service: 'phone-class', session: made.session, yuan: 0 })
    assert.deepEqual([booked.state, booked.lessons.length], ['assigned', 3])
  })

  test('is refused to who does not teach it or teaches then, on a day that is past, and to others', async () => {
    const refused = (more: Partial<typeof input>, openid = 'organisation-1') =>
      town.refused(openid, 'booking.setCourse', { ...input, title: '别的班', ...more })
    assert.equal(await refused({ from: '15:30' }), 'WORKER_BUSY')
    assert.equal(
      await refused({ first: dayOf(addDays(`${input.first}T04:00:00.000Z`, 7)) }),
      'WORKER_BUSY',
      'the second lesson of the other',
    )
    assert.equal(await refused({ worker: idOf('worker-1') }), 'WORKER_UNKNOWN')
    assert.equal(await refused({ first: '2020-01-01' }), 'TIME_REFUSED')
    assert.equal(await refused({ service: 'cleaning' }), 'SERVICE_UNKNOWN')
    assert.equal(await refused({}, 'organisation-2'), 'SERVICE_UNKNOWN')
    assert.equal(await refused({}, teacher), 'NOT_ALLOWED')
    assert.equal(await refused({ lessons: [] }), 'INPUT_INVALID')
    assert.equal(await refused({ from: '25:00' }), 'INPUT_INVALID')
  })
})

test('whose first step here was to queue takes the place that is offered, although nobody knew them before', async () => {
  const town = await startTown()
  const start = addDays(new Date(town.cloud.now()).toISOString(), 5)
  town.cloud.load('sessions', [
    makeSession(town.cloud.now(), { _id: 'evening.small', kind: 'class', services: ['phone-class'], seats: 1, start, title: '手机班' }),
  ])
  const course = { service: 'phone-class', session: 'evening.small' }
  const first = await town.act('resident-1', 'booking.book', { kind: 'class', ...course, yuan: 0 })
  const waiting = await town.act('newcomer', 'booking.wait', course)
  await town.act('resident-1', 'booking.cancel', { booking: first.id, version: first.version })
  await town.cloud.advance(3 * 60_000)
  const offered = await town.act('newcomer', 'booking.get', { booking: waiting.id })
  assert.equal(offered.state, 'held')
  const seen = { booking: waiting.id, version: offered.version }
  assert.equal((await town.act('newcomer', 'booking.accept', seen)).state, 'assigned')
  assert.equal(await town.refused('newcomer', 'booking.book', { kind: 'class', ...course, yuan: 0 }), 'BOOKING_ALREADY')
  await town.close()
})

describe('at the door', () => {
  let town: TestTown
  let start: string
  const pupils = ['resident-1', 'resident-2', 'elder-1']
  const booked: Record<string, string> = {}
  before(async () => {
    town = await startTown()
    start = addMinutes(new Date(town.cloud.now()).toISOString(), 90)
    town.cloud.load('sessions', [
      makeSession(town.cloud.now(), {
        _id: 'evening.course-1',
        kind: 'class',
        services: ['phone-class'],
        seats: 3,
        weeks: 2,
        start,
        title: '手机班',
        worker: { person: idOf(teacher), openid: teacher, name: '冯志' },
      }),
    ])
    const course = { kind: 'class', service: 'phone-class', session: 'evening.course-1', yuan: 0 } as const
    for (const openid of pupils) booked[openid] = (await town.act(openid, 'booking.book', course)).id
    const forMother = await town.act('daughter-1', 'booking.services', {})
    assert.ok(forMother)
  })
  after(() => town.close())

  test('the code is for that lesson, from half an hour before to its end, and cannot be made up', async () => {
    const door = await town.act(teacher, 'booking.door', { session: 'evening.course-1', lesson: 0 })
    assert.deepEqual([door.title, door.from, door.until], ['手机班 第 1 课', addMinutes(start, -30), addMinutes(start, 90)])
    const { code: second } = await town.act('organisation-1', 'booking.door', { session: 'evening.course-1', lesson: 1 })
    assert.equal(await town.refused('worker-1', 'booking.door', { session: 'evening.course-1', lesson: 0 }), 'SESSION_UNKNOWN')
    assert.equal(await town.refused('organisation-2', 'booking.door', { session: 'evening.course-1', lesson: 0 }), 'SESSION_UNKNOWN')
    assert.equal(await town.refused(teacher, 'booking.door', { session: 'evening.course-1', lesson: 2 }), 'SESSION_UNKNOWN')
    assert.equal(await town.refused(teacher, 'booking.door', { session: 'legal-1', lesson: 0 }), 'SESSION_UNKNOWN')
    assert.equal(await town.refused('resident-1', 'booking.door', { session: 'evening.course-1', lesson: 0 }), 'NOT_ALLOWED')

    const { code } = door
    assert.equal(await town.refused('resident-1', 'booking.attend', { code }), 'TOO_EARLY')
    await moveTo(town, addMinutes(start, -20))
    for (const wrong of [
      second.replace('.1.', '.0.'),
      `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`,
      code.replace('.0.', '.7.'),
      'evening.course-1',
    ]) {
      assert.equal(await town.refused('resident-1', 'booking.attend', { code: wrong }), 'CODE_REFUSED', wrong)
    }
    assert.equal(await town.refused('resident-1', 'booking.attend', { code: second }), 'TOO_EARLY', 'of next week')
    assert.equal(await town.refused('resident-1', 'booking.attend', { code: '好' }), 'INPUT_INVALID')
    const requestId = newRequestId()
    const said = await town.act('resident-1', 'booking.attend', { code }, { requestId })
    assert.equal(said.sentence, '何敏，“手机班”第 1 课签到好了')
    assert.deepEqual(await town.act('resident-1', 'booking.attend', { code }, { requestId }), said)
    assert.deepEqual(await town.act('resident-1', 'booking.attend', { code }), said)
    assert.equal(stored(town, booked['resident-1']!).attendance?.length, 1)
    assert.equal(await town.refused('member-1', 'booking.attend', { code }), 'BOOKING_NOT_FOUND', 'not on the list')
    await moveTo(town, addMinutes(start, 91))
    assert.equal(await town.refused('resident-2', 'booking.attend', { code }), 'CODE_REFUSED', 'the lesson is over')
  })

  test('the teacher’s list: sent again it replaces what the teacher said, not what the door saw', async () => {
    const lesson = { session: 'evening.course-1', lesson: 0 }
    const attended = async () => {
      const { pupils: listed } = await town.act(teacher, 'booking.register', { session: 'evening.course-1' })
      return Object.fromEntries(listed.map(({ name, attended: lessons }) => [name, lessons]))
    }
    assert.deepEqual(await attended(), { 何敏: [0], '周🌸强': [], 陈玉兰: [] })
    const requestId = newRequestId()
    const present = [booked['resident-2']!, booked['elder-1']!]
    assert.deepEqual(await town.act(teacher, 'booking.mark', { ...lesson, present }, { requestId }), { present: 3 })
    assert.deepEqual(await town.act(teacher, 'booking.mark', { ...lesson, present }, { requestId }), { present: 3 })
    assert.deepEqual(await town.act('organisation-1', 'booking.mark', { ...lesson, present: [booked['elder-1']!] }), { present: 2 })
    assert.deepEqual(await attended(), { 何敏: [0], '周🌸强': [], 陈玉兰: [0] })
    assert.equal(await town.refused(teacher, 'booking.mark', { ...lesson, lesson: 1, present }), 'TOO_EARLY')
    assert.equal(await town.refused(teacher, 'booking.mark', { ...lesson, present: ['nobody'] }), 'BOOKING_NOT_FOUND')
    assert.equal(await town.refused('worker-1', 'booking.mark', { ...lesson, present }), 'SESSION_UNKNOWN')
    assert.equal(await town.refused('organisation-2', 'booking.register', { session: 'evening.course-1' }), 'SESSION_UNKNOWN')
    assert.equal(await town.refused('resident-1', 'booking.register', { session: 'evening.course-1' }), 'NOT_ALLOWED')

    const { hours, courses } = await town.act('elder-1', 'booking.hours', {})
    assert.deepEqual([hours, courses], [1.5, [{ name: '手机班', lessons: 1, hours: 1.5 }]])
    assert.deepEqual(await town.act('resident-2', 'booking.hours', {}), { hours: 0, courses: [] })
  })

  test('a list cut off half-way is completed when it is sent again', async () => {
    for (let at = 3; at <= 6; at++) {
      const present = at % 2 === 0 ? [booked['resident-2']!] : [booked['elder-1']!]
      const input = { session: 'evening.course-1', lesson: 0, present }
      const requestId = newRequestId()
      await town.call(teacher, 'booking.mark', input, { requestId, fault: { at, when: 'after', how: 'kill' } })
      assert.deepEqual(await town.act(teacher, 'booking.mark', input, { requestId }), { present: 2 })
      const there = (openid: string) => stored(town, booked[openid]!).attendance?.some(({ lesson }) => lesson === 0) ?? false
      assert.deepEqual([there('resident-1'), there('resident-2'), there('elder-1')], [true, at % 2 === 0, at % 2 === 1], `cut off at ${at}`)
    }
  })

  test('the door and the teacher at once: both are kept', async () => {
    const next = addDays(start, 7)
    await moveTo(town, addMinutes(next, -10))
    const { code } = await town.act(teacher, 'booking.door', { session: 'evening.course-1', lesson: 1 })
    await Promise.all([
      ...pupils.map((openid) => town.act(openid, 'booking.attend', { code })),
      town.act(teacher, 'booking.mark', { session: 'evening.course-1', lesson: 1, present: Object.values(booked) }),
      town.act(teacher, 'booking.mark', { session: 'evening.course-1', lesson: 1, present: [] }),
    ])
    for (const id of Object.values(booked)) {
      const { attendance = [] } = stored(town, id)
      assert.equal(attendance.filter(({ lesson }) => lesson === 1).length, 1)
    }
    await town.cloud.sleep(15 * 60 * 60_000)
    await town.cloud.fireTimer('sweep')
    assert.equal(stored(town, booked['resident-2']!).state, 'done', 'a course that somebody attended is done')
  })
})

describe('who brings an elder', () => {
  let town: TestTown
  before(async () => (town = await startTown()))
  after(() => town.close())

  test('and booked for them may hold the phone at the door', async () => {
    const start = addMinutes(new Date(town.cloud.now()).toISOString(), 40)
    const mother = idOf('elder-1')
    town.cloud.load('people', [makePerson('stranger-1', '路人', [], atHome())])
    town.cloud.load('sessions', [
      makeSession(town.cloud.now(), {
        _id: 'soon',
        kind: 'class',
        services: ['phone-class'],
        seats: 3,
        start,
        worker: { person: idOf(teacher), openid: teacher, name: '冯志' },
      }),
    ])
    const { id } = await town.act('daughter-1', 'booking.book', {
      kind: 'class',
      service: 'phone-class',
      session: 'soon',
      forWhom: mother,
      yuan: 0,
    })
    await moveTo(town, start)
    const { code } = await town.act(teacher, 'booking.door', { session: 'soon', lesson: 0 })
    const said = await town.act('daughter-1', 'booking.attend', { code })
    assert.deepEqual([said.booking, said.sentence], [id, '陈玉兰，“soon”第 1 课签到好了'])
    assert.equal(await town.refused('stranger-1', 'booking.attend', { code }), 'BOOKING_NOT_FOUND')
    assert.deepEqual((await town.act('daughter-1', 'booking.hours', {})).courses, [], 'the hours are the mother’s')
    assert.equal((await town.act('elder-1', 'booking.hours', {})).hours, 1.5)
  })
})

describe('a course after it is laid out', () => {
  let town: TestTown
  let start: string
  const id = 'tailor'
  const place = { name: '乙村学堂', ...inCell['cell-b1'] }
  const lessonInput = (lesson: number, change: Input<'booking.changeLesson'>['change']) => ({
    session: id,
    changes: session(town, id).changes ?? 0,
    lesson,
    change,
  })
  const book = (openid: string) => town.act(openid, 'booking.book', { kind: 'class', service: 'phone-class', session: id, yuan: 0 })
  const wait = (openid: string) => town.act(openid, 'booking.wait', { service: 'phone-class', session: id })
  const diaryOf = (openid: string) =>
    (town.cloud.dump('people') as Person[])
      .find(({ _id }) => _id === idOf(openid))!
      .diary.engagements.filter((one) => one.session === id)
      .map((one) => one.start)
  const told = (booking: string, openid: string) =>
    stored(town, booking)
      .notices.filter(({ person }) => person === idOf(openid))
      .map(({ text }) => text.replace(/\d+月\d+日/, ''))
      .filter((text) => !text.startsWith('约好了'))
  const sweep = () => town.cloud.fireTimer('sweep')

  beforeEach(async () => {
    town = await startTown()
    start = instantAt(dayOf(addDays(new Date(town.cloud.now()).toISOString(), 6)), '14:00')
    const organisations = town.cloud.dump('organisations') as Organisation[]
    town.cloud.load('organisations', [
      ...organisations.map((one) => ({
        ...one,
        roster: one.roster.map((member) =>
          member.worker.openid === 'worker-1' ? { ...member, skills: [...member.skills, 'teaching'] } : member,
        ),
      })),
    ])
    town.cloud.load('sessions', [
      makeSession(town.cloud.now(), {
        _id: id,
        kind: 'class',
        services: ['phone-class'],
        seats: 2,
        weeks: 3,
        start,
        title: '手机班',
        place: { name: '甲村学堂', ...inCell['cell-a1'] },
        worker: refOf(personOf(teacher)),
      }),
    ])
  })
  afterEach(() => town.close())

  test('a teacher who is ill: the lessons are named, a colleague stands in, everybody is told, and the colleague calls the register', async () => {
    const booked = await book('resident-1')
    const day = dayOf(start)
    const left = await town.act('organisation-1', 'booking.takeLeave', { worker: idOf(teacher), from: day, until: day, why: '病了' })
    assert.match(left.sentence, /还有 1 节课要找人代上、改时间或取消$/)
    assert.deepEqual(
      left.lessons.map(({ session: of, lesson, start: at }) => [of, lesson, at]),
      [[id, 0, start]],
    )
    const { teachers, lessons } = await town.act('organisation-1', 'booking.course', { session: id })
    assert.deepEqual(
      teachers.map(({ name, busy }) => [name, busy.map(({ lesson, why }) => [lesson, why])]),
      [
        ['谭静', []],
        ['冯志', [[0, '那天请假']]],
      ],
    )
    assert.equal(lessons.length, 3)

    const input = lessonInput(0, { kind: 'substitute', worker: idOf('worker-1') })
    const requestId = newRequestId()
    const said = await town.act('organisation-1', 'booking.changeLesson', input, { requestId })
    assert.match(said.sentence, /^第 1 节“第 1 课”（.+）由谭静上，报名的 1 人一分钟内会收到消息$/)
    assert.equal((await town.act('organisation-1', 'booking.changeLesson', input, { requestId })).changes, said.changes)
    assert.equal(await town.refused('organisation-1', 'booking.changeLesson', input), 'COURSE_CHANGED', 'a stale click')
    await sweep()
    assert.deepEqual(told(booked.id, 'resident-1'), ['14:00由谭静老师上'])
    const seen = await town.act('resident-1', 'booking.get', { booking: booked.id })
    assert.deepEqual([seen.lessons[0]?.teacher, seen.lessons[1]?.teacher], ['谭静', undefined])
    assert.match(seen.timeline.at(-1)?.sentence ?? '', /^第 1 节“第 1 课”（.+）由谭静老师代上$/)
    await sweep()
    assert.deepEqual(told(booked.id, 'resident-1'), ['14:00由谭静老师上'], 'told once')
    const { messages } = await town.act('worker-1', 'person.messages', {})
    assert.equal(messages.filter(({ text }) => /^请在.+上这节课$/.test(text)).length, 1)

    const { sessions } = await town.act('worker-1', 'booking.visits', { day })
    assert.deepEqual(
      sessions.map((one) => one.id),
      [id],
    )
    assert.deepEqual((await town.act(teacher, 'booking.visits', { day })).sessions, [])
    await moveTo(town, start)
    assert.equal(await town.refused(teacher, 'booking.door', { session: id, lesson: 0 }), 'SESSION_UNKNOWN')
    assert.equal(await town.refused(teacher, 'booking.mark', { session: id, lesson: 0, present: [] }), 'SESSION_UNKNOWN')
    assert.deepEqual(await town.act('worker-1', 'booking.mark', { session: id, lesson: 0, present: [booked.id] }), { present: 1 })
  })

  test('a substitute is somebody who knows how and is free then', async () => {
    const refused = (worker: string, openid = 'organisation-1') =>
      town.refused(openid, 'booking.changeLesson', lessonInput(0, { kind: 'substitute', worker: idOf(worker) }))
    assert.equal(await refused('worker-3'), 'WORKER_UNKNOWN')
    assert.equal(await refused(teacher), 'WORKER_BUSY', 'teaches it anyway')
    assert.equal(await refused('worker-1', 'organisation-2'), 'SESSION_UNKNOWN')
    assert.equal(await refused('worker-1', teacher), 'NOT_ALLOWED')
    town.cloud.load('sessions', [
      makeSession(town.cloud.now(), {
        _id: 'other',
        kind: 'class',
        services: ['photo-class'],
        seats: 2,
        start,
        worker: refOf(personOf('worker-1')),
      }),
    ])
    assert.equal(await refused('worker-1'), 'WORKER_BUSY')
    const course = { session: 'other', changes: 0, lesson: 0 }
    const change = { kind: 'moved', day: dayOf(start), from: '14:30', why: '换教室' } as const
    assert.equal(
      await town.refused('organisation-1', 'booking.changeLesson', { ...course, change: { ...change, day: '2020-01-01' } }),
      'TIME_REFUSED',
    )
    await town.act('organisation-1', 'booking.changeLesson', { ...course, change })
    assert.equal(await refused('worker-1'), 'WORKER_BUSY', 'moved, but still at the time')
  })

  test('a lesson that is moved: diaries follow, who has something else then is told so and may leave, and the last day counts', async () => {
    const free = await book('resident-1')
    const torn = await book('resident-2')
    const waiting = await wait('elder-1')
    const day = dayOf(addDays(start, 16))
    const at = instantAt(day, '10:00')
    town.cloud.load('sessions', [
      makeSession(town.cloud.now(), {
        _id: 'yoga',
        kind: 'class',
        services: ['photo-class'],
        seats: 9,
        start: at,
        worker: refOf(personOf('worker-1')),
      }),
      makeSession(town.cloud.now(), { _id: 'hour', kind: 'appointment', services: ['legal'], seats: 1, org: 'org-2', start: at }),
    ])
    const other = await town.act('resident-2', 'booking.book', { kind: 'appointment', service: 'legal', session: 'hour', yuan: 0 })
    await town.act('organisation-1', 'booking.changeLesson', lessonInput(2, { kind: 'moved', day, from: '10:00', why: '老师有急事' }))
    await sweep()
    const lessons = [start, addDays(start, 7)]
    assert.deepEqual(diaryOf('resident-1'), [...lessons, at])
    assert.deepEqual(diaryOf('resident-2'), lessons)
    assert.equal(session(town, id).end, stored(town, free.id).end)
    assert.equal(stored(town, free.id).end, addMinutes(at, 90))
    assert.deepEqual(told(free.id, 'resident-1'), ['有课改到10:00'])
    assert.deepEqual(told(torn.id, 'resident-2'), ['课改到10:00，有冲突'])
    assert.deepEqual(told(waiting.id, 'elder-1'), [])
    assert.equal(stored(town, waiting.id).lessons?.[2]?.start, at)
    const seen = await town.act('resident-2', 'booking.get', { booking: torn.id })
    assert.deepEqual(seen.lessons[2]?.clash?.booking, other.id)
    assert.match(
      seen.timeline.at(-1)?.sentence ?? '',
      /^第 3 节“第 3 课”从.+改到.+：老师有急事。您那时约了“.+”，这一节可以不来，不算缺课；也可以退课或换一班$/,
    )

    // Too late for anybody else, but not for who has been moved.
    await moveTo(town, addMinutes(start, -30))
    const fresh = await town.act('resident-2', 'booking.get', { booking: torn.id })
    assert.ok(fresh.may.includes('cancel'))
    const cancelled = await town.act('resident-2', 'booking.cancel', { booking: torn.id, version: fresh.version })
    assert.equal(cancelled.state, 'cancelled')
    assert.deepEqual(diaryOf('resident-2'), [])

    await moveTo(town, addDays(start, 15))
    await sweep()
    assert.equal(stored(town, free.id).state, 'assigned', 'the course is not over before its last lesson')
    await moveTo(town, at)
    const { code } = await town.act(teacher, 'booking.door', { session: id, lesson: 2 })
    await town.act('resident-1', 'booking.attend', { code })
    await town.cloud.sleep(20 * 60 * 60_000)
    await sweep()
    assert.equal(stored(town, free.id).state, 'done')
    assert.equal((await town.act('resident-1', 'booking.hours', {})).hours, 1.5)
  })

  test('the first lesson is moved: who booked before is still found at the door', async () => {
    const booked = await book('resident-1')
    const day = dayOf(addDays(start, 1))
    await town.act('organisation-1', 'booking.changeLesson', lessonInput(0, { kind: 'moved', day, from: '09:00', why: '教室用不了' }))
    const at = instantAt(day, '09:00')
    assert.equal(session(town, id).start, at)
    await moveTo(town, at)
    const { code } = await town.act(teacher, 'booking.door', { session: id, lesson: 0 })
    await town.act('resident-1', 'booking.attend', { code })
    await sweep()
    assert.deepEqual([stored(town, booked.id).start, stored(town, booked.id).attendance?.length], [at, 1])
  })

  test('a lesson is cancelled, the last one only with the course', async () => {
    const booked = await book('resident-1')
    const off = (lesson: number) => lessonInput(lesson, { kind: 'cancelled', why: '停电' })
    await town.act('organisation-1', 'booking.changeLesson', off(0))
    await sweep()
    assert.deepEqual(diaryOf('resident-1'), [addDays(start, 7), addDays(start, 14)])
    assert.deepEqual(told(booked.id, 'resident-1'), ['14:00的课不上了'])
    assert.equal(await town.refused('organisation-1', 'booking.changeLesson', off(0)), 'LESSON_FIXED')
    await town.act('organisation-1', 'booking.changeLesson', off(1))
    assert.equal(await town.refused('organisation-1', 'booking.changeLesson', off(2)), 'LESSON_FIXED')
    await sweep()
    assert.deepEqual([stored(town, booked.id).start, stored(town, booked.id).minutes], [addDays(start, 14), 90])
    assert.equal(await town.refused(teacher, 'booking.door', { session: id, lesson: 0 }), 'SESSION_UNKNOWN')
    const later = await book('resident-2')
    assert.deepEqual(diaryOf('resident-2'), [addDays(start, 14)], 'who comes later is taken up by what is left')
    assert.equal(later.lessons[0]?.cancelled, true)
  })

  test('is corrected: never fewer seats than are taken, more go to those who wait, a new place and teacher are told', async () => {
    const first = await book('resident-1')
    await book('resident-2')
    const waiting = await wait('elder-1')
    const input = { session: id, changes: 0, title: '手机提高班', about: '自己带手机来', place, seats: 3, worker: idOf('worker-1') }
    assert.equal(await town.refused('organisation-1', 'booking.changeCourse', { ...input, seats: 1 }), 'COURSE_SEATS')
    assert.equal(await town.refused('organisation-1', 'booking.changeCourse', { ...input, worker: idOf('worker-3') }), 'WORKER_UNKNOWN')
    assert.equal(await town.refused('organisation-2', 'booking.changeCourse', input), 'SESSION_UNKNOWN')
    const requestId = newRequestId()
    const said = await town.act('organisation-1', 'booking.changeCourse', input, { requestId })
    assert.deepEqual(said, { changes: 1, sentence: '改好了，报名的 2 人一分钟内会收到消息' })
    assert.equal((await town.act('organisation-1', 'booking.changeCourse', input, { requestId })).changes, 1)
    await sweep()
    assert.equal(stored(town, waiting.id).state, 'held')
    assert.deepEqual([session(town, id).seats, session(town, id).left], [3, 0])
    const { title, place: where, worker, workerId } = stored(town, first.id)
    assert.deepEqual([title, where?.name, worker?.name, workerId], ['手机提高班', '乙村学堂', '谭静', idOf('worker-1')])
    assert.deepEqual(told(first.id, 'resident-1'), ['课程有几处变动，请点开看'])
    const { version } = stored(town, first.id)
    const more = await town.act('organisation-1', 'booking.changeCourse', { ...input, changes: 1, seats: 5 })
    assert.deepEqual(more, { changes: 1, sentence: '改好了' })
    await sweep()
    assert.deepEqual(
      [session(town, id).seats, session(town, id).left, stored(town, first.id).version],
      [5, 2, version],
      'nobody need hear of it',
    )
    const shown = await town.act('resident-1', 'booking.service', { service: 'phone-class' })
    assert.equal(shown.sessions.find((one) => one.id === id)?.about, '自己带手机来')
  })

  test('is called off before it begins: also who waits is told, and nobody gets a place in it any more', async () => {
    const booked = await book('resident-1')
    await book('resident-2')
    const waiting = await wait('elder-1')
    const said = await town.act('organisation-1', 'booking.cancelCourse', { session: id, changes: 0, why: '没有教室' })
    assert.equal(said.sentence, '“手机班”取消了，报名的 2 人一分钟内会收到消息，排队的 1 人也是')
    assert.equal(
      await town.refused('daughter-1', 'booking.book', { kind: 'class', service: 'phone-class', session: id, yuan: 0 }),
      'SESSION_UNKNOWN',
    )
    await sweep()
    for (const [booking, openid] of [
      [booked.id, 'resident-1'],
      [waiting.id, 'elder-1'],
    ] as const) {
      assert.equal(stored(town, booking).state, 'declined')
      assert.deepEqual(told(booking, openid), ['14:00开的课不开了'])
      assert.equal(stored(town, booking).timeline.at(-1)?.note, '没有教室')
    }
    assert.deepEqual([session(town, id).takers, session(town, id).queue], [[], []])
    assert.deepEqual(diaryOf('resident-1'), [])
  })

  test('is called off: everybody is told why; nobody finds it any more; who has been there keeps it', async () => {
    const there = await book('resident-1')
    const never = await book('resident-2')
    await moveTo(town, start)
    await town.act(teacher, 'booking.mark', { session: id, lesson: 0, present: [there.id] })
    const input = { session: id, changes: 0, why: '老师调走了' }
    assert.equal(await town.refused('organisation-2', 'booking.cancelCourse', input), 'SESSION_UNKNOWN')
    const requestId = newRequestId()
    const said = await town.act('organisation-1', 'booking.cancelCourse', input, { requestId })
    assert.equal(said.sentence, '“手机班”取消了，报名的 2 人一分钟内会收到消息')
    assert.equal((await town.act('organisation-1', 'booking.cancelCourse', input, { requestId })).changes, 1)
    await sweep()
    assert.deepEqual([stored(town, there.id).state, stored(town, never.id).state], ['assigned', 'declined'])
    assert.deepEqual(diaryOf('resident-2'), [])
    assert.equal(stored(town, never.id).timeline.at(-1)?.note, '老师调走了')
    assert.ok(told(there.id, 'resident-1').length > 0)
    const { sessions } = await town.act('member-1', 'booking.service', { service: 'phone-class' })
    assert.ok(sessions.every((one) => one.id !== id))
    assert.equal(await town.refused('organisation-1', 'booking.cancelCourse', { ...input, changes: 1 }), 'LESSON_FIXED')
    await town.cloud.sleep(20 * 60 * 60_000)
    await sweep()
    assert.equal(stored(town, there.id).state, 'done')
    assert.equal((await town.act('resident-1', 'booking.hours', {})).hours, 1.5)
  })

  test('called off by the sweep in parts, when more are enrolled than one sweep may tell', async () => {
    const people = Array.from({ length: 60 }, (_, at) => makePerson(`pupil-${at}`, `学员${at}`))
    town.cloud.load('people', people)
    const now = new Date(town.cloud.now()).toISOString()
    town.cloud.load('sessions', [{ ...session(town, id), seats: 60, left: 60, touchedAt: now }])
    for (const { openid } of people) await book(openid)
    await town.act('organisation-1', 'booking.cancelCourse', { session: id, changes: 0, why: '没有教室' })
    const open = () => (town.cloud.dump('bookings') as Booking[]).filter((one) => one.session === id && one.state === 'assigned').length
    await sweep()
    assert.equal(open(), 10)
    await sweep()
    assert.equal(open(), 0)
    assert.deepEqual([session(town, id).takers.length, session(town, id).left], [0, 60])
    await town.cloud.sleep(4 * 60_000)
    await sweep()
    assert.equal(session(town, id).following, undefined, 'nothing is looked at any more')
  })

  test('the month tells what was really taught: present × hours by course, with the formula, in a sheet of its own', async () => {
    const one = await book('resident-1')
    const two = await book('resident-2')
    await moveTo(town, start)
    await town.act(teacher, 'booking.mark', { session: id, lesson: 0, present: [one.id, two.id] })
    await town.act('organisation-1', 'booking.changeLesson', lessonInput(1, { kind: 'substitute', worker: idOf('worker-1') }))
    await moveTo(town, addDays(start, 7))
    await town.act('worker-1', 'booking.mark', { session: id, lesson: 1, present: [one.id] })
    await moveTo(town, addDays(start, 8))
    const months = [...new Set([start, addDays(start, 7)].map((at) => dayOf(at).slice(0, 7)))]
    const told = []
    for (const month of months) told.push(await town.act('organisation-1', 'booking.statement', { month, format: 'csv' }))
    const sums = told.map(({ classes }) => classes)
    const sum = (field: 'lessons' | 'hours' | 'present' | 'personHours') => sums.reduce((total, part) => total + part[field], 0)
    assert.deepEqual([sum('lessons'), sum('hours'), sum('present'), sum('personHours')], [2, 3, 3, 4.5])
    assert.match(sums[0]?.formula ?? '', /人次小时＝每节到的人数×这节的小时数/)
    const rows = told.flatMap(({ courses }) => courses).filter(({ title }) => title === '手机班')
    assert.deepEqual([...new Set(rows.flatMap(({ teachers }) => teachers.split('、')))].sort(), ['冯志', '谭静'])
    assert.match(told[0]?.file ?? '', /\.csv$/)
    const { file } = await town.act('organisation-1', 'booking.statement', { month: months[0] as string, format: 'xlsx' })
    assert.ok(file?.endsWith('.xlsx'))
  })
})
