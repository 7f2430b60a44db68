import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import type { BookingView } from '../../cloudfunctions/contract'
import type { Booking, Offering, Session, Workday } from '../../cloudfunctions/domain/booking'
import { addDays, isPublicHoliday, dayAfter } from '../../cloudfunctions/domain/calendar'
import type { Contract, Organisation } from '../../cloudfunctions/domain/organisation'
import type { Person } from '../../cloudfunctions/domain/person'
import { dayOf, instantAt } from '../../cloudfunctions/domain/time'
import { newRequestId, startTown } from './harness'
import type { TestTown } from './harness'
import { makePerson, makeSession, personOf } from './smallTown'

const idOf = (openid: string) => personOf(openid)._id
const week = Array.from({ length: 7 }, () => [{ from: '08:00', until: '18:00' }])

/** The first day from the day after tomorrow on that is no public holiday, on which the roster of the small town holds. */
function ordinaryDay(town: TestTown): string {
  let day = dayOf(addDays(new Date(town.cloud.now()).toISOString(), 2))
  while (isPublicHoliday(day)) day = dayAfter(day)
  return day
}

function all<D>(town: TestTown, collection: string): D[] {
  return town.cloud.dump(collection) as D[]
}

function organisation(town: TestTown, id = 'org-1'): Organisation {
  return all<Organisation>(town, 'organisations').find(({ _id }) => _id === id)!
}

function workday(town: TestTown, day: string, org = 'org-1'): Workday {
  return all<Workday>(town, 'sessions').find(({ _id }) => _id === `${org}.${day}`)!
}

function stored(town: TestTown, id: string): Booking {
  return all<Booking>(town, 'bookings').find(({ _id }) => _id === id)!
}

/** A visit of the elder that org-1 has confirmed, with this worker. */
async function confirmed(town: TestTown, start: string, worker: string, openid = 'elder-1'): Promise<BookingView> {
  const wish = { worker: idOf(worker) }
  const { id, version } = await town.act(openid, 'booking.book', { kind: 'visit', service: 'cleaning', start, wish, yuan: 60 })
  return town.act('organisation-1', 'booking.confirm', { booking: id, version, worker: idOf(worker) })
}

describe('what an organisation sees', () => {
  let town: TestTown
  before(async () => (town = await startTown()))
  after(() => town.close())

  test('its week: who has what, what is not confirmed, where the gaps are, hours left; of others nothing', async () => {
    const day = ordinaryDay(town)
    const visit = await confirmed(town, instantAt(day, '09:00'), 'worker-1')
    const open = await town.act('elder-2', 'booking.book', {
      kind: 'visit',
      service: 'cleaning',
      start: instantAt(day, '14:00'),
      wish: { worker: idOf('worker-2') },
      yuan: 60,
    })
    const { from, days, contracts } = await town.act('organisation-1', 'booking.week', { from: day })
    assert.deepEqual([from, days.length], [day, 7])
    const [first] = days
    assert.equal(first?.unconfirmed, 1)
    const worker = (openid: string) => first?.workers.find(({ id }) => id === idOf(openid))
    assert.deepEqual(
      worker('worker-1')?.items.map(({ booking, confirmed: sure }) => [booking, sure]),
      [[visit.id, true]],
    )
    assert.deepEqual([worker('worker-1')?.hours, worker('worker-1')?.booked], [10, 2])
    assert.deepEqual(worker('worker-1')?.gaps, [
      { start: instantAt(day, '08:00'), end: instantAt(day, '09:00') },
      { start: instantAt(day, '11:00'), end: instantAt(day, '18:00') },
    ])
    const [item] = worker('worker-2')?.items.filter(({ booking }) => booking !== undefined) ?? []
    assert.deepEqual([item?.booking, item?.confirmed, item?.title], [open.id, false, '打扫卫生 冼阿婆'])
    const [contract] = contracts
    assert.deepEqual([contract?.hours, contract?.promised, contract?.left], [100, 2, 98])
    const lessons = days.flatMap(({ workers }) => workers.flatMap(({ items }) => items.filter(({ session }) => session === 'class-1')))
    assert.ok(lessons.length >= 1, 'lessons are in the week too')

    const other = await town.act('organisation-2', 'booking.week', { from: day })
    assert.ok(!JSON.stringify(other).includes(visit.id))
    const monday = await town.act('organisation-1', 'booking.week', {})
    assert.equal(new Date(`${monday.from}T00:00Z`).getUTCDay(), 1, 'from Monday, unless a day is named')
    assert.equal(await town.refused('resident-1', 'booking.week', {}), 'NOT_ALLOWED')

    // The workers for the open visit: the proposed one first, the other one able too.
    const { workers } = await town.act('organisation-1', 'booking.workers', { booking: open.id })
    assert.deepEqual(
      workers.map(({ name, fits, busy, proposed, load }) => ({ name, fits, busy, proposed, load })),
      [
        { name: '冯志', fits: true, busy: false, proposed: true, load: 0 },
        { name: '谭静', fits: true, busy: false, proposed: false, load: 1 },
      ],
    )
    assert.equal(await town.refused('organisation-2', 'booking.workers', { booking: open.id }), 'BOOKING_NOT_FOUND')
  })

  test('contracts: its own; all for the dispatcher', async () => {
    const own = await town.act('organisation-2', 'booking.contracts', {})
    assert.deepEqual(
      own.contracts.map(({ organisation: { id, name }, hours }) => [id, name, hours]),
      [['org-2', '同行社工', 50]],
    )
    const { contracts } = await town.act('dispatcher-1', 'booking.contracts', {})
    assert.deepEqual(contracts.map(({ organisation: { id } }) => id).sort(), ['org-1', 'org-2'])
    assert.equal(await town.refused('worker-1', 'booking.contracts', {}), 'NOT_ALLOWED')
  })
})

describe('offerings', () => {
  let town: TestTown
  before(async () => {
    town = await startTown()
    // org-2 does visits alone for now; org-1's field is home care too.
    town.cloud.load('organisations', [{ ...organisation(town), field: 'education' }])
  })
  after(() => town.close())

  test('are listed with what the town says, and what else of the field there is', async () => {
    const { offerings, others, villages } = await town.act('organisation-1', 'booking.offerings', {})
    assert.deepEqual(
      offerings.map(({ id, kind, yuan, programme, after: prerequisites }) => [id, kind, yuan, programme, prerequisites]),
      [
        ['org-1.cleaning', 'visit', 60, '居家养老', []],
        ['org-1.phone-class', 'class', 0, undefined, []],
        ['org-1.photo-class', 'class', 0, undefined, ['智能手机班']],
      ],
    )
    assert.deepEqual(others, [])
    assert.deepEqual(villages, [
      { id: 'village-a', name: '甲村' },
      { id: 'village-b', name: '乙村' },
    ])
  })

  test('are changed under their version, once however often it is sent; nonsense and strangers are refused', async () => {
    const input = { service: 'cleaning', version: 1, open: true, remark: '周末也上门', area: ['village-a'] }
    const requestId = newRequestId()
    const once = await town.act('organisation-1', 'booking.setOffering', input, { requestId })
    assert.deepEqual(await town.act('organisation-1', 'booking.setOffering', input, { requestId }), once)
    assert.equal(once.version, 2)
    const found = all<Offering>(town, 'sessions').find(({ _id }) => _id === 'org-1.cleaning')
    assert.deepEqual([found?.remark, found?.area, found?.version], ['周末也上门', ['village-a'], 2])
    assert.equal(await town.refused('organisation-1', 'booking.setOffering', input), 'BOOKING_CHANGED')
    assert.equal(await town.refused('organisation-1', 'booking.setOffering', { ...input, version: 2, area: ['nowhere'] }), 'INPUT_INVALID')
    assert.equal(await town.refused('organisation-1', 'booking.setOffering', { ...input, organisation: 'org-2' }), 'NOT_ALLOWED')
    assert.equal(await town.refused('organisation-1', 'booking.setOffering', { ...input, service: 'nothing' }), 'SERVICE_UNKNOWN')
    assert.equal(await town.refused('organisation-2', 'booking.setOffering', { ...input, service: 'phone-class' }), 'SERVICE_UNKNOWN')
    assert.equal(await town.refused('worker-1', 'booking.setOffering', input), 'NOT_ALLOWED')
    const seen = await town.act('elder-2', 'booking.service', { service: 'cleaning' })
    assert.ok(
      seen.windows.every(({ free }) => free <= 1),
      'org-1 does not serve her village any more',
    )
  })

  test('a new one of the field is published, and days ahead are laid out with it', async () => {
    town.cloud.load('organisations', [{ ...organisation(town, 'org-2'), field: 'homecare' }])
    const sessions = all<Offering>(town, 'sessions')
    const template = sessions.find(({ _id }) => _id === 'org-2.cleaning')!
    town.cloud.load('grids', [
      {
        ...all<{ _id: string; services: object[] }>(town, 'grids').find(({ _id }) => _id === 'town')!,
        services: [
          ...(all<{ _id: string; services: object[] }>(town, 'grids').find(({ _id }) => _id === 'town')!.services ?? []),
          { ...template.service, id: 'cooking', name: '上门做饭' },
        ],
      },
    ])
    await town.cloud.sleep(6 * 60_000)
    const { others } = await town.act('organisation-2', 'booking.offerings', {})
    assert.deepEqual(
      others.map(({ id }) => id),
      ['cooking'],
    )
    const input = { service: 'cooking', version: 0, open: true, remark: '', area: [] }
    const requestId = newRequestId()
    const made = await town.act('organisation-2', 'booking.setOffering', input, { requestId })
    assert.deepEqual(await town.act('organisation-2', 'booking.setOffering', input, { requestId }), made)
    assert.equal(await town.refused('organisation-2', 'booking.setOffering', input), 'BOOKING_CHANGED')
    assert.equal(
      await town.refused('organisation-1', 'booking.setOffering', { ...input, service: 'cooking' }),
      'INPUT_INVALID',
      'another field',
    )
    await town.cloud.fireTimer('sweep')
    await town.cloud.fireTimer('sweep')
    const day = ordinaryDay(town)
    assert.deepEqual(workday(town, day, 'org-2').services, ['cleaning', 'cooking'])
    const { windows } = await town.act('elder-1', 'booking.service', { service: 'cooking' })
    assert.ok(windows.some((window) => window.day === day && window.free === 1))
  })
})

describe('rosters', () => {
  let town: TestTown
  beforeEach(async () => (town = await startTown()))
  afterEach(() => town.close())

  test('are shown with exceptions ahead, and skills by name', async () => {
    const { workers, exceptions, skills, version } = await town.act('organisation-1', 'booking.roster', {})
    assert.deepEqual([version, workers.map(({ name }) => name), exceptions], [1, ['谭静', '冯志'], []])
    assert.deepEqual(skills.map(({ id, name }) => [id, name]).sort(), [
      ['homecare', '打扫卫生'],
      ['teaching', '智能手机班、手机摄影班'],
    ])
    assert.equal(await town.refused('worker-1', 'booking.roster', {}), 'NOT_ALLOWED')
  })

  test('other hours: visits outside them go to a colleague, and the people are told; sent twice it happens once', async () => {
    const day = ordinaryDay(town)
    const morning = await confirmed(town, instantAt(day, '09:00'), 'worker-1')
    const afternoon = await confirmed(town, instantAt(day, '14:00'), 'worker-1', 'elder-2')
    const input = {
      version: organisation(town).version,
      worker: idOf('worker-1'),
      day,
      shifts: [{ from: '13:00', until: '18:00' }],
      why: '错时',
    }
    const requestId = newRequestId()
    const said = await town.act('organisation-1', 'booking.setException', input, { requestId })
    assert.match(said.sentence, /^谭静\d+月\d+日13:00到18:00上班；1 次上门已经另外安排，都通知到了$/)
    assert.equal((await town.act('organisation-1', 'booking.setException', input, { requestId })).version, said.version)
    assert.deepEqual([stored(town, morning.id).worker?.name, stored(town, afternoon.id).worker?.name], ['冯志', '谭静'])
    assert.equal(workday(town, day).takers.find(({ booking }) => booking === morning.id)?.worker, idOf('worker-2'))
    const told = stored(town, morning.id).notices.map(({ person, text }) => [person, text.replace(/\d+月\d+日/, '')])
    assert.ok(told.some(([person, text]) => person === idOf('elder-1') && text === '09:00换冯志上门'))
    assert.ok(told.some(([person]) => person === idOf('worker-1')) && told.some(([person]) => person === idOf('worker-2')))
    assert.equal(organisation(town).exceptions.length, 1)
    assert.equal(organisation(town).laidOutUntil, dayOf(addDays(instantAt(dayOf(new Date(town.cloud.now()).toISOString()), '12:00'), 29)))

    assert.equal(await town.refused('organisation-1', 'booking.setException', input), 'BOOKING_CHANGED', 'the roster has a new version')
    const fresh = { ...input, version: said.version }
    for (const [wrong, code] of [
      [{ shifts: [{ from: '12:00', until: '09:00' }] }, 'INPUT_INVALID'],
      [{ day: '2020-01-01' }, 'TIME_REFUSED'],
      [{ worker: idOf('worker-3') }, 'WORKER_UNKNOWN'],
    ] as const) {
      assert.equal(await town.refused('organisation-1', 'booking.setException', { ...fresh, ...wrong }), code)
    }
  })

  test('a new week is laid out on all days ahead, a new worker joins, and who is of another organisation can not', async () => {
    town.cloud.load('people', [
      makePerson('worker-6', '莫莉', [{ role: 'worker', organisation: 'org-1', organisationName: '暖阳社工', skills: [], languages: [] }], {
        organisation: 'org-1',
      }),
    ])
    const day = ordinaryDay(town)
    const worker = makePerson('worker-6', '莫莉')._id
    const input = { version: 1, worker, skills: ['homecare'], languages: ['普通话'], week }
    const { version } = await town.act('organisation-1', 'booking.setRoster', input)
    assert.ok(workday(town, day).crew.some((member) => member.worker.person === worker))
    const free = await town.act('elder-1', 'booking.service', { service: 'cleaning' })
    assert.equal(free.windows.find((window) => window.day === day)?.free, 4, 'three of org-1 and one of org-2')
    const none = { ...input, version, week: week.map(() => []) }
    await town.act('organisation-1', 'booking.setRoster', none)
    assert.ok(
      all<Workday>(town, 'sessions').every((one) => one.kind !== 'visit' || one.crew.every((member) => member.worker.person !== worker)),
    )
    assert.equal(
      await town.refused('organisation-1', 'booking.setRoster', { ...input, version: 3, worker: idOf('worker-3') }),
      'WORKER_UNKNOWN',
    )
    assert.equal(
      await town.refused('organisation-1', 'booking.setRoster', { ...input, version: 3, worker: idOf('resident-1') }),
      'WORKER_UNKNOWN',
    )
    assert.equal(await town.refused('organisation-1', 'booking.setRoster', input), 'BOOKING_CHANGED')
  })

  test('ill: a colleague comes, then another organisation, and nobody is left waiting for who does not come', async () => {
    const day = ordinaryDay(town)
    const at = (wall: string) => instantAt(day, wall)
    const first = await confirmed(town, at('09:00'), 'worker-1')
    // The only colleague is taken at eleven, so this one has to go to the other organisation.
    const second = await confirmed(town, at('14:00'), 'worker-1', 'elder-2')
    town.cloud.load('people', [{ ...makePerson('elder-3', '区伯'), ...strip(personOf('elder-2')) }])
    const blocking = await confirmed(town, at('14:00'), 'worker-2', 'elder-3')
    const before = all<Contract>(town, 'contracts').find(({ organisation: id }) => id === 'org-1')!
    assert.equal(before.open.length, 3)

    const requestId = newRequestId()
    const input = { from: day, until: day, why: '发烧' }
    const left = await town.act('worker-1', 'booking.takeLeave', input, { requestId })
    assert.deepEqual([left.moved, left.pending], [2, 0])
    assert.match(left.sentence, /^谭静\d+月\d+日请假，2 次上门已经另外安排$/)
    await town.act('worker-1', 'booking.takeLeave', input, { requestId })
    assert.equal(organisation(town).exceptions.length, 1)

    assert.deepEqual([stored(town, first.id).state, stored(town, first.id).worker?.name], ['assigned', '冯志'])
    const moved = stored(town, second.id)
    assert.deepEqual([moved.state, moved.organisationId, moved.worker, moved.leaving], ['requested', 'org-2', undefined, []])
    assert.ok(moved.notices.some(({ person, text }) => person === idOf('elder-2') && text.includes('换一家机构来')))
    assert.deepEqual([stored(town, blocking.id).worker?.name], ['冯志'])
    const contract = all<Contract>(town, 'contracts').find(({ organisation: id }) => id === 'org-1')!
    assert.deepEqual(contract.open.map(({ booking }) => booking).sort(), [first.id, blocking.id].sort(), 'its hours have gone back')
    assert.ok(workday(town, day).takers.every(({ worker }) => worker !== idOf('worker-1')))

    const { days } = await town.act('organisation-1', 'booking.week', { from: day })
    assert.equal(days[0]?.workers.find(({ id }) => id === idOf('worker-1'))?.away, true)
    assert.equal(await town.refused('worker-1', 'booking.takeLeave', { ...input, worker: idOf('worker-2') }), 'WORKER_UNKNOWN')
    assert.equal(await town.refused('organisation-2', 'booking.takeLeave', { ...input, worker: idOf('worker-2') }), 'WORKER_UNKNOWN')
    assert.equal(await town.refused('worker-1', 'booking.takeLeave', { ...input, from: '2020-01-01' }), 'TIME_REFUSED')
    assert.equal(await town.refused('worker-1', 'booking.takeLeave', { ...input, until: '2020-01-01' }), 'TIME_REFUSED')

    // Well again after all: the roster says so, and the day can be booked.
    const { version } = organisation(town)
    const shifts = [{ from: '08:00', until: '18:00' }]
    await town.act('organisation-1', 'booking.setException', { version, worker: idOf('worker-1'), day, shifts, why: '病好了' })
    assert.ok(workday(town, day).crew.some((member) => member.worker.person === idOf('worker-1') && !member.away))
  })

  test('leave that is cut off at any operation is finished by the sweep', async () => {
    let day = ordinaryDay(town)
    for (let at = 2; at <= 14; at++) {
      do day = dayAfter(day)
      while (isPublicHoliday(day))
      const { id } = await confirmed(town, instantAt(day, '09:00'), 'worker-1')
      const requestId = newRequestId()
      const input = { from: day, until: day, why: '发烧' }
      await town.call('worker-1', 'booking.takeLeave', input, {
        requestId,
        fault: { at, when: at % 2 === 0 ? 'before' : 'after', how: 'kill' },
      })
      if (at % 3 === 0) await town.call('worker-1', 'booking.takeLeave', input, { requestId })
      for (let minutes = 0; minutes < 2; minutes++) await town.cloud.sleep(3 * 60_000)
      const { exceptions, laidOutUntil } = organisation(town)
      const { worker } = stored(town, id)
      if (exceptions.some((one) => one.day === day)) assert.equal(worker?.name, '冯志', `killed at ${at}`)
      else assert.equal(worker?.name, '谭静', `killed at ${at}, before anything was written`)
      assert.ok(laidOutUntil > day, `killed at ${at}: all days are laid out`)
      assert.equal(workday(town, day).takers.find(({ booking }) => booking === id)?.worker, worker?.person)
    }
  })

  test('an adviser on leave: another one at the same time, else the guest is told other times; free hours come back with the adviser', async () => {
    const day = ordinaryDay(town)
    town.cloud.load('sessions', [
      makeSession(town.cloud.now(), {
        _id: 'legal-taken',
        kind: 'appointment',
        services: ['legal'],
        seats: 1,
        org: 'org-2',
        start: instantAt(day, '09:00'),
        worker: { person: idOf('worker-5'), openid: 'worker-5', name: '汤律师' },
      }),
      makeSession(town.cloud.now(), {
        _id: 'legal-second',
        kind: 'appointment',
        services: ['legal'],
        seats: 1,
        org: 'org-2',
        start: instantAt(day, '10:00'),
        worker: { person: idOf('worker-5'), openid: 'worker-5', name: '汤律师' },
      }),
    ])
    town.cloud.load('sessions', [
      makeSession(town.cloud.now(), {
        _id: 'legal-later',
        kind: 'appointment',
        services: ['legal'],
        seats: 1,
        org: 'org-2',
        start: addDays(instantAt(day, '16:10'), 2),
        worker: { person: idOf('worker-5'), openid: 'worker-5', name: '汤律师' },
      }),
    ])
    // The other adviser works for that village's committee.
    const booked = await town.act('resident-1', 'booking.book', {
      kind: 'appointment',
      service: 'legal',
      session: 'legal-taken',
      against: 'village-a',
      yuan: 0,
    })
    const second = await town.act('resident-2', 'booking.book', { kind: 'appointment', service: 'legal', session: 'legal-second', yuan: 0 })
    await town.act('organisation-2', 'booking.takeLeave', { worker: idOf('worker-5'), from: day, until: day, why: '出庭' })
    for (let minutes = 0; minutes < 2; minutes++) await town.cloud.sleep(3 * 60_000)
    const slots = () =>
      all<Session>(town, 'sessions').filter(
        (one) =>
          one.kind === 'appointment' && dayOf(one.start) === day && one.worker?.person === idOf('worker-5') && one.services.length === 1,
      )
    assert.deepEqual(slots(), [])
    assert.equal(stored(town, booked.id).state, 'declined')
    assert.ok(stored(town, booked.id).notices.some(({ person, text }) => person === idOf('resident-1') && text.includes('没约成')))
    assert.match(stored(town, booked.id).timeline.at(-1)?.note ?? '', /^汤律师那天有事。还可以约\d+月\d+日16:10（汤律师）$/)
    const moved = stored(town, second.id)
    assert.deepEqual([moved.state, moved.worker?.person, moved.start, moved.leaving], ['assigned', idOf('worker-4'), second.start, []])
    assert.notEqual(moved.session, 'legal-second')
    assert.ok(moved.notices.some(({ person, text }) => person === idOf('resident-2') && /10:00换.+接待$/.test(text)))
    const engagements = all<Person>(town, 'people').find(({ _id }) => _id === idOf('resident-2'))?.diary.engagements
    assert.deepEqual(
      engagements?.filter(({ booking }) => booking === second.id).map(({ session }) => session),
      [moved.session],
    )
    assert.equal(
      await town.refused('resident-2', 'booking.book', { kind: 'appointment', service: 'legal', session: 'legal-taken', yuan: 0 }),
      'SESSION_UNKNOWN',
    )
    const { version } = organisation(town, 'org-2')
    const shifts = [{ from: '09:00', until: '10:00' }]
    await town.act('organisation-2', 'booking.setException', { version, worker: idOf('worker-5'), day, shifts, why: '改期' })
    assert.deepEqual(
      slots().map(({ start, left, seats }) => [start, left, seats]),
      [
        [instantAt(day, '09:00'), 1, 1],
        [instantAt(day, '09:30'), 1, 1],
      ],
    )
  })
})

/** What makes one elder live where another does. */
function strip({ phone, phoneMasked, address, addressMasked, home, groups }: ReturnType<typeof personOf>) {
  return { phone, phoneMasked, address, addressMasked, home, groups }
}
