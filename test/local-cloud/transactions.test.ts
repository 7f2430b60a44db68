/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument -- scripts run inside a function, on the SDK's loose types */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { fixtureCloud, type FixtureCloud } from './fixture-cloud'

let cloud: FixtureCloud
before(async () => {
  cloud = await fixtureCloud()
})
after(() => cloud.close())
beforeEach(() =>
  cloud.script(({ db }) =>
    db
      .collection('unique')
      .where({ number: db.command.gte(0) })
      .remove(),
  ),
)

const numbers = () => (cloud.dump('unique') as { _id: string; number: number }[]).map(({ _id, number }) => [_id, number]).sort()

test('a transaction is committed whole, and nobody sees half of it', async () => {
  const seen = await cloud.script(async ({ db }) => {
    const transaction = await db.startTransaction()
    const inside = transaction.collection('unique')
    await inside.add({ data: { _id: 'a', number: 1 } })
    await inside.add({ data: { _id: 'b', number: 2 } })
    await inside.doc('a').update({ data: { number: 3 } })
    const own = (await inside.doc('a').get()).data.number
    const outside = (
      await db
        .collection('unique')
        .where({ number: db.command.gte(0) })
        .limit(9)
        .get()
    ).data.length
    await transaction.commit()
    return { own, outside }
  })
  assert.deepEqual(seen, { own: 3, outside: 0 })
  assert.deepEqual(numbers(), [
    ['a', 3],
    ['b', 2],
  ])
})

test('a rollback and an error thrown leave nothing', async () => {
  await cloud.script(async ({ db }) => {
    const rolled = await db.startTransaction()
    await rolled.collection('unique').add({ data: { _id: 'a', number: 1 } })
    await rolled.rollback()
    await db
      .runTransaction(async (transaction: any) => {
        await transaction.collection('unique').add({ data: { _id: 'b', number: 2 } })
        throw new Error('no')
      })
      .catch(() => 0)
  })
  assert.deepEqual(numbers(), [])
})

test('a transaction left open too long is over, and its locks with it', async (t) => {
  const impatient = await fixtureCloud({ transactionTimeout: 100 })
  t.after(() => impatient.close())
  impatient.load('unique', [{ _id: 'a', number: 1 }])
  const message = await impatient.script(async ({ db }) => {
    const late = await db.startTransaction()
    await late
      .collection('unique')
      .doc('a')
      .update({ data: { number: 3 } })
      .catch(() => 0)
    // Waits for the lock, which ends with the transaction.
    await db
      .collection('unique')
      .doc('a')
      .update({ data: { number: 2 } })
    await new Promise((resolve) => setTimeout(resolve, 120))
    return late.commit().catch((error: Error) => error.message)
  })
  assert.match(message, /does not exist or is over/)
  assert.deepEqual(impatient.dump('unique'), [{ _id: 'a', number: 2 }])
})

test('two transactions that write one document: the second fails at once, without a retry by the SDK', async () => {
  cloud.load('unique', [{ _id: 'a', number: 1 }])
  const result = await cloud.script(async ({ db }) => {
    const first = await db.startTransaction()
    await first
      .collection('unique')
      .doc('a')
      .update({ data: { number: 2 } })
    let tries = 0
    const error = await db
      .runTransaction(async (second: any) => {
        tries++
        await second
          .collection('unique')
          .doc('a')
          .update({ data: { number: 3 } })
      })
      .catch((thrown: { errCode: number }) => thrown.errCode)
    await first.commit()
    return { error, tries }
  })
  assert.deepEqual(result, { error: -501001, tries: 1 })
  assert.deepEqual(numbers(), [['a', 2]])
})

test('a transaction reads as of its beginning, and cannot overwrite what changed since', async () => {
  cloud.load('unique', [{ _id: 'a', number: 1 }])
  const result = await cloud.script(async ({ db }) => {
    const transaction = await db.startTransaction()
    await db
      .collection('unique')
      .doc('a')
      .update({ data: { number: 5 } })
    const read = (await transaction.collection('unique').doc('a').get()).data.number
    const error = await transaction
      .collection('unique')
      .doc('a')
      .update({ data: { number: 9 } })
      .catch((thrown: { errMsg: string }) => thrown.errMsg)
    return { read, error }
  })
  assert.equal(result.read, 1)
  assert.match(result.error as string, /conflict/)
  assert.deepEqual(numbers(), [['a', 5]])
})

test('trap: where().update() inside a transaction runs outside it', async () => {
  cloud.load('unique', [{ _id: 'a', number: 1 }])
  await cloud.script(async ({ db }) => {
    const transaction = await db.startTransaction()
    await transaction
      .collection('unique')
      .where({ _id: 'a' })
      .update({ data: { number: 7 } })
    await transaction.rollback()
  })
  assert.deepEqual(numbers(), [['a', 7]])
})

test('a write outside waits for a locked document, until the transaction ends', async () => {
  cloud.load('unique', [{ _id: 'a', number: 1 }])
  const order = await cloud.script(async ({ db, _ }) => {
    const done: string[] = []
    const transaction = await db.startTransaction()
    await transaction
      .collection('unique')
      .doc('a')
      .update({ data: { number: 10 } })
    const outside = db
      .collection('unique')
      .doc('a')
      .update({ data: { number: _.inc(1) } })
      .then(() => done.push('outside'))
    await new Promise((resolve) => setTimeout(resolve, 40))
    done.push('commit')
    await transaction.commit()
    await outside
    return done
  })
  assert.deepEqual(order, ['commit', 'outside'])
  assert.deepEqual(numbers(), [['a', 11]])
})

test('a unique index holds across a commit: all or nothing', async () => {
  cloud.load('unique', [{ _id: 'a', number: 1 }])
  const error = await cloud.script(async ({ db }) => {
    const transaction = await db.startTransaction()
    await transaction.collection('unique').add({ data: { _id: 'b', number: 2 } })
    await transaction.collection('unique').add({ data: { _id: 'c', number: 1 } })
    return transaction.commit().catch((thrown: Error) => thrown.message)
  })
  assert.match(error, /E11000 duplicate key error collection: unique index: number/)
  assert.deepEqual(numbers(), [['a', 1]])
})

test('a unique index holds for adds and updates at once', async () => {
  cloud.load('unique', [{ _id: 'a', number: 1 }])
  const codes = await cloud.script(async ({ db }) => {
    const unique = db.collection('unique')
    const code = (promise: Promise<unknown>) =>
      promise.then(
        () => 0,
        (error: { errCode: number }) => error.errCode,
      )
    return [
      await code(unique.add({ data: { number: 1 } })),
      await code(unique.add({ data: { _id: 'b', number: 2 } })),
      await code(unique.doc('b').update({ data: { number: 1 } })),
    ]
  })
  assert.deepEqual(codes, [-501001, 0, -501001])
  assert.deepEqual(numbers(), [
    ['a', 1],
    ['b', 2],
  ])
})
