import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Case } from '../../cloudfunctions/domain/case'
import { byDay, dayOfCases, sumOf, withCases } from '../../cloudfunctions/domain/measures'
import type { DayOfCases } from '../../cloudfunctions/domain/measures'
import { dayOf } from '../../cloudfunctions/domain/time'
import { startTown } from './harness'
import type { TestTown } from './harness'
import { inCell } from './smallTown'

const minute = 60_000

describe('the figures of a month', () => {
  let town: TestTown
  before(async () => {
    town = await startTown({}, { instances: 1 })
  })
  after(() => town.close())

  const days = () => (town.cloud.dump('measures') as (DayOfCases & { until?: string })[]).filter(({ table }) => table)
  const thisMonth = () => dayOf(new Date(town.cloud.now()).toISOString()).slice(0, 7)
  const report = (openid: string, place = inCell['cell-a2']) =>
    town.act(openid, 'report.submit', { item: 'refuse', text: '垃圾没人清', place })
  const month = (by: 'grid' | 'village' | 'department' | 'item' = 'village') =>
    town.act('dispatcher-1', 'measure.month', { month: thisMonth(), by })

  /** What is kept must be what the documents say, counted from the beginning. */
  function sameAsAnew(): void {
    const asOf = (town.cloud.dump('measures') as { _id: string; promises?: string }[]).find(({ _id }) => _id === 'mark')?.promises ?? ''
    const anew = [...byDay(town.cloud.dump('cases') as Case[]).entries()].map(
      ([day, cases]) => withCases(dayOfCases(day, 'r'), cases, asOf).table,
    )
    assert.deepEqual(sumOf(days().map(({ table }) => table)), sumOf(anew))
  }

  test('nothing reported, nothing counted', async () => {
    const { total, rows, definitions } = await month()
    assert.equal(total.reported, 0)
    assert.deepEqual(rows, [])
    assert.ok(definitions.length >= 12)
  })

  test('the sweep counts what happened, and counting twice changes nothing', async () => {
    const first = await report('resident-1')
    await report('resident-2')
    await report('resident-2', inCell['cell-b1'])
    await town.cloud.advance(12 * minute)
    assert.equal((await month()).total.reported, 3)
    const accepted = await town.act('member-3', 'report.accept', { case: first.id, version: first.version })
    await town.act('resident-1', 'report.get', { case: accepted.id })
    await town.cloud.advance(12 * minute)
    const { total, rows } = await month()
    assert.equal(total.figures.acceptOnTime?.part, 1)
    assert.deepEqual(
      rows.map(({ id, reported }) => [id, reported]),
      [
        ['village-a', 2],
        ['village-b', 1],
      ],
    )
    sameAsAnew()
    const today = dayOf(new Date(town.cloud.now()).toISOString())
    assert.deepEqual((await month()).days, [{ day: today, reported: 3, solved: 0 }])
    const kept = days()
    await town.cloud.advance(12 * minute)
    assert.deepEqual(days(), kept)
  })

  test('a walk that broke off after a day was written is walked again', async () => {
    await report('resident-1')
    const mark = town.cloud.dump('measures').find((one) => (one as { _id: string })._id === 'mark') as object
    await town.cloud.advance(12 * minute)
    town.cloud.load('measures', [mark])
    await town.cloud.advance(12 * minute)
    assert.equal((await month()).total.reported, 4)
    sameAsAnew()
  })

  test('a promise that passes while nobody acts is found by itself', async () => {
    await town.cloud.sleep(9 * 24 * 60 * minute)
    for (let round = 0; round < 4; round++) await town.cloud.advance(6 * minute)
    sameAsAnew()
    const ended = days().reduce((sum, { table }) => sum + (table.all.promiseEnded ?? 0), 0)
    assert.equal(ended, 4)
  })

  test('staff of the town alone read them, in two operations', async () => {
    assert.equal(await town.refused('resident-1', 'measure.month', { month: '2026-11' }), 'NOT_ALLOWED')
    assert.equal(await town.refused('member-1', 'measure.month', { month: '2026-11' }), 'NOT_ALLOWED')
    assert.equal(await town.refused('dispatcher-1', 'measure.month', { month: '2026-13' }), 'INPUT_INVALID')
    const { operations } = await town.call('desk-1', 'measure.month', { month: '2026-11', by: 'item' })
    assert.ok(operations <= 2, `${operations}`)
  })
})
