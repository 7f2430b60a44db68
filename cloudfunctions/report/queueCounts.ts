import { queues } from '../contract/report'
import { done } from '../domain/result'
import { find } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { listings } from './queue'

/** Further than this nobody counts; it also bounds what counting costs. */
const counted = 99

export const queueCounts: Handlers<'report'>['queueCounts'] = async (_input, { now }) => {
  const lists = listings(now)
  const counts = await Promise.all(
    queues.map(async (queue) => {
      const { conditions, order } = lists[queue]
      const found = await find<{ _id: string }>('cases', conditions, { limit: counted, order: [order], fields: ['_id'] })
      return { queue, count: found.length, more: found.length === counted }
    }),
  )
  return done({ counts })
}
