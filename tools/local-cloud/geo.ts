// Places: the part of MongoDB's geometry that a town needs, on a sphere for distances and on the plane for borders.
import { evalExpr } from 'mingo/core'
import { Lazy, type Iterator } from 'mingo/lazy'
import { Query } from 'mingo/query'
import type { AnyObject, Options } from 'mingo/types'
import { isObject, type Document } from './documents'

type Position = [longitude: number, latitude: number]
type Ring = Position[]
type Geometry =
  | { type: 'Point'; coordinates: Position }
  | { type: 'MultiPoint' | 'LineString'; coordinates: Position[] }
  | { type: 'Polygon' | 'MultiLineString'; coordinates: Ring[] }
  | { type: 'MultiPolygon'; coordinates: Ring[][] }

const earthRadius = 6_378_100
const radians = (degrees: number): number => (degrees * Math.PI) / 180

export function distance([lng1, lat1]: Position, [lng2, lat2]: Position): number {
  const a =
    Math.sin(radians(lat2 - lat1) / 2) ** 2 + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(lng2 - lng1) / 2) ** 2
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(a)))
}

function valueAt(document: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), document)
}

function geometryOf(value: unknown): Geometry | undefined {
  if (Array.isArray(value) && value.length === 2) return { type: 'Point', coordinates: value as Position }
  return isObject(value) && typeof value['type'] === 'string' && Array.isArray(value['coordinates'])
    ? (value as unknown as Geometry)
    : undefined
}

function polygonsOf(geometry: Geometry): Ring[][] {
  if (geometry.type === 'Polygon') return [geometry.coordinates]
  return geometry.type === 'MultiPolygon' ? geometry.coordinates : []
}

function positionsOf({ coordinates }: Geometry): Position[] {
  return typeof coordinates[0] === 'number'
    ? [coordinates as Position]
    : (coordinates as unknown[]).flatMap((c) => positionsOf({ coordinates: c } as Geometry))
}

function segmentsOf(geometry: Geometry): [Position, Position][] {
  const lines =
    geometry.type === 'LineString'
      ? [geometry.coordinates]
      : geometry.type === 'MultiLineString'
        ? geometry.coordinates
        : polygonsOf(geometry).flat()
  return lines.flatMap((line) => line.slice(1).map((end, i): [Position, Position] => [line[i] as Position, end]))
}

function onSegment([x, y]: Position, [[x1, y1], [x2, y2]]: [Position, Position]): boolean {
  const cross = (x - x1) * (y2 - y1) - (y - y1) * (x2 - x1)
  return Math.abs(cross) < 1e-12 && x >= Math.min(x1, x2) && x <= Math.max(x1, x2) && y >= Math.min(y1, y2) && y <= Math.max(y1, y2)
}

// On the border counts as inside; the second and later rings are holes.
function insidePolygon(position: Position, rings: Ring[]): boolean {
  if (segmentsOf({ type: 'Polygon', coordinates: rings }).some((segment) => onSegment(position, segment))) return true
  return rings.every((ring, i) => insideRing(position, ring) === (i === 0))
}

function insideRing([x, y]: Position, ring: Ring): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i] as Position
    const [xj, yj] = ring[j] as Position
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}

const within = (position: Position, area: Geometry): boolean => polygonsOf(area).some((rings) => insidePolygon(position, rings))

function cross(a: [Position, Position], b: [Position, Position]): boolean {
  const side = ([p, q]: [Position, Position], r: Position): number =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))
  if (side(a, b[0]) !== side(a, b[1]) && side(b, a[0]) !== side(b, a[1])) return true
  return onSegment(a[0], b) || onSegment(a[1], b) || onSegment(b[0], a) || onSegment(b[1], a)
}

function intersects(a: Geometry, b: Geometry): boolean {
  const positionsA = positionsOf(a)
  const positionsB = positionsOf(b)
  if (positionsA.some((p) => within(p, b)) || positionsB.some((p) => within(p, a))) return true
  const segmentsA = segmentsOf(a)
  const segmentsB = segmentsOf(b)
  if (segmentsA.some((s) => segmentsB.some((t) => cross(s, t)))) return true
  if (positionsA.some((p) => segmentsB.some((s) => onSegment(p, s))) || positionsB.some((p) => segmentsA.some((s) => onSegment(p, s))))
    return true
  return positionsA.some((p) => positionsB.some((q) => p[0] === q[0] && p[1] === q[1]))
}

type Predicate = (document: Document) => boolean

function requireGeometry(operator: string, operand: unknown): Geometry {
  const geometry = isObject(operand) ? geometryOf(operand['$geometry']) : undefined
  if (!geometry) throw new Error(`${operator} needs a $geometry`)
  return geometry
}

function $geoWithin(path: string, operand: Document): Predicate {
  const sphere = operand['$centerSphere'] as [Position, number] | undefined
  const area = sphere ? undefined : requireGeometry('$geoWithin', operand)
  return (document) => {
    const geometry = geometryOf(valueAt(document, path))
    if (!geometry) return false
    return positionsOf(geometry).every((position) =>
      sphere ? distance(position, sphere[0]) <= sphere[1] * earthRadius : within(position, area as Geometry),
    )
  }
}

function $geoIntersects(path: string, operand: Document): Predicate {
  const area = requireGeometry('$geoIntersects', operand)
  return (document) => {
    const geometry = geometryOf(valueAt(document, path))
    return geometry !== undefined && intersects(geometry, area)
  }
}

// Filters by distance; the order by distance is `nearest`, applied where the query is run.
function $nearSphere(path: string, operand: Document): Predicate {
  const center = requireGeometry('$nearSphere', operand)
  const maximum = typeof operand['$maxDistance'] === 'number' ? operand['$maxDistance'] : Infinity
  const minimum = typeof operand['$minDistance'] === 'number' ? operand['$minDistance'] : 0
  return (document) => {
    const geometry = geometryOf(valueAt(document, path))
    if (!geometry || geometry.type !== 'Point' || center.type !== 'Point') return false
    const metres = distance(geometry.coordinates, center.coordinates)
    return metres >= minimum && metres <= maximum
  }
}

export const geoQueries = { $geoWithin, $geoIntersects, $nearSphere, $near: $nearSphere }

// The order in which a $nearSphere anywhere at the top of a filter gives its documents.
export function nearest(filter: Document): ((a: Document, b: Document) => number) | undefined {
  for (const [path, condition] of Object.entries(filter)) {
    if (path === '$and' && Array.isArray(condition)) {
      const order = condition
        .filter(isObject)
        .map(nearest)
        .find((found) => found !== undefined)
      if (order) return order
    }
    const operand = isObject(condition) ? (condition['$nearSphere'] ?? condition['$near']) : undefined
    if (!operand) continue
    const center = requireGeometry('$nearSphere', operand).coordinates as Position
    const metres = (document: Document): number => distance(geometryOf(valueAt(document, path))?.coordinates as Position, center)
    return (a, b) => metres(a) - metres(b)
  }
  return undefined
}

function $geoNear(documents: Iterator, expression: AnyObject, options: Options): Iterator {
  const { near, distanceField, key, maxDistance, minDistance, query, distanceMultiplier, includeLocs, limit } = evalOperand(expression)
  const center = geometryOf(near)
  if (center?.type !== 'Point' || typeof distanceField !== 'string') throw new Error('$geoNear needs near and distanceField')
  const from = center.coordinates
  const field = distanceField
  const filter = new Query<AnyObject>(isObject(query) ? query : {}, options)
  return Lazy(results())

  function* results(): Generator<unknown> {
    const found: { document: AnyObject; metres: number; place: Geometry }[] = []
    documents.each((item) => {
      const document = item as AnyObject
      if (!filter.test(document)) return
      const place = geometryOf(typeof key === 'string' ? valueAt(document, key) : Object.values(document).find(geometryOf))
      if (place?.type !== 'Point') return
      const metres = distance(place.coordinates, from)
      if (metres > Number(maxDistance ?? Infinity) || metres < Number(minDistance ?? 0)) return
      found.push({ document, metres, place })
    })
    found.sort((a, b) => a.metres - b.metres)
    for (const { document, metres, place } of found.slice(0, limit === undefined ? found.length : Number(limit))) {
      const result = assign(document, field, metres * Number(distanceMultiplier ?? 1))
      yield typeof includeLocs === 'string' ? assign(result, includeLocs, place) : result
    }
  }

  function evalOperand(operand: AnyObject): Document {
    const { query: raw, ...rest } = operand
    return { ...(evalExpr({}, rest, options) as Document), query: raw }
  }
}

function assign(document: AnyObject, path: string, value: unknown): AnyObject {
  const [first = '', ...rest] = path.split('.')
  const inner = isObject(document[first]) ? document[first] : {}
  return { ...document, [first]: rest.length === 0 ? value : assign(inner, rest.join('.'), value) }
}

export const geoStages = { $geoNear }
