import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { ActionName, BookingView } from '../../cloudfunctions/contract'
import { booking as actions } from '../../cloudfunctions/contract/booking'
import type { Booking, Offering, Session, Workday } from '../../cloudfunctions/domain/booking'
import type { Contract, Organisation } from '../../cloudfunctions/domain/organisation'
import { addDays } from '../../cloudfunctions/domain/calendar'
import { refOf } from '../../cloudfunctions/domain/person'
import type { Person } from '../../cloudfunctions/domain/person'
import { workdayId } from '../../cloudfunctions/domain/layout'
import { addMinutes, dayOf, instantAt, inTown } from '../../cloudfunctions/domain/time'
import { assertRight } from './bookingInvariants'
import type { Documents } from './bookingInvariants'
import { newRequestId, startTown } from './harness'
import type { TestTown } from './harness'
import { atHome, later, makePerson, makeSession, makeWorkday, personOf, town as townData } from './smallTown'

const minute = 60_000
const elder = 'elder-1'
const id = (openid: string) => personOf(openid)._id

function stored(town: TestTown, booking: string): Booking {
  const found = (town.cloud.dump('bookings') as Booking[]).find(({ _id }) => _id === booking)
  assert.ok(found)
  return found
}

function session<S extends Session | Workday | Offering = Session>(town: TestTown, wanted: string): S {
  const found = (town.cloud.dump('sessions') as S[]).find(({ _id }) => _id === wanted)
  assert.ok(found)
  return found
}

function person(town: TestTown, openid: string): Person {
  const found = (town.cloud.dump('people') as Person[]).find((one) => one.openid === openid)
  assert.ok(found)
  return found
}

function check(town: TestTown, settled = false): void {
  const documents = Object.fromEntries(
    (['sessions', 'bookings', 'people', 'contracts'] as const).map((name) => [name, town.cloud.dump(name)]),
  ) as unknown as Documents
  assertRight(documents, townData.programmes, settled ? new Date(town.cloud.now()).toISOString() : undefined)
}

const visit = (start: string, more: object = {}) => ({ kind: 'visit' as const, service: 'cleaning', start, yuan: 0, ...more })
const lesson = (wanted: string, more: object = {}) => ({
  kind: 'class' as const,
  service: 'phone-class',
  session: wanted,
  yuan: 0,
  ...more,
})
const advice = (wanted: string, more: object = {}) => ({
  kind: 'appointment' as const,
  service: 'legal',
  session: wanted,
  yuan: 0,
  ...more,
})
const seenOf = ({ id: booking, version }: { id: string; version: number }) => ({ booking, version })

/** A class that begins and ends soon, so that the clock need not go far. */
function classSoon(town: TestTown, wanted: string, seats: number, minutes = 65): string {
  const start = new Date(town.cloud.now() + minutes * minute).toISOString()
  const worker = refOf(personOf('worker-2'))
  town.cloud.load('sessions', [
    makeSession(town.cloud.now(), { _id: wanted, kind: 'class', services: ['phone-class'], seats, start, worker }),
  ])
  return start
}

test('a visit from beginning to end, and what it adds: hours used, who came, stars', async () => {
  const town = await startTown()
  // Everybody of one organisation is at work round the clock, so that the next hour is as good as any.
  const start = new Date(Math.ceil((town.cloud.now() + 65 * minute) / minute) * minute).toISOString()
  const wall = inTown(start).format('HH:mm')
  const midnight = instantAt(dayOf(start), '00:00')
  const [offering, plain] = [session<Offering>(town, 'org-1.cleaning'), makeWorkday(town.cloud.now(), 'org-1', 0)]
  const shifts = [{ start: addMinutes(start, -600), end: addMinutes(start, 600) }]
  const crew = plain.crew.map((one) => ({ ...one, shifts }))
  town.cloud.load('sessions', [
    { ...offering, service: { ...offering.service, starts: [wall] } },
    { ...plain, _id: workdayId('org-1', dayOf(start)), start: midnight, end: addMinutes(midnight, 2 * 24 * 60), crew },
    { ...makeWorkday(town.cloud.now(), 'org-2', 0), _id: workdayId('org-2', dayOf(start)), crew: [] },
  ])
  const booked = await town.act(elder, 'booking.book', visit(start, { note: '没有电梯' }))
  assert.deepEqual([booked.state, booked.stateText, booked.organisation, booked.price.yuan], ['requested', '等机构答复', '暖阳社工', 0])
  assert.match(booked.now, /^暖阳社工正在安排人手，今天.+前答复您；答复不了会换别的机构$|^暖阳社工正在安排人手，明天.+$/)
  assert.deepEqual(stored(town, booked.id).cover?.minutes, 120)
  const { bookings } = await town.act('organisation-1', 'booking.board', { tab: 'requested' })
  assert.deepEqual(
    bookings.map(({ id: one, forWhom }) => [one, forWhom]),
    [[booked.id, '陈玉兰']],
  )
  town.cloud.consent(elder, ['T-worker-assigned'])
  const confirmed = await town.act('organisation-1', 'booking.confirm', { ...seenOf(booked), worker: id('worker-1') })
  assert.deepEqual([confirmed.state, confirmed.worker], ['assigned', '谭静'])
  const sent = town.cloud.outgoing().filter(({ data }) => JSON.stringify(data).includes('T-worker-assigned'))
  assert.equal(sent.length, 1)
  const contract = () => (town.cloud.dump('contracts') as Contract[]).find(({ _id }) => _id === 'contract-org-1') as Contract
  assert.deepEqual([contract().left, contract().open.length, contract().used], [5880, 1, 0])
  const arrived = await town.cloud.advance(6 * minute).then(() => town.act('worker-1', 'booking.checkIn', { ...seenOf(confirmed) }))
  const finished = await town.act('worker-1', 'booking.complete', {
    ...seenOf(arrived),
    done: ['地面'],
    note: '都打扫好了',
    nextTime: '阳台门不好开',
  })
  const rated = await town.act(elder, 'booking.rate', { ...seenOf(finished), stars: 5, text: '很好' })
  assert.deepEqual([rated.state, rated.rating?.stars, rated.may.includes('rate')], ['rated', 5, false])
  assert.doesNotMatch(JSON.stringify(rated), /阳台门/)
  await town.cloud.fireTimer('sweep')
  await town.cloud.fireTimer('sweep')
  assert.deepEqual([contract().left, contract().open.length, contract().used], [5880, 0, 120])
  assert.deepEqual(
    person(town, elder).carers.map(({ name, visits, organisation }) => [name, visits, organisation]),
    [['谭静', 1, 'org-1']],
  )
  const { rating } = (town.cloud.dump('organisations') as Organisation[]).find(({ _id }) => _id === 'org-1') as Organisation
  assert.deepEqual([rating.count, rating.stars.toFixed(3)], [11, ((4.5 * 10 + 5) / 11).toFixed(3)])
  const { standing } = session<Offering>(town, 'org-1.cleaning')
  assert.deepEqual([standing.rated, standing.minutesLeft], [11, 5880])
  assert.equal(stored(town, booked.id).uncounted, undefined)
  check(town, true)
  await town.close()
})

describe('declined, silent, called off', () => {
  test('a declined visit goes to the next organisation at once; when nobody is left, an honest sentence', async () => {
    const town = await startTown()
    const booked = await town.act(elder, 'booking.book', visit(later(town.cloud.now())))
    const passed = await town.act('organisation-1', 'booking.decline', { ...seenOf(booked), reason: '当天全员培训' })
    assert.deepEqual([passed.addressMasked, passed.may], [undefined, []], 'whose it was has no part in it any more')
    assert.equal(await town.refused('organisation-1', 'booking.get', { booking: booked.id }), 'BOOKING_NOT_FOUND')
    const asked = await town.act(elder, 'booking.get', { booking: booked.id })
    assert.deepEqual([asked.state, asked.organisation], ['requested', '同行社工'])
    assert.deepEqual(
      [asked.timeline.at(-1)?.sentence, asked.timeline.at(-1)?.note],
      ['暖阳社工这次来不了，已经请同行社工安排', '当天全员培训'],
    )
    assert.deepEqual(stored(town, booked.id).tried, ['org-1'])
    assert.deepEqual(stored(town, booked.id).leaving, [])
    check(town)
    const declined = await town.act('organisation-2', 'booking.decline', { ...seenOf(asked), reason: '没有人手' })
    assert.equal(declined.state, 'declined')
    const told = await town.act(elder, 'booking.get', { booking: booked.id })
    assert.equal(told.now, '这个时间没有机构能来，请换个时间再约，或打电话给村里的服务台')
    assert.deepEqual(person(town, elder).diary.engagements, [])
    await town.cloud.advance(3 * minute)
    const { messages } = await town.act(elder, 'person.messages', {})
    assert.match(messages[0]?.text ?? '', /没约成，请换个时间$/)
    check(town, true)
    await town.close()
  })

  test('a confirmed visit that is declined gives its hours back, and the people hear that another organisation comes', async () => {
    const town = await startTown()
    const booked = await town.act(elder, 'booking.book', visit(later(town.cloud.now())))
    const confirmed = await town.act('organisation-1', 'booking.confirm', { ...seenOf(booked), worker: id('worker-1') })
    await town.act('organisation-1', 'booking.decline', { ...seenOf(confirmed), reason: '病了' })
    const found = stored(town, booked.id)
    assert.deepEqual([found.state, found.organisationId, found.worker, found.contract], ['requested', 'org-2', undefined, undefined])
    assert.match(found.notices.map(({ text }) => text).join(), /换一家机构来/)
    check(town)
    await town.close()
  })

  test('an organisation that does not answer in time is passed over by the sweep', async () => {
    const town = await startTown()
    const booked = await town.act(elder, 'booking.book', visit(later(town.cloud.now())))
    const asked = stored(town, booked.id)
    assert.ok(asked.dueAt)
    town.cloud.load('bookings', [{ ...asked, dueAt: new Date(town.cloud.now() - minute).toISOString() }])
    await town.cloud.fireTimer('sweep')
    const passed = stored(town, booked.id)
    assert.deepEqual([passed.state, passed.organisationId, passed.tried], ['requested', 'org-2', ['org-1']])
    town.cloud.load('bookings', [{ ...passed, dueAt: new Date(town.cloud.now() - minute).toISOString() }])
    await town.cloud.fireTimer('sweep')
    const over = stored(town, booked.id)
    assert.deepEqual([over.state, over.dueAt], ['declined', undefined])
    assert.match(over.timeline.at(-1)?.note ?? '', /[\u4e00-\u9fff]/)
    check(town, true)
    await town.close()
  })

  test('cancelled: the place is free again, the worker is told, and the same person may book anew', async () => {
    const town = await startTown()
    const booked = await town.act('resident-1', 'booking.book', advice('legal-1'))
    assert.equal(await town.refused('resident-2', 'booking.book', advice('legal-1')), 'BOOKING_FULL')
    const cancelled = await town.act('resident-1', 'booking.cancel', seenOf(booked))
    assert.deepEqual([cancelled.state, cancelled.may], ['cancelled', []])
    assert.equal(session(town, 'legal-1').left, 1)
    assert.deepEqual(
      stored(town, booked.id)
        .notices.filter(({ text }) => text.endsWith('的预约取消了'))
        .map(({ openid }) => openid),
      ['worker-4'],
    )
    const anew = await town.act('resident-1', 'booking.book', advice('legal-1'))
    assert.notEqual(anew.id, booked.id)
    check(town)
    await town.close()
  })

  test('what nobody brought to an end settles by itself, and nobody came gives everything back', async () => {
    const town = await startTown()
    const start = later(town.cloud.now())
    const booked = await town.act(elder, 'booking.book', visit(start))
    await town.act('organisation-1', 'booking.confirm', { ...seenOf(booked), worker: id('worker-1') })
    const pupil = await town.act('resident-1', 'booking.book', lesson('class-1'))
    const absent = await town.act('resident-2', 'booking.book', lesson('class-1'))
    const end = new Date(town.cloud.now() - 12 * 60 * minute - 1000).toISOString()
    town.cloud.load(
      'bookings',
      [booked, pupil, absent].map((one) => ({
        ...stored(town, one.id),
        end,
        ...(one === pupil ? { attendance: [{ lesson: 0, at: start, by: 'code' }] } : {}),
      })),
    )
    await town.cloud.fireTimer('sweep')
    await town.cloud.fireTimer('sweep')
    assert.deepEqual(
      [booked, pupil, absent].map((one) => stored(town, one.id).state),
      ['noShow', 'done', 'noShow'],
    )
    assert.equal(stored(town, absent.id).timeline.length, 2, 'once')
    assert.deepEqual(person(town, 'resident-1').learned, ['phone-class'])
    assert.equal(person(town, elder).diary.engagements.length, 0, 'the entitlement is not used')
    assert.ok((town.cloud.dump('contracts') as Contract[]).every(({ left, minutes }) => left === minutes))
    assert.equal((await town.act('resident-1', 'booking.book', { ...lesson('class-3'), service: 'photo-class' })).state, 'assigned')
    await town.close()
  })
})

describe('waiting', () => {
  test('a full class: places that come free go to the first, with time to answer, then to the next', async () => {
    const town = await startTown()
    classSoon(town, 'small', 1, 24 * 60)
    const first = await town.act('resident-1', 'booking.book', lesson('small'))
    assert.equal(await town.refused('resident-2', 'booking.book', lesson('small')), 'BOOKING_FULL')
    const waiting = await town.act('resident-2', 'booking.wait', { service: 'phone-class', session: 'small' })
    assert.deepEqual([waiting.state, waiting.queuePlace, waiting.now], ['waiting', 1, '您排在第 1 位，有空位会马上告诉您'])
    const second = await town.act('member-1', 'booking.wait', { service: 'phone-class', session: 'small' })
    assert.equal(second.queuePlace, 2)
    assert.equal(await town.refused('resident-2', 'booking.wait', { service: 'phone-class', session: 'small' }), 'BOOKING_ALREADY')
    await town.act('resident-1', 'booking.cancel', seenOf(first))
    assert.equal(await town.refused('resident-1', 'booking.book', lesson('small')), 'BOOKING_FULL', 'nobody passes who waits')

    await town.cloud.fireTimer('sweep')
    const offered = await town.act('resident-2', 'booking.get', { booking: waiting.id })
    assert.deepEqual([offered.state, offered.may.includes('accept')], ['held', true])
    assert.match(offered.now, /^位置给您留到.+，请在那之前确认$/)
    assert.match(stored(town, waiting.id).notices.at(-1)?.text ?? '', /^有空位了，请\d+月\d+日\d\d:\d\d前确认$/)
    const { queuePlace } = await town.act('member-1', 'booking.get', { booking: second.id })
    assert.equal(queuePlace, 1)

    // No answer: the next one is asked.
    town.cloud.load('bookings', [{ ...stored(town, waiting.id), dueAt: new Date(town.cloud.now() - 1).toISOString() }])
    assert.equal(await town.refused('resident-2', 'booking.accept', seenOf(offered)), 'HOLD_OVER')
    await town.cloud.fireTimer('sweep')
    assert.equal(stored(town, waiting.id).state, 'expired')
    const asked = await town.act('member-1', 'booking.get', { booking: second.id })
    const taken = await town.act('member-1', 'booking.accept', seenOf(asked))
    assert.deepEqual([taken.state, taken.may.includes('cancel')], ['assigned', true])
    check(town, true)
    await town.close()
  })

  test('a class that is not full is booked; who has something else at that time is told so when accepting', async () => {
    const town = await startTown()
    assert.equal(await town.refused('resident-1', 'booking.wait', { service: 'phone-class', session: 'class-2' }), 'BOOKING_NOT_FULL')
    assert.equal(
      await town.refused('resident-1', 'booking.wait', { service: 'legal', session: 'legal-1' }),
      'BOOKING_FULL',
      'classes alone',
    )
    for (const openid of ['resident-1', 'resident-2']) await town.act(openid, 'booking.book', lesson('class-2'))
    const waiting = await town.act('member-1', 'booking.wait', { service: 'phone-class', session: 'class-2' })
    const clash = makeSession(town.cloud.now(), { _id: 'clash', kind: 'class', services: ['phone-class'], seats: 5, start: waiting.start })
    town.cloud.load('sessions', [clash])
    const other = await town.act('member-1', 'booking.book', lesson('clash'))
    const { bookings } = await town.act('resident-1', 'booking.mine', {})
    await town.act('resident-1', 'booking.cancel', { booking: bookings[0]?.id as string, version: bookings[0]?.version as number })
    await town.cloud.fireTimer('sweep')
    const offered = await town.act('member-1', 'booking.get', { booking: waiting.id })
    assert.equal(await town.refused('member-1', 'booking.accept', seenOf(offered)), 'BOOKING_CLASH')
    await town.act('member-1', 'booking.cancel', seenOf(other))
    assert.equal((await town.act('member-1', 'booking.accept', seenOf(offered))).state, 'assigned')
    check(town, true)
    await town.close()
  })
})

describe('for others', () => {
  test('a daughter books for her mother, both see it and both are told; when the trust ends she sees it no more', async () => {
    const town = await startTown()
    const booked = await town.act('daughter-1', 'booking.book', visit(later(town.cloud.now()), { forWhom: id(elder) }))
    assert.deepEqual([booked.forWhom, booked.own, booked.bookedBy, booked.price.yuan], ['陈玉兰', false, '陈雪', 0])
    assert.equal(booked.timeline[0]?.sentence.startsWith('陈雪帮陈玉兰约了'), true)
    assert.deepEqual(stored(town, booked.id).consent, { how: 'family' })
    assert.deepEqual(
      stored(town, booked.id).notices.map(({ openid }) => openid),
      [elder],
    )
    const lists = await Promise.all(['daughter-1', elder].map((openid) => town.act(openid, 'booking.mine', {})))
    assert.deepEqual(
      lists.map(({ bookings }) => bookings.map(({ own }) => own)),
      [[false], [true]],
    )
    await town.act('organisation-1', 'booking.confirm', { ...seenOf(booked), worker: id('worker-1') })
    const told = stored(town, booked.id).notices.filter(({ template }) => template === 'workerAssigned')
    assert.deepEqual(told.map(({ openid }) => openid).sort(), ['daughter-1', elder])

    town.cloud.load('people', [{ ...person(town, elder), trusted: [] }])
    assert.equal(await town.refused('daughter-1', 'booking.get', { booking: booked.id }), 'BOOKING_NOT_FOUND')
    assert.equal(await town.refused('daughter-1', 'booking.cancel', { booking: booked.id, version: 2 }), 'BOOKING_NOT_FOUND')
    assert.equal(
      await town.refused('daughter-1', 'booking.book', visit(later(town.cloud.now(), '14:00'), { forWhom: id(elder) })),
      'CONSENT_MISSING',
    )
    assert.deepEqual((await town.act('daughter-1', 'booking.mine', {})).bookings, [])
    check(town, true)
    await town.close()
  })

  test('a grid member books for somebody without WeChat who agreed on the phone; others may not', async () => {
    const town = await startTown()
    const guest = (town.cloud.dump('people') as Person[]).find(({ name }) => name === '郭伯') as Person
    const wish = visit(later(town.cloud.now()), { forWhom: guest._id, yuan: 60 })
    assert.equal(await town.refused('member-1', 'booking.book', wish), 'CONSENT_MISSING', 'how he agreed is asked')
    for (const stranger of ['resident-1', 'member-4', 'worker-1', 'organisation-1']) {
      assert.equal(await town.refused(stranger, 'booking.book', { ...wish, consent: { how: 'phone' } }), 'CONSENT_MISSING', stranger)
    }
    const booked = await town.act('member-1', 'booking.book', { ...wish, consent: { how: 'phone', note: '11 月 2 日通话' } })
    assert.deepEqual([booked.forWhom, booked.price.yuan], ['郭伯', 30])
    assert.deepEqual(stored(town, booked.id).consent, { how: 'phone', note: '11 月 2 日通话' })
    assert.deepEqual(stored(town, booked.id).notices, [], 'he has no WeChat, and she has just done it')
    check(town, true)
    await town.close()
  })
})

describe('keeping and moving', () => {
  test('a place is kept for ten minutes, then accepted or free again', async () => {
    const town = await startTown()
    const [one, two] = [later(town.cloud.now()), later(town.cloud.now(), '14:00')]
    const kept = await town.act(elder, 'booking.book', visit(one, { hold: true }))
    assert.deepEqual([kept.state, kept.may.includes('accept')], ['held', true])
    assert.deepEqual((await town.act('organisation-1', 'booking.board', { tab: 'requested' })).bookings, [], 'nobody is bothered yet')
    const accepted = await town.act(elder, 'booking.accept', seenOf(kept))
    assert.equal(accepted.state, 'requested')
    const other = await town.act(elder, 'booking.book', visit(two, { hold: true }))
    await town.cloud.advance(11 * minute)
    assert.equal(stored(town, other.id).state, 'expired')
    check(town, true)
    await town.close()
  })

  test('a confirmed visit moves to another day: asked anew, hours back, and the old place is left last', async () => {
    const town = await startTown()
    const booked = await town.act(elder, 'booking.book', visit(later(town.cloud.now())))
    const confirmed = await town.act('organisation-1', 'booking.confirm', { ...seenOf(booked), worker: id('worker-2') })
    const start = later(town.cloud.now(), '14:00', 3)
    const moved = await town.act(elder, 'booking.reschedule', { ...seenOf(confirmed), start })
    assert.deepEqual([moved.state, moved.start, moved.worker], ['requested', start, undefined])
    assert.match(moved.timeline.at(-1)?.sentence ?? '', /^陈玉兰从.+改到.+$/)
    const { takers } = session<Workday>(town, moved.session)
    assert.equal(takers[0]?.worker, id('worker-2'), 'who was to come is asked again')
    check(town, true)
    // Nobody has time: what there was stays.
    const busy = later(town.cloud.now(), '16:00', 3)
    const day = session<Workday>(town, moved.session)
    town.cloud.load(
      'sessions',
      (['org-1', 'org-2'] as const).map((org) => ({ ...makeWorkday(town.cloud.now(), org, 3), ...(org === 'org-1' ? day : {}), crew: [] })),
    )
    assert.equal(await town.refused(elder, 'booking.reschedule', { ...seenOf(moved), start: busy }), 'BOOKING_FULL')
    assert.equal(stored(town, moved.id).start, start)
    await town.close()
  })

  test('an appointment moves to another hour of another adviser', async () => {
    const town = await startTown()
    const booked = await town.act('resident-1', 'booking.book', advice('legal-1'))
    const moved = await town.act('resident-1', 'booking.reschedule', { ...seenOf(booked), session: 'legal-3' })
    assert.deepEqual([moved.state, moved.worker], ['assigned', '汤律师'])
    assert.equal(session(town, 'legal-1').left, 1)
    assert.equal(await town.refused('resident-1', 'booking.reschedule', { ...seenOf(moved), session: 'legal-3' }), 'BOOKING_ALREADY')
    check(town, true)
    await town.close()
  })
})

test('advice: the adviser of the village is refused with a name, what it is about is sealed, the room is shown to who has a part', async () => {
  const town = await startTown()
  const about = { against: 'village-a', intake: '和村委会的租约', channel: 'video' }
  const { answer } = await town.call('resident-1', 'booking.book', advice('legal-1', about))
  assert.ok(answer && !answer.ok)
  assert.deepEqual([answer.error.code, answer.error.message.includes('程律师也是这个村的法律顾问')], ['CONFLICT_OF_INTEREST', true])
  const booked = await town.act('resident-1', 'booking.book', advice('legal-2', about))
  assert.deepEqual([booked.intake, booked.video], [true, 'https://meeting.example/5'])
  assert.doesNotMatch(JSON.stringify(town.cloud.dump('bookings')), /租约/)
  assert.equal((await town.act('worker-5', 'booking.get', { booking: booked.id })).video, 'https://meeting.example/5')
  assert.equal((await town.act('organisation-2', 'booking.get', { booking: booked.id })).video, undefined)
  await town.close()
})

test('every refusal has its code', async () => {
  const town = await startTown()
  const now = town.cloud.now()
  const start = later(now)
  const refused = (openid: string, action: ActionName, input: unknown) => town.refused(openid, action, input)
  assert.equal(await refused('resident-1', 'booking.book', visit(start, { yuan: 60 })), 'CONTACT_MISSING')
  assert.equal(await refused(elder, 'booking.book', { ...visit(start), service: 'none' }), 'SERVICE_UNKNOWN')
  assert.equal(await refused(elder, 'booking.book', { ...visit(start), service: 'legal' }), 'SERVICE_UNKNOWN')
  assert.equal(await refused(elder, 'booking.book', visit(later(now, '10:00'))), 'SESSION_UNKNOWN')
  assert.equal(await refused(elder, 'booking.book', visit(later(now, '09:00', 40))), 'SESSION_UNKNOWN')
  assert.equal(await refused(elder, 'booking.book', visit(later(now, '09:00', -1))), 'SESSION_OVER')
  assert.equal(await refused(elder, 'booking.book', lesson('none')), 'SESSION_UNKNOWN')
  assert.equal(await refused(elder, 'booking.book', lesson('legal-1')), 'SESSION_UNKNOWN')
  assert.equal(await refused(elder, 'booking.book', { ...lesson('class-1'), service: 'legal', kind: 'appointment' }), 'SESSION_UNKNOWN')
  assert.equal(await refused(elder, 'booking.book', visit(start, { note: 'x'.repeat(301) })), 'INPUT_INVALID')
  assert.equal(await refused('elder-2', 'booking.book', visit(start)), 'PRICE_CHANGED')
  assert.equal(await refused(elder, 'booking.book', { ...lesson('class-3'), service: 'photo-class' }), 'PREREQUISITE_MISSING')

  const booked = await town.act(elder, 'booking.book', visit(start))
  const seen = seenOf(booked)
  const worker = id('worker-1')
  assert.equal(await refused(elder, 'booking.book', visit(start)), 'BOOKING_CLASH')
  assert.equal(await refused('organisation-1', 'booking.confirm', { ...seen, worker: id('worker-3') }), 'WORKER_UNKNOWN')
  assert.equal(await refused('organisation-1', 'booking.confirm', { ...seen, version: 9, worker }), 'BOOKING_CHANGED')
  assert.equal(await refused(elder, 'booking.rate', { ...seen, stars: 5 }), 'BOOKING_STEP_REFUSED')
  assert.equal(await refused(elder, 'booking.accept', seen), 'BOOKING_STEP_REFUSED')
  assert.equal(await refused(elder, 'booking.reschedule', { ...seen, start }), 'BOOKING_ALREADY')
  assert.equal(await refused(elder, 'booking.reschedule', seen), 'INPUT_INVALID')

  // The other worker has the other visit.
  town.cloud.load('people', [makePerson('elder-3', '陈三', [], { ...atHome(), groups: ['living-alone'] })])
  const proposed = session<Workday>(town, booked.session).takers[0]?.worker
  const taken = proposed === worker ? id('worker-2') : worker
  const second = await town.act('elder-3', 'booking.book', visit(start, { wish: { worker: taken } }))
  assert.equal(await refused('organisation-1', 'booking.confirm', { ...seen, worker: taken }), 'WORKER_BUSY')

  const contract = (town.cloud.dump('contracts') as Contract[]).find(({ _id }) => _id === 'contract-org-1') as Contract
  town.cloud.load('contracts', [{ ...contract, minutes: 60, left: 60 }])
  assert.equal(await refused('organisation-1', 'booking.confirm', { ...seenOf(second), worker: taken }), 'CONTRACT_EMPTY')
  town.cloud.load('contracts', [contract])

  const soon = classSoon(town, 'soon', 5, 30)
  const pupil = await town.act('resident-1', 'booking.book', lesson('soon'))
  assert.equal(pupil.start, soon)
  assert.equal(await refused('resident-1', 'booking.cancel', seenOf(pupil)), 'BOOKING_TOO_LATE')
  assert.equal(await refused('resident-2', 'booking.wait', { service: 'phone-class', session: 'soon' }), 'SESSION_OVER')
  const offering = session<Offering>(town, 'org-1.phone-class')
  town.cloud.load('sessions', [{ ...offering, open: false }])
  assert.equal(await refused('resident-2', 'booking.book', lesson('class-1')), 'OFFERING_CLOSED')
  await town.close()
})

test('full everywhere, and the village that an organisation does not serve', async () => {
  const town = await startTown()
  const start = later(town.cloud.now())
  const homes = ['a', 'b', 'c', 'd'].map((one) => makePerson(`home-${one}`, one, [], atHome()))
  town.cloud.load('people', homes)
  const organisations: string[] = []
  for (const { openid } of homes.slice(0, 3))
    organisations.push((await town.act(openid, 'booking.book', visit(start, { yuan: 60 }))).organisation)
  assert.deepEqual(organisations.sort(), ['同行社工', '暖阳社工', '暖阳社工'])
  const { answer } = await town.call('home-d', 'booking.book', visit(start, { yuan: 60 }))
  assert.ok(answer && !answer.ok)
  assert.equal(answer.error.code, 'BOOKING_FULL')
  assert.match(answer.error.message, /可以改约那个时间$/, 'what would work instead')

  const far = await startTown()
  far.cloud.load('sessions', [{ ...session<Offering>(far, 'org-1.cleaning'), area: ['village-a'] }])
  const booked = await far.act('elder-2', 'booking.book', visit(start, { yuan: 60 }))
  assert.equal(booked.organisation, '同行社工')
  assert.deepEqual(
    booked.why.considered.find(({ name }) => name === '暖阳社工'),
    { name: '暖阳社工', outcome: '不服务乙村' },
  )
  await Promise.all([town.close(), far.close()])
})

describe('who sees and does what', () => {
  let town: TestTown
  let booked: BookingView
  before(async () => {
    town = await startTown()
    const requested = await town.act(elder, 'booking.book', visit(later(town.cloud.now())))
    booked = await town.act('organisation-1', 'booking.confirm', { ...seenOf(requested), worker: id('worker-1') })
  })
  after(() => town.close())

  test('nobody else finds it: other residents, other organisations, other workers, a daughter who did not book it', async () => {
    for (const openid of ['resident-1', 'organisation-2', 'worker-2', 'worker-3', 'dispatcher-1', 'daughter-1', 'stranger']) {
      assert.equal(await town.refused(openid, 'booking.get', { booking: booked.id }), 'BOOKING_NOT_FOUND', openid)
    }
    const seen = seenOf(booked)
    const steps: [string, ActionName, object][] = [
      ['resident-1', 'booking.cancel', seen],
      ['worker-1', 'booking.cancel', seen],
      ['resident-1', 'booking.accept', seen],
      ['resident-1', 'booking.reschedule', { ...seen, start: later(town.cloud.now(), '14:00') }],
      ['resident-1', 'booking.rate', { ...seen, stars: 1 }],
      ['organisation-2', 'booking.confirm', { ...seen, worker: id('worker-3') }],
      ['organisation-2', 'booking.reassign', { ...seen, worker: id('worker-3') }],
      ['organisation-2', 'booking.decline', { ...seen, reason: '不行' }],
    ]
    for (const [openid, action, input] of steps) {
      assert.equal(await town.refused(openid, action, input), 'BOOKING_NOT_FOUND', `${openid} ${action}`)
    }
    assert.equal(stored(town, booked.id).version, booked.version)
  })

  test('roles: a resident has no board and answers for no organisation', async () => {
    const seen = seenOf(booked)
    const calls: [ActionName, object][] = [
      ['booking.board', { tab: 'coming' }],
      ['booking.confirm', { ...seen, worker: 'x' }],
      ['booking.reassign', { ...seen, worker: 'x' }],
      ['booking.decline', { ...seen, reason: '不' }],
    ]
    for (const [action, input] of calls) assert.equal(await town.refused(elder, action, input), 'NOT_ALLOWED', action)
    assert.equal(await town.refused(undefined, 'booking.mine', {}), 'NOT_SIGNED_IN')
  })

  test('nothing personal leaves: no openid, no plain phone or address, no group to staff', async () => {
    for (const openid of [elder, 'organisation-1', 'worker-1']) {
      const text = JSON.stringify(await town.act(openid, 'booking.get', { booking: booked.id }))
      assert.doesNotMatch(text, /13000000001|二楼|v1\.|elder-1|worker-1|openid/, openid)
      assert.match(text, /130\*\*\*\*0001/)
      if (openid !== elder) assert.doesNotMatch(text, /独居/)
    }
    assert.doesNotMatch(JSON.stringify(stored(town, booked.id)), /13000000001|甲村一巷三号二楼/)
  })

  test('another worker of the crew comes instead, and everybody hears of it', async () => {
    const changed = await town.act('organisation-1', 'booking.reassign', { ...seenOf(booked), worker: id('worker-2') })
    assert.deepEqual([changed.worker, changed.state], ['冯志', 'assigned'])
    assert.equal(await town.refused('worker-1', 'booking.get', { booking: booked.id }), 'BOOKING_NOT_FOUND')
    const told = stored(town, booked.id).notices.slice(-3)
    assert.deepEqual(
      told.map(({ openid }) => openid),
      [elder, 'worker-1', 'worker-2'],
    )
    check(town)
  })
})

test('lists come in pages that join exactly, also when many bookings start together', async () => {
  const pupils = Array.from({ length: 45 }, (_, at) => `pupil-${at}`)
  const town = await startTown()
  town.cloud.load('sessions', [
    makeSession(town.cloud.now(), { _id: 'big', kind: 'class', services: ['phone-class'], seats: 60, worker: refOf(personOf('worker-2')) }),
  ])
  await Promise.all(pupils.map((openid) => town.act(openid, 'booking.book', lesson('big'))))
  const ids: string[] = []
  let cursor: string | undefined
  const sizes: number[] = []
  do {
    const page = await town.act('organisation-1', 'booking.board', { tab: 'coming', ...(cursor ? { cursor } : {}) })
    ids.push(...page.bookings.map((one) => one.id))
    sizes.push(page.bookings.length)
    cursor = page.next
  } while (cursor)
  assert.deepEqual(sizes, [20, 20, 5])
  assert.equal(new Set(ids).size, 45)
  await town.close()
})

test('what is ahead comes nearest first, and of a course the coming lesson', async () => {
  const town = await startTown()
  const now = new Date(town.cloud.now()).toISOString()
  town.cloud.load('sessions', [
    makeSession(town.cloud.now(), { _id: 'running', kind: 'class', services: ['phone-class'], seats: 9, start: addDays(now, 1), weeks: 3 }),
  ])
  const far = await town.act(elder, 'booking.book', visit(later(town.cloud.now(), '09:00', 5), { yuan: 60 }))
  const course = await town.act(elder, 'booking.book', lesson('running'))
  const near = await town.act(elder, 'booking.book', visit(later(town.cloud.now(), '09:00', 3), { yuan: 60 }))
  const gone = await town.act(elder, 'booking.book', visit(later(town.cloud.now(), '09:00', 4), { yuan: 60 }))
  await town.act(elder, 'booking.cancel', seenOf(gone))
  const { lessons } = stored(town, course.id)
  assert.ok(lessons?.length === 3)
  const ahead = async () => (await town.act(elder, 'booking.mine', { ahead: true })).bookings
  assert.deepEqual(
    (await ahead()).map(({ id, next }) => [id, next]),
    [
      [course.id, { start: lessons[0]?.start, end: lessons[0]?.end }],
      [near.id, undefined],
      [far.id, undefined],
    ],
  )
  assert.equal((await town.act(elder, 'booking.mine', {})).bookings.length, 4)
  await town.cloud.sleep(Date.parse(lessons[0]?.end ?? now) - town.cloud.now() + minute)
  assert.equal((await ahead()).find(({ id }) => id === course.id)?.next?.start, lessons[1]?.start)
  await town.close()
})

test('operations, cold: a booking of any kind five at most, for oneself or for others, and nothing more than it declares', async () => {
  const town = await startTown({}, { instances: 1 })
  const used: Partial<Record<keyof typeof actions, number>> = {}
  /** As on a fresh instance: what this one keeps of the town is too old by now. */
  async function cold(openid: string, key: keyof typeof actions, input: object): Promise<{ id: string; version: number }> {
    await town.cloud.advance(5 * minute + 1)
    const { answer, operations } = await town.call(openid, `booking.${key}`, input)
    assert.ok(answer?.ok, `${key}: ${JSON.stringify(answer)}`)
    used[key] = Math.max(used[key] ?? 0, operations)
    return answer.data as { id: string; version: number }
  }
  const now = town.cloud.now()
  const first = await cold(elder, 'book', visit(later(now, '09:00', 5)))
  await cold('daughter-1', 'book', visit(later(now, '11:00'), { forWhom: id(elder) }))
  await cold('resident-1', 'book', lesson('class-2'))
  await cold('somebody-new', 'book', lesson('class-2'))
  const legal = await cold('daughter-1', 'book', advice('legal-2', { forWhom: id(elder) }))
  const held = await cold('elder-2', 'book', visit(later(now, '09:00', 4), { hold: true, yuan: 60 }))
  await cold('elder-2', 'accept', seenOf(held))
  assert.ok((used.book ?? 9) <= 5)
  const waiting = await cold('daughter-1', 'wait', { service: 'phone-class', session: 'class-2', forWhom: id(elder) })
  await cold('daughter-1', 'reschedule', { ...seenOf(legal), session: 'legal-3' })
  const mine = await town.act('resident-1', 'booking.mine', {})
  await cold('resident-1', 'cancel', { booking: mine.bookings[0]?.id, version: 1 })
  await town.cloud.fireTimer('sweep')
  const offered = await town.act('daughter-1', 'booking.get', { booking: waiting.id })
  assert.equal(offered.state, 'held')
  await cold('daughter-1', 'get', { booking: waiting.id })
  const accepted = await cold('daughter-1', 'accept', seenOf(offered))
  await cold('daughter-1', 'cancel', seenOf(accepted))
  await cold('daughter-1', 'mine', {})
  await cold('daughter-1', 'mine', { ahead: true })
  await cold('organisation-1', 'board', { tab: 'requested' })
  const worker = session<Workday>(town, stored(town, first.id).session).takers.find(({ booking }) => booking === first.id)?.worker
  const other = worker === id('worker-1') ? id('worker-2') : id('worker-1')
  const confirmed = await cold('organisation-1', 'confirm', { ...seenOf(first), worker: other })
  const again = await cold('organisation-1', 'reassign', { ...seenOf(confirmed), worker })
  const moved = await cold(elder, 'reschedule', { ...seenOf(again), start: later(now, '16:00', 3) })
  const anew = await cold('organisation-1', 'confirm', { ...seenOf(moved), worker })
  await cold('organisation-1', 'decline', { ...seenOf(anew), reason: '培训' })
  const last = await town.act(
    'daughter-1',
    'booking.book',
    visit(later(now, '16:00', 5), { forWhom: id(elder), wish: { worker: id('worker-1') } }),
  )
  const sure = await town.act('organisation-1', 'booking.confirm', { ...seenOf(last), worker: id('worker-1') })
  await cold('daughter-1', 'cancel', seenOf(sure))
  for (const [key, operations] of Object.entries(used)) {
    assert.ok(operations <= actions[key as keyof typeof actions].operations, `${key}: ${operations}`)
  }
  check(town)
  await town.close()
})

test('a message that an earlier step left owed is not paid for by the next one', async () => {
  const town = await startTown()
  const booked = await town.act(elder, 'booking.book', visit(later(town.cloud.now())))
  const worker = id('worker-1')
  const fault = { at: 7, when: 'before', how: 'kill' } as const
  await town.call('organisation-1', 'booking.confirm', { ...seenOf(booked), worker }, { requestId: newRequestId(), fault })
  const { version, owed, state } = stored(town, booked.id)
  assert.deepEqual([owed, state], [true, 'assigned'])
  const before = town.cloud.outgoing().length
  await town.act(elder, 'booking.get', { booking: booked.id })
  const { answer } = await town.call(elder, 'booking.cancel', { booking: booked.id, version })
  assert.ok(answer?.ok)
  assert.deepEqual([stored(town, booked.id).owed, town.cloud.outgoing().length], [true, before])
  await town.cloud.advance(3 * minute)
  assert.equal(stored(town, booked.id).owed, false)
  await town.close()
})
