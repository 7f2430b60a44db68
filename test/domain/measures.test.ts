import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  byDay,
  countNames,
  countsOf,
  dayOfCases,
  fewest,
  figureOf,
  measures,
  shareOf,
  sumOf,
  tableOf,
  withCases,
} from '../../cloudfunctions/domain/measures'
import type { Counted, DayOfCases } from '../../cloudfunctions/domain/measures'

const asOf = '2026-11-30T00:00:00.000Z'

function counted(change: Partial<Counted> = {}): Counted {
  return {
    _id: 'c1',
    state: 'accepted',
    open: true,
    item: { id: 'lamp', name: '路灯不亮', class: 'light', hours: { accept: 1, resolve: 7, promise: 8 }, urgency: 'normal' },
    grid: { id: 'cell-a1', name: '甲村第一网格', level: 'cell', village: '甲村', villageId: 'village-a' },
    owner: { kind: 'desk', key: 'desk:village-a', grid: 'village-a', name: '甲村服务台', phone: '1', people: [] },
    createdAt: '2026-11-10T01:00:00.000Z',
    promise: '2026-11-12T01:00:00.000Z',
    inTime: {},
    extended: 0,
    returned: 0,
    reopened: 0,
    selfFound: false,
    ...change,
  }
}
const figure = (id: string, cases: Partial<Counted>[]) => {
  const table = tableOf(cases.map((one, at) => shareOf(counted({ _id: `c${at}`, ...one }), asOf)))
  const measure = measures.find((one) => one.id === id)
  assert.ok(measure, id)
  return figureOf(measure, table.all)
}
const solvedIn = (solvedBy: Counted['solvedBy'], kept = true): Partial<Counted> => ({
  state: 'closed',
  open: false,
  solvedBy,
  inTime: { accept: true, resolve: kept, promise: kept },
  respondedAt: '2026-11-10T03:00:00.000Z',
})
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one)

test('where it was solved: shares of what was solved', () => {
  const cases = [
    ...times(12, solvedIn('cell')),
    ...times(5, solvedIn('village')),
    ...times(2, solvedIn('town')),
    solvedIn('department'),
    {},
  ]
  assert.deepEqual(figure('inCell', cases), { part: 12, whole: 20, value: 0.6 })
  assert.deepEqual(figure('inVillage', cases), { part: 5, whole: 20, value: 0.25 })
  assert.deepEqual(figure('above', cases), { part: 3, whole: 20, value: 0.15 })
  assert.deepEqual(figure('solved', cases), { part: 20, whole: 21, value: 0.9524 })
})

test('a promise that passed while the case is open is broken, though nobody did anything', () => {
  const late = counted({ promise: '2026-11-29T00:00:00.000Z' })
  assert.equal(countsOf(late, '2026-11-28T23:59:00.000Z').promiseEnded, undefined)
  assert.equal(countsOf(late, '2026-11-29T00:00:00.000Z').promiseEnded, 1)
  assert.equal(countsOf(late, '2026-11-29T00:00:00.000Z').promiseKept, undefined)
  assert.deepEqual(figure('promiseOnTime', [...times(9, solvedIn('cell')), late]), { part: 9, whole: 10, value: 0.9 })
})

test('each clock by itself', () => {
  const cases = [...times(10, solvedIn('cell')), ...times(10, solvedIn('cell', false))]
  assert.deepEqual(figure('acceptOnTime', cases), { part: 20, whole: 20, value: 1 })
  assert.deepEqual(figure('resolveOnTime', cases), { part: 10, whole: 20, value: 0.5 })
  assert.deepEqual(figure('response', cases), { part: 40, whole: 20, value: 2 })
})

test('what was extended, returned or reopened is counted once, however often', () => {
  const cases = [...times(9, {}), { extended: 3, returned: 2, reopened: 4 }]
  for (const id of ['extended', 'returned', 'reopened']) assert.deepEqual(figure(id, cases), { part: 1, whole: 10, value: 0.1 }, id)
})

test('satisfied is a share of those who answered, who are told too', () => {
  const rated = (stars: number) => ({ ...solvedIn('cell'), rating: { stars, reasons: [], text: '' } })
  const cases = [...times(6, rated(5)), ...times(2, rated(4)), ...times(2, rated(1)), ...times(10, solvedIn('cell'))]
  assert.deepEqual(figure('satisfied', cases), { part: 8, whole: 10, value: 0.8 })
  assert.deepEqual(figure('answered', cases), { part: 10, whole: 20, value: 0.5 })
  assert.deepEqual(figure('stars', cases), { part: 40, whole: 10, value: 4 })
})

test('a few cases make numbers, no rate', () => {
  assert.deepEqual(figure('inCell', times(fewest - 1, solvedIn('cell'))), { part: 9, whole: 9 })
  assert.deepEqual(figure('satisfied', []), { part: 0, whole: 0 })
})

test('merged and withdrawn cases are in no rate', () => {
  assert.deepEqual(countsOf(counted({ state: 'merged', open: false, reopened: 1 }), asOf), { merged: 1 })
  assert.deepEqual(countsOf(counted({ state: 'withdrawn', open: false, returned: 1 }), asOf), { withdrawn: 1 })
})

test('what staff found themselves is solved, but improves no clock and no satisfaction', () => {
  const found = counted({ ...solvedIn('cell'), selfFound: true })
  assert.deepEqual(countsOf(found, asOf), { reported: 1, selfFound: 1, solved: 1, solvedInCell: 1 })
})

test('every definition has a formula of counted things and says whose it is', () => {
  for (const { part, whole, meaning, source } of measures) {
    assert.ok(countNames.includes(part) && countNames.includes(whole))
    assert.ok(meaning.includes('÷') && source.length > 0)
  }
  assert.equal(new Set(measures.map(({ id }) => id)).size, measures.length)
})

const anyCase = fc.record({
  _id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  state: fc.constantFrom<Counted['state']>('reported', 'accepted', 'resolved', 'closed', 'withdrawn', 'merged', 'suspended'),
  reopened: fc.nat(2),
  day: fc.integer({ min: 10, max: 12 }),
  cell: fc.constantFrom('cell-a1', 'cell-b1'),
  stars: fc.option(fc.integer({ min: 1, max: 5 })),
})

test('in whatever order and however often cases are put in, the sum is that of the cases as they are last', () => {
  fc.assert(
    fc.property(fc.array(anyCase, { maxLength: 30 }), (changes) => {
      const last = new Map<string, Counted>()
      const days = new Map<string, DayOfCases>()
      for (const { stars, day, cell, ...change } of changes) {
        const createdAt = last.get(change._id)?.createdAt ?? `2026-11-${day}T01:00:00.000Z`
        const found = counted({
          ...change,
          createdAt,
          grid: { ...counted().grid, id: cell },
          open: ['reported', 'accepted', 'suspended', 'resolved'].includes(change.state),
          ...(stars === null ? {} : { rating: { stars, reasons: [], text: '' } }),
        })
        last.set(found._id, found)
        for (const [key, ofDay] of byDay([found])) {
          const once = withCases(days.get(key) ?? dayOfCases(key, 'r'), ofDay, asOf)
          assert.deepEqual(withCases(once, ofDay, asOf), once)
          days.set(key, once)
        }
      }
      const anew = [...byDay([...last.values()]).entries()].map(([key, ofDay]) => withCases(dayOfCases(key, 'r'), ofDay, asOf).table)
      assert.deepEqual(sumOf([...days.values()].map(({ table }) => table)).all, sumOf(anew).all)
      assert.deepEqual(sumOf([...days.values()].map(({ table }) => table)).by, sumOf(anew).by)
    }),
  )
})
