import { suggest as best } from '../domain/suggestion'
import { done } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { suggestionModel } from '../platform/learnedWords'

export const suggest: Handlers<'town'>['suggest'] = async ({ text, place }, { now }) =>
  done({ suggestions: best(await suggestionModel(now), { text, place }).map(({ item, name, reason }) => ({ item, name, reason })) })
