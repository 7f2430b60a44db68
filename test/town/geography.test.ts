import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { sideOf, tileOf, tilesOf } from '../../cloudfunctions/domain/geometry'
import type { Polygon } from '../../cloudfunctions/domain/geometry'
import { locate } from '../../cloudfunctions/domain/grid'
import type { Cell } from '../../cloudfunctions/domain/grid'
import { drawFolder } from '../../tools/town/draw'
import { guzhen, readFolder } from '../../tools/town/folder'
import { locatorOf, makeGrids } from '../../tools/town/grids'

const folder = readFolder()
const grids = makeGrids(folder, { teams: new Map(), desks: new Map() })
const cells = grids.filter((grid): grid is Cell => grid.level === 'cell')
const outlines = folder.grids.features.map(({ id, properties, geometry }) => ({ _id: id, level: properties.level, boundary: geometry }))
const villages = outlines.filter(({ level }) => level === 'village')
const [outline] = outlines.filter(({ level }) => level === 'town')
const ringOf = ({ boundary }: { boundary: unknown }) => (boundary as Polygon).coordinates[0] as [number, number][]
const edgesOf = (grid: { boundary: unknown }) => {
  const ring = ringOf(grid)
  return ring.slice(1).map((to, at) => [String(ring[at]), String(to)] as const)
}
const areaOf = (grid: { boundary: unknown }) =>
  ringOf(grid).reduce((sum, [x, y], at, ring) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length] as [number, number]
    return sum + x * nextY - nextX * y
  }, 0) / 2
const squareKilometresADegree = 102.762 * 111.32

const find = locatorOf(cells)

test('the boundaries are what the sketch draws, byte for byte', () => {
  const drawn = drawFolder(guzhen)
  assert.equal(readFileSync(join(guzhen, 'grids.geojson'), 'utf8'), drawn)
  assert.equal(createHash('sha256').update(drawn).digest('hex'), '0a5ab801b44717e582c1c797bd0bf41c08696c2aab51dd1185f81deecefa40d7')
})

test('the boundaries say that they are made up', () => {
  assert.match(readFileSync(join(guzhen, 'grids.geojson'), 'utf8'), /"note": "示意/)
})

test('one town, 13 villages, 68 cells, every village at least three', () => {
  assert.equal(villages.length, 13)
  assert.equal(cells.length, 68)
  for (const { _id } of villages) assert.ok(cells.filter(({ village }) => village.grid === _id).length >= 3, _id)
  assert.ok(Math.abs(areaOf(outline!) * squareKilometresADegree - 47) < 3)
})

for (const [name, parts] of [
  ['cells', cells],
  ['villages', villages],
] as const) {
  test(`${name} share every vertex and edge: no gap, no overlap, no vertex on another's edge`, () => {
    const owners = new Map<string, string>()
    for (const part of parts) {
      for (const [from, to] of edgesOf(part)) {
        assert.ok(!owners.has(`${from} ${to}`), `${part._id} and ${owners.get(`${from} ${to}`)} overlap`)
        owners.set(`${from} ${to}`, part._id)
      }
    }
    const outer = new Set(edgesOf(outline!).map(([from, to]) => `${from} ${to}`))
    for (const [edge, part] of owners) {
      const back = edge.split(' ').reverse().join(' ')
      assert.ok(owners.has(back) !== outer.has(edge), `${part}: the other side of ${edge} is nobody's or two's`)
    }
    for (const edge of outer) assert.ok(owners.has(edge), `nobody touches the town's border at ${edge}`)
    const sum = parts.reduce((total, part) => total + areaOf(part), 0)
    assert.ok(Math.abs(sum - areaOf(outline!)) < 1e-12)
  })
}

test('of villages and the town no outline is kept: it would be read with every report', () => {
  assert.deepEqual([...new Set(grids.filter((grid) => 'boundary' in grid).map(({ level }) => level))], ['cell'])
})

test('no border crosses itself', () => {
  const turn = (a: readonly number[], b: readonly number[], c: readonly number[]) =>
    Math.sign((b[0]! - a[0]!) * (c[1]! - a[1]!) - (b[1]! - a[1]!) * (c[0]! - a[0]!))
  for (const grid of outlines) {
    const ring = ringOf(grid)
    assert.equal(new Set(ring.slice(1).map(String)).size, ring.length - 1, `${grid._id} meets itself`)
    for (let i = 1; i < ring.length; i++) {
      for (let j = i + 2; j < ring.length; j++) {
        if (i === 1 && j === ring.length - 1) continue
        const [a, b, c, d] = [ring[i - 1]!, ring[i]!, ring[j - 1]!, ring[j]!]
        assert.ok(turn(a, b, c) === turn(a, b, d) || turn(c, d, a) === turn(c, d, b), `${grid._id} crosses itself`)
      }
    }
  }
})

test('coordinates have at most six decimals', () => {
  for (const grid of outlines) for (const degrees of ringOf(grid).flat()) assert.equal(Number(degrees.toFixed(6)), degrees)
})

const vertices = cells.flatMap(ringOf)
const lows = [Math.min(...vertices.map(([x]) => x)), Math.min(...vertices.map(([, y]) => y))] as const
const highs = [Math.max(...vertices.map(([x]) => x)), Math.max(...vertices.map(([, y]) => y))] as const

test('every place inside the town has exactly one cell, found through its tile', () => {
  const place = fc.record({
    longitude: fc.double({ min: lows[0] - 0.01, max: highs[0] + 0.01, noNaN: true }),
    latitude: fc.double({ min: lows[1] - 0.01, max: highs[1] + 0.01, noNaN: true }),
  })
  fc.assert(
    fc.property(place, (point) => {
      const inside = cells.filter(({ boundary }) => sideOf(boundary, point) === 'inside')
      const town = sideOf(outline!.boundary, point)
      const { cell } = find(point)
      if (town === 'inside') {
        assert.ok(cell)
        if (inside.length > 0) assert.deepEqual(inside, [cell])
        assert.notEqual(sideOf(villages.find(({ _id }) => _id === cell.village.grid)!.boundary, point), 'outside')
      }
      if (town === 'outside') assert.deepEqual([cell, inside], [undefined, []])
    }),
    { numRuns: 2000 },
  )
})

test('a place on a border has one cell too, the same whichever neighbour is asked', () => {
  const onBorder = fc.tuple(fc.integer({ min: 0, max: vertices.length - 2 }), fc.constantFrom(0, 0.5, 0.25, 0.123456789))
  fc.assert(
    fc.property(onBorder, ([at, share]) => {
      const [ax, ay] = vertices[at]!
      const [bx, by] = vertices[at + 1]!
      // Consecutive vertices of different rings are no edge: then the vertex itself.
      const near = Math.hypot(ax - bx, ay - by) < 0.004 ? share : 0
      const point = { longitude: ax + (bx - ax) * near, latitude: ay + (by - ay) * near }
      const all = cells.filter(({ boundary }) => sideOf(boundary, point) !== 'outside')
      const { cell } = find(point)
      if (sideOf(outline!.boundary, point) === 'outside' && near > 0) return
      assert.ok(cell)
      assert.ok(all.includes(cell))
      assert.equal(locate([...cells].reverse(), point).cell, cell)
    }),
    { numRuns: 2000 },
  )
})

test('every vertex lies in a tile of each cell that has it', () => {
  for (const cell of cells) {
    const own = new Set(tilesOf(cell.boundary))
    for (const [longitude, latitude] of ringOf(cell)) assert.ok(own.has(tileOf({ longitude, latitude })))
  }
})
