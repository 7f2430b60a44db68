/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call -- scripts run inside a function, on the SDK's loose types */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fixtureCloud, type FixtureCloud, type Tools } from './fixture-cloud'

let cloud: FixtureCloud
before(async () => {
  cloud = await fixtureCloud({ allowed: { 'script.two': 2 } })
})
after(() => cloud.close())

// The kinds of violation that a script adds.
async function found(run: (tools: Tools) => unknown): Promise<string[]> {
  const start = cloud.violations().length
  await cloud.script(run)
  return cloud
    .violations()
    .slice(start)
    .map(({ kind }) => kind)
}

test('what an index serves is no violation', async () => {
  assert.deepEqual(
    await found(async ({ db, _, $ }) => {
      const items = db.collection('items')
      await items
        .doc('x')
        .get()
        .catch(() => 0)
      await items
        .where({ _id: _.in(['x', 'y']) })
        .orderBy('name', 'asc')
        .limit(2)
        .get()
      await items.where({ kind: 'a' }).limit(5).get()
      await items.where({ kind: 'a', name: 'filtered' }).orderBy('rank', 'desc').limit(5).get()
      await items.where({ kind: 'a' }).orderBy('rank', 'asc').limit(5).get()
      await items
        .where({ kind: _.in(['a', 'b']) })
        .orderBy('rank', 'asc')
        .limit(5)
        .get()
      await items
        .where({ kind: 'a', rank: _.gt(3) })
        .orderBy('rank', 'asc')
        .limit(5)
        .get()
      await items
        .where({ kind: _.gt('a') })
        .orderBy('kind', 'asc')
        .limit(5)
        .get()
      await items.where({ tags: 'one' }).limit(5).get()
      await items
        .where({ tags: _.all(['one', 'two']) })
        .limit(5)
        .get()
      await items
        .where({ takers: _.elemMatch({ openid: 'me' }) })
        .limit(5)
        .get()
      await items.where({ 'takers.openid': 'me' }).limit(5).get()
      await items
        .where({ code: db.RegExp({ regexp: '^ab' }) })
        .limit(5)
        .get()
      await items
        .where(_.or([{ kind: 'a' }, { tags: 'b' }]))
        .limit(5)
        .get()
      await items
        .where(_.and([{ kind: 'a' }, { rank: _.lt(1) }]))
        .limit(5)
        .get()
      await items.where({ kind: 'a' }).count()
      await items.where({ kind: 'a' }).update({ data: { seen: 1 } })
      await items.where({ kind: 'zzz' }).remove()
      await items.orderBy('code', 'desc').limit(5).get()
      await items.limit(5).get()
      await items.count()
      await items.aggregate().match({ kind: 'a' }).sort({ rank: -1 }).limit(3).end()
      await items
        .aggregate()
        .match({ kind: 'a' })
        .group({ _id: '$code', n: $.sum(1) })
        .end()
      await db.collection('unique').where({ number: 5 }).orderBy('name', 'asc').limit(1).get()
    }),
    [],
  )
})

test('what no index serves is a violation each', async () => {
  assert.deepEqual(
    await found(async ({ db, _ }) => {
      const items = db.collection('items')
      await items.where({ name: 'a' }).limit(5).get()
      await items.where({ rank: 3 }).limit(5).get()
      await items
        .where({ kind: _.neq('a') })
        .limit(5)
        .get()
      await items
        .where({ kind: _.exists(true) })
        .limit(5)
        .get()
      await items.where({ kind: 'a' }).orderBy('name', 'asc').limit(5).get()
      await items
        .where({ kind: _.gt('a') })
        .orderBy('rank', 'asc')
        .limit(5)
        .get()
      await items.orderBy('name', 'asc').limit(5).get()
      await items
        .where(_.or([{ kind: 'a' }, { name: 'b' }]))
        .limit(5)
        .get()
      await items
        .where({ code: db.RegExp({ regexp: 'ab' }) })
        .limit(5)
        .get()
      await items.where({ name: 'a' }).update({ data: { seen: 1 } })
      await items.where({ name: 'nobody' }).remove()
      await items.where({ name: 'a' }).count()
      await items.aggregate().match({ name: 'a' }).limit(3).end()
      await items.aggregate().match({ kind: 'a' }).limit(1).lookup({ from: 'items', localField: 'x', foreignField: 'name', as: 'y' }).end()
    }),
    Array.from({ length: 14 }, () => 'no-index'),
  )
})

test('a get that names no limit, and an aggregate that ends in none, are violations', async () => {
  assert.deepEqual(
    await found(async ({ db }) => {
      await db.collection('items').where({ kind: 'a' }).get()
      await db.collection('items').where({ kind: 'a' }).limit(99).get()
      await db.collection('items').aggregate().match({ kind: 'a' }).project({ name: 1 }).end()
    }),
    ['no-limit', 'no-limit'],
  )
})

test('a call that uses more operations than declared is a violation that names it', async () => {
  const start = cloud.violations().length
  const code = (times: number) => `async ({ db }) => { for (let i = 0; i < ${times}; i++) await db.collection('items').count() }`
  const two = await cloud.invoke('script', { action: 'two', code: code(2) })
  const three = await cloud.invoke('script', { action: 'two', code: code(3) })
  assert.deepEqual([two.operations, three.operations], [2, 3])
  assert.deepEqual(cloud.violations().slice(start), [
    { kind: 'allowance', message: 'script.two used 3 database operations, declared 2', call: 'script.two' },
  ])
})
