import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Session } from '../../cloudfunctions/domain/booking'
import { dispatch } from '../../cloudfunctions/domain/dispatch'

function session(id: string, more: Partial<Session> = {}): Session {
  return {
    _id: id,
    kind: 'visit',
    service: 'cleaning',
    title: '上午',
    organisation: { id: `org-${id}`, name: `机构${id}`, phone: '0760-0000000' },
    area: [],
    start: '2026-03-02T01:00:00.000Z',
    end: '2026-03-02T03:00:00.000Z',
    seats: 4,
    left: 4,
    takers: [],
    touchedAt: '2026-03-01T00:00:00.000Z',
    standing: { rating: 4.5, hoursLeft: 100 },
    requests: [],
    ...more,
  }
}
const home = { village: 'a', villageName: '甲村' }
const ids = (sessions: Session[], to = home) => dispatch(sessions, 120, to).map((choice) => choice.session._id)

test('only who serves the village, has a seat and hours left is asked, and the others hear why not', () => {
  const sessions = [
    session('1', { area: ['b'] }),
    session('2', { left: 0 }),
    session('3', { standing: { rating: 5, hoursLeft: 1.5 } }),
    session('4', { area: ['a', 'b'] }),
  ]
  const [choice, ...rest] = dispatch(sessions, 120, home)
  assert.ok(choice)
  assert.deepEqual(rest, [])
  assert.equal(choice.session._id, '4')
  assert.equal(choice.reason.sentence, '机构4服务甲村，这个时间只有它能上门，所以请它来')
  assert.deepEqual(
    choice.reason.considered.map(({ outcome }) => outcome),
    ['不服务甲村', '这个时间已经约满', '今年的服务时数用完了', '由它上门：还能接 4 家，评价 4.5 分'],
  )
})

test('free capacity, rating and fair share each decide when the rest is equal', () => {
  assert.deepEqual(ids([session('1', { left: 1 }), session('2', { left: 3 })]), ['2', '1'])
  assert.deepEqual(ids([session('1', { standing: { rating: 4, hoursLeft: 100 } }), session('2')]), ['2', '1'])
  assert.deepEqual(ids([session('1', { standing: { rating: 4.5, hoursLeft: 20 } }), session('2')]), ['2', '1'])
  assert.deepEqual(ids([session('2'), session('1')]), ['1', '2'])
})

test('who was taken in the meantime is named as such, and the next one is asked', () => {
  const choices = dispatch([session('1'), session('2', { left: 1 })], 120, home, ['1'])
  assert.deepEqual(
    choices.map((choice) => choice.session._id),
    ['2'],
  )
  assert.deepEqual(choices[0]?.reason.considered[0], { name: '机构1', outcome: '刚刚被约满' })
})

test('without a home on the map every organisation can be asked: it answers whether it comes', () => {
  assert.deepEqual(ids([session('1', { area: ['b'] })], {} as typeof home), ['1'])
})

const anySession = fc.record({
  seats: fc.integer({ min: 1, max: 6 }),
  taken: fc.integer({ min: 0, max: 6 }),
  area: fc.subarray(['a', 'b', 'c']),
  standing: fc.record({ rating: fc.double({ min: 0, max: 5, noNaN: true }), hoursLeft: fc.integer({ min: 0, max: 200 }) }),
})
const anySessions = fc
  .array(anySession, { maxLength: 6 })
  .map((list) => list.map(({ seats, taken, ...more }, at) => session(String(at), { seats, left: Math.max(0, seats - taken), ...more })))

test('the same question has the same answer in whatever order it is asked, and everyone is accounted for', () => {
  fc.assert(
    fc.property(anySessions, fc.integer({ min: 30, max: 240 }), (sessions, minutes) => {
      const choices = dispatch(sessions, minutes, home)
      assert.deepEqual(dispatch([...sessions].reverse(), minutes, home), choices)
      for (const { session: chosen, reason } of choices) {
        assert.ok(chosen.left > 0 && chosen.standing.hoursLeft * 60 >= minutes)
        assert.ok(chosen.area.length === 0 || chosen.area.includes('a'))
        assert.equal(reason.considered.length, sessions.length)
        assert.equal(reason.considered.filter(({ outcome }) => outcome.startsWith('由它上门')).length, 1)
        assert.ok(reason.sentence.includes(chosen.organisation.name))
      }
      const able = sessions.filter(
        ({ left, standing, area }) => left > 0 && standing.hoursLeft * 60 >= minutes && (area.length === 0 || area.includes('a')),
      )
      assert.equal(choices.length, able.length)
    }),
  )
})

test('an organisation that is better in everything is never asked after a worse one', () => {
  fc.assert(
    fc.property(anySessions, (sessions) => {
      const order = dispatch(sessions, 60, home).map((choice) => choice.session)
      order.forEach((first, at) => {
        for (const later of order.slice(at + 1)) {
          const better =
            later.left / later.seats > first.left / first.seats &&
            later.standing.rating > first.standing.rating &&
            later.standing.hoursLeft > first.standing.hoursLeft
          assert.ok(!better)
        }
      })
    }),
  )
})
