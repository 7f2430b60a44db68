import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Case } from '../../cloudfunctions/domain/case'
import { minuteOf } from '../../cloudfunctions/domain/time'
import { startTown } from './harness'
import type { TestTown } from './harness'
import { inCell } from './smallTown'

const minute = 60_000

describe('suggesting an item', () => {
  let town: TestTown
  before(async () => {
    town = await startTown({}, { instances: 1 })
  })
  after(() => town.close())

  const suggested = async (text: string) => (await town.act('resident-1', 'town.suggest', { text })).suggestions

  test('by the words of the catalogue, with the reason, in two operations on a cold instance', async () => {
    const { answer, operations } = await town.call('resident-1', 'town.suggest', { text: '楼下的垃圾好臭' })
    assert.ok(answer?.ok)
    assert.deepEqual((answer.data as { suggestions: object[] }).suggestions[0], {
      item: 'refuse',
      name: '垃圾没人清',
      reason: '您写到“垃圾”',
    })
    assert.ok(operations <= 2, `${operations}`)
  })

  test('nothing fits, nothing is suggested', async () => {
    assert.deepEqual(await suggested('!!!'), [])
  })

  test('what people wrote in cases that ended is known after the night', async () => {
    const text = '鬼市收档以后满地纸皮'
    assert.deepEqual(await suggested(text), [])
    const { id } = await town.act('resident-1', 'report.submit', { item: 'refuse', text, place: inCell['cell-a1'] })
    const reported = (town.cloud.dump('cases') as Case[]).find(({ _id }) => _id === id)
    const ended = [1, 2, 3].map((at) => ({
      ...reported,
      _id: `ended-${at}`,
      requests: [],
      state: 'closed',
      open: false,
      alarm: null,
      owed: false,
    }))
    town.cloud.load('cases', ended)
    const now = minuteOf(new Date(town.cloud.now()).toISOString())
    await town.cloud.sleep(((209 - now + 24 * 60) % (24 * 60)) * minute)
    await town.cloud.advance(2 * minute)
    const [best] = await suggested(text)
    assert.equal(best?.item, 'refuse')
    assert.match(best?.reason ?? '', /以前有 3 件这样写的也是这一类/)
  })
})
