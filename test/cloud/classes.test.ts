import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Input } from '../../cloudfunctions/contract'
import type { Booking, Session } from '../../cloudfunctions/domain/booking'
import { addDays } from '../../cloudfunctions/domain/calendar'
import { addMinutes, dayOf, inTown } from '../../cloudfunctions/domain/time'
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
