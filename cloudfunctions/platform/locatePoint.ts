import { tileOf } from '../domain/geometry'
import type { Point } from '../domain/geometry'
import { locate } from '../domain/grid'
import type { Cell, Located } from '../domain/grid'
import { find } from './documents'

/** Far above the number of cells that touch one tile of 0.01°: a dense city of 2,167 tracts has at most a few dozen. */
const cellsATile = 300

/** The cell of a point, in one operation. */
export async function locatePoint(point: Point): Promise<Located> {
  return locate(await find<Cell>('grids', { tiles: tileOf(point) }, { limit: cellsATile }), point)
}
