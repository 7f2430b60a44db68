import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import type { Output } from '../../cloudfunctions/contract'
import type { Booking, Offering, Session, Workday } from '../../cloudfunctions/domain/booking'
import { addDays } from '../../cloudfunctions/domain/calendar'
import type { Person } from '../../cloudfunctions/domain/person'
import { dayOf, inTown, instantAt } from '../../cloudfunctions/domain/time'
import { startTown } from './harness'
import type { TestTown } from './harness'
import { atHome, later, makePerson, makeSession, makeWorkday, offerings, personOf } from './smallTown'

let town: TestTown
beforeEach(async () => (town = await startTown()))
afterEach(() => town.close())

const now = () => new Date(town.cloud.now()).toISOString()
const idOf = (openid: string) => personOf(openid)._id
const stored = (openid: string) => (town.cloud.dump('people') as Person[]).find((one) => one.openid === openid) as Person
type Windows = Output<'booking.service'>['windows']
const at = (windows: Windows, start: string) => windows.find((one) => one.start === start)
type Advisers = Output<'booking.service'>['advisers']
const hoursOf = (advisers: Advisers) => advisers.flatMap(({ hours }) => hours).sort((a, b) => (a.id < b.id ? -1 : 1))
const visit = (start: string, more: object = {}) => ({ kind: 'visit' as const, service: 'cleaning', start, yuan: 60, ...more })

describe('a visit', () => {
  test('times of the next four weeks, with who could come and who of them meets the wishes; three operations cold', async () => {
    const called = await town.call('elder-1', 'booking.service', { service: 'cleaning', wish: { worker: idOf('worker-3') } })
    assert.ok(called.answer?.ok && called.operations <= 3, `${called.operations} operations`)
    const { windows, ...rest } = called.answer.data as Output<'booking.service'>
    const days = new Set(windows.map(({ day }) => day))
    assert.ok(days.size >= 28 && days.size <= 29, `${days.size} days`)
    assert.deepEqual(
      windows,
      [...windows].sort((a, b) => (a.start < b.start ? -1 : 1)),
    )
    assert.ok(windows.every(({ start }) => start > now()))
    assert.deepEqual(at(windows, later(town.cloud.now())), {
      day: dayOf(later(town.cloud.now())),
      start: later(town.cloud.now()),
      end: later(town.cloud.now(), '11:00'),
      free: 3,
      wished: 1,
      clash: false,
    })
    assert.deepEqual([rest.missing, rest.sessions, rest.channels], [[], [], []])
    assert.deepEqual(rest.languages.slice(0, 1), ['普通话'])
    assert.ok(rest.languages.includes('客家话'))
    assert.equal(rest.forWhom.id, idOf('elder-1'))
    assert.ok(rest.entitlement && rest.addressMasked && rest.phoneMasked)
  })

  test('what is taken is seen, by others as one worker fewer, by oneself as a clash', async () => {
    const start = later(town.cloud.now())
    await town.act('elder-1', 'booking.book', visit(start))
    const mine = at((await town.act('elder-1', 'booking.service', { service: 'cleaning' })).windows, start)
    assert.deepEqual([mine?.free, mine?.clash], [2, true])
    const theirs = at((await town.act('elder-2', 'booking.service', { service: 'cleaning' })).windows, start)
    assert.deepEqual([theirs?.free, theirs?.clash], [2, false])
    for (const elder of ['a', 'b']) town.cloud.load('people', [makePerson(`other-${elder}`, elder, [], atHome())])
    for (const elder of ['a', 'b']) await town.act(`other-${elder}`, 'booking.book', visit(start))
    assert.equal(at((await town.act('elder-2', 'booking.service', { service: 'cleaning' })).windows, start)?.free, 0)
    // What does not work there is answered with what would.
    const { answer } = await town.call('elder-2', 'booking.book', visit(start))
    assert.ok(answer && !answer.ok && answer.error.code === 'BOOKING_FULL')
    assert.match(answer.error.message, /后天.*有人能来，可以改约那个时间/)
  })

  test('one month alone when it is asked for; prices by the month of the visit', async () => {
    const month = inTown(now()).add(1, 'month').format('YYYY-MM')
    const { windows, prices } = await town.act('elder-2', 'booking.service', { service: 'cleaning', month })
    assert.ok(windows.every(({ day }) => day.startsWith(month)))
    assert.deepEqual(
      prices.map((one) => one.month),
      windows.length > 0 ? [month] : [],
    )
    // Four hours a month at half the price: two visits, and the third costs all of it, but in the other month it does not.
    const all = await town.act('elder-2', 'booking.service', { service: 'cleaning' })
    const [first] = all.prices
    assert.equal(first?.price.yuan, 30)
    const inFirst = all.windows.filter(({ start, free }) => inTown(start).format('YYYY-MM') === first?.month && free > 0)
    for (const { start } of [inFirst[0], inFirst[4]].flatMap((one) => one ?? [])) await town.act('elder-2', 'booking.book', visit(start))
    if (inFirst[4]) {
      const after = await town.act('elder-2', 'booking.service', { service: 'cleaning' })
      assert.deepEqual(
        after.prices.map(({ price }) => price.yuan),
        after.prices.map((_, index) => (index === 0 ? 60 : 30)),
      )
    }
  })

  test('for somebody who trusts: their home, their diary, their entitlement', async () => {
    const forWhom = idOf('elder-1')
    const start = later(town.cloud.now())
    await town.act('elder-1', 'booking.book', visit(start))
    const seen = await town.act('daughter-1', 'booking.service', { service: 'cleaning', forWhom })
    assert.equal(seen.forWhom.name, '陈玉兰')
    assert.equal(at(seen.windows, start)?.clash, true)
    assert.deepEqual(seen.missing, [])
    assert.equal(await town.refused('resident-1', 'booking.service', { service: 'cleaning', forWhom }), 'CONSENT_MISSING')
    const own = await town.act('somebody-new', 'booking.service', { service: 'cleaning' })
    assert.deepEqual([own.missing, own.entitlement, own.price.yuan], [['address', 'phone'], undefined, 60])
  })

  test('moved by who booked it: looked at as the guest’s, and its own place is in nobody’s way', async () => {
    const forWhom = idOf('elder-1')
    const start = later(town.cloud.now())
    const booked = await town.act('daughter-1', 'booking.book', visit(start, { forWhom }))
    assert.equal(booked.guest, forWhom, 'who booked for somebody learns for whom to look')
    const own = await town.act('elder-1', 'booking.get', { booking: booked.id })
    assert.equal(own.guest, forWhom)
    const before = await town.act('daughter-1', 'booking.service', { service: 'cleaning', forWhom })
    assert.deepEqual([at(before.windows, start)?.clash, at(before.windows, start)?.free], [true, 2])
    const moving = await town.act('daughter-1', 'booking.service', { service: 'cleaning', forWhom, moving: booked.id })
    assert.deepEqual([at(moving.windows, start)?.clash, at(moving.windows, start)?.free], [false, 3])
    // Of others’ bookings nothing is freed by naming them.
    const theirs = await town.act('elder-2', 'booking.service', { service: 'cleaning', moving: booked.id })
    assert.equal(at(theirs.windows, start)?.free, 2)
  })

  test('who takes no bookings is not counted, and when nobody does that is said', async () => {
    const close = (org: string) => {
      const one = offerings.find(({ _id }) => _id === `${org}.cleaning`) as Offering
      town.cloud.load('sessions', [{ ...one, open: false, remark: '休整中' }])
    }
    close('org-1')
    const { windows, remarks } = await town.act('elder-1', 'booking.service', { service: 'cleaning' })
    assert.equal(at(windows, later(town.cloud.now()))?.free, 1)
    assert.deepEqual(remarks, [])
    close('org-2')
    assert.equal(await town.refused('elder-1', 'booking.service', { service: 'cleaning' }), 'OFFERING_CLOSED')
    assert.equal(await town.refused('elder-1', 'booking.service', { service: 'nothing' }), 'SERVICE_UNKNOWN')
    const { fields } = await town.act('elder-1', 'booking.services', {})
    assert.ok(!JSON.stringify(fields).includes('cleaning'))
  })
})

describe('sessions', () => {
  test('advisers: who is the village committee’s own is no adviser against it, and who else has time is named', async () => {
    const called = await town.call('resident-1', 'booking.service', { service: 'legal', against: 'village-a' })
    assert.ok(called.answer?.ok && called.operations <= 3, `${called.operations} operations`)
    const { advisers, sessions, channels, adversarial } = called.answer.data as Output<'booking.service'>
    assert.deepEqual(
      hoursOf(advisers).map(({ id, obstacle }) => [id, obstacle]),
      [
        ['legal-1', '程律师也是这个村的法律顾问，不方便帮您办这件事，可以找汤律师'],
        ['legal-2', undefined],
        ['legal-3', undefined],
      ],
    )
    assert.deepEqual(sessions, [])
    assert.deepEqual([channels, adversarial], [['office', 'phone', 'home', 'video'], true])
    const free = await town.act('resident-1', 'booking.service', { service: 'legal' })
    assert.ok(hoursOf(free.advisers).every(({ obstacle }) => obstacle === undefined))
  })

  test('an adviser’s hours: what they share is said once, and of an hour whether it is taken, one’s own, or in the way', async () => {
    const place = { kind: 'appointment' as const, service: 'legal', yuan: 0 }
    const { id: booking } = await town.act('resident-1', 'booking.book', { ...place, session: 'legal-2' })
    await town.act('resident-2', 'booking.book', { ...place, session: 'legal-3' })
    const { advisers } = await town.act('resident-1', 'booking.service', { service: 'legal' })
    const start = (id: string) => (town.cloud.dump('sessions') as Session[]).find(({ _id }) => _id === id)?.start
    const [first, second] = advisers
    assert.equal(advisers.length, 2)
    const { hours, ...shared } = first!
    assert.deepEqual(shared, { who: '程律师', organisation: '同行社工', channels: ['office', 'phone', 'home', 'video'], minutes: 30 })
    assert.deepEqual(
      hours.map(({ obstacle, ...hour }) => [hour, obstacle?.replace(/^.*已经/, '已经')]),
      [[{ id: 'legal-1', start: start('legal-1') }, '已经约了“法律咨询”，时间上有冲突']],
    )
    assert.deepEqual(second?.hours, [
      { id: 'legal-2', start: start('legal-2'), taken: true, booking },
      { id: 'legal-3', start: start('legal-3'), taken: true },
    ])
  })

  test('a class: a clash with something else, one’s own, full and waited for, and what has to be learned before', async () => {
    const start = (town.cloud.dump('sessions') as Session[]).find(({ _id }) => _id === 'class-2')?.lessons[1]?.start as string
    const hour = makeSession(town.cloud.now(), { _id: 'legal-9', kind: 'appointment', services: ['legal'], seats: 1, org: 'org-2', start })
    town.cloud.load('sessions', [hour])
    await town.act('resident-1', 'booking.book', { kind: 'appointment', service: 'legal', session: 'legal-9', yuan: 0 })
    const { id: booking } = await town.act('resident-1', 'booking.book', {
      kind: 'class',
      service: 'phone-class',
      session: 'class-1',
      yuan: 0,
    })
    const lesson = { kind: 'class' as const, service: 'phone-class', session: 'class-2', yuan: 0 }
    for (const openid of ['resident-2', 'elder-2']) await town.act(openid, 'booking.book', lesson)
    await town.act('elder-1', 'booking.wait', { service: 'phone-class', session: 'class-2' })
    const { sessions } = await town.act('resident-1', 'booking.service', { service: 'phone-class' })
    const [one, two] = sessions
    assert.deepEqual([one?.id, one?.mine, one?.booking, one?.obstacle, one?.left], ['class-1', true, booking, undefined, 19])
    assert.deepEqual([two?.id, two?.mine, two?.left, two?.queued], ['class-2', false, 0, 1])
    assert.match(two?.obstacle ?? '', /已经约了“法律咨询”，时间上有冲突$/)
    const waiting = (await town.act('elder-1', 'booking.service', { service: 'phone-class' })).sessions[1]
    assert.deepEqual([waiting?.mine, waiting?.booking !== undefined], [true, true])

    const called = await town.call('resident-1', 'booking.service', { service: 'photo-class' })
    assert.ok(called.answer?.ok && called.operations <= 3, `${called.operations} operations`)
    const photo = called.answer.data as Output<'booking.service'>
    assert.equal(photo.sessions[0]?.obstacle, '要先学完“智能手机班”，才能报这个班')
    town.cloud.load('people', [{ ...stored('resident-1'), learned: ['phone-class'] }])
    assert.equal((await town.act('resident-1', 'booking.service', { service: 'photo-class' })).sessions[0]?.obstacle, undefined)
  })

  test('what has begun is gone', async () => {
    town.cloud.load('sessions', [
      makeSession(town.cloud.now(), {
        _id: 'begun',
        kind: 'class',
        services: ['phone-class'],
        seats: 5,
        start: addDays(now(), -0.01),
        weeks: 3,
      }),
    ])
    const { sessions } = await town.act('resident-1', 'booking.service', { service: 'phone-class' })
    assert.ok(!sessions.some(({ id }) => id === 'begun'))
  })
})

test('services: those that somebody offers, with what each costs the guest and what the guest is entitled to; three operations cold', async () => {
  const called = await town.call('elder-2', 'booking.services', {})
  assert.ok(called.answer?.ok && called.operations <= 3, `${called.operations} operations`)
  const { fields, entitlements } = called.answer.data as Output<'booking.services'>
  assert.deepEqual(
    fields.map(({ id, services }) => [id, services.map((one) => [one.id, one.price.yuan])]),
    [
      ['homecare', [['cleaning', 30]]],
      ['law', [['legal', 0]]],
      [
        'education',
        [
          ['phone-class', 0],
          ['photo-class', 0],
        ],
      ],
    ],
  )
  assert.deepEqual(
    entitlements.map(({ hours, hoursLeft }) => [hours, hoursLeft]),
    [[4, 4]],
  )
  assert.deepEqual((await town.act('resident-1', 'booking.services', {})).entitlements, [])
})

test('ten times the history changes neither the answer nor its cost', async () => {
  const ask = async () => {
    const { answer, operations } = await town.call('elder-1', 'booking.service', { service: 'cleaning' })
    assert.ok(answer?.ok)
    return { windows: (answer.data as Output<'booking.service'>).windows, operations }
  }
  await ask()
  const before = await ask()
  const past: Workday[] = Array.from({ length: 300 }, (_, index) => makeWorkday(town.cloud.now(), 'org-1', -1 - index))
  town.cloud.load('sessions', past)
  assert.deepEqual(await ask(), before)
})

describe('a proposal', () => {
  const propose = async (openid: string, input: object = {}) => {
    const { answer, operations } = await town.call(openid, 'booking.proposal', input)
    assert.ok(answer?.ok, JSON.stringify(answer))
    assert.ok(operations <= 5, `${operations} operations`)
    return (answer.data as Output<'booking.proposal'>).proposal
  }
  /** A visit that took place so many days ago. */
  const visited = async (openid: string, worker: string, days: number, wall: string) => {
    const start = later(town.cloud.now(), wall)
    const { id, version } = await town.act(openid, 'booking.book', visit(start, { wish: { worker: idOf(worker) } }))
    await town.act('organisation-1', 'booking.confirm', { booking: id, version, worker: idOf(worker) })
    const made = (town.cloud.dump('bookings') as Booking[]).find(({ _id }) => _id === id) as Booking
    const then = instantAt(dayOf(addDays(now(), -days)), wall)
    town.cloud.load('bookings', [{ ...made, state: 'done', open: false, start: then, slot: `${then}.${id}` }])
    const person = stored(openid)
    town.cloud.load('people', [{ ...person, diary: { ...person.diary, engagements: [] } }])
    const day = (town.cloud.dump('sessions') as Workday[]).find(({ _id }) => _id === made.session) as Workday
    town.cloud.load('sessions', [{ ...day, takers: [] }])
    return then
  }

  test('the same as last time: service, weekday, hour and carer, this week or next', async () => {
    const then = await visited('elder-1', 'worker-2', 5, '14:00')
    const proposal = await propose('elder-1')
    assert.deepEqual(proposal?.service, { id: 'cleaning', name: '打扫卫生' })
    assert.deepEqual([proposal?.start, proposal?.end], [addDays(then, 7), addDays(then, 7 + 120 / 1440)])
    assert.deepEqual([proposal?.worker?.name, proposal?.organisation], ['冯志', '暖阳社工'])
    assert.match(proposal?.sentence ?? '', /^和上次一样：.*下午 2 点，请冯志来打扫卫生。/)
    // Taken: then it is the week after.
    await town.act('elder-1', 'booking.book', visit(addDays(then, 7)))
    assert.equal((await propose('elder-1'))?.start, addDays(then, 14))
    // The daughter sees the same, and what is proposed can be booked as it is.
    const hers = await propose('daughter-1', { forWhom: idOf('elder-1') })
    assert.equal(hers?.start, addDays(then, 14))
    await town.act(
      'daughter-1',
      'booking.book',
      visit(hers.start, { forWhom: idOf('elder-1'), yuan: hers.price.yuan, wish: { worker: hers.worker?.id } }),
    )
  })

  test('the carer is away at that time: somebody else comes then, and both are said', async () => {
    const then = await visited('elder-1', 'worker-2', 5, '14:00')
    for (const week of [7, 14]) {
      const id = `org-1.${dayOf(addDays(then, week))}`
      const day = (town.cloud.dump('sessions') as Workday[]).find(({ _id }) => _id === id) as Workday
      town.cloud.load('sessions', [
        { ...day, crew: day.crew.map((one) => (one.worker.person === idOf('worker-2') ? { ...one, away: true } : one)) },
      ])
    }
    const proposal = await propose('elder-1')
    assert.equal(proposal?.start, addDays(then, 7))
    assert.notEqual(proposal?.worker?.name, '冯志')
    assert.match(proposal?.sentence ?? '', /^和上次一样的时间：/)
  })

  test('without a last time: the next free time of a service; of nothing or of no visit none', async () => {
    const proposal = await propose('elder-2', { service: 'cleaning' })
    assert.ok(proposal && proposal.start > now())
    assert.match(proposal.sentence, /^最近有空的时间：/)
    assert.equal(await propose('elder-2'), undefined)
    assert.equal(await propose('elder-2', { service: 'legal' }), undefined)
    assert.equal(await propose('elder-2', { service: 'nothing' }), undefined)
    town.cloud.load('people', [
      { ...stored('elder-2'), carers: [{ worker: idOf('worker-1'), name: '谭静', organisation: 'org-1', visits: 3, last: now() }] },
    ])
    const known = await propose('elder-2', { service: 'cleaning' })
    assert.equal(known?.worker?.name, '谭静')
    assert.match(known?.sentence ?? '', /^熟悉的社工最近有空的时间：/)
  })
})
