import type { Desk } from '../domain/assignment'
import { tileOf } from '../domain/geometry'
import type { Point } from '../domain/geometry'
import { everywhere, locate } from '../domain/grid'
import type { Cell, Grid, Located, TownGrid, Village } from '../domain/grid'
import type { TownData } from '../domain/town'
import { find, is } from './documents'
import { keepTown, keptTown, townTile } from './townData'

/** Far above the number of grids that touch one tile of 0.01°: a dense city of 2,167 tracts has at most a few dozen. */
const gridsATile = 300

export interface Surroundings {
  located: Located
  /** The desks of the villages around and the town's. */
  desks: Desk[]
  town: TownData
}

/**
 * The cell of a point with its team, the desks above it, and the town's data, in one operation: on a cold instance they come together,
 * since all of them lie in one collection under tiles.
 */
export async function surroundings(point: Point, now: string): Promise<Surroundings> {
  const kept = keptTown(now)
  const tiles = [tileOf(point), everywhere, ...(kept ? [] : [townTile])]
  const found = await find<Grid | TownData>('grids', { tiles: is.in(tiles) }, { limit: gridsATile })
  const grids = found.filter((one): one is Grid => 'level' in one)
  const town =
    kept ??
    keepTown(
      found.find((one): one is TownData => !('level' in one)),
      now,
    )
  return {
    located: locate(
      grids.filter((grid) => grid.level === 'cell'),
      point,
    ),
    desks: grids.filter((grid) => grid.level !== 'cell'),
    town,
  }
}

type NamedCell = Pick<Cell, '_id' | 'level' | 'name' | 'boundary'>
interface NamedDesk extends Pick<Village | TownGrid, '_id' | 'level' | 'name'> {
  desk: { name: string }
}

/** What a place is called, and the desk for what lies outside: neither teams nor the town's data are read. */
export async function placeOf(point: Point): Promise<{ located: Located<NamedCell>; town: NamedDesk }> {
  const tiles = [tileOf(point), everywhere]
  const fields = ['level', 'name', 'boundary', 'desk.name']
  const found = await find<NamedCell | NamedDesk>('grids', { tiles: is.in(tiles) }, { limit: gridsATile, fields })
  const town = found.find((one): one is NamedDesk => one.level === 'town')
  if (!town) throw new Error('this cloud has no town yet: load one first')
  return { located: locate(found.filter(isCell), point), town }
}

function isCell(one: NamedCell | NamedDesk): one is NamedCell {
  return one.level === 'cell'
}
