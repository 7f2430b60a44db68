import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Bookable, Workday } from '../../cloudfunctions/domain/booking'
import { ableAt, dispatch, freeAt, homeOf, meets, rankWorkers, weights, whyNone } from '../../cloudfunctions/domain/dispatch'
import type { VisitNeed } from '../../cloudfunctions/domain/dispatch'
import { addMinutes } from '../../cloudfunctions/domain/time'
import { canServe, travelMinutes } from '../../cloudfunctions/domain/workday'
import { anyNeed, anyOrganisation, anyTown, at, cleaning, member, need, now, offering, on, taker, workday } from './workdays'

const order = (bookables: Bookable[], asked = need()) => dispatch(bookables, asked).map(({ offering: { organisation } }) => organisation.id)
const first = (bookables: Bookable[], asked = need()) => dispatch(bookables, asked)[0]?.worker.worker.person
const carer = (worker: string, visits: number) => ({ worker, name: `社工${worker}`, organisation: worker.slice(0, 1), visits, last: now })

test('only who takes bookings, serves the village, has hours and a worker is asked, and the others hear why not', () => {
  const bookables = [
    offering('1', { area: ['b'] }),
    workday('1', [member('1a')]),
    offering('2', { open: false }),
    workday('2', [member('2a')]),
    offering('3', { standing: { rating: 5, rated: 9, minutesLeft: 119, minutesBought: 9000 } }),
    workday('3', [member('3a')]),
    offering('4', { area: ['a', 'b'] }),
    workday('4', [member('4a')]),
    offering('5'),
    workday('5', [member('5a', { away: true })]),
    offering('6'),
    offering('7'),
    workday('7', [member('7a')]),
  ]
  const [chosen, ...rest] = dispatch(bookables, need('10:00', { tried: ['7'] }))
  assert.ok(chosen)
  assert.deepEqual(rest, [])
  assert.equal(chosen.offering.organisation.id, '4')
  assert.equal(chosen.reason.sentence, '这个时间只有机构4能来，请社工4a上门')
  assert.deepEqual(
    chosen.reason.considered.map(({ name, outcome }) => `${name}：${outcome}`),
    [
      '机构4：请社工4a上门：有 1 位社工能来，那天还空着 100%，评价 4.5 分，今年的时数还剩 50%',
      '机构1：不服务甲村',
      '机构2：暂时不接受预约',
      '机构3：合同里的时数用完了',
      '机构5：这个时间没有空着的社工',
      '机构6：那天没有人上班',
      '机构7：问过了，这次来不了',
    ],
  )
})

test('hours of a contract matter to those alone whom it pays for', () => {
  const bookables = [
    offering('1', { standing: { rating: 5, rated: 9, minutesLeft: 60, minutesBought: 9000 } }),
    workday('1', [member('1a')]),
  ]
  assert.deepEqual(order(bookables, need('10:00', { coverMinutes: 0 })), ['1'])
  assert.deepEqual(order(bookables, need('10:00', { coverMinutes: 60 })), ['1'])
  assert.deepEqual(order(bookables, need('10:00', { coverMinutes: 61 })), [])
})

test('rating, fair share and free capacity each decide when the rest is equal, and then the id', () => {
  const both = (a: Partial<ReturnType<typeof offering>['standing']>, taken = 0) => [
    offering('1', { standing: { ...offering('1').standing, ...a } }),
    workday('1', [member('1a'), member('1b')], taken > 0 ? [taker('1b', '14:00')] : []),
    offering('2'),
    workday('2', [member('2a'), member('2b')]),
  ]
  assert.deepEqual(order(both({})), ['1', '2'])
  assert.deepEqual(order(both({ rating: 4.4 })), ['2', '1'])
  assert.deepEqual(order(both({ minutesLeft: 5900 })), ['2', '1'])
  assert.deepEqual(order(both({}, 1)), ['2', '1'])
})

test('few ratings weigh little: one friend with five stars does not beat forty guests with 4.8', () => {
  const rated = (id: string, rating: number, times: number) =>
    offering(id, { standing: { ...offering(id).standing, rating, rated: times } })
  assert.deepEqual(order([rated('1', 5, 1), workday('1', [member('1a')]), rated('2', 4.8, 40), workday('2', [member('2a')])]), ['2', '1'])
})

test('who comes: usual carer, near, light day, and the one whose other skills nobody misses', () => {
  const crew = [member('a'), member('b')]
  assert.equal(first([offering('1'), workday('1', crew)]), 'a')
  assert.equal(first([offering('1'), workday('1', crew)], need('10:00', { carers: [carer('b', 2), carer('x', 1)] })), 'b')
  const far = [taker('a', '08:00', { home: at(1800) }), taker('b', '08:00', { home: at(200) })]
  assert.equal(first([offering('1'), workday('1', crew, far)]), 'b')
  assert.equal(first([offering('1'), workday('1', crew, [taker('a', '14:00', { home: at(1500) })])]), 'b')
  const nurse = [member('a', { skills: ['cleaning', 'nursing'] }), member('b')]
  assert.equal(first([offering('1'), workday('1', nurse)]), 'b')
})

test('a wish outweighs all that is none, and a carer by name the other wishes; what is not met is said', () => {
  const bookables = [
    offering('1', { standing: { rating: 5, rated: 99, minutesLeft: 9000, minutesBought: 9000 } }),
    workday('1', [member('1a')]),
    offering('2', { standing: { rating: 1, rated: 99, minutesLeft: 120, minutesBought: 9000 } }),
    workday('2', [member('2a', { gender: 'man', languages: ['客家话'] })], [taker('2a', '14:00', { home: at(5000) })]),
  ]
  const wishing = (wish: VisitNeed['wish']) => dispatch(bookables, need('10:00', { wish, carers: [carer('1a', 40)] }))[0]
  assert.equal(wishing({})?.worker.worker.person, '1a')
  for (const wish of [{ gender: 'man' as const }, { language: '客家话' }, { worker: '2a' }]) {
    assert.equal(wishing(wish)?.worker.worker.person, '2a')
    assert.ok(!wishing(wish)?.reason.sentence.includes('没能排上'))
  }
  const named = wishing({ worker: '1a', language: '客家话', gender: 'man' })
  assert.equal(named?.worker.worker.person, '1a')
  assert.equal(
    named?.reason.sentence,
    '有 2 家机构能来，请机构1的社工1a上门，因为是点名要的，以前来得多。您想要会说客家话的社工、男社工，这次没能排上',
  )
  assert.match(wishing({ worker: 'x' })?.reason.sentence ?? '', /您想要那位社工，这次没能排上/)
  const { wishedCarer, wishedLanguage, wishedGender, ...others } = weights
  const rest = Object.values(others).reduce((sum, weight) => sum + weight, 0)
  assert.ok(rest < Math.min(wishedLanguage, wishedGender))
  assert.ok(rest + wishedLanguage + wishedGender < wishedCarer)
})

test('a home that is not on the map is no obstacle: the organisation answers whether it comes', () => {
  assert.deepEqual(homeOf({}), {})
  assert.deepEqual(order([offering('1', { area: ['b'] }), workday('1', [member('1a')])], need('10:00', { home: {} })), ['1'])
})

test('nothing begins in the past', () => {
  const bookables = [offering('1'), workday('1', [member('1a')])]
  assert.deepEqual(order(bookables, need('10:00', { now: on('10:00') })), [])
  assert.equal(freeAt(bookables, need('10:00', { now: on('10:00') })), 0)
})

test('the crew of one organisation is ranked for its own eyes, those who can not come last with why', () => {
  const crew = [member('a', { away: true }), member('b'), member('c', { skills: [] }), member('d')]
  const ranked = rankWorkers(workday('1', crew, [taker('b', '14:00', { home: at(100) })]), need('10:00', { carers: [carer('d', 3)] }))
  assert.deepEqual(
    ranked.map(({ member: { worker }, able, detail }) => [worker.person, able, detail]),
    [
      ['d', true, '以前来得最多，那天还没有安排'],
      ['b', true, '那天正好在附近，那天已有 1 家'],
      ['a', false, '那天请假'],
      ['c', false, '不做这项服务'],
    ],
  )
})

test('whoever is planned never has two visits at once, is at work, knows how and has time for the way', () => {
  fc.assert(
    fc.property(anyTown, fc.array(anyNeed, { minLength: 5, maxLength: 30 }), (town, needs) => {
      const offerings = town.map(([one]) => one)
      const days = new Map(town.map(([, day]) => [day._id, day]))
      for (const [index, asked] of needs.entries()) {
        const [chosen] = dispatch([...offerings, ...days.values()], asked)
        if (!chosen) continue
        assert.ok(chosen.offering.open && !asked.tried.includes(chosen.offering.organisation.id))
        assert.ok(chosen.offering.standing.minutesLeft >= asked.coverMinutes)
        const { start, end, home, now: when } = asked
        const placed = {
          booking: `b${index}`,
          person: 'p',
          at: when,
          start,
          end,
          skill: 'cleaning',
          worker: chosen.worker.worker.person,
          home: home.point,
        }
        days.set(chosen.workday._id, { ...chosen.workday, takers: [...chosen.workday.takers, placed] })
      }
      for (const { crew, takers } of days.values()) {
        for (const one of takers) {
          const by = crew.find(({ worker }) => worker.person === one.worker)
          assert.ok(by && !by.away && by.skills.includes('cleaning'))
          assert.ok(by.shifts.some(({ start, end }) => start <= one.start && one.end <= end))
          for (const other of takers) {
            if (other === one || other.worker !== one.worker || other.start < one.start) continue
            assert.ok(addMinutes(one.end, travelMinutes(one.home, other.home)) <= other.start)
          }
        }
      }
    }),
  )
})

test('the same question has the same answer in whatever order it is asked, and everyone is accounted for', () => {
  fc.assert(
    fc.property(anyTown, anyNeed, fc.infiniteStream(fc.nat()), (town, asked, random) => {
      const bookables = town.flat()
      const shuffled = bookables
        .map((one) => ({ one, by: random.next().value as number }))
        .sort((a, b) => a.by - b.by)
        .map(({ one }) => (one.kind === 'visit' ? { ...one, crew: [...one.crew].reverse() } : one))
      const choices = dispatch(bookables, asked)
      assert.deepEqual(
        dispatch(shuffled, asked).map(({ offering: { _id }, worker, reason }) => [_id, worker, reason]),
        choices.map(({ offering: { _id }, worker, reason }) => [_id, worker, reason]),
      )
      for (const { reason, offering: chosen, worker } of choices) {
        assert.equal(reason.considered.length, town.length)
        assert.equal(reason.considered.filter(({ outcome }) => outcome.startsWith(`请${worker.worker.name}上门`)).length, 1)
        assert.ok(reason.sentence.includes(chosen.organisation.name) && reason.sentence.includes(worker.worker.name))
        assert.ok(!/undefined|NaN|[,:!?()]/.test(JSON.stringify(reason.considered.map(({ outcome }) => outcome)).replace(/","|"/g, '')))
      }
      assert.equal(freeAt(bookables, asked) > 0, choices.length > 0)
    }),
  )
})

test('an organisation that is made better in anything is never asked later than before', () => {
  const better = fc.record({
    rating: fc.double({ min: 0, max: 4, noNaN: true }),
    minutes: fc.nat({ max: 3000 }),
    away: fc.boolean(),
  })
  fc.assert(
    fc.property(anyTown, anyNeed, better, (town, asked, { rating, minutes, away }) => {
      const before = order(town.flat(), asked)
      const [[one, day], ...others] = town
      const { standing } = one
      const improved = {
        ...one,
        open: true,
        area: [],
        standing: {
          ...standing,
          rating: Math.min(5, standing.rating + rating),
          minutesLeft: Math.min(standing.minutesBought, standing.minutesLeft + minutes),
        },
      }
      const crew = day.crew.map((worker) => (away || !worker.away ? worker : { ...worker, away: false }))
      const after = order([improved, { ...day, crew: away ? day.crew : crew }, ...others.flat()], asked)
      const place = (list: string[]) => (list.includes('0') ? list.indexOf('0') : Infinity)
      // Somebody back from leave shares the skills of the crew and so its free capacity: there only being asked at all is compared.
      if (away) assert.ok(place(after) <= place(before))
      else assert.ok(place(before) === Infinity || place(after) < Infinity)
    }),
  )
})

test('a worker who is better in everything than another of the crew is ranked before', () => {
  fc.assert(
    fc.property(anyOrganisation('0'), anyNeed, fc.constantFrom('language', 'gender', 'usual', 'named'), ([, day], asked, what) => {
      const twins: Workday = { ...day, crew: [member('0y'), member('0z')] }
      const wish =
        what === 'named'
          ? { worker: '0z' }
          : what === 'language'
            ? { language: '潮州话' }
            : what === 'gender'
              ? { gender: 'man' as const }
              : {}
      const better = {
        ...member('0z'),
        ...(what === 'language' && { languages: ['潮州话'] }),
        ...(what === 'gender' && { gender: 'man' as const }),
      }
      const carers = what === 'usual' ? [carer('0z', 1)] : []
      const ranked = rankWorkers({ ...twins, crew: [member('0y'), better] }, { ...asked, wish, carers })
      fc.pre(ranked[0]?.able === true)
      assert.equal(ranked[0]?.member.worker.person, '0z')
    }),
  )
})

test('when nobody can come, something is named that works, if anything does', () => {
  const tuesday = '2026-03-03'
  fc.assert(
    fc.property(anyTown, anyNeed, fc.boolean(), fc.boolean(), (town, asked, tomorrow, engaged) => {
      const later = (day: Workday): Workday => ({
        ...workday(day.organisation.id, [], [], tuesday),
        crew: day.crew.map((one) => ({
          ...one,
          shifts: one.shifts.map(({ start, end }) => ({ start: addMinutes(start, 24 * 60), end: addMinutes(end, 24 * 60) })),
        })),
      })
      const bookables = town.flatMap(([one, day]) => [one, day, ...(tomorrow ? [later(day)] : [])])
      const busy = engaged ? [{ start: on('14:00'), end: on('15:00') }] : []
      const sentence = whyNone(bookables, { ...asked, engaged: busy })
      const works = ['2026-03-02', tuesday]
        .flatMap((day) => (cleaning.starts ?? []).map((wall) => on(wall, day)))
        .filter((start) => start !== asked.start && !(engaged && start === on('14:00')))
        .filter((start) => freeAt(bookables, { ...asked, start, end: addMinutes(start, 120) }) > 0)
      assert.equal(sentence.includes('可以改约那个时间'), works.length > 0, sentence)
      assert.ok(works.length > 0 || /服务台/.test(sentence), sentence)
    }),
  )
})

test('the sentence says when: the nearest time that day, else the next day', () => {
  const crew = [member('1a')]
  const busy = (walls: string[]) => walls.map((wall) => taker('1a', wall))
  assert.equal(
    whyNone([offering('1'), workday('1', crew, busy(['10:30']))], need()),
    '这个时间没有社工能来，明天下午 2 点有人能来，可以改约那个时间',
  )
  assert.equal(whyNone([offering('1', { area: ['b'] }), workday('1', crew)], need()), '不服务甲村，请给村里的服务台打电话，请他们帮您安排')
  assert.equal(whyNone([], need()), '还没有机构做这项服务，请看看别的服务，或问问村里的服务台')
  const full = workday('1', crew, busy(['08:00', '09:30', '10:30', '11:00', '14:00', '15:30', '16:30']))
  assert.match(whyNone([offering('1'), full], need()), /^那天的社工都排满了/)
})

test('everybody who could come is counted', () => {
  const bookables = [
    offering('1'),
    workday('1', [member('1a'), member('1b')]),
    offering('2'),
    workday('2', [member('2a'), member('2b', { away: true })]),
  ]
  assert.equal(freeAt(bookables, need()), 3)
  const able = ableAt(bookables, need())
  assert.deepEqual(
    able.filter((one) => meets(one, { worker: '2a', language: '粤语', gender: 'woman' })).map(({ worker }) => worker.person),
    ['2a'],
  )
  assert.deepEqual(
    able.filter((one) => meets(one, { gender: 'man' })),
    [],
  )
  assert.equal(able.filter((one) => meets(one, {})).length, 3)
  assert.ok(canServe(member('1a'), workday('1', []), { start: on('10:00'), end: on('12:00'), skill: 'cleaning' }))
})
