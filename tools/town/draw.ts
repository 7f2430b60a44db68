import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Delaunay } from 'd3-delaunay'
import * as z from 'zod'
import { sideOf } from '../../cloudfunctions/domain/geometry'
import { FolderFaults, guzhen, readFile } from './folder'
import type { GridFeature } from './folder'
import { faultsOf, readJson } from './json'
import { random } from './random'

/**
 * Draws the made-up boundaries of a demonstration town: town → villages → cells. A fine mesh covers the sketch; each of its small pieces
 * goes to one cell, and a border is wherever two neighbouring pieces differ. So neighbours share the very same vertices, junctions
 * included, and there is neither gap nor overlap. Plain arithmetic only: the same sketch gives the same bytes on every machine.
 */

type Spot = [x: number, y: number]
const spot = z.tuple([z.number(), z.number()])
const sketchSchema = z.strictObject({
  note: z.string(),
  seed: z.string(),
  cells: z.int(),
  /** Kilometres between the pieces of the mesh. */
  spacing: z.number().positive(),
  kilometresADegree: z.object({ longitude: z.number(), latitude: z.number() }),
  /** Kilometres east and north of the town's centre. */
  outline: z.array(spot).min(3),
  villages: z.record(z.string(), spot),
})
type Sketch = z.output<typeof sketchSchema>

const leastCells = 3
const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']

function nearest(spots: Spot[], [x, y]: Spot): number {
  let best = 0
  let least = Infinity
  spots.forEach(([sx, sy], at) => {
    const squared = (sx - x) * (sx - x) + (sy - y) * (sy - y)
    if (squared < least) [best, least] = [at, squared]
  })
  return best
}

function mean(spots: Spot[]): Spot {
  return [spots.reduce((sum, [x]) => sum + x, 0) / spots.length, spots.reduce((sum, [, y]) => sum + y, 0) / spots.length]
}

/** Shares the spots among seeds, and moves each seed to the middle of its share some rounds long. */
function relax(spots: Spot[], seeds: Spot[], rounds: number): Spot[] {
  let moved = seeds
  for (let round = 0; round < rounds; round++) {
    const shares = moved.map((): Spot[] => [])
    for (const one of spots) shares[nearest(moved, one)]?.push(one)
    moved = moved.map((seed, at) => (shares[at]?.length ? mean(shares[at]) : seed))
  }
  return moved
}

/** How many cells each village gets: by its size, but at least three, and the wanted number in all. */
function apportion(sizes: number[], cells: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const counts = sizes.map((size) => Math.max(leastCells, Math.floor((size / total) * cells)))
  for (let left = cells - counts.reduce((sum, count) => sum + count, 0); left !== 0; left -= Math.sign(left)) {
    const crowding = counts.map((count, at) => (sizes[at] as number) / (left > 0 ? count + 1 : count > leastCells ? 1 / count : Infinity))
    const next = left > 0 ? crowding.indexOf(Math.max(...crowding)) : crowding.indexOf(Math.min(...crowding))
    counts[next] = (counts[next] as number) + Math.sign(left)
  }
  return counts
}

/** Rough triangular mesh over the outline's box and a margin around it. */
function scatter({ outline, spacing, seed }: Sketch): Spot[] {
  const chance = random(`${seed} mesh`)
  const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)]
  const spots: Spot[] = []
  const rise = spacing * 0.866
  let row = 0
  for (let y = Math.min(...ys) - 4 * spacing; y < Math.max(...ys) + 4 * spacing; y += rise) {
    const shift = row++ % 2 === 0 ? 0 : spacing / 2
    for (let x = Math.min(...xs) - 4 * spacing + shift; x < Math.max(...xs) + 4 * spacing; x += spacing) {
      spots.push([x + (chance.fraction() - 0.5) * spacing * 0.8, y + (chance.fraction() - 0.5) * spacing * 0.8])
    }
  }
  return spots
}

interface Piece {
  at: Spot
  village?: string
  cell?: string
}

function share(sketch: Sketch, spots: Spot[]): { pieces: Piece[]; cells: { id: string; village: string; ordinal: number }[] } {
  const outline = { type: 'Polygon' as const, coordinates: [[...sketch.outline, sketch.outline[0] as Spot]] }
  const pieces = spots.map((at): Piece => ({ at }))
  const inside = pieces.filter(({ at: [longitude, latitude] }) => sideOf(outline, { longitude, latitude }) !== 'outside')
  const codes = Object.keys(sketch.villages)
  const places = relax(
    inside.map(({ at }) => at),
    Object.values(sketch.villages),
    2,
  )
  for (const piece of inside) piece.village = codes[nearest(places, piece.at)]
  const members = codes.map((code) => inside.filter(({ village }) => village === code))
  const counts = apportion(
    members.map(({ length }) => length),
    sketch.cells,
  )
  const cells: { id: string; village: string; ordinal: number }[] = []
  codes.forEach((village, at) => {
    const own = members[at] as Piece[]
    const chance = random(`${sketch.seed} ${village}`)
    const seeds = relax(
      own.map((piece) => piece.at),
      chance
        .shuffle(own)
        .slice(0, counts[at])
        .map((piece) => piece.at),
      40,
    )
    // First grid in the north, as one reads a map.
    seeds.sort(([ax, ay], [bx, by]) => by - ay || ax - bx)
    seeds.forEach((_, index) => cells.push({ id: `${village}-${String(index + 1).padStart(2, '0')}`, village, ordinal: index + 1 }))
    for (const piece of own) piece.cell = `${village}-${String(nearest(seeds, piece.at) + 1).padStart(2, '0')}`
  })
  return { pieces, cells }
}

interface Mesh {
  /** Directed border edges with the piece on their left and right; vertices by number. */
  edges: { from: number; to: number; left: number; right: number }[]
  vertices: Spot[]
}

/** The dual of the triangulation: its vertices are the triangles' middles, so its edges are the sides of the pieces. */
function meshOf(spots: Spot[]): Mesh {
  const { triangles, halfedges } = Delaunay.from(spots)
  const vertices: Spot[] = []
  for (let at = 0; at < triangles.length; at += 3) {
    vertices.push(mean([0, 1, 2].map((corner) => spots[triangles[at + corner]!]!)))
  }
  const edges: Mesh['edges'] = []
  halfedges.forEach((opposite, at) => {
    if (opposite < 0) return
    const start = triangles[at] as number
    const end = triangles[opposite] as number
    edges.push({ from: Math.floor(at / 3), to: Math.floor(opposite / 3), left: start, right: end })
  })
  return { edges, vertices }
}

/** Takes the sharpest teeth off the borders; every vertex moves once for all who share it. */
function smooth(vertices: Spot[], borders: Mesh['edges'], rounds: number): Spot[] {
  const neighbours = new Map<number, number[]>()
  for (const { from, to } of borders) neighbours.set(from, [...(neighbours.get(from) ?? []), to])
  let moved = vertices
  for (let round = 0; round < rounds; round++) {
    const before = moved
    moved = before.map((at, vertex): Spot => {
      const around = neighbours.get(vertex)
      if (!around) return at
      const middle = mean(around.map((other) => before[other] as Spot))
      return [(at[0] + middle[0]) / 2, (at[1] + middle[1]) / 2]
    })
  }
  return moved
}

/** Chains the sides that part a label from the rest into its one ring. */
function ringOf(label: string, edges: Mesh['edges'], labelOf: (piece: number) => string | undefined): number[] {
  const next = new Map<number, number>()
  for (const { from, to, left, right } of edges) if (labelOf(left) === label && labelOf(right) !== label) next.set(from, to)
  const [first] = next.keys()
  if (first === undefined) throw new Error(`${label} has no area`)
  const ring = [first]
  for (let at = next.get(first); at !== first; at = next.get(at)) {
    if (at === undefined) throw new Error(`the border of ${label} is open: the sketch needs a wider mesh`)
    ring.push(at)
  }
  if (ring.length !== next.size) throw new Error(`${label} is in several parts: choose another seed or move the villages`)
  return [...ring, first]
}

function drawTown(
  sketch: Sketch,
  town: { name: string; code: string; centre: { longitude: number; latitude: number } },
  villages: { code: string; name: string }[],
): GridFeature[] {
  const spots = scatter(sketch)
  const { pieces, cells } = share(sketch, spots)
  const mesh = meshOf(spots)
  const borders = mesh.edges.filter(({ left, right }) => pieces[left]?.cell !== pieces[right]?.cell)
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6
  const positions = smooth(mesh.vertices, borders, 2).map(([x, y]): [number, number] => [
    round(town.centre.longitude + x / sketch.kilometresADegree.longitude),
    round(town.centre.latitude + y / sketch.kilometresADegree.latitude),
  ])
  const feature = (id: string, properties: GridFeature['properties'], labelOf: (piece: number) => string | undefined): GridFeature => ({
    type: 'Feature',
    id,
    properties,
    geometry: { type: 'Polygon', coordinates: [ringOf(id, borders, labelOf).map((vertex) => positions[vertex] as [number, number])] },
  })
  const villageName = (code: string) => villages.find((village) => village.code === code)?.name ?? code
  return [
    feature(town.code, { level: 'town', name: town.name }, (piece) => (pieces[piece]?.cell === undefined ? undefined : town.code)),
    ...villages.map(({ code, name }) => feature(code, { level: 'village', name }, (piece) => pieces[piece]?.village)),
    ...cells.map(({ id, village, ordinal }) =>
      feature(
        id,
        { level: 'cell', name: `${villageName(village)}第${numerals[ordinal - 1]}网格`, village },
        (piece) => pieces[piece]?.cell,
      ),
    ),
  ]
}

/** The text of grids.geojson, a feature a line. */
export function drawFolder(folder: string): string {
  const faults: string[] = []
  const json = readJson(folder, 'sketch.json', faults)
  if (!json) throw new FolderFaults(faults)
  const sketch = sketchSchema.safeParse(json.value)
  if (!sketch.success) throw new FolderFaults(faultsOf(json, sketch.error))
  const features = drawTown(sketch.data, readFile(folder, 'town'), readFile(folder, 'villages'))
  const lines = features.map((feature) => `    ${JSON.stringify(feature)}`).join(',\n')
  return `{\n  "type": "FeatureCollection",\n  "note": ${JSON.stringify(sketch.data.note)},\n  "features": [\n${lines}\n  ]\n}\n`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = process.argv[2] ?? guzhen
  writeFileSync(join(folder, 'grids.geojson'), drawFolder(folder))
}
