import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { isOpen } from '../../cloudfunctions/domain/caseSteps'
import { sideOf } from '../../cloudfunctions/domain/geometry'
import { readBoundaries } from '../../tools/import/boundaries'
import { locatorOf } from '../../tools/town/grids'
import { importFiles, tableOf } from '../../tools/import/import'
import { readRequests } from '../../tools/import/requests'

const now = '2026-11-01T00:00:00.000Z'
const square = (x: number, y: number, size = 1) => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
]
const feature = (geometry: unknown, properties: object = {}, id?: string) => ({ type: 'Feature', id, properties, geometry })
const polygon = (...rings: unknown[]) => ({ type: 'Polygon', coordinates: rings })

describe('boundaries of others', () => {
  test('ids: the property that names each feature by another value', () => {
    const { boundaries } = readBoundaries({
      features: [
        feature(polygon(square(0, 0)), { kind: 'tract', name: 'North', code: 17 }),
        feature(polygon(square(1, 0)), { kind: 'tract', name: 'North', code: 18 }),
      ],
    })
    assert.deepEqual(
      boundaries.map(({ id, name }) => [id, name]),
      [
        ['17', 'North'],
        ['18', 'North'],
      ],
    )
  })

  test('open rings, doubled and broken positions, heights and collections are mended and counted', () => {
    const [a, b, c, d] = square(0, 0) as [number[], number[], number[], number[]]
    const { boundaries, mended, refused } = readBoundaries({
      features: [
        feature(polygon([a, b, b, c, d]), {}, 'open'),
        feature(polygon([[...a, 5], b, [null, 2], c, d, a]), {}, 'heights'),
        feature(
          { type: 'GeometryCollection', geometries: [polygon(square(3, 0)), { type: 'Point', coordinates: [0, 0] }] },
          {},
          'collection',
        ),
        feature({ type: 'MultiPolygon', coordinates: [[square(5, 0)], [[a, b, a]], [square(8, 0), [a, b]]] }, {}, 'parts'),
      ],
    })
    assert.deepEqual(refused, [])
    assert.deepEqual(boundaries[0]?.area, polygon(square(0, 0)))
    assert.deepEqual(boundaries[1]?.area, polygon(square(0, 0)))
    assert.deepEqual(boundaries[2]?.area, polygon(square(3, 0)))
    assert.deepEqual(boundaries[3]?.area, { type: 'MultiPolygon', coordinates: [[square(5, 0)], [square(8, 0)]] })
    assert.deepEqual(Object.fromEntries(mended), { positionDropped: 2, ringClosed: 1, heightDropped: 1, ringDropped: 1 })
  })

  test('a lost outer ring does not make land of its holes', () => {
    const { boundaries, refused } = readBoundaries({ features: [feature(polygon([[0, 0]], square(0, 0)), {}, 'holes')] })
    assert.deepEqual(boundaries, [])
    assert.deepEqual(refused, [{ at: 0, reason: 'noRingLeft' }])
  })

  test('what cannot be mended is refused by name', () => {
    const { refused } = readBoundaries({
      features: [
        feature(null, {}, 'a'),
        feature({ type: 'LineString', coordinates: square(0, 0) }, {}, 'b'),
        feature(polygon(square(500_000, 4_000_000)), {}, 'c'),
        feature(polygon(square(0, 0, 0)), {}, 'd'),
        feature(polygon(square(0, 0)), {}, 'e'),
        feature(polygon(square(1, 0)), {}, 'e'),
      ],
    })
    assert.deepEqual(
      refused.map(({ reason }) => reason),
      ['noGeometry', 'noPolygon', 'notInDegrees', 'noRingLeft', 'idTwice'],
    )
  })
})

describe('requests of others', () => {
  const bounds = { west: 10, east: 12, south: 50, north: 52 }
  const good = {
    id: '1',
    category: 'Pothole',
    detail: 'deep',
    status: 'Closed',
    created: '2026-10-01T08:00:00',
    closed: '2026-10-02T08:00:00',
    lng: 11,
    lat: 51,
    address: 'A',
  }
  const read = (...rows: unknown[]) =>
    readRequests(rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'), {
      zone: 'America/New_York',
      now,
      bounds,
    })

  test('a row as it should be, with times of its zone, also across the change of the clocks', () => {
    const { rows, mended, refused } = read(
      good,
      { ...good, id: '2', created: '2026-01-15T08:00:00' },
      { ...good, id: '3', created: '2026-10-01T08:00:00+02:00' },
    )
    assert.deepEqual([...mended, ...refused], [])
    assert.deepEqual(rows[0], {
      id: '1',
      category: 'Pothole',
      text: 'Pothole:deep',
      state: 'closed',
      created: '2026-10-01T12:00:00.000Z',
      closed: '2026-10-02T12:00:00.000Z',
      place: { longitude: 11, latitude: 51 },
      address: 'A',
    })
    assert.equal(rows[1]?.created, '2026-01-15T13:00:00.000Z')
    assert.equal(rows[2]?.created, '2026-10-01T06:00:00.000Z')
  })

  test('each mend has its rule', () => {
    const cases: [change: object, mend: string, then: object][] = [
      [{ closed: '2026-09-01T08:00:00' }, 'closedEarly', { state: 'closed', closed: '2026-10-01T12:00:00.000Z' }],
      [{ closed: null }, 'closedWithout', { state: 'closed', closed: '2026-10-01T12:00:00.000Z' }],
      [{ closed: 'soon' }, 'closedUnreadable', { state: 'closed' }],
      [{ closed: '2027-01-01T00:00:00' }, 'closedLater', { state: 'accepted', closed: undefined }],
      [{ status: 'Open' }, 'openWithClosing', { state: 'reported', closed: undefined }],
      [{ status: '???' }, 'unknownStatus', { state: 'closed' }],
      [{ lng: null }, 'noPlace', { place: undefined }],
      [{ lng: 0, lat: 0 }, 'noPlace', { place: undefined }],
      [{ lng: 51, lat: 11 }, 'swapped', { place: { longitude: 11, latitude: 51 } }],
      [{ category: ' ' }, 'noCategory', { category: 'other', text: 'deep' }],
      [{ detail: 'cityâ\u0080\u0099s' }, 'encoding', { text: 'Pothole:city’s' }],
      [{ address: 'A\u0007B' }, 'controlCharacters', { address: 'A B' }],
    ]
    for (const [change, mend, then] of cases) {
      const { rows, mended, refused } = read({ ...good, ...change })
      assert.deepEqual(refused, [], mend)
      assert.ok([...mended.keys()].includes(mend as never), `${mend}: ${[...mended.keys()].join()}`)
      for (const [field, value] of Object.entries(then))
        assert.deepEqual((rows[0] as unknown as Record<string, unknown>)[field], value, `${mend}: ${field}`)
    }
  })

  test('each refusal has its name and line', () => {
    const { rows, refused } = read(
      '{',
      '[1]',
      { ...good, id: '' },
      good,
      good,
      '',
      { ...good, id: '4', created: 'yesterday' },
      { ...good, id: '5', created: '2027-01-01T00:00:00' },
    )
    assert.equal(rows.length, 1)
    assert.deepEqual(refused, [
      { line: 1, reason: 'noJson' },
      { line: 2, reason: 'noJson' },
      { line: 3, reason: 'noId' },
      { line: 5, reason: 'idTwice' },
      { line: 7, reason: 'noTime' },
      { line: 8, reason: 'future' },
    ])
  })

  test('rows become cases of the town: placed, assigned, brought as far as they had come', () => {
    const geojson = JSON.stringify({
      features: [feature(polygon(square(10, 50)), {}, 'west'), feature(polygon(square(11, 50)), {}, 'east')],
    })
    const lines = [
      { ...good, lng: 10.5, lat: 50.5 },
      { ...good, id: '2', lng: 11, lat: 50.5, status: 'In Progress', closed: null },
      { ...good, id: '3', lng: 13, lat: 50.5, status: 'Open', closed: null },
      { ...good, id: '4', lng: null, closed: '2026-10-30T08:00:00' },
    ]
    const imported = importFiles(geojson, lines.map((line) => JSON.stringify(line)).join('\n'), { zone: 'UTC', now })
    assert.deepEqual(imported.placed, { inside: 1, border: 1, outside: 1, nowhere: 1 })
    assert.deepEqual(
      imported.cases.map(({ state, grid, owner }) => [state, grid.id, owner.kind]),
      [
        ['closed', 'west', 'member'],
        ['accepted', 'east', 'member'],
        ['reported', 'imported-town', 'desk'],
        ['resolved', 'imported-town', 'desk'],
      ],
    )
    assert.match(tableOf(imported), /4 {2}requests became cases/)
  })
})

/** Polygons and requests of a real city, beside the repository or where REAL_DATA says; not part of it. */
const folder = process.env.REAL_DATA ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data')
const files = [join(folder, 'nyc_census_tract_2010.geojson'), join(folder, 'nyc311_2023_dirty.ndjson')] as const
const absent = files.every(existsSync) ? false : `no real requests at ${folder} (set REAL_DATA)`

test('real requests on real polygons: every row is a case or refused by name, every point in exactly one grid', { skip: absent }, () => {
  const [geojson, ndjson] = files.map((file) => readFileSync(file, 'utf8')) as [string, string]
  const imported = importFiles(geojson, ndjson, { zone: 'America/New_York', now })
  const lines = ndjson.split('\n').filter((line) => line.trim() !== '').length
  assert.equal(imported.cases.length + imported.requests.refused.length, lines)
  assert.equal(
    imported.city.grids.length - 1 + imported.boundaries.refused.length,
    (JSON.parse(geojson) as { features: unknown[] }).features.length,
  )
  assert.equal(imported.placed.outside, 0)

  const locate = locatorOf(imported.city.grids)
  const boxed = imported.boundaries.boundaries.map(({ id, area }) => {
    const positions = area.type === 'Polygon' ? area.coordinates.flat() : area.coordinates.flat(2)
    const [xs, ys] = [positions.map(([x = NaN]) => x), positions.map(([, y = NaN]) => y)]
    return { id, area, west: Math.min(...xs), east: Math.max(...xs), south: Math.min(...ys), north: Math.max(...ys) }
  })
  for (const { place } of imported.requests.rows) {
    if (!place) continue
    const { cell, shared } = locate(place)
    assert.ok(cell)
    const { longitude: x, latitude: y } = place
    const others = boxed.filter(
      ({ id, area, west, east, south, north }) =>
        west <= x &&
        x <= east &&
        south <= y &&
        y <= north &&
        id !== cell._id &&
        !shared.some(({ _id }) => _id === id) &&
        sideOf(area, place) !== 'outside',
    )
    assert.deepEqual(others, [])
  }
  for (const found of imported.cases) {
    assert.equal(found.open, isOpen(found.state))
    assert.ok(found.owner && found.holder === found.owner.key)
    if (found.state === 'reported' || found.state === 'accepted') assert.ok(found.due !== undefined && found.alarm !== undefined, found._id)
  }
})
