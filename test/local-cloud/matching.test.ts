import assert from 'node:assert/strict'
import { test } from 'node:test'
import { distance, nearest } from '../../tools/local-cloud/geo'
import { aggregate, applyUpdate, compileFilter } from '../../tools/local-cloud/matching'

type Document = Record<string, unknown>
const matches = (filter: Document, document: Document): boolean => compileFilter(filter)(document)
const value = (expression: unknown, document: Document = {}): unknown =>
  aggregate([document], [{ $project: { _id: 0, value: expression } }], () => [])[0]?.['value']

test('mingo: $mod takes numbers only', () => {
  assert.equal(matches({ a: { $mod: [2, 0] } }, { a: 4 }), true)
  assert.equal(matches({ a: { $mod: [2, 0] } }, { a: null }), false)
  assert.equal(matches({ a: { $mod: [2, 0] } }, { a: '4' }), false)
  assert.equal(matches({ a: { $mod: [2, 0] } }, { a: [1, 3, 6] }), true)
})

test('mingo: $exists through arrays of objects', () => {
  assert.equal(matches({ 'a.b': { $exists: true } }, { a: [{ c: 1 }, { b: null }] }), true)
  assert.equal(matches({ 'a.b': { $exists: true } }, { a: [{ c: 1 }] }), false)
  assert.equal(matches({ 'a.b': { $exists: false } }, { a: [{ c: 1 }] }), true)
  assert.equal(matches({ 'a.1': { $exists: true } }, { a: [1] }), false)
  assert.equal(matches({ a: { $exists: true } }, { a: null }), true)
})

test('mingo: $elemMatch over scalars with $mod and $exists, and over arrays within arrays of objects', () => {
  assert.equal(matches({ a: { $elemMatch: { $mod: [5, 0] } } }, { a: [3, 10] }), true)
  assert.equal(matches({ a: { $elemMatch: { $mod: [5, 0] } } }, { a: [3, null] }), false)
  assert.equal(matches({ a: { $elemMatch: { $exists: true } } }, { a: [1] }), true)
  assert.equal(matches({ a: { $elemMatch: { $exists: true } } }, { a: [] }), false)
  assert.equal(matches({ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, { a: [0, 5] }), false)
  assert.equal(matches({ a: { $elemMatch: { b: 1, c: 2 } } }, { a: [{ b: 1 }, { b: 1, c: 2 }] }), true)
  assert.equal(
    matches(
      { a: { $elemMatch: { b: 1, c: 2 } } },
      {
        a: [
          { b: 1, c: 3 },
          { b: 2, c: 2 },
        ],
      },
    ),
    false,
  )
  assert.equal(matches({ 'a.b': { $elemMatch: { c: 1 } } }, { a: [{ b: [{ c: 2 }] }, { b: [{ c: 1 }] }] }), true)
  assert.equal(matches({ a: { $elemMatch: { b: 1 } } }, { a: { b: 1 } }), false)
  assert.equal(matches({ a: { $not: { $elemMatch: { b: 1 } } } }, { a: [{ b: 2 }] }), true)
})

test('mingo: $dateToString with zones and every format', () => {
  const date = new Date('2026-01-01T17:05:06.007Z')
  const format = (pattern: string, timezone?: string) =>
    value({ $dateToString: { date: '$d', format: pattern, ...(timezone && { timezone }) } }, { d: date })
  assert.equal(format('%Y-%m-%d %H:%M:%S.%L', 'Asia/Shanghai'), '2026-01-02 01:05:06.007')
  assert.equal(format('%Y-%m-%d %H:%M', '+08'), '2026-01-02 01:05')
  assert.equal(format('%H:%M %z %Z', '-00:30'), '16:35 -0030 -030')
  assert.equal(format('%H', 'UTC'), '17')
  assert.equal(format('%G-%V %u %w %j %U', 'UTC'), '2026-01 4 5 001 00')
  assert.equal(format('%d %b %B 100%%Y', 'UTC'), '01 Jan January 100%Y')
  assert.equal(value({ $dateToString: { date: '$d' } }, { d: date }), '2026-01-01T17:05:06.007Z')
  assert.equal(value({ $dateToString: { date: '$none', onNull: 'never' } }), 'never')
  assert.throws(() => format('%Q'), /invalid format character/)
})

test('mingo: $indexOfCP counts characters, $substr takes a negative length for the rest', () => {
  assert.equal(value({ $indexOfCP: ['古镇镇中心', '中'] }), 3)
  assert.equal(value({ $indexOfCP: ['😀a', 'a'] }), 1)
  assert.equal(value({ $indexOfCP: ['abc', 'c', 0, 2] }), -1)
  assert.equal(value({ $indexOfCP: ['$none', 'c'] }), null)
  assert.equal(value({ $substr: ['2026-01-02', 5, -1] }), '01-02')
  assert.equal(value({ $substr: ['2026-01-02', 0, 4] }), '2026')
  assert.equal(value({ $substr: [12345, 1, 2] }), '23')
})

test('mingo: $bucket puts a value on a boundary into the bucket that it begins', () => {
  const documents = [{ a: 0 }, { a: 5 }, { a: 9 }, { a: 10 }, { a: 99 }, { a: null }]
  const stage = { $bucket: { groupBy: '$a', boundaries: [0, 5, 10], default: 'other', output: { n: { $sum: 1 } } } }
  assert.deepEqual(
    aggregate(documents, [stage], () => []),
    [
      { _id: 0, n: 1 },
      { _id: 5, n: 2 },
      { _id: 'other', n: 3 },
    ],
  )
})

test('places: within and across borders, holes, distances and the nearest first', () => {
  const square = [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
    [0, 0],
  ]
  const hole = [
    [4, 4],
    [6, 4],
    [6, 6],
    [4, 6],
    [4, 4],
  ]
  const polygon = { type: 'Polygon', coordinates: [square, hole] }
  const at = (lng: number, lat: number): Document => ({ at: { type: 'Point', coordinates: [lng, lat] } })
  const within = (document: Document, area: Document = polygon) => matches({ at: { $geoWithin: { $geometry: area } } }, document)
  assert.deepEqual(
    [within(at(1, 1)), within(at(5, 5)), within(at(11, 5)), within(at(10, 5)), within(at(4, 5))],
    [true, false, false, true, true],
  )
  assert.equal(
    within(at(25, 25), { type: 'MultiPolygon', coordinates: [[square], [square.map(([x, y]) => [Number(x) + 20, Number(y) + 20])]] }),
    true,
  )
  const crosses = (area: Document, geometry: Document) => matches({ area: { $geoIntersects: { $geometry: geometry } } }, { area })
  assert.equal(crosses(polygon, { type: 'Point', coordinates: [1, 1] }), true)
  assert.equal(crosses(polygon, { type: 'Point', coordinates: [5, 5] }), false)
  assert.equal(
    crosses(polygon, {
      type: 'LineString',
      coordinates: [
        [-1, 5],
        [1, 5],
      ],
    }),
    true,
  )
  assert.equal(
    crosses(polygon, {
      type: 'Polygon',
      coordinates: [
        [
          [-5, -5],
          [20, -5],
          [20, 20],
          [-5, 20],
          [-5, -5],
        ],
      ],
    }),
    true,
  )
  assert.equal(
    crosses(polygon, {
      type: 'Polygon',
      coordinates: [
        [
          [11, 11],
          [12, 11],
          [12, 12],
          [11, 11],
        ],
      ],
    }),
    false,
  )
  // One degree of latitude.
  assert.ok(Math.abs(distance([113, 22], [113, 23]) - 111_319) < 100)
  const near = { at: { $nearSphere: { $geometry: { type: 'Point', coordinates: [113, 22] }, $maxDistance: 3000 } } }
  const places = [at(113.02, 22), at(113.001, 22), at(114, 22)]
  assert.deepEqual(places.filter(compileFilter(near)).sort(nearest(near)), [places[1], places[0]])
  assert.equal(matches({ at: { $geoWithin: { $centerSphere: [[113, 22], 1 / 6378.1] } } }, at(113.001, 22)), true)
  const result = aggregate(
    places,
    [{ $geoNear: { near: { type: 'Point', coordinates: [113, 22] }, distanceField: 'metres', maxDistance: 3000, query: {} } }],
    () => [],
  )
  assert.deepEqual(
    result.map(({ metres }) => Math.round(Number(metres) / 100)),
    [1, 21],
  )
})

test('update operators follow MongoDB, and refuse what it refuses', () => {
  const update = (document: Document, change: Document, filter: Document = {}) => applyUpdate(document, change, filter, 1000)
  assert.deepEqual(update({}, { $set: { 'a.b.c': 1 } }), { a: { b: { c: 1 } } })
  assert.deepEqual(update({ a: [1, 2] }, { $set: { 'a.3': 4 } }), { a: [1, 2, null, 4] })
  assert.throws(() => update({ a: 5 }, { $set: { 'a.b': 1 } }), /Cannot create field 'b' in element/)
  assert.throws(() => update({ a: [{}] }, { $set: { 'a.b': 1 } }), /to traverse an array/)
  assert.throws(() => update({}, { $set: { a: 1 }, $inc: { 'a.b': 1 } }), /conflict/)
  assert.throws(() => update({ a: 'x' }, { $inc: { a: 1 } }), /non-numeric/)
  assert.throws(() => update({ a: 'x' }, { $push: { a: 1 } }), /must be an array/)
  assert.throws(() => update({ _id: 1 }, { $set: { _id: 2 } }), /immutable/)
  assert.throws(() => update({}, { $nope: { a: 1 } }), /Unknown modifier/)
  assert.deepEqual(update({ a: { b: 1 } }, { $unset: { 'a.b': '', 'x.y': '' } }), { a: {} })
  assert.deepEqual(update({ a: 1 }, { $rename: { a: 'b.c' } }), { b: { c: 1 } })
  assert.deepEqual(update({ a: 5 }, { $min: { a: 3, b: 1 }, $max: { c: 2 } }), { a: 3, b: 1, c: 2 })
  assert.deepEqual(update({}, { $push: { a: { $each: [3, 1, 2], $sort: 1, $slice: -2 } } }), { a: [2, 3] })
  assert.deepEqual(update({ a: [1] }, { $push: { a: { $each: [7, 8], $position: 0 } } }), { a: [7, 8, 1] })
  assert.deepEqual(update({ a: [{ n: 2 }] }, { $push: { a: { $each: [{ n: 1 }], $sort: { n: 1 } } } }), { a: [{ n: 1 }, { n: 2 }] })
  assert.deepEqual(update({ a: [1, 2, 3, 4] }, { $pull: { a: { $gte: 3 } } }), { a: [1, 2] })
  assert.deepEqual(update({ a: [{ k: 1, n: 1 }, { k: 2 }] }, { $pull: { a: { k: 1 } } }), { a: [{ k: 2 }] })
  assert.deepEqual(update({ a: [1, 2, 1] }, { $pullAll: { a: [1] } }), { a: [2] })
  assert.deepEqual(update({ a: [{ x: 1 }] }, { $addToSet: { a: { $each: [{ x: 1 }, { x: 2 }] } } }), { a: [{ x: 1 }, { x: 2 }] })
  assert.deepEqual(update({ a: [1, 2] }, { $pop: { a: -1 } }), { a: [2] })
  assert.deepEqual(update({ a: 12 }, { $bit: { a: { and: 10 } } }), { a: 8 })
  assert.deepEqual(update({}, { $currentDate: { at: true } }), { at: new Date(1000) })
  assert.deepEqual(update({ a: [{ k: 1 }, { k: 2 }] }, { $set: { 'a.$.done': true } }, { 'a.k': 2 }), {
    a: [{ k: 1 }, { k: 2, done: true }],
  })
  const original = { deep: { list: [1] } }
  update(original, { $push: { 'deep.list': 2 } })
  assert.deepEqual(original, { deep: { list: [1] } })
})
