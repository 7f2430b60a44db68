import type { Area } from '../../cloudfunctions/domain/geometry'

/** Boundaries as others publish them, made into what a grid needs. Every mend has a name and every refusal a reason. */

export interface Boundary {
  id: string
  name: string
  area: Area
}

export type Mend = 'ringClosed' | 'positionDropped' | 'ringDropped' | 'heightDropped' | 'idMade' | 'partsJoined'
export type Refusal = 'noGeometry' | 'noPolygon' | 'notInDegrees' | 'noRingLeft' | 'idTwice'

export interface Boundaries {
  boundaries: Boundary[]
  mended: Map<Mend, number>
  refused: { at: number; reason: Refusal }[]
}

interface Feature {
  id?: unknown
  properties?: Record<string, unknown> | null
  geometry?: unknown
}
type Position = [number, number]

const plainId = /^[A-Za-z0-9_-]{1,40}$/

/** The feature's own ids if all have one; else the first property whose values name each feature, by another value each. */
function idsOf(features: Feature[]): (string | undefined)[] {
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '')
  const keys = [...new Set(features.flatMap(({ properties }) => Object.keys(properties ?? {})))]
  const columns = [features.map(({ id }) => text(id)), ...keys.map((key) => features.map(({ properties }) => text(properties?.[key])))]
  const fits = columns.find((column) => column.every((one) => plainId.test(one)) && new Set(column).size === column.length)
  return fits ?? (columns[0] as string[]).map((one) => (plainId.test(one) ? one : undefined))
}

function nameOf({ properties }: Feature, id: string): string {
  const named = Object.entries(properties ?? {}).find(
    ([key, value]) => /^(name|label|title|名称)$/i.test(key) && typeof value === 'string' && value !== '',
  )
  return named ? String(named[1]) : id
}

/** Every polygon of a geometry, also inside collections. */
function polygonsIn(geometry: unknown): unknown[][] {
  const { type, coordinates, geometries } = (typeof geometry === 'object' && geometry !== null ? geometry : {}) as Record<string, unknown>
  if (type === 'Polygon' && Array.isArray(coordinates)) return [coordinates as unknown[]]
  if (type === 'MultiPolygon' && Array.isArray(coordinates))
    return (coordinates as unknown[]).filter((one): one is unknown[] => Array.isArray(one))
  if (type === 'GeometryCollection' && Array.isArray(geometries)) return (geometries as unknown[]).flatMap(polygonsIn)
  return []
}

function areaOf(ring: Position[]): number {
  return ring.slice(1).reduce((sum, [x, y], at) => {
    const [beforeX, beforeY] = ring[at] as Position
    return sum + beforeX * y - x * beforeY
  }, 0)
}

/** A ring with what is wrong in it mended; undefined when nothing with an area is left. */
function mendRing(ring: unknown, mend: (what: Mend) => void): Position[] | 'notInDegrees' | undefined {
  if (!Array.isArray(ring)) return undefined
  const positions: Position[] = []
  for (const position of ring as unknown[]) {
    const [x, y, ...height] = Array.isArray(position) ? (position as unknown[]) : []
    if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y)) {
      mend('positionDropped')
      continue
    }
    if (Math.abs(x) > 180 || Math.abs(y) > 90) return 'notInDegrees'
    if (height.length > 0) mend('heightDropped')
    const last = positions.at(-1)
    if (last?.[0] === x && last[1] === y) mend('positionDropped')
    else positions.push([x, y])
  }
  const [first] = positions
  const last = positions.at(-1)
  const open = first !== undefined && last !== undefined && (first[0] !== last[0] || first[1] !== last[1])
  if (open) positions.push(first)
  if (positions.length < 4 || areaOf(positions) === 0) return undefined
  if (open) mend('ringClosed')
  return positions
}

export function readBoundaries(collection: { features?: unknown }): Boundaries {
  const features = (Array.isArray(collection.features) ? collection.features : []) as Feature[]
  const ids = idsOf(features)
  const mended = new Map<Mend, number>()
  const refused: Boundaries['refused'] = []
  const boundaries: Boundary[] = []
  const seen = new Set<string>()
  features.forEach((feature, at) => {
    const marks = new Set<Mend>()
    const refuse = (reason: Refusal) => void refused.push({ at, reason })
    if (feature.geometry === null || feature.geometry === undefined) return refuse('noGeometry')
    const polygons = polygonsIn(feature.geometry)
    if (polygons.length === 0) return refuse('noPolygon')
    const kept: Position[][][] = []
    for (const polygon of polygons) {
      const rings: Position[][] = []
      for (const [index, ring] of polygon.entries()) {
        const whole = mendRing(ring, (what) => marks.add(what))
        if (whole === 'notInDegrees') return refuse('notInDegrees')
        if (whole) rings.push(whole)
        else {
          marks.add('ringDropped')
          // Without its outer ring a polygon's holes would become land.
          if (index === 0) break
        }
      }
      if (rings.length > 0) kept.push(rings)
    }
    const [only] = kept
    if (!only) return refuse('noRingLeft')
    const given = ids[at]
    const id = given ?? `area-${at + 1}`
    if (given === undefined) marks.add('idMade')
    if (seen.has(id)) return refuse('idTwice')
    seen.add(id)
    for (const mark of marks) mended.set(mark, (mended.get(mark) ?? 0) + 1)
    const area: Area = kept.length === 1 ? { type: 'Polygon', coordinates: only } : { type: 'MultiPolygon', coordinates: kept }
    boundaries.push({ id, name: nameOf(feature, id), area })
  })
  return { boundaries, mended, refused }
}
