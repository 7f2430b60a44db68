/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument -- scripts run inside a function, on the SDK's loose types */
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
    const code = (promise: Promise<unknown>) =>
      promise.then(
        () => 0,
        (error: { errCode: number; errMsg: string }) => [error.errCode, error.errMsg],
      )
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

test('where filters, sorts, skips, limits and projects', async () => {
  const result = await cloud.script(async ({ db, _ }) => {
    const items = db.collection('items')
    await items.add({ data: [1, 2, 3, 4, 5].map((rank) => ({ kind: 'listed', rank, name: `n${rank}`, deep: { a: rank, b: 0 } })) })
    const names = async (query: any) => (await query.get()).data.map(({ name }: { name: string }) => name)
    const listed = items.where({ kind: 'listed' })
    return {
      page: await names(listed.orderBy('rank', 'desc').skip(1).limit(2)),
      range: await names(
        items
          .where({ kind: 'listed', rank: _.gte(2).and(_.lt(4)) })
          .orderBy('rank', 'asc')
          .limit(10),
      ),
      either: await names(
        items
          .where(
            _.or([
              { kind: 'listed', rank: 1 },
              { kind: 'listed', rank: 5 },
            ]),
          )
          .limit(10),
      ),
      within: await names(items.where({ kind: 'listed', rank: _.in([5, 3]) }).limit(10)),
      pattern: await names(
        items
          .where({ kind: 'listed', name: db.RegExp({ regexp: '^N[12]$', options: 'i' }) })
          .orderBy('rank', 'asc')
          .limit(10),
      ),
      dotted: await names(items.where({ kind: 'listed', deep: { a: 3 } }).limit(10)),
      fields: (await listed.field({ name: true, _id: false }).orderBy('rank', 'asc').limit(1).get()).data,
      count: (await listed.count()).total,
    }
  })
  assert.deepEqual(result.page, ['n4', 'n3'])
  assert.deepEqual(result.range, ['n2', 'n3'])
  assert.deepEqual(result.either.sort(), ['n1', 'n5'])
  assert.deepEqual(result.within.sort(), ['n3', 'n5'])
  assert.deepEqual(result.pattern, ['n1', 'n2'])
  assert.deepEqual(result.dotted, ['n3'])
  assert.deepEqual(result.fields, [{ name: 'n1' }])
  assert.equal(result.count, 5)
})

test('traps: update touches all matches by default, undefined vanishes from a query, {} vanishes from an update', async () => {
  const result = await cloud.script(async ({ db, _ }) => {
    const items = db.collection('items')
    await items.add({ data: [1, 2, 3].map((rank) => ({ kind: 'trap', rank, deep: { kept: 1 } })) })
    const trap = { kind: 'trap' }
    return {
      one: (await items.where(trap).update({ data: { seen: 1 }, multi: false })).stats.updated,
      all: (await items.where(trap).update({ data: { seen: 2 } })).stats.updated,
      undefined: (await items.where({ _id: undefined, ...trap }).update({ data: { seen: 3 } })).stats.updated,
      empty: (await items.where({ ...trap, rank: 1 }).update({ data: { deep: {} } })).stats.updated,
      afterEmpty: (
        await items
          .where({ ...trap, rank: 1 })
          .limit(1)
          .get()
      ).data[0].deep,
      set: (await items.where({ ...trap, rank: 1 }).update({ data: { deep: _.set({}) } })).stats.updated,
      afterSet: (
        await items
          .where({ ...trap, rank: 1 })
          .limit(1)
          .get()
      ).data[0].deep,
      // What a client sends may carry operators of its own.
      raw: (
        await items
          .where({ ...trap, rank: { $gt: 1 } })
          .limit(10)
          .get()
      ).data.length,
      removedOne: (await items.where(trap).remove({ multi: false })).stats.removed,
      removedAll: (await items.where(trap).remove()).stats.removed,
    }
  })
  assert.deepEqual(result, {
    one: 1,
    all: 3,
    undefined: 3,
    empty: 0,
    afterEmpty: { kept: 1 },
    set: 1,
    afterSet: {},
    raw: 2,
    removedOne: 1,
    removedAll: 2,
  })
})

test('a conditional update is one step: of many at once, one wins', async () => {
  cloud.load('items', [{ _id: 'seat', left: 1, takers: [] }])
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, person) =>
      cloud.script(async ({ db, _ }, who) => {
        const query = db.collection('items').where({ _id: 'seat', left: _.gt(0), 'takers.openid': _.neq(who) })
        return (await query.update({ data: { left: _.inc(-1), takers: _.push([{ openid: who }]) }, multi: false })).stats.updated as number
      }, `person${person}`),
    ),
  )
  assert.deepEqual(results.sort(), [0, 0, 0, 0, 0, 0, 0, 1])
  const seat = cloud.dump('items').find((document) => (document as { _id: string })._id === 'seat') as { left: number; takers: unknown[] }
  assert.equal(seat.left, 0)
  assert.equal(seat.takers.length, 1)
})

test('server dates follow the simulated clock, and so does Date in a function', async (t) => {
  const moved = await fixtureCloud()
  t.after(() => moved.close())
  await moved.advance(40 * 86_400_000)
  const result = await moved.script(async ({ db }) => {
    const { _id } = await db.collection('items').add({ data: { at: db.serverDate({ offset: 60_000 }), own: new Date() } })
    const { at, own } = (await db.collection('items').doc(_id).get()).data
    return {
      at: at.getTime(),
      own: own.getTime(),
      now: Date.now(),
      isDate: own instanceof Date,
      text: typeof Date(),
      utc: Date.UTC(2020, 0),
    }
  })
  const expected = Date.now() + 40 * 86_400_000
  assert.ok(Math.abs(result.at - 60_000 - expected) < 60_000)
  assert.ok(Math.abs(result.own - expected) < 60_000)
  assert.ok(Math.abs(result.now - expected) < 60_000)
  assert.deepEqual([result.isDate, result.text, result.utc], [true, 'string', Date.UTC(2020, 0)])
})

test('aggregates group, look up and report; the leading match uses an index', async () => {
  cloud.load('items', [
    { kind: 'sum', rank: 1, code: 'x' },
    { kind: 'sum', rank: 2, code: 'y' },
    { kind: 'sum', rank: 5, code: 'y' },
    { _id: 'joined', kind: 'joined', code: 'y', name: 'why' },
  ])
  const result = await cloud.script(async ({ db, $ }) => {
    const items = db.collection('items')
    const grouped = await items
      .aggregate()
      .match({ kind: 'sum' })
      .group({ _id: '$code', total: $.sum('$rank') })
      .sort({ _id: 1 })
      .limit(10)
      .end()
    const joined = await items
      .aggregate()
      .match({ kind: 'sum', code: 'x' })
      .limit(5)
      .lookup({ from: 'items', localField: 'code', foreignField: 'code', as: 'others' })
      .end()
    return { grouped: grouped.list, joined: joined.list[0].others.length }
  })
  assert.deepEqual(result.grouped, [
    { _id: 'x', total: 1 },
    { _id: 'y', total: 7 },
  ])
  assert.equal(result.joined, 1)
})

test('limits of the real cloud: 100 by default, 1,000 at most, 16 MB a response, 6 MB a call', async (t) => {
  const large = await fixtureCloud()
  t.after(() => large.close())
  large.load(
    'items',
    Array.from({ length: 1200 }, (_, rank) => ({ kind: 'many', rank })),
  )
  large.load(
    'items',
    Array.from({ length: 20 }, (_, rank) => ({ kind: 'heavy', rank, text: 'x'.repeat(1_000_000) })),
  )
  const result = await large.script(async ({ db }) => {
    const items = db.collection('items')
    const many = items.where({ kind: 'many' })
    return {
      none: (await many.get()).data.length,
      most: (await many.limit(5000).get()).data.length,
      heavy: await items
        .where({ kind: 'heavy' })
        .limit(20)
        .get()
        .catch((error: { errMsg: string }) => error.errMsg),
      call: await items.add({ data: { text: 'x'.repeat(6_500_000) } }).catch((error: { errCode: number }) => error.errCode),
    }
  })
  assert.equal(result.none, 100)
  assert.equal(result.most, 1000)
  assert.match(result.heavy as string, /16 MB/)
  assert.equal(result.call, -501003)
  assert.equal((await large.invoke('script', { text: 'x'.repeat(6_500_000) })).errCode, -501007)
})

test('a collection can be added; its documents need an index as any other', async () => {
  const result = await cloud.script(async ({ db }) => {
    await db.createCollection('added')
    await db.collection('added').add({ data: { _id: 'first' } })
    const again = await db.createCollection('added').catch((error: { errMsg: string }) => error.errMsg)
    return { again, found: (await db.collection('added').doc('first').get()).data }
  })
  assert.match(result.again, /Table exist/)
  assert.deepEqual(result.found, { _id: 'first' })
})

test('ids may be numbers, and 1 is not "1"', async () => {
  const result = await cloud.script(async ({ db }) => {
    const items = db.collection('items')
    await items.add({ data: { _id: 1, name: 'number' } })
    await items.add({ data: { _id: '1', name: 'text' } })
    return [(await items.doc(1).get()).data.name, (await items.doc('1').get()).data.name]
  })
  assert.deepEqual(result, ['number', 'text'])
})

test('set creates with the id given and says so', async () => {
  const result = await cloud.script(
    async ({ db }) =>
      (
        await db
          .collection('items')
          .doc('made')
          .set({ data: { kind: 'set' } })
      ).stats,
  )
  assert.deepEqual(result, { updated: 0, created: 1 })
})
