import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fixtureCloud, type FixtureCloud } from './fixture-cloud'

let cloud: FixtureCloud
before(async () => {
  cloud = await fixtureCloud()
})
after(() => cloud.close())

test('a document is added, read, updated and removed by its id', async () => {
  const result = await cloud.script(async ({ db, _ }) => {
    const items = db.collection('items')
    const { _id } = await items.add({ data: { kind: 'a', nested: { left: 1, right: 2 }, at: new Date(0), skipped: undefined } })
    const first = (await items.doc(_id).get()).data
    const stats = (await items.doc(_id).update({ data: { nested: { right: 3 }, list: _.push([1, 2]), count: _.inc(2) } })).stats
    const second = (await items.doc(_id).get()).data
    const same = (await items.doc(_id).update({ data: { kind: 'a' } })).stats
    const replaced = await items.doc(_id).set({ data: { kind: 'b' } })
    const third = (await items.doc(_id).get()).data
    const removed = (await items.doc(_id).remove()).stats
    return { _id, first, isDate: first.at instanceof Date, stats, second, same, replaced: replaced.stats, third, removed }
  })
  const { _id } = result
  assert.match(_id, /^[0-9a-f]{32}$/)
  assert.deepEqual(result.first, { _id, kind: 'a', nested: { left: 1, right: 2 }, at: '1970-01-01T00:00:00.000Z' })
  assert.equal(result.isDate, true)
  assert.deepEqual(result.stats, { updated: 1 })
  assert.deepEqual(result.second, { ...result.first, nested: { left: 1, right: 3 }, list: [1, 2], count: 2 })
  assert.deepEqual(result.same, { updated: 0 })
  assert.deepEqual(result.replaced, { updated: 1, created: 0 })
  assert.deepEqual(result.third, { _id, kind: 'b' })
  assert.deepEqual(result.removed, { removed: 1 })
})

test('a missing document, an unknown collection and a duplicate id answer as in the real cloud', async () => {
  const errors = await cloud.script(async ({ db }) => {
    const code = (promise: Promise<unknown>) => promise.then(() => 0, (error: { errCode: number; errMsg: string }) => [error.errCode, error.errMsg])
    await db.collection('items').add({ data: { _id: 'twice' } })
    return {
      missing: await code(db.collection('items').doc('nobody').get()),
      unknown: await code(db.collection('nowhere').doc('x').get()),
      duplicate: await code(db.collection('items').add({ data: { _id: 'twice' } })),
    }
  })
  assert.match(String(errors.missing), /document with _id nobody does not exist/)
  assert.equal((errors.unknown as unknown[])[0], -502005)
  assert.equal((errors.duplicate as unknown[])[0], -501001)
  assert.match(String(errors.duplicate), /E11000 duplicate key error collection: items index: _id_/)
  assert.ok(cloud.violations().some(({ kind, message }) => kind === 'no-collection' && message.includes('nowhere')))
})
