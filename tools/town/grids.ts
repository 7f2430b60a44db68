import { sideOf, tileOf, tilesOf } from '../../cloudfunctions/domain/geometry'
import type { Area, Point } from '../../cloudfunctions/domain/geometry'
import { everywhere, locate } from '../../cloudfunctions/domain/grid'
import type { Cell, Grid, Located, TeamMember } from '../../cloudfunctions/domain/grid'
import { lastAwayOf } from '../../cloudfunctions/domain/rosterChanges'
import type { PersonRef } from '../../cloudfunctions/domain/person'
import type { TownFolder } from './folder'
import type { Random } from './random'

export interface Staff {
  teams: Map<string, TeamMember[]>
  /** By village code or town code. */
  desks: Map<string, PersonRef[]>
}

const fresh = { version: 1, requests: [] as string[] }

function deskPhone(at: number): string {
  return `0760-0000${String(1001 + at)}`
}

/** Documents of collection `grids`: the folder's boundaries with the people who work there. */
export function makeGrids({ town, villages, grids }: TownFolder, { teams, desks }: Staff): Grid[] {
  const nameOf = new Map(villages.map(({ code, name }) => [code, name]))
  return grids.features.map(({ id, properties, geometry }) => {
    const base = { ...fresh, _id: id, name: properties.name }
    const people = desks.get(id) ?? []
    if (properties.level === 'town') return { ...base, level: 'town', tiles: [everywhere], code: town.code, desk: { ...town.desk, people } }
    if (properties.level === 'village') {
      const at = villages.findIndex(({ code }) => code === id)
      return {
        ...base,
        level: 'village',
        tiles: tilesOf(geometry),
        code: id,
        desk: { name: `${properties.name}网格工作站`, phone: deskPhone(at), people },
      }
    }
    const village = properties.village as string
    const team = teams.get(id) ?? []
    const lastAway = lastAwayOf(team)
    return {
      ...base,
      level: 'cell',
      boundary: geometry,
      village: { grid: village, name: nameOf.get(village) as string },
      tiles: tilesOf(geometry),
      team,
      ...(lastAway ? { lastAway } : {}),
    }
  })
}

/** Finds the cell of a point as the cloud does: among those of its tile. */
export function locatorOf(grids: Grid[]): (point: Point) => Located {
  const tiles = new Map<string, Cell[]>()
  for (const grid of grids) {
    if (grid.level !== 'cell') continue
    for (const tile of grid.tiles) tiles.set(tile, [...(tiles.get(tile) ?? []), grid])
  }
  return (point) => locate(tiles.get(tileOf(point)) ?? [], point)
}

export function positionsOf(area: Area): [number, number][] {
  return area.coordinates.flat(area.type === 'Polygon' ? 1 : 2) as [number, number][]
}

/** Some point well inside an area, to the metre. */
export function spotIn(area: Area, chance: Random): Point {
  const positions = positionsOf(area)
  const [xs, ys] = [positions.map(([x]) => x), positions.map(([, y]) => y)]
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const between = (low: number, high: number) => Math.round((low + (0.15 + 0.7 * chance.fraction()) * (high - low)) * 1e5) / 1e5
  for (let attempt = 0; attempt < 1000; attempt++) {
    const point = { longitude: between(west, east), latitude: between(south, north) }
    if (sideOf(area, point) === 'inside') return point
  }
  throw new Error('found no point inside this area')
}
