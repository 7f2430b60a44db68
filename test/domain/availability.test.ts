import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { languagesOf, missingBefore, needAt, obstacleOf, sessionsOf, windowsOf } from '../../cloudfunctions/domain/availability'
import type { Wanted } from '../../cloudfunctions/domain/availability'
import type { Session } from '../../cloudfunctions/domain/booking'
import { addDays } from '../../cloudfunctions/domain/calendar'
import { dispatch } from '../../cloudfunctions/domain/dispatch'
import type { Person } from '../../cloudfunctions/domain/person'
import { proposalOf } from '../../cloudfunctions/domain/proposal'
import type { LastVisit } from '../../cloudfunctions/domain/proposal'
import { addMinutes } from '../../cloudfunctions/domain/time'
import type { Instant } from '../../cloudfunctions/domain/time'
import { makePerson } from '../cloud/smallTown'
import { anyTown, at, cleaning, member, now, offering, on, taker, workday } from './workdays'

const tuesday = '2026-03-03'
function guestOf(engaged: { start: Instant; end: Instant }[] = [], more: Partial<Person> = {}): Person {
  return makePerson('guest', '陈玉兰', [], {
    home: { grid: 'a1', gridName: '甲一', village: { grid: 'a', name: '甲村' }, ...at(0) },
    diary: {
      version: 1,
      engagements: engaged.map((span, index) => ({ booking: `e${index}`, session: 's', name: '手机班', at: now, ...span })),
    },
    ...more,
  })
}
const wantedBy = (guest: Person, wish: Wanted['wish'] = {}): Wanted => ({ offering: offering('1'), guest, wish, now })
const month = (bookables: Parameters<typeof windowsOf>[0], wanted: Wanted) => windowsOf(bookables, wanted, now, addDays(now, 28))

test('every time of every day on which somebody works, in order, with an hour’s notice at least', () => {
  const crew = [member('1a')]
  const bookables = [offering('1'), workday('1', [], [], tuesday), workday('1', crew, [taker('1a', '10:00')])]
  assert.deepEqual(
    month(bookables, wantedBy(guestOf())).map(({ day, start, free }) => [day, start, free]),
    [
      ...(cleaning.starts ?? []).map((wall) => ['2026-03-02', on(wall), wall < '12:00' ? 0 : 1]),
      ...(cleaning.starts ?? []).map((wall) => [tuesday, on(wall, tuesday), 0]),
    ],
  )
  const soon = (wall: string) => windowsOf(bookables, { ...wantedBy(guestOf()), now: on(wall) }, on(wall), on('12:00'))
  assert.deepEqual(
    soon('07:30').map(({ start }) => start),
    [on('08:30'), on('10:00')],
  )
  assert.deepEqual(
    soon('07:31').map(({ start }) => start),
    [on('10:00')],
  )
})

test('what is shown as free can be had, and what is not can not; a proposal is always among it', () => {
  const engagement = fc.constantFrom(...(cleaning.starts ?? [])).map((wall) => ({ start: on(wall), end: addMinutes(on(wall), 30) }))
  fc.assert(
    fc.property(
      anyTown,
      fc.array(engagement, { maxLength: 3 }),
      fc.option(fc.constantFrom('0a', '1b', '2c')),
      fc.option(fc.constantFrom('08:30', '14:00', '11:00')),
      (town, engaged, carer, lastAt) => {
        const bookables = town.flatMap(([one, day]) => [one, day])
        const guest = guestOf(engaged, {
          carers: carer === null ? [] : [{ worker: carer, name: carer, organisation: carer.slice(0, 1), visits: 2, last: now }],
        })
        const wanted = { ...wantedBy(guest, carer === null ? {} : { worker: carer }), offering: town[0][0] }
        const windows = month(bookables, wanted)
        for (const { start, end, free, wished, clash } of windows) {
          const placements = dispatch(bookables, needAt(wanted, start))
          assert.equal(free > 0, placements.length > 0)
          assert.ok(wished <= free)
          if (carer !== null) assert.equal(wished > 0, placements[0]?.worker.worker.person === carer)
          assert.equal(
            clash,
            engaged.some((other) => other.start < end && start < other.end),
          )
        }
        const last: LastVisit | undefined =
          lastAt === null
            ? undefined
            : {
                service: { id: 'cleaning', name: '打扫卫生' },
                start: addDays(on(lastAt), -7),
                worker: { person: '1b', openid: '', name: '1b' },
                wish: {},
              }
        const proposal = proposalOf(bookables, wanted, last)
        const possible = windows.filter(({ free, clash }) => free > 0 && !clash)
        assert.equal(proposal !== undefined, possible.length > 0)
        if (!proposal) return
        assert.ok(possible.some(({ start }) => start === proposal.start))
        if (lastAt !== null && possible.some(({ start }) => start === on(lastAt))) assert.equal(proposal.start, on(lastAt))
        assert.ok(proposal.sentence.includes(proposal.placement.worker.worker.name))
      },
    ),
  )
})

const session = (id: string, more: Partial<Session> = {}): Session => ({
  _id: id,
  kind: 'class',
  requests: [],
  services: ['phone'],
  title: id,
  organisation: { id: '1', name: '机构1', phone: '' },
  start: on('19:00'),
  end: on('20:00', tuesday),
  lessons: [
    { title: '一', start: on('19:00'), end: on('20:00') },
    { title: '二', start: on('19:00', tuesday), end: on('20:00', tuesday) },
  ],
  channels: [],
  advises: [],
  seats: 5,
  left: 5,
  takers: [],
  queue: [],
  queued: 0,
  touchedAt: now,
  ...more,
})

test('sessions of those who take bookings, that have not begun, in order', () => {
  const bookables = [
    { ...offering('1'), services: ['phone'] as [string] },
    { ...offering('2', { open: false }), services: ['phone'] as [string] },
    session('later', { start: on('20:00') }),
    session('b'),
    session('a'),
    session('begun', { start: addMinutes(now, -1) }),
    session('closed', { organisation: { id: '2', name: '机构2', phone: '' } }),
  ]
  assert.deepEqual(
    sessionsOf(bookables, now, addDays(now, 60)).map(({ _id }) => _id),
    ['a', 'b', 'later'],
  )
})

test('why one can not come: the class before, the conflict, then the clash of any lesson, none between lessons', () => {
  const busy = (start: Instant) => guestOf([{ start, end: addMinutes(start, 60) }])
  assert.equal(obstacleOf(session('a'), [], busy(on('19:30', tuesday)), now), '后天晚上 7 点半已经约了“手机班”，时间上有冲突')
  assert.equal(obstacleOf(session('a'), [], busy(on('10:00', tuesday)), now), undefined)
  assert.equal(obstacleOf(session('a'), [], guestOf(), now, undefined, ['初级', '入门']), '要先学完“初级”或“入门”，才能报这个班')
  assert.deepEqual(missingBefore({ ...cleaning, after: ['x', 'y'] }, guestOf()), ['x', 'y'])
  assert.deepEqual(missingBefore({ ...cleaning, after: ['x', 'y'] }, guestOf([], { learned: ['y'] })), [], 'one of them is enough')
  assert.deepEqual(missingBefore(cleaning, guestOf()), [])
})

test('languages of those who know how, the most common first', () => {
  const crew = [member('a', { languages: ['客家话', '粤语'] }), member('b'), member('c', { skills: [], languages: ['英语'] })]
  assert.deepEqual(languagesOf([workday('1', crew), workday('1', crew, [], tuesday)], 'cleaning'), ['粤语', '客家话'])
})
