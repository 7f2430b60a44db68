/** Plane geometry in degrees: a town is small enough for longitude and latitude to be treated as a plane. */

export interface Point {
  longitude: number
  latitude: number
}

type Position = number[]
export interface Polygon {
  type: 'Polygon'
  coordinates: Position[][]
}
export interface MultiPolygon {
  type: 'MultiPolygon'
  coordinates: Position[][][]
}
export type Area = Polygon | MultiPolygon

export type Side = 'inside' | 'border' | 'outside'

function polygonsOf(area: Area): Position[][][] {
  return area.type === 'Polygon' ? [area.coordinates] : area.coordinates
}

/** Sign of the turn a→b→c, exact enough on shared borders because neighbours store the very same vertices. */
function turn(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
}

function sideOfRing(ring: Position[], { longitude: x, latitude: y }: Point): Side {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[j] as [number, number]
    const [bx, by] = ring[i] as [number, number]
    if (Math.min(ax, bx) <= x && x <= Math.max(ax, bx) && Math.min(ay, by) <= y && y <= Math.max(ay, by)) {
      if (turn(ax, ay, bx, by, x, y) === 0) return 'border'
    }
    if (ay > y !== by > y) {
      // The edge is taken upwards whichever way the ring runs, so that neighbours round alike and leave neither gap nor overlap.
      const up = by > ay
      const side = up ? turn(ax, ay, bx, by, x, y) : turn(bx, by, ax, ay, x, y)
      if (side > 0) inside = !inside
    }
  }
  return inside ? 'inside' : 'outside'
}

/** Even-odd over all rings; a point on any ring (also a hole's) is on the border. */
export function sideOf(area: Area, point: Point): Side {
  let inside = false
  for (const rings of polygonsOf(area)) {
    for (const ring of rings) {
      const side = sideOfRing(ring, point)
      if (side === 'border') return 'border'
      if (side === 'inside') inside = !inside
    }
  }
  return inside ? 'inside' : 'outside'
}

const metresADegree = 111_320

/** Metres between two points; flat approximation, good to 0.1 % within 20 km. */
export function distance(a: Point, b: Point): number {
  const dx = (a.longitude - b.longitude) * Math.cos((((a.latitude + b.latitude) / 2) * Math.PI) / 180)
  const dy = a.latitude - b.latitude
  return Math.hypot(dx, dy) * metresADegree
}

/** Tiles of 0.01° by which grids are found: a point has one tile, a grid as many as its bounding box touches. */
const tilesADegree = 100

export function tileOf({ longitude, latitude }: Point): string {
  return `${Math.floor(longitude * tilesADegree)}:${Math.floor(latitude * tilesADegree)}`
}

export function tilesOf(area: Area): string[] {
  const tiles = new Set<string>()
  for (const [outer = []] of polygonsOf(area)) {
    const xs = outer.map((position) => position[0] as number)
    const ys = outer.map((position) => position[1] as number)
    for (let x = Math.floor(Math.min(...xs) * tilesADegree); x <= Math.floor(Math.max(...xs) * tilesADegree); x++) {
      for (let y = Math.floor(Math.min(...ys) * tilesADegree); y <= Math.floor(Math.max(...ys) * tilesADegree); y++) {
        tiles.add(`${x}:${y}`)
      }
    }
  }
  return [...tiles]
}

/** The tiles that a circle touches: at most four for what is near in a town. */
export function tilesAround({ longitude, latitude }: Point, metres: number): string[] {
  const dy = metres / metresADegree
  const dx = dy / Math.cos((latitude * Math.PI) / 180)
  const [west, east] = [longitude - dx, longitude + dx].map((x) => Math.floor(x * tilesADegree)) as [number, number]
  const [south, north] = [latitude - dy, latitude + dy].map((y) => Math.floor(y * tilesADegree)) as [number, number]
  const tiles: string[] = []
  for (let x = west; x <= east; x++) for (let y = south; y <= north; y++) tiles.push(`${x}:${y}`)
  return tiles
}
