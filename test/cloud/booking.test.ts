import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { ActionName, BookingView } from '../../cloudfunctions/contract'
import { booking as actions } from '../../cloudfunctions/contract/booking'
import type { Booking, Session } from '../../cloudfunctions/domain/booking'
import { refOf } from '../../cloudfunctions/domain/person'
import { dayOf } from '../../cloudfunctions/domain/time'
import { newRequestId, png, startTown } from './harness'
import type { TestTown } from './harness'
import { atHome, later, makePerson, makeSession, personOf } from './smallTown'

const minute = 60_000
const elder = 'elder-1'

/** So many minutes from now. Moving the clock runs the sweep of every minute on the way, so what a test waits for is near. */
function soon(town: TestTown, minutes = 65): string {
  return new Date(town.cloud.now() + minutes * minute).toISOString()
}

/** Moves the clock to so many minutes from the start of a booking. */
async function moveTo(town: TestTown, start: string, minutes: number): Promise<void> {
  await town.cloud.advance(Date.parse(start) + minutes * minute - town.cloud.now())
}

/** The small town's two organisations with two places each at one time. */
function offerVisits(town: TestTown, start: string): void {
  const now = town.cloud.now()
  const visit = { kind: 'visit', service: 'cleaning', seats: 2, start } as const
  town.cloud.load('sessions', [
    makeSession(now, { _id: `visit-1.${start}`, area: ['village-a'], ...visit }),
    makeSession(now, { _id: `visit-2.${start}`, org: 'org-2', standing: { rating: 4, hoursLeft: 50 }, ...visit }),
  ])
}

function stored(town: TestTown, id: string): Booking {
  const found = (town.cloud.dump('bookings') as Booking[]).find(({ _id }) => _id === id)
  assert.ok(found)
  return found
}

function session(town: TestTown, id: string): Session {
  const found = (town.cloud.dump('sessions') as Session[]).find(({ _id }) => _id === id)
  assert.ok(found)
  assert.equal(found.left + found.takers.length, found.seats, 'seats = left + takers')
  return found
}

function bookVisit(town: TestTown, openid = elder, start = later(town.cloud.now())): Promise<BookingView> {
  return town.act(openid, 'booking.book', { kind: 'visit', service: 'cleaning', start, note: '没有电梯' })
}

/** A visit that is confirmed: the worker of org-1 is named. */
async function assigned(town: TestTown): Promise<BookingView> {
  const { id, version } = await bookVisit(town)
  return town.act('organisation-1', 'booking.confirm', { booking: id, version, worker: personOf('worker-1')._id })
}

describe('a booking from beginning to end', () => {
  let town: TestTown
  before(async () => (town = await startTown()))
  after(() => town.close())

  test('a visit: chosen organisation, named worker, check-in, record, rating, and what was noted for next time', async () => {
    const start = soon(town)
    offerVisits(town, start)
    const service = await town.act(elder, 'booking.service', { service: 'cleaning' })
    assert.deepEqual(
      service.windows.map((window) => [window.start, window.free]),
      [
        [start, 4],
        [later(town.cloud.now()), 4],
      ],
    )
    assert.deepEqual([service.missing, service.price.sentence], [[], '您是独居老人，这次免费，费用由镇慈善会出'])

    const booked = await bookVisit(town, elder, start)
    assert.deepEqual([booked.state, booked.stateText, booked.organisation], ['requested', '等机构答复', '暖阳社工'])
    assert.equal(booked.now, '暖阳社工正在安排人手，定下来就告诉您')
    assert.match(booked.why.sentence, /^有 2 家机构能上门/)
    assert.deepEqual(
      booked.why.considered.map(({ name }) => name),
      ['暖阳社工', '同行社工'],
    )
    assert.deepEqual(booked.may, [], 'starts too soon to be cancelled')
    assert.equal(session(town, `visit-1.${start}`).left, 1)

    const { bookings } = await town.act('organisation-1', 'booking.board', { tab: 'requested' })
    assert.deepEqual(
      bookings.map(({ id, forWhom }) => [id, forWhom]),
      [[booked.id, '陈玉兰']],
    )
    const { workers } = await town.act('organisation-1', 'booking.workers', { booking: booked.id })
    assert.deepEqual(
      workers.map(({ name, fits, busy, load }) => ({ name, fits, busy, load })).sort((a, b) => (a.name < b.name ? -1 : 1)),
      [
        { name: '冯志', fits: true, busy: false, load: 0 },
        { name: '谭静', fits: true, busy: false, load: 0 },
      ],
    )

    town.cloud.consent(elder, ['T-worker-assigned'])
    const worker = personOf('worker-1')._id
    const confirmed = await town.act('organisation-1', 'booking.confirm', { booking: booked.id, version: booked.version, worker })
    assert.deepEqual([confirmed.state, confirmed.worker], ['assigned', '谭静'])
    const sent = town.cloud.outgoing().filter(({ data }) => JSON.stringify(data).includes('T-worker-assigned'))
    assert.equal(sent.length, 1)
    assert.match(JSON.stringify(sent[0]?.data), /谭静\d+月\d+日\d\d:\d\d上门/)
    const coming = await town.act(elder, 'booking.get', { booking: booked.id })
    assert.match(coming.now, /^谭静（暖阳社工）会在[今明]天.+ \d+ 点\S*上门$/)
    assert.deepEqual(coming.may, [], 'too late to cancel')

    await moveTo(town, start, -55)
    const { bookings: day } = await town.act('worker-1', 'booking.visits', { day: dayOf(start) })
    assert.deepEqual(
      day.map(({ id }) => id),
      [booked.id],
    )
    const seen = await town.act('worker-1', 'booking.get', { booking: booked.id })
    assert.deepEqual([seen.may, seen.note, seen.checklist], [['checkIn', 'reveal'], '没有电梯', ['地面', '厨房']])
    assert.deepEqual([seen.price.sentence, seen.why.considered], ['这次不收费', []])
    const arrived = await town.act('worker-1', 'booking.checkIn', {
      booking: booked.id,
      version: seen.version,
      place: { longitude: 113.186, latitude: 22.606 },
    })
    assert.equal(arrived.state, 'checkedIn')
    const photo = await town.upload('worker-1', png)
    const finished = await town.act('worker-1', 'booking.complete', {
      booking: booked.id,
      version: arrived.version,
      done: ['地面'],
      note: '都打扫好了',
      nextTime: '阳台门不好开',
      photos: [photo],
    })
    assert.equal(finished.state, 'done')
    const back = await town.act(elder, 'booking.get', { booking: booked.id })
    assert.deepEqual([back.may, back.record?.note, back.record?.photos.length], [['rate'], '都打扫好了', 1])
    assert.doesNotMatch(JSON.stringify(back), /阳台门/)
    const rated = await town.act(elder, 'booking.rate', { booking: booked.id, version: back.version, stars: 5, text: '很好' })
    assert.deepEqual([rated.state, rated.rating, rated.may], ['rated', { stars: 5, text: '很好' }, []])
    assert.deepEqual(
      rated.timeline.map(({ sentence }) => sentence.replace(/[今明]天.+点(半|\d\d分)?/, '今天')),
      ['陈玉兰约了今天的打扫卫生', '暖阳社工答应了，谭静会在今天上门', '谭静到了', '谭静（暖阳社工）做完了', '陈玉兰评了 5 星'],
    )

    // The next visit of the same organisation: its worker, and nobody else, reads what was noted.
    const next = later(town.cloud.now(), '14:00', 3)
    town.cloud.load('sessions', [
      makeSession(town.cloud.now(), { _id: 'visit-next', kind: 'visit', service: 'cleaning', seats: 1, start: next }),
    ])
    const again = await bookVisit(town, elder, next)
    await town.act('organisation-1', 'booking.confirm', { booking: again.id, version: again.version, worker })
    assert.equal((await town.act('worker-1', 'booking.get', { booking: again.id })).lastTime, '阳台门不好开')
    for (const other of [elder, 'organisation-1']) {
      assert.equal((await town.act(other, 'booking.get', { booking: again.id })).lastTime, undefined)
    }
  })

  test('an appointment is with the adviser at once, and both are told', async () => {
    const start = soon(town, 130)
    town.cloud.load('sessions', [
      makeSession(town.cloud.now(), {
        _id: 'legal-soon',
        kind: 'appointment',
        service: 'legal',
        seats: 1,
        org: 'org-2',
        start,
        worker: refOf(personOf('worker-3')),
        place: { name: '甲村公共法律服务室', longitude: 113.185, latitude: 22.605 },
      }),
    ])
    const booked = await town.act('resident-1', 'booking.book', { kind: 'appointment', session: 'legal-soon' })
    assert.deepEqual([booked.state, booked.worker, booked.may], ['assigned', '欧阳雪', ['cancel']])
    assert.match(booked.now, /^[今明]天.+请到甲村公共法律服务室，欧阳雪顾问等您，[今明]天.+前可以取消$/)
    assert.deepEqual(
      stored(town, booked.id).notices.map(({ openid }) => openid),
      ['resident-1', 'worker-3'],
    )
    await moveTo(town, start, -60)
    const arrived = await town.act('worker-3', 'booking.checkIn', { booking: booked.id, version: booked.version })
    const finished = await town.act('worker-3', 'booking.complete', {
      booking: booked.id,
      version: arrived.version,
      done: [],
      note: '已答复',
    })
    const rated = await town.act('resident-1', 'booking.rate', { booking: booked.id, version: finished.version, stars: 4 })
    assert.equal(rated.state, 'rated')
  })

  test('a class: a seat at once, the teacher checks in each pupil', async () => {
    const now = town.cloud.now()
    const start = soon(town)
    const worker = refOf(personOf('worker-2'))
    town.cloud.load('sessions', [makeSession(now, { _id: 'class-2', kind: 'class', service: 'phone-class', seats: 5, start, worker })])
    const one = await town.act('resident-1', 'booking.book', { kind: 'class', session: 'class-2' })
    const two = await town.act('resident-2', 'booking.book', { kind: 'class', session: 'class-2' })
    const { sessions } = await town.act('resident-1', 'booking.service', { service: 'phone-class' })
    assert.deepEqual(
      sessions.filter(({ id }) => id === 'class-2').map(({ left, mine, who }) => ({ left, mine, who })),
      [{ left: 3, mine: true, who: '冯志' }],
    )
    await moveTo(town, start, -60)
    const { bookings } = await town.act('worker-2', 'booking.visits', { day: dayOf(start) })
    assert.deepEqual(bookings.map(({ id }) => id).sort(), [one.id, two.id].sort())
    for (const pupil of [one, two]) {
      const arrived = await town.act('worker-2', 'booking.checkIn', { booking: pupil.id, version: pupil.version })
      await town.act('worker-2', 'booking.complete', { booking: pupil.id, version: arrived.version, done: [], note: '学会了发语音' })
    }
    const { bookings: mine } = await town.act('resident-2', 'booking.mine', {})
    assert.deepEqual(
      mine.map(({ id, state }) => [id, state]),
      [[two.id, 'done']],
    )
  })
})

test('declined: the seat is free again and the resident hears why', async () => {
  const town = await startTown()
  const booked = await bookVisit(town)
  const declined = await town.act('organisation-1', 'booking.decline', {
    booking: booked.id,
    version: booked.version,
    reason: '当天全员培训',
  })
  assert.equal(declined.state, 'declined')
  assert.equal(session(town, 'visit-1').left, 2)
  assert.equal(stored(town, booked.id).freed, true)
  const told = await town.act(elder, 'booking.get', { booking: booked.id })
  assert.equal(told.timeline.at(-1)?.note, '当天全员培训')
  const { messages } = await town.act(elder, 'person.messages', {})
  assert.match(messages[0]?.text ?? '', /这次来不了，请换个时间$/)
  assert.equal((await bookVisit(town)).state, 'requested')
  await town.close()
})

test('cancelled: the seat is free again, the worker is told, and the same person may book anew', async () => {
  const town = await startTown()
  const booked = await town.act('resident-1', 'booking.book', { kind: 'appointment', session: 'legal-1' })
  assert.equal(await town.refused('resident-2', 'booking.book', { kind: 'appointment', session: 'legal-1' }), 'BOOKING_FULL')
  const cancelled = await town.act('resident-1', 'booking.cancel', { booking: booked.id, version: booked.version })
  assert.deepEqual([cancelled.state, cancelled.may], ['cancelled', []])
  assert.equal(session(town, 'legal-1').left, 1)
  assert.match(stored(town, booked.id).notices.at(-1)?.text ?? '', /的预约取消了$/)
  const anew = await town.act('resident-1', 'booking.book', { kind: 'appointment', session: 'legal-1' })
  assert.notEqual(anew.id, booked.id)
  assert.deepEqual((await town.act('worker-3', 'booking.visits', { day: dayOf(anew.start) })).bookings.length, 1)
  await town.close()
})

test('every refusal has its code', async () => {
  const town = await startTown()
  const now = town.cloud.now()
  const start = soon(town)
  offerVisits(town, start)
  const worker2 = refOf(personOf('worker-2'))
  town.cloud.load('sessions', [
    makeSession(now, { _id: 'class-soon', kind: 'class', service: 'phone-class', seats: 9, start, worker: worker2 }),
  ])
  const visit = { kind: 'visit', service: 'cleaning', start }
  const refused = (openid: string, action: ActionName, input: unknown) => town.refused(openid, action, input)
  const place = { longitude: 113.195, latitude: 22.605 }

  assert.equal(await refused('resident-1', 'booking.service', { service: 'none' }), 'SERVICE_UNKNOWN')
  assert.equal(await refused('resident-1', 'booking.book', visit), 'CONTACT_MISSING')
  assert.equal(await refused(elder, 'booking.book', { ...visit, service: 'none' }), 'SERVICE_UNKNOWN')
  assert.equal(await refused(elder, 'booking.book', { ...visit, start: later(now, '10:00') }), 'SESSION_UNKNOWN')
  assert.equal(await refused(elder, 'booking.book', { kind: 'class', session: 'none' }), 'SESSION_UNKNOWN')
  assert.equal(await refused(elder, 'booking.book', { kind: 'class', session: 'legal-1' }), 'SESSION_UNKNOWN')
  assert.equal(await refused(elder, 'booking.book', { ...visit, note: 'x'.repeat(301) }), 'INPUT_INVALID')

  const booked = await bookVisit(town, elder, start)
  const seen = { booking: booked.id, version: booked.version }
  const worker = personOf('worker-1')._id
  assert.equal(await refused(elder, 'booking.book', visit), 'BOOKING_ALREADY')
  assert.equal(await refused('organisation-1', 'booking.confirm', { ...seen, worker: personOf('worker-3')._id }), 'WORKER_UNKNOWN')
  assert.equal(await refused('organisation-1', 'booking.confirm', { ...seen, worker: personOf('resident-1')._id }), 'WORKER_UNKNOWN')
  assert.equal(await refused('organisation-1', 'booking.confirm', { ...seen, version: 9, worker }), 'BOOKING_CHANGED')
  assert.equal(await refused(elder, 'booking.rate', { ...seen, stars: 5 }), 'BOOKING_STEP_REFUSED')

  // The worker is named for another visit at the same time.
  town.cloud.load('people', [makePerson('elder-2', '陈二', [], atHome())])
  const second = await bookVisit(town, 'elder-2', start)
  assert.equal(second.organisation, '同行社工')
  const third = await town.act('resident-1', 'booking.book', { kind: 'class', session: 'class-soon' })
  assert.equal(third.worker, '冯志')
  assert.equal(await refused('organisation-1', 'booking.confirm', { ...seen, worker: personOf('worker-2')._id }), 'WORKER_BUSY')
  const { workers } = await town.act('organisation-1', 'booking.workers', { booking: booked.id })
  assert.deepEqual(
    workers.map(({ name, busy, load }) => [name, busy, load]),
    [
      ['谭静', false, 0],
      ['冯志', true, 1],
    ],
  )

  const confirmed = await town.act('organisation-1', 'booking.confirm', { ...seen, worker })
  const next = { booking: booked.id, version: confirmed.version }
  assert.equal(await refused('organisation-1', 'booking.confirm', { ...next, worker }), 'BOOKING_STEP_REFUSED')
  assert.equal(await refused('worker-1', 'booking.checkIn', next), 'TOO_EARLY')
  assert.equal(await refused('worker-1', 'booking.complete', { ...next, done: [], note: '好' }), 'BOOKING_STEP_REFUSED')
  await moveTo(town, start, -60)
  assert.equal(await refused('worker-1', 'booking.checkIn', { ...next, place }), 'TOO_FAR')
  assert.equal(await refused(elder, 'booking.cancel', next), 'BOOKING_TOO_LATE')
  const theirs = await town.upload(elder, png)
  const arrived = await town.act('worker-1', 'booking.checkIn', next)
  const done = { booking: booked.id, version: arrived.version, done: [], note: '好' }
  assert.equal(await refused('worker-1', 'booking.complete', { ...done, photos: [theirs] }), 'FILE_NOT_YOURS')
  const over = { start: soon(town, -1), seats: 9 }
  town.cloud.load('sessions', [
    makeSession(now, { _id: 'class-over', kind: 'class', service: 'phone-class', ...over }),
    makeSession(now, { _id: 'visit-over', kind: 'visit', service: 'cleaning', ...over }),
  ])
  assert.equal(await refused('resident-2', 'booking.book', { kind: 'class', session: 'class-over' }), 'SESSION_OVER')
  assert.equal(await refused(elder, 'booking.book', { ...visit, start: over.start }), 'SESSION_OVER')
  await town.close()
})

test('a full window: another organisation, then none; the village that nobody serves', async () => {
  const town = await startTown()
  const names = ['elder-2', 'elder-3', 'elder-4', 'elder-5']
  town.cloud.load(
    'people',
    names.map((openid) => makePerson(openid, openid, [], atHome())),
  )
  const organisations: string[] = []
  for (const openid of [elder, 'elder-2', 'elder-3', 'elder-4']) organisations.push((await bookVisit(town, openid)).organisation)
  assert.deepEqual(organisations.sort(), ['同行社工', '同行社工', '暖阳社工', '暖阳社工'])
  assert.equal(
    await town.refused('elder-5', 'booking.book', { kind: 'visit', service: 'cleaning', start: later(town.cloud.now()) }),
    'BOOKING_FULL',
  )
  await town.close()

  const far = await startTown()
  const home = {
    ...atHome(),
    home: { grid: 'cell-b1', gridName: '乙村第一网格', village: { grid: 'village-b', name: '乙村' }, longitude: 113.195, latitude: 22.605 },
  }
  far.cloud.load('people', [makePerson('elder-b', '远方', [], home)])
  const { windows } = await far.act('elder-b', 'booking.service', { service: 'cleaning' })
  assert.equal(windows[0]?.free, 2, 'only the organisation that serves the whole town counts')
  const booked = await bookVisit(far, 'elder-b')
  assert.deepEqual([booked.organisation, booked.why.considered[0]?.outcome], ['同行社工', '不服务乙村'])
  await far.close()
})

describe('who sees and does what', () => {
  let town: TestTown
  let booked: BookingView
  before(async () => {
    town = await startTown()
    booked = await assigned(town)
  })
  after(() => town.close())

  const seen = () => ({ booking: booked.id, version: booked.version })

  test('nobody else finds it: other residents, other organisations, other workers', async () => {
    for (const openid of ['resident-1', 'organisation-2', 'worker-2', 'worker-3', 'dispatcher-1', 'stranger']) {
      assert.equal(await town.refused(openid, 'booking.get', { booking: booked.id }), 'BOOKING_NOT_FOUND', openid)
    }
    const reveal = { booking: booked.id, field: 'phone', reason: '要打电话' }
    const steps: [string, ActionName, object][] = [
      ['resident-1', 'booking.cancel', seen()],
      ['worker-1', 'booking.cancel', seen()],
      ['resident-1', 'booking.rate', { ...seen(), stars: 1 }],
      ['organisation-2', 'booking.workers', { booking: booked.id }],
      ['organisation-2', 'booking.confirm', { ...seen(), worker: personOf('worker-3')._id }],
      ['organisation-2', 'booking.decline', { ...seen(), reason: '不行' }],
      ['worker-2', 'booking.checkIn', seen()],
      ['worker-3', 'booking.checkIn', seen()],
      ['worker-2', 'booking.complete', { ...seen(), done: [], note: '好' }],
      ['worker-2', 'booking.reveal', reveal],
      ['organisation-2', 'booking.reveal', reveal],
    ]
    for (const [openid, action, input] of steps) {
      assert.equal(await town.refused(openid, action, input), 'BOOKING_NOT_FOUND', `${openid} ${action}`)
    }
    assert.equal(stored(town, booked.id).version, booked.version)
  })

  test('roles: a resident has no board, no visits and no view behind the mask', async () => {
    const calls: [ActionName, object][] = [
      ['booking.board', { tab: 'coming' }],
      ['booking.visits', {}],
      ['booking.workers', { booking: booked.id }],
      ['booking.confirm', { ...seen(), worker: 'x' }],
      ['booking.decline', { ...seen(), reason: '不' }],
      ['booking.checkIn', seen()],
      ['booking.complete', { ...seen(), done: [], note: '好' }],
      ['booking.reveal', { booking: booked.id, field: 'address', reason: '看看' }],
    ]
    for (const [action, input] of calls) assert.equal(await town.refused(elder, action, input), 'NOT_ALLOWED', action)
    assert.equal(await town.refused(undefined, 'booking.mine', {}), 'NOT_SIGNED_IN')
  })

  test('lists show one’s own alone', async () => {
    const boards = await Promise.all(
      ['organisation-1', 'organisation-2'].map((openid) => town.act(openid, 'booking.board', { tab: 'coming' })),
    )
    assert.deepEqual(
      boards.map(({ bookings }) => bookings.length),
      [1, 0],
    )
    const day = dayOf(booked.start)
    const days = await Promise.all(['worker-1', 'worker-2', 'worker-3'].map((openid) => town.act(openid, 'booking.visits', { day })))
    assert.deepEqual(
      days.map(({ bookings }) => bookings.length),
      [1, 0, 0],
    )
    assert.deepEqual((await town.act('resident-1', 'booking.mine', {})).bookings, [])
  })

  test('nothing personal leaves: no openid, no plain phone or address, no group to staff', async () => {
    for (const openid of [elder, 'organisation-1', 'worker-1']) {
      const text = JSON.stringify(await town.act(openid, 'booking.get', { booking: booked.id }))
      assert.doesNotMatch(text, /13000000001|二楼|v1\.|elder-1|worker-1|openid/, openid)
      assert.match(text, /130\*\*\*\*0001/)
      if (openid !== elder) assert.doesNotMatch(text, /独居/)
    }
    const raw = JSON.stringify(stored(town, booked.id))
    assert.doesNotMatch(raw, /13000000001|甲村一巷三号二楼/)
  })

  test('a reveal is written down before it is answered, and only while the booking is open', async () => {
    const reveal = { booking: booked.id, field: 'phone', reason: '找不到门牌' } as const
    const killed = await town.call('worker-1', 'booking.reveal', reveal, { fault: { at: 3, when: 'after', how: 'kill' } })
    assert.equal(killed.answer, undefined)
    assert.equal(town.cloud.dump('audit').length, 1, 'the entry came first')
    const requestId = newRequestId()
    assert.deepEqual(await town.act('worker-1', 'booking.reveal', reveal, { requestId }), { value: '13000000001' })
    assert.deepEqual(await town.act('worker-1', 'booking.reveal', reveal, { requestId }), { value: '13000000001' })
    assert.equal(await town.refused('worker-1', 'booking.reveal', { ...reveal, field: 'address' }, { requestId }), 'REQUEST_ID_REUSED')
    assert.deepEqual(await town.act('organisation-1', 'booking.reveal', { ...reveal, field: 'address' }), { value: '甲村一巷三号二楼' })
    const audit = town.cloud.dump('audit') as Record<string, unknown>[]
    assert.equal(audit.length, 3)
    assert.deepEqual(audit.map(({ subject, field, name, role, reason }) => ({ subject, field, name, role, reason }))[1], {
      subject: booked.id,
      field: 'phone',
      name: '谭静',
      role: 'worker',
      reason: '找不到门牌',
    })
    assert.doesNotMatch(JSON.stringify(audit), /13000000001|一巷/)
    const { version } = await town.act('organisation-1', 'booking.decline', { ...seen(), reason: '临时有事' })
    assert.ok(version > booked.version)
    assert.equal(await town.refused('organisation-1', 'booking.reveal', reveal), 'BOOKING_STEP_REFUSED')
    const closed = await town.act('organisation-1', 'booking.get', { booking: booked.id })
    assert.deepEqual([closed.addressMasked, closed.phoneMasked], [undefined, undefined])
  })
})

test('lists come in pages that join exactly, also when many bookings start together', async () => {
  const now = Date.now()
  const start = later(now)
  const worker = refOf(personOf('worker-2'))
  const pupils = Array.from({ length: 45 }, (_, at) => `pupil-${at}`)
  const town = await startTown({
    sessions: [makeSession(now, { _id: 'big', kind: 'class', service: 'phone-class', seats: 60, start, worker })],
  })
  await Promise.all(pupils.map((openid) => town.act(openid, 'booking.book', { kind: 'class', session: 'big' })))
  const ids: string[] = []
  let cursor: string | undefined
  const sizes: number[] = []
  do {
    const page = await town.act('organisation-1', 'booking.board', { tab: 'coming', ...(cursor ? { cursor } : {}) })
    ids.push(...page.bookings.map(({ id }) => id))
    sizes.push(page.bookings.length)
    cursor = page.next
  } while (cursor)
  assert.deepEqual(sizes, [20, 20, 5])
  assert.equal(new Set(ids).size, 45)
  await town.close()
})

test('every action keeps to its operations, the town’s document read included', async () => {
  const town = await startTown({}, { instances: 1 })
  const used: Record<string, number> = {}
  /** As on a fresh instance: what this one keeps of the town is too old by now. */
  async function cold(openid: string, key: keyof typeof actions, input: object): Promise<{ id: string; version: number }> {
    await town.cloud.advance(5 * minute + 1)
    const { answer, operations } = await town.call(openid, `booking.${key}`, input)
    assert.ok(answer?.ok, `${key}: ${JSON.stringify(answer)}`)
    used[key] = Math.max(used[key] ?? 0, operations)
    return answer.data as { id: string; version: number }
  }
  await cold(elder, 'services', {})
  await cold(elder, 'service', { service: 'cleaning' })
  const start = soon(town, 120)
  offerVisits(town, start)
  const visit = await cold(elder, 'book', { kind: 'visit', service: 'cleaning', start })
  await cold('resident-1', 'book', { kind: 'class', session: 'class-1' })
  const legal = await cold('resident-1', 'book', { kind: 'appointment', session: 'legal-1' })
  assert.ok((used.book ?? 9) <= 6)
  await cold('resident-1', 'cancel', { booking: legal.id, version: legal.version })
  await cold(elder, 'mine', {})
  await cold('organisation-1', 'board', { tab: 'requested' })
  await cold('organisation-1', 'workers', { booking: visit.id })
  const { version } = await cold('organisation-1', 'confirm', {
    booking: visit.id,
    version: visit.version,
    worker: personOf('worker-1')._id,
  })
  await cold('worker-1', 'reveal', { booking: visit.id, field: 'phone', reason: '打电话' })
  await cold('worker-1', 'visits', {})
  await cold('worker-1', 'get', { booking: visit.id })
  await moveTo(town, start, -60)
  const arrived = await cold('worker-1', 'checkIn', { booking: visit.id, version })
  const photos = [await town.upload('worker-1', png)]
  const done = await cold('worker-1', 'complete', { booking: visit.id, version: arrived.version, done: [], note: '好', photos })
  await cold(elder, 'rate', { booking: visit.id, version: done.version, stars: 5, text: '好' })
  const next = later(town.cloud.now(), '15:00', 3)
  town.cloud.load('sessions', [makeSession(town.cloud.now(), { _id: 'late', kind: 'visit', service: 'cleaning', seats: 1, start: next })])
  const other = await cold(elder, 'book', { kind: 'visit', service: 'cleaning', start: next })
  await cold('organisation-1', 'decline', { booking: other.id, version: other.version, reason: '培训' })
  for (const [key, action] of Object.entries(actions)) {
    assert.ok(used[key] !== undefined, `${key} was not measured`)
    assert.ok(used[key] <= action.operations, `${key}: ${used[key]} > ${action.operations}`)
  }
  await town.close()
})

test('what nobody answered or brought to an end settles by itself, once', async () => {
  const town = await startTown()
  const start = soon(town, 2)
  offerVisits(town, start)
  const worker = refOf(personOf('worker-2'))
  town.cloud.load('sessions', [
    makeSession(town.cloud.now(), { _id: 'class-soon', kind: 'class', service: 'phone-class', seats: 9, start, worker }),
  ])
  const requested = await bookVisit(town, elder, start)
  const missed = await town.act('resident-1', 'booking.book', { kind: 'class', session: 'class-soon' })
  const forgotten = await town.act('resident-2', 'booking.book', { kind: 'class', session: 'class-soon' })
  await town.act('worker-2', 'booking.checkIn', { booking: forgotten.id, version: forgotten.version })
  await moveTo(town, start, 1.5)
  const states = () => [requested, missed, forgotten].map(({ id }) => stored(town, id).state)
  assert.deepEqual(states(), ['declined', 'assigned', 'checkedIn'])
  assert.equal(stored(town, requested.id).timeline.at(-1)?.sentence, '暖阳社工没有在开始前答复，这次没有约成')

  // Half a day later, without waking the sweep for every minute of it.
  const end = soon(town, -12 * 60)
  town.cloud.load(
    'bookings',
    [missed, forgotten].map(({ id }) => ({ ...stored(town, id), end })),
  )
  await town.cloud.fireTimer('sweep')
  await town.cloud.fireTimer('sweep')
  assert.deepEqual(states(), ['declined', 'noShow', 'done'])
  assert.equal(stored(town, missed.id).timeline.length, 2)
  await town.close()
})

test('a message that an earlier step left owed is not paid for by the next one', async () => {
  const town = await startTown()
  const start = soon(town, 30)
  offerVisits(town, start)
  const booked = await bookVisit(town, elder, start)
  const worker = personOf('worker-1')._id
  const requestId = newRequestId()
  const fault = { at: 6, when: 'before', how: 'kill' } as const
  await town.call('organisation-1', 'booking.confirm', { booking: booked.id, version: booked.version, worker }, { requestId, fault })
  const { version, owed } = stored(town, booked.id)
  assert.equal(owed, true)
  const before = town.cloud.outgoing().length
  const { answer, operations } = await town.call('worker-1', 'booking.checkIn', { booking: booked.id, version })
  assert.ok(answer?.ok && operations <= actions.checkIn.operations)
  assert.deepEqual([stored(town, booked.id).owed, town.cloud.outgoing().length], [true, before])
  await town.close()
})
