import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EJSON, ObjectId } from 'bson'
import fc from 'fast-check'
import { clone, decode, encode } from '../../tools/local-cloud/documents'

const scalar = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double(),
  fc.string({ unit: 'grapheme' }),
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }),
)
const key = fc.string({ minLength: 1 }).filter((name) => !name.startsWith('$') && name !== '__proto__')
const { document } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie('value'), { maxLength: 4 }), tie('document')),
  document: fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }),
}))

test('canonical EJSON is written as bson writes it, and read as bson reads it', () => {
  fc.assert(
    fc.property(document, (value) => {
      const text = encode(value)
      assert.deepEqual(EJSON.parse(text), EJSON.parse(EJSON.stringify(value, { relaxed: false })))
      assert.deepEqual(decode(text, 0), value)
      assert.deepEqual(clone(value), value)
    }),
    { numRuns: 300 },
  )
})

test('what is rare in EJSON is read too, and operators of a query are left alone', () => {
  const id = new ObjectId()
  const decoded = decode(EJSON.stringify({ id, pattern: /^a/i }, { relaxed: false }), 0) as { id: ObjectId; pattern: RegExp }
  assert.ok(decoded.id.equals(id))
  assert.deepEqual(decoded.pattern, /^a/i)
  assert.equal(EJSON.stringify(EJSON.parse(encode(decoded))), EJSON.stringify({ id, pattern: /^a/i }))
  assert.deepEqual(decode('{"a":{"$gt":{"$numberInt":"3"},"$in":[{"$date":{"$numberLong":"5"}}]}}', 0), {
    a: { $gt: 3, $in: [new Date(5)] },
  })
  assert.deepEqual(
    decode('{"a":{"$regex":"^x","$options":"i"},"$or":[{"b":{"$not":{"$regularExpression":{"pattern":"c","options":""}}}}]}', 0),
    {
      a: /^x/i,
      $or: [{ b: { $not: /c/ } }],
    },
  )
  assert.deepEqual(decode('{"$set":{"at":{"$tcb_server_date":{"offset":{"$numberInt":"7"}}}}}', 1000), { $set: { at: new Date(1007) } })
})
