import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import type { BookingView } from '../../cloudfunctions/contract'
import type { Booking } from '../../cloudfunctions/domain/booking'
import { addDays } from '../../cloudfunctions/domain/calendar'
import type { Case } from '../../cloudfunctions/domain/case'
import { addMinutes, dayOf, instantAt } from '../../cloudfunctions/domain/time'
import { unseal } from '../../cloudfunctions/platform/seal'
import { newRequestId, png, startTown } from './harness'
import type { TestTown } from './harness'
import { atHome, inCell, later, makePerson, makeSession, personOf } from './smallTown'

const idOf = (openid: string) => personOf(openid)._id
const worker = 'worker-1'

function stored(town: TestTown, id: string): Booking {
  return (town.cloud.dump('bookings') as Booking[]).find(({ _id }) => _id === id)!
}

function cases(town: TestTown): Case[] {
  return town.cloud.dump('cases') as Case[]
}

async function moveTo(town: TestTown, at: string): Promise<void> {
  await town.cloud.sleep(Date.parse(at) - town.cloud.now())
}

/** A visit of the elder, confirmed with worker-1 of org-1. */
async function confirmed(town: TestTown, start = later(town.cloud.now()), openid = 'elder-1'): Promise<BookingView> {
  const asked = { kind: 'visit' as const, service: 'cleaning', start, wish: { worker: idOf(worker) }, yuan: 60 }
  const { id, version } = await town.act(openid, 'booking.book', asked)
  return town.act('organisation-1', 'booking.confirm', { booking: id, version, worker: idOf(worker) })
}

describe('a visit at work', () => {
  let town: TestTown
  before(async () => (town = await startTown()))
  after(() => town.close())

  test('today in order with the way there, check-in by place, record, agreement on the spot, check-out', async () => {
    const start = later(town.cloud.now())
    const second = await confirmed(town, later(town.cloud.now(), '14:00'), 'elder-2')
    const visit = await confirmed(town, start)
    const { bookings, sessions } = await town.act(worker, 'booking.visits', { day: dayOf(start) })
    assert.deepEqual(
      bookings.map(({ id, home }) => [id, home]),
      [
        [visit.id, inCell['cell-a1']],
        [second.id, inCell['cell-b1']],
      ],
    )
    assert.deepEqual(sessions, [])
    assert.ok(!JSON.stringify(bookings).includes('三号二楼'), 'no address in plain')
    const taught = await town.act('worker-2', 'booking.visits', { day: dayOf(start) })
    assert.deepEqual(
      taught.sessions.map(({ id }) => id),
      ['class-1'],
      'a lesson is in the list of who teaches it',
    )

    const seen = { booking: visit.id, version: visit.version }
    assert.equal(await town.refused(worker, 'booking.checkIn', seen), 'TOO_EARLY')
    await moveTo(town, addMinutes(start, -30))
    const here = { longitude: 113.1852, latitude: 22.6051 }
    assert.equal(await town.refused(worker, 'booking.checkIn', { ...seen, place: inCell['cell-b2'] }), 'TOO_FAR')
    assert.equal(await town.refused('worker-2', 'booking.checkIn', seen), 'BOOKING_NOT_FOUND', 'another worker')
    assert.equal(await town.refused('organisation-1', 'booking.checkIn', seen), 'NOT_ALLOWED')
    assert.equal(await town.refused(worker, 'booking.checkIn', { ...seen, happenedAt: addDays(start, 1) }), 'TIME_REFUSED')
    const requestId = newRequestId()
    const happenedAt = addMinutes(start, -35)
    const arrived = await town.act(worker, 'booking.checkIn', { ...seen, place: here, happenedAt }, { requestId })
    assert.deepEqual(await town.act(worker, 'booking.checkIn', { ...seen, place: here, happenedAt }, { requestId }), arrived)
    assert.deepEqual([arrived.state, stored(town, visit.id).checkedInAt], ['checkedIn', happenedAt], 'without network, sent later')

    const record = {
      booking: visit.id,
      version: arrived.version,
      done: ['地面'],
      note: '都打扫好了',
      nextTime: '阳台门不好开',
      agreedBy: 'guest' as const,
      place: inCell['cell-b2'],
    }
    assert.equal(await town.refused(worker, 'booking.complete', { ...record, referral: 'mediation' }), 'INPUT_INVALID', 'no advice')
    const photo = await town.upload(worker, png)
    const finished = await town.act(worker, 'booking.complete', { ...record, photos: [photo] })
    assert.deepEqual([finished.state, finished.record?.agreedBy, finished.record?.photos.length], ['done', 'guest', 1])
    assert.equal(finished.timeline.at(-1)?.note, '签退的地方离住址较远')
    const kept = stored(town, visit.id)
    assert.equal(kept.record?.nextTime, '阳台门不好开')
    assert.ok(kept.checkedOutAt && kept.checkedOutAt >= happenedAt)
    assert.doesNotMatch(JSON.stringify(await town.act('elder-1', 'booking.get', { booking: visit.id })), /阳台门/)
  })
})

describe('sealed fields', () => {
  let town: TestTown
  before(async () => (town = await startTown()))
  after(() => town.close())

  test('the number is shown from an hour before to an hour after, each time recorded; the address while it is ahead', async () => {
    const start = later(town.cloud.now())
    const { id } = await confirmed(town, start)
    const ask = (field: 'phone' | 'address' | 'intake') => ({ booking: id, field, reason: '去上门' })
    assert.equal((await town.act(worker, 'booking.reveal', ask('address'))).value, '甲村一巷三号二楼')
    assert.equal(await town.refused(worker, 'booking.reveal', ask('phone')), 'TOO_EARLY')
    assert.equal(await town.refused(worker, 'booking.reveal', ask('intake')), 'BOOKING_STEP_REFUSED')
    for (const stranger of ['worker-2', 'organisation-2']) {
      assert.equal(await town.refused(stranger, 'booking.reveal', ask('address')), 'BOOKING_NOT_FOUND')
    }
    await moveTo(town, addMinutes(start, -59))
    const requestId = newRequestId()
    assert.equal((await town.act(worker, 'booking.reveal', ask('phone'), { requestId })).value, '13000000001')
    assert.equal((await town.act(worker, 'booking.reveal', ask('phone'), { requestId })).value, '13000000001')
    assert.equal(await town.refused(worker, 'booking.reveal', ask('address'), { requestId }), 'REQUEST_ID_REUSED')
    assert.equal((await town.act('organisation-1', 'booking.reveal', ask('phone'))).value, '13000000001')
    const seen = town.cloud.dump('audit') as { subject: string; field: string; name: string; role: string; reason: string }[]
    assert.deepEqual(
      seen.map(({ subject, field, name, role, reason }) => [subject, field, name, role, reason]).sort(),
      [
        [id, 'address', '谭静', 'worker', '去上门'],
        [id, 'phone', '谭静', 'worker', '去上门'],
        [id, 'phone', '郑主任', 'organisation', '去上门'],
      ].sort(),
    )
    assert.doesNotMatch(JSON.stringify(seen), /13000000001/, 'never the value')
    await moveTo(town, addMinutes(start, 120 + 61))
    assert.equal(await town.refused(worker, 'booking.reveal', ask('phone')), 'BOOKING_STEP_REFUSED')
  })
})

describe('an alarm', () => {
  let town: TestTown
  beforeEach(async () => (town = await startTown()))
  afterEach(() => town.close())

  test('reaches grid member, leader and town desk at once; pressed by several and often it is one case', async () => {
    const start = later(town.cloud.now())
    const { id } = await confirmed(town, start)
    assert.equal(await town.refused(worker, 'booking.alarm', { booking: id }), 'BOOKING_STEP_REFUSED', 'two days before')
    await moveTo(town, addMinutes(start, -10))
    const requestId = newRequestId()
    const first = await town.act(worker, 'booking.alarm', { booking: id, text: '老人晕倒了' }, { requestId })
    assert.equal(first.call, '120')
    assert.match(first.sentence, /^已经告诉.+和小镇服务台，他们马上联系您。有生命危险请先打 120$/)
    assert.deepEqual(await town.act(worker, 'booking.alarm', { booking: id, text: '老人晕倒了' }, { requestId }), first)
    assert.equal((await town.act(worker, 'booking.alarm', { booking: id })).case, first.case)
    assert.equal((await town.act('elder-1', 'booking.alarm', { booking: id })).case, first.case)
    const [made, ...others] = cases(town)
    assert.deepEqual(others, [])
    assert.ok(made)
    assert.deepEqual([made._id, made.item.urgency, made.private, made.public], [first.case, 'emergency', true, false])
    assert.equal(made.grid.id, 'cell-a1')
    const told = new Set(made.notices.map(({ person }) => person))
    assert.ok(told.has(idOf('member-1')) && told.has(idOf('desk-2')), 'leader and town desk')
    assert.ok(made.owner.kind === 'member' && told.has(made.owner.person.person), 'and whoever is first')
    assert.match(made.text, /^打扫卫生上门时求助，社工谭静在场：老人晕倒了$/)
    assert.doesNotMatch(JSON.stringify(made), /三号二楼|陈玉兰/, 'who and where exactly is sealed')
    assert.equal(unseal(made.origin!.onBehalf!), '陈玉兰，甲村一巷三号二楼')
    const booking = stored(town, id)
    assert.equal(booking.alarm?.case, first.case)
    assert.equal(booking.timeline.filter(({ step }) => step === 'alarm').length, 1)
    assert.ok(booking.notices.some(({ person, title }) => person === idOf('elder-1') && title === '紧急求助'))
    assert.equal((await town.act(worker, 'booking.get', { booking: id })).alarmCase, first.case)
    for (const stranger of ['resident-1', 'worker-2', 'daughter-1']) {
      assert.equal(await town.refused(stranger, 'booking.alarm', { booking: id }), 'BOOKING_NOT_FOUND')
    }
  })

  test('from a home outside every grid, or not on the map, goes to the town desk', async () => {
    for (const [openid, home] of [
      ['far-1', { ...atHome().home!, longitude: 113.3, latitude: 22.7 }],
      ['far-2', undefined],
    ] as const) {
      town.cloud.load('people', [makePerson(openid, '远处的人', [], { ...atHome(), home })])
      const start = later(town.cloud.now())
      const { id } = await confirmed(town, start, openid)
      await moveTo(town, start)
      const { case: made } = await town.act(openid, 'booking.alarm', { booking: id })
      const found = cases(town).find(({ _id }) => _id === made)
      assert.deepEqual([found?.owner.key, found?.grid.level], ['desk:town-grid', 'town'], openid)
      assert.ok(found?.notices.some(({ person }) => person === idOf('desk-2')))
    }
  })

  test('cut off at any operation and pressed again it is one case, noted on the visit', async () => {
    const start = later(town.cloud.now())
    const { id } = await confirmed(town, start)
    await moveTo(town, start)
    for (let at = 1; at <= 9; at++) {
      for (const when of ['before', 'after'] as const) {
        await town.call(worker, 'booking.alarm', { booking: id, text: '快来' }, { fault: { at, when, how: 'kill' } })
        assert.ok(cases(town).length <= 1)
      }
    }
    const { case: made } = await town.act(worker, 'booking.alarm', { booking: id, text: '快来' })
    assert.deepEqual(
      cases(town).map(({ _id }) => _id),
      [made],
    )
    assert.equal(stored(town, id).alarm?.case, made)
    await town.cloud.sleep(3 * 60_000)
    assert.equal(cases(town)[0]?.owed, false, 'and what it owes has been sent')
  })
})

describe('an alarm that is cut off', () => {
  let town: TestTown
  before(async () => (town = await startTown()))
  after(() => town.close())

  test('once it is noted on the visit the sweep opens the case, whoever never presses again', async () => {
    const start = later(town.cloud.now())
    const visits = [await confirmed(town, start), await confirmed(town, later(town.cloud.now(), '14:00'), 'elder-2')]
    for (const [index, { id }] of visits.entries()) {
      await moveTo(town, stored(town, id).start)
      // Just before the case is written, and just after.
      const at = index === 0 ? 5 : 6
      await town.call(worker, 'booking.alarm', { booking: id, text: '快来' }, { fault: { at, when: 'after', how: 'kill' } })
      for (let minutes = 0; minutes < 2; minutes++) await town.cloud.sleep(3 * 60_000)
      const { alarm } = stored(town, id)
      assert.equal(alarm?.opening, false)
      const made = cases(town).filter(({ _id }) => _id === alarm?.case)
      assert.equal(made.length, 1)
      assert.match(made[0]!.text, /：快来$/)
      assert.deepEqual([made[0]!.reporter.person, made[0]!.owed], [idOf(worker), false])
    }
    assert.equal(cases(town).length, 2)
  })
})

describe('advice', () => {
  let town: TestTown
  before(async () => (town = await startTown()))
  after(() => town.close())

  test('what it is about is for the adviser alone; it ends with advice or a referral', async () => {
    const start = later(town.cloud.now())
    const adviser = { person: idOf('worker-5'), openid: 'worker-5', name: '汤律师' }
    const sessions = ['one', 'two'].map((_id, at) =>
      makeSession(town.cloud.now(), {
        _id,
        kind: 'appointment',
        services: ['legal'],
        seats: 1,
        org: 'org-2',
        start: addMinutes(start, 30 * at),
        worker: adviser,
      }),
    )
    town.cloud.load('sessions', sessions)
    const book = (session: string, openid: string) =>
      town.act(openid, 'booking.book', { kind: 'appointment', service: 'legal', session, intake: '欠薪三个月', yuan: 0 })
    const first = await book('one', 'resident-1')
    const second = await book('two', 'resident-2')
    assert.equal((await town.act('worker-5', 'booking.reveal', { booking: first.id, field: 'intake', reason: '准备' })).value, '欠薪三个月')
    assert.equal(
      await town.refused('organisation-2', 'booking.reveal', { booking: first.id, field: 'intake', reason: '看看' }),
      'BOOKING_STEP_REFUSED',
    )
    await moveTo(town, start)
    const close = async ({ id, version }: BookingView, referral?: string) => {
      const here = await town.act('worker-5', 'booking.checkIn', { booking: id, version })
      return town.act('worker-5', 'booking.complete', { booking: id, version: here.version, done: [], note: '讲清楚了', referral })
    }
    const unknown = { booking: first.id, version: first.version, done: [], note: '讲清楚了', referral: 'nowhere' }
    assert.equal(await town.refused('worker-5', 'booking.complete', unknown), 'INPUT_INVALID')
    assert.equal((await close(first, 'mediation')).record?.outcome, '转到小镇调解委员会')
    assert.equal((await close(second)).record?.outcome, '已经解答')
  })
})

describe('assessment of need', () => {
  let town: TestTown
  before(async () => (town = await startTown()))
  after(() => town.close())

  test('adds hours for a year, is recorded, and is for those who serve the person', async () => {
    const person = idOf('elder-1')
    const input = { person, programme: 'homecare', level: 'moderate', note: '上下楼要人扶' }
    assert.equal(await town.refused('organisation-1', 'booking.assess', input), 'INPUT_INVALID', 'has never been there')
    assert.equal(await town.refused('desk-1', 'booking.assess', { ...input, person: idOf('elder-2') }), 'INPUT_INVALID', 'another village')
    assert.equal(await town.refused('worker-1', 'booking.assess', input), 'NOT_ALLOWED')
    assert.equal(await town.refused('desk-1', 'booking.assess', { ...input, level: 'nothing' }), 'INPUT_INVALID')
    const requestId = newRequestId()
    const { sentence } = await town.act('desk-1', 'booking.assess', input, { requestId })
    assert.equal(sentence, '陈玉兰评估为“中度”，一年内有效，每个月有 12 小时居家养老，费用由镇慈善会出')
    assert.deepEqual(await town.act('desk-1', 'booking.assess', input, { requestId }), { sentence })
    const { need } = (town.cloud.dump('people') as ReturnType<typeof personOf>[]).find(({ _id }) => _id === person)!
    assert.deepEqual([need?.level, need?.by], ['moderate', '甲村服务台'])
    const audit = town.cloud.dump('audit') as { subject: string; reason: string; note: string }[]
    assert.deepEqual(
      audit.map(({ subject, reason }) => [subject, reason]),
      [[person, '居家养老：中度']],
    )
    assert.equal(unseal(audit[0]!.note), '上下楼要人扶')
    assert.deepEqual(
      (await town.act('elder-1', 'person.messages', {})).messages.map(({ text }) => text),
      ['甲村服务台给您评估为“中度”，一年内有效，每个月有 12 小时居家养老，费用由镇慈善会出'],
    )
    const visit = await confirmed(town)
    // Who visits is told whose need it is, and may assess it; the worker does not.
    const guestFor = async (openid: string) => (await town.act(openid, 'booking.get', { booking: visit.id })).guest
    assert.deepEqual([await guestFor('organisation-1'), await guestFor('elder-1'), await guestFor(worker)], [person, person, undefined])
    await town.act('organisation-1', 'booking.assess', input)
    assert.equal(await town.refused('organisation-2', 'booking.assess', input), 'INPUT_INVALID')
    const { entitlements } = await town.act('elder-1', 'booking.services', {})
    assert.deepEqual([entitlements[0]?.hours, entitlements[0]?.level], [12, '中度'])
  })
})

describe('the monthly statement', () => {
  let town: TestTown
  const month = '2026-03'
  before(async () => {
    town = await startTown()
    const row = (number: string, day: string, more: Partial<Booking> = {}) => {
      const start = instantAt(`${month}-${day}`, '09:00')
      return {
        _id: `statement-${number}`,
        version: 1,
        requests: [`statement-${number}`],
        number,
        kind: 'visit',
        state: 'done',
        open: false,
        service: { id: 'cleaning', name: '打扫卫生' },
        organisation: { id: 'org-1', name: '暖阳社工', phone: '' },
        organisationId: 'org-1',
        worker: { person: idOf(worker), openid: worker, name: '谭静' },
        guest: { person: idOf('elder-1'), openid: 'elder-1', name: '=陈玉兰' },
        slot: `${start}.statement-${number}`,
        start,
        end: addMinutes(start, 120),
        minutes: 120,
        price: { kind: 'low', yuan: 30, sentence: '' },
        cover: { programme: 'homecare', month, minutes: 120, yuan: 30 },
        people: [],
        leaving: [],
        timeline: [],
        notices: [],
        owed: false,
        createdAt: start,
        updatedAt: start,
        ...more,
      }
    }
    town.cloud.load('bookings', [
      row('a', '01'),
      row('b', '31', { rating: { stars: 5, text: '' }, state: 'rated' }),
      row('c', '15', { state: 'noShow' }),
      row('d', '15', { state: 'cancelled' }),
      row('e', '15', { kind: 'class' }),
      row('f', '15', { organisationId: 'org-2' }),
      { ...row('g', '01'), slot: `${instantAt('2026-04-01', '00:00')}.g`, start: instantAt('2026-04-01', '00:00') },
    ])
    // Whatever day it is: the month is over by then.
    const missing = Date.parse('2026-05-01T00:00:00.000Z') - town.cloud.now()
    if (missing > 0) await town.cloud.sleep(missing)
  })
  after(() => town.close())

  test('has the month in the town, what was done and what it cost, and nobody’s whole name', async () => {
    const { rows, courses, classes, ...sums } = await town.act('organisation-1', 'booking.statement', { month })
    assert.deepEqual([courses, classes.lessons], [[], 0])
    assert.deepEqual(sums, {
      organisation: '暖阳社工',
      month,
      visits: 2,
      hours: 4,
      yuan: 60,
      paidByProgramme: 60,
      guests: 1,
      noShow: 1,
      stars: 5,
    })
    assert.deepEqual(
      rows.map(({ number, day, guest, hours, state }) => [number, day, guest, hours, state]),
      [
        ['a', '2026-03-01', '=**', 2, '做完了'],
        ['c', '2026-03-15', '=**', 0, '没有成行'],
        ['b', '2026-03-31', '=**', 2, '做完了'],
      ],
    )
    assert.equal((await town.act('dispatcher-1', 'booking.statement', { month, organisation: 'org-2' })).visits, 1)
    assert.equal(await town.refused('organisation-1', 'booking.statement', { month, organisation: 'org-2' }), 'NOT_ALLOWED')
    assert.equal(await town.refused('dispatcher-1', 'booking.statement', { month }), 'INPUT_INVALID')
    assert.equal(await town.refused('organisation-1', 'booking.statement', { month: '2099-01' }), 'INPUT_INVALID')
    assert.equal(await town.refused('worker-1', 'booking.statement', { month }), 'NOT_ALLOWED')
  })

  test('as CSV and as a workbook: the same file when asked again, and no formula', async () => {
    const get = async (format: 'csv' | 'xlsx') => {
      const { file } = await town.act('organisation-1', 'booking.statement', { month, format })
      const again = await town.act('organisation-1', 'booking.statement', { month, format })
      assert.equal(again.file, file)
      assert.match(file ?? '', /statements\/org-1\/2026-03-[0-9a-f]{32}\.(csv|xlsx)$/)
      return fileContent(town, file ?? '')
    }
    const csv = (await get('csv')).toString()
    assert.ok(csv.startsWith('\uFEFF暖阳社工 2026-03 服务结算表\r\n编号,日期,'))
    assert.ok(csv.includes("a,2026-03-01,打扫卫生,'=**,谭静,120,30,30,做完了\r\n"))
    assert.ok(csv.endsWith('合计,,,,,240,60,60,\r\n'))
    const xlsx = await get('xlsx')
    assert.equal(xlsx.subarray(0, 2).toString(), 'PK')
    const { unzipSync, strFromU8 } = await import('fflate')
    const parts = Object.entries(unzipSync(xlsx)).map(([name, bytes]) => [name, strFromU8(bytes)] as const)
    const sheet = parts.find(([name]) => name.endsWith('sheet1.xml'))?.[1] ?? ''
    assert.ok(!sheet.includes('<f>'), 'no cell is a formula')
    assert.ok(parts.some(([, text]) => text.includes('打扫卫生')))
    assert.match(sheet, /<v>240<\/v>/)
  })
})

/** What a phone downloads under a file id. */
async function fileContent(town: TestTown, file: string): Promise<Buffer> {
  const body = JSON.stringify({ action: 'storage.batchGetDownloadUrl', file_list: [{ fileid: file, max_age: 60 }] })
  const answer = await fetch(`${town.url}/admin`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const { data } = (await answer.json()) as { data: { download_list: { tempFileURL: string }[] } }
  const response = await fetch(encodeURI(data.download_list[0]!.tempFileURL))
  assert.equal(response.status, 200, file)
  return Buffer.from(await response.arrayBuffer())
}
