import type { TownData } from '../domain/town'
import { get } from './documents'

/** Kept by a warm instance for five minutes: the town's data changes a few times a year. */
const keep = 5 * 60_000
let kept: { town: TownData; at: number } | undefined

export async function townData(now: string): Promise<TownData> {
  const at = Date.parse(now)
  if (kept && at >= kept.at && at - kept.at < keep) return kept.town
  const town = await get<TownData>('towns', 'town')
  if (!town) throw new Error('this cloud has no town yet: load one first')
  kept = { town, at }
  return town
}
