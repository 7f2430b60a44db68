import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { tileOf, tilesOf } from '../../cloudfunctions/domain/geometry'
import type { Polygon } from '../../cloudfunctions/domain/geometry'
import { locate } from '../../cloudfunctions/domain/grid'
import type { Cell } from '../../cloudfunctions/domain/grid'

const west = 113.18
const south = 22.6
const metre = 1 / 111_320

/** A town of triangles: each square of 0.01° is cut along a diagonal, so that slanting borders are met too. */
function triangles(columns: number, rows: number): Cell[] {
  const cells: Cell[] = []
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      const corner = (x: number, y: number) => [
        Number((west + (column + x) * 0.01).toFixed(6)),
        Number((south + (row + y) * 0.01).toFixed(6)),
      ]
      const [a, b, c, d] = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)]
      for (const [half, ring] of [
        [a, b, c, a],
        [a, c, d, a],
      ].entries()) {
        const boundary: Polygon = { type: 'Polygon', coordinates: [ring] }
        cells.push({
          _id: `cell-${column}-${row}-${half}`,
          version: 1,
          requests: [],
          level: 'cell',
          name: `第${column}${row}${half}网格`,
          boundary,
          tiles: tilesOf(boundary),
          village: { grid: 'village', name: '村' },
          team: [],
        })
      }
    }
  }
  return cells
}

const cells = triangles(3, 3)
const find = (longitude: number, latitude: number) => {
  const point = { longitude, latitude }
  return locate(
    cells.filter(({ tiles }) => tiles.includes(tileOf(point))),
    point,
  )
}

test('every point of the town lies in exactly one cell, whatever the order of the candidates', () => {
  const part = fc.double({ min: 0, max: 0.03, noNaN: true })
  fc.assert(
    fc.property(part, part, fc.array(fc.nat(), { minLength: 18, maxLength: 18 }), (dx, dy, keys) => {
      const point = { longitude: Math.min(west + dx, 113.21), latitude: Math.min(south + dy, 22.63) }
      const candidates = cells.filter(({ tiles }) => tiles.includes(tileOf(point)))
      const shuffled = [...candidates].sort((a, b) => (keys[cells.indexOf(a)] ?? 0) - (keys[cells.indexOf(b)] ?? 0))
      const found = locate(candidates, point)
      assert.ok(found.cell, JSON.stringify(point))
      assert.equal(locate(shuffled, point).cell?._id, found.cell._id)
      assert.ok(found.rule !== 'outside')
    }),
    { numRuns: 1000 },
  )
})

test('a shared border belongs to the cell with the lowest id, and all neighbours are named', () => {
  const found = find(113.19, 22.603)
  assert.equal(found.rule, 'border')
  assert.deepEqual(
    found.shared.map(({ _id }) => _id),
    ['cell-0-0-0', 'cell-1-0-1'],
  )
  assert.equal(found.cell?._id, 'cell-0-0-0')
  assert.equal(find(113.19, 22.61).shared.length, 6, 'a corner where six triangles meet')
})

test('the outer border is inside, 40 m on either side of it decides', () => {
  assert.equal(find(113.18, 22.607).rule, 'inside')
  assert.equal(find(113.18 + 40 * metre, 22.607).cell?._id, 'cell-0-0-1')
  assert.equal(find(113.18 - 40 * metre, 22.607).rule, 'outside')
  assert.equal(find(113.18 - 5000 * metre, 22.607).cell, undefined)
})

test('a hole in a polygon is not its own: a cell in the hole has it, and without one it is outside', () => {
  const ring = (from: number, to: number) => [
    [from, from],
    [to, from],
    [to, to],
    [from, to],
    [from, from],
  ]
  const cell = (id: string, ...rings: number[][][]): Cell => {
    const boundary: Polygon = { type: 'Polygon', coordinates: rings }
    return { ...(cells[0] as Cell), _id: id, boundary, tiles: tilesOf(boundary) }
  }
  const around = cell('around', ring(0, 0.03), ring(0.01, 0.02))
  const within = cell('within', ring(0.01, 0.02))
  const at = (candidates: Cell[], longitude: number) => locate(candidates, { longitude, latitude: 0.015 })
  assert.equal(at([around, within], 0.015).cell?._id, 'within')
  assert.equal(at([around], 0.015).rule, 'outside')
  assert.equal(at([around, within], 0.005).cell?._id, 'around')
  const shared = at([within, around], 0.01)
  assert.deepEqual([shared.cell?._id, shared.rule, shared.shared.map(({ _id }) => _id)], ['around', 'border', ['around', 'within']])
})
