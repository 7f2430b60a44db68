import type { TownData } from '../domain/town'
import { get } from './documents'

/** Kept by a warm instance for five minutes: the town's data changes a few times a year. */
const keep = 5 * 60_000
let kept: { town: TownData; at: number } | undefined

/** The town's document lies among the grids, under a tile of its own, so that one query can find it with the cells of a place. */
export const townTile: TownData['tiles'][0] = 'town'

export function keptTown(now: string): TownData | undefined {
  const at = Date.parse(now)
  return kept && at >= kept.at && at - kept.at < keep ? kept.town : undefined
}

export function keepTown(town: TownData | undefined, now: string): TownData {
  if (!town) throw new Error('this cloud has no town yet: load one first')
  kept = { town, at: Date.parse(now) }
  return town
}

export async function townData(now: string): Promise<TownData> {
  return keptTown(now) ?? keepTown(await get<TownData>('grids', 'town'), now)
}
