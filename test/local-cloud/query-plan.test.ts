// Whatever plan is chosen, the answer is the one that reading everything would give.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createDatabaseServer } from '../../tools/local-cloud/database'
import { decode, encode, type Document } from '../../tools/local-cloud/documents'
import { compileFilter } from '../../tools/local-cloud/matching'
import { sortDocuments, type Sort } from '../../tools/local-cloud/order'
import { openStore, type Declarations } from '../../tools/local-cloud/store'
import { createTransactions } from '../../tools/local-cloud/transactions'

const scalar = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom('a', 'b', 'ab'), fc.constant(null), fc.boolean())
const field = fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) })
const document = fc.record({ a: field, b: field, c: fc.array(fc.record({ d: scalar }), { maxLength: 3 }) }, { requiredKeys: [] })
const comparison = fc.oneof(
  scalar.map((value) => ({ $eq: value })),
  fc.array(scalar, { minLength: 1, maxLength: 3 }).map((values) => ({ $in: values })),
  scalar.filter((value) => value !== null).map((value) => ({ $gt: value })),
  fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })).map(([low, high]) => ({ $gte: low, $lt: high })),
  fc.constant({ $exists: true }),
  scalar.map((value) => ({ $ne: value })),
  fc.constant({ $regex: '^a' }),
)
const condition = fc.oneof(scalar as fc.Arbitrary<unknown>, comparison)
const simple = fc.record(
  { a: condition, b: condition, 'c.d': condition, c: scalar.map((d) => ({ $elemMatch: { d } })) },
  { requiredKeys: [] },
)
const filter = fc.oneof(
  { weight: 3, arbitrary: simple },
  { weight: 1, arbitrary: fc.tuple(simple, simple, simple).map(([x, y, z]) => ({ ...x, $or: [y, z] })) },
  { weight: 1, arbitrary: fc.tuple(simple, simple, simple, simple).map(([w, x, y, z]) => ({ $and: [{ $or: [w, x] }, { $or: [y, z] }] })) },
)
const sort = fc.constantFrom<Record<string, 1 | -1>>({}, { a: 1 }, { a: -1 }, { b: 1 }, { b: -1 }, { a: 1, b: -1 }, { b: 1, a: 1 })

const declarations: Declarations = {
  t: {
    indexes: [
      { name: 'ab', keys: { a: 1, b: -1 } },
      { name: 'b', keys: { b: 1 } },
      { name: 'cd', keys: { 'c.d': 1 } },
    ],
  },
}

test('a query through an index answers as a query without one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(document, { maxLength: 25 }),
      fc.array(fc.nat(24), { maxLength: 6 }),
      filter,
      sort,
      fc.nat(3),
      fc.integer({ min: 1, max: 8 }),
      async (documents, removed, where, order, skip, limit) => {
        const store = openStore(':memory:', declarations)
        const collection = store.collection('t')
        assert.ok(collection)
        documents.forEach((fields, i) => store.write([{ collection, id: `${i}`, document: { _id: `${i}`, ...fields } }]))
        // Rewritten and removed, so that the indexes have had to follow.
        for (const i of removed) {
          const found = collection.records.get(`${i}`)
          if (found) store.write([{ collection, id: found.id, ...(i % 2 === 0 && { document: { _id: found.id, a: 1, b: [2, 3] } }) }])
        }
        const server = createDatabaseServer(store, createTransactions(store, 1000), () => 0)
        const all = [...collection.records.values()].map((record) => record.document)
        const matching = all.filter(compileFilter(where as Document))
        const sorting = Object.entries(order) as Sort
        const parameters = { collectionName: 't', queryType: 'WHERE', query: encode(where), limit: 1000 }
        const list = async (more: object): Promise<Document[]> => {
          const { data } = (await server.handle('database.getDocument', { ...parameters, ...more }, () => {})) as {
            data: { list: string[] }
          }
          return data.list.map((text) => decode(text, 0) as Document)
        }
        const ids = (list: Document[]) => list.map(({ _id }) => _id).sort()
        assert.deepEqual(ids(await list({})), ids(matching))
        // Documents that sort alike may come in any order, so keys are compared, not ids.
        const keys = (found: Document[]) => found.map((item) => sorting.map(([path]) => item[path] ?? null))
        const sorted = sortDocuments(
          matching.map((item) => ({ document: item })),
          sorting,
        )
          .map((item) => item.document)
          .slice(skip, skip + limit)
        const found = await list({ order: JSON.stringify(order), offset: skip, limit })
        assert.equal(found.length, sorted.length)
        const plain = matching.every(({ a, b }) => !Array.isArray(a) && !Array.isArray(b))
        if (plain) assert.deepEqual(keys(found), keys(sorted))
        store.close()
      },
    ),
    { numRuns: 300 },
  )
})
