import type { Case } from '../domain/case'
import { learn } from '../domain/suggestion'
import { minuteOf } from '../domain/time'
import type { Instant } from '../domain/time'
import { find } from '../platform/documents'
import { keepLearned } from '../platform/learnedWords'

/** Half past three at night, when nobody waits. */
const at = 210
const most = 1000

/** What people wrote in the cases that ended last teaches the suggestion what they mean; the same cases always teach the same. */
export async function learnWords(now: Instant): Promise<number> {
  if (minuteOf(now) !== at) return 0
  const ended = await find<Pick<Case, '_id' | 'state' | 'item' | 'text'>>(
    'cases',
    { open: false },
    {
      limit: most,
      order: [
        ['updatedAt', 'desc'],
        ['_id', 'desc'],
      ],
      fields: ['state', 'item', 'text'],
    },
  )
  const agreed = ended.filter(({ state, text }) => state === 'closed' && text !== '')
  if (agreed.length > 0) await keepLearned(learn(agreed.map(({ item, text }) => ({ item: item.id, text }))), `learn.${now}`)
  return agreed.length
}
