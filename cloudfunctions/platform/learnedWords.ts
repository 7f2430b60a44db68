import { modelOf } from '../domain/suggestion'
import type { Learned, Model } from '../domain/suggestion'
import type { Instant } from '../domain/time'
import type { TownData } from '../domain/town'
import { change, create, find, is } from './documents'
import { keepTown, keptTown } from './townData'

/** What past cases taught lies beside the town's data, so that a cold instance reads both in one operation. */
interface LearnedWords {
  _id: 'learned'
  version: number
  requests: string[]
  learned: Learned
}

/** As long as the town's data. */
const keep = 5 * 60_000
let kept: { model: Model; at: number } | undefined

export async function suggestionModel(now: Instant): Promise<Model> {
  const at = Date.parse(now)
  if (kept && at >= kept.at && at - kept.at < keep) return kept.model
  const known = keptTown(now)
  const ids = known ? ['learned'] : ['learned', 'town']
  const found = await find<LearnedWords | TownData>('grids', { _id: is.in(ids) }, { limit: ids.length })
  const town =
    known ??
    keepTown(
      found.find((one): one is TownData => one._id === 'town'),
      now,
    )
  const words = found.find((one): one is LearnedWords => one._id === 'learned')
  kept = { model: modelOf(town.items, words?.learned), at }
  return kept.model
}

export async function keepLearned(learned: Learned, request: string): Promise<void> {
  const made = await create<LearnedWords>('grids', { _id: 'learned', version: 1, requests: [request], learned })
  if (!made) await change<LearnedWords>('grids', 'learned', request, {}, { set: { learned } })
}
