import type { Desk } from '../domain/assignment'
import { tileOf } from '../domain/geometry'
import type { Point } from '../domain/geometry'
import { everywhere, locate } from '../domain/grid'
import type { Grid, Located } from '../domain/grid'
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
