import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { distance, sideOf, tileOf, tilesOf } from '../../cloudfunctions/domain/geometry'
import type { MultiPolygon, Polygon } from '../../cloudfunctions/domain/geometry'

const square: Polygon = {
  type: 'Polygon',
  coordinates: [
    [
      [113, 22],
      [113.01, 22],
      [113.01, 22.01],
      [113, 22.01],
      [113, 22],
    ],
  ],
}
const withHole: Polygon = {
  type: 'Polygon',
  coordinates: [
    ...square.coordinates,
    [
      [113.004, 22.004],
      [113.006, 22.004],
      [113.006, 22.006],
      [113.004, 22.006],
      [113.004, 22.004],
    ],
  ],
}
const at = (longitude: number, latitude: number) => ({ longitude, latitude })

test('inside, outside, on an edge and on a corner', () => {
  assert.equal(sideOf(square, at(113.005, 22.005)), 'inside')
  assert.equal(sideOf(square, at(113.011, 22.005)), 'outside')
  assert.equal(sideOf(square, at(113.01, 22.005)), 'border')
  assert.equal(sideOf(square, at(113, 22)), 'border')
  assert.equal(sideOf(square, at(113.02, 22.01)), 'outside', 'in line with an edge but beyond it')
})

test('a hole is outside, its ring a border', () => {
  assert.equal(sideOf(withHole, at(113.005, 22.005)), 'outside')
  assert.equal(sideOf(withHole, at(113.004, 22.005)), 'border')
  assert.equal(sideOf(withHole, at(113.002, 22.005)), 'inside')
})

test('each part of a multi-polygon counts', () => {
  const east = square.coordinates.map((ring) => ring.map(([x = 0, y = 0]) => [x + 1, y]))
  const both: MultiPolygon = { type: 'MultiPolygon', coordinates: [square.coordinates, east] }
  assert.equal(sideOf(both, at(113.005, 22.005)), 'inside')
  assert.equal(sideOf(both, at(114.005, 22.005)), 'inside')
  assert.equal(sideOf(both, at(113.5, 22.005)), 'outside')
})

test('the direction and the first corner of a ring do not matter', () => {
  const coordinate = fc.double({ min: -0.005, max: 0.015, noNaN: true })
  fc.assert(
    fc.property(coordinate, coordinate, fc.nat(3), (dx, dy, turn) => {
      const corners = (square.coordinates[0] as number[][]).slice(0, 4)
      const turned = [...corners.slice(turn), ...corners.slice(0, turn)]
      const ring = [...turned, turned[0] as number[]]
      const point = at(113 + dx, 22 + dy)
      const expected = sideOf(square, point)
      assert.equal(sideOf({ type: 'Polygon', coordinates: [ring] }, point), expected)
      assert.equal(sideOf({ type: 'Polygon', coordinates: [[...ring].reverse()] }, point), expected)
    }),
  )
})

test('an area has the tile of every point in it', () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(
      fc.double({ min: -179, max: 178, noNaN: true }),
      fc.double({ min: -80, max: 79, noNaN: true }),
      unit,
      unit,
      unit,
      (x, y, width, u, v) => {
        const size = width / 20
        const area: Polygon = {
          type: 'Polygon',
          coordinates: [
            [
              [x, y],
              [x + size, y],
              [x + size, y + size],
              [x, y + size],
              [x, y],
            ],
          ],
        }
        assert.ok(tilesOf(area).includes(tileOf(at(x + (x + size - x) * u, y + (y + size - y) * v))))
      },
    ),
  )
})

test('distance is in metres', () => {
  assert.ok(Math.abs(distance(at(113.19, 22.61), at(113.19, 22.611)) - 111.3) < 1)
  assert.ok(Math.abs(distance(at(113.19, 22.61), at(113.2, 22.61)) - 1027) < 5)
})
