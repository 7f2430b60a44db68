import { addMinutes } from '../domain/time'
import type { Instant } from '../domain/time'
import { find, is } from '../platform/documents'
import { deliver } from '../platform/messages'
import type { Owing } from '../platform/messages'
import { townData } from '../platform/townData'

/** The call that made a message sends it itself; the sweep only takes over what has waited longer than any call lasts. */
const graceMinutes = 1
const most = 50

/** Sends the messages that a killed or failed call left owed. Answers how many documents were settled. */
export async function deliverOwed(now: Instant): Promise<number> {
  let settled = 0
  for (const collection of ['cases', 'bookings', 'follows', 'people'] as const) {
    const owing = await find<Owing>(
      collection,
      { owed: true, updatedAt: is.lt(addMinutes(now, -graceMinutes)) },
      { limit: most, order: [['updatedAt', 'asc']] },
    )
    if (owing.length === 0) continue
    const town = await townData(now)
    for (const document of owing) if (await deliver(collection, document, town)) settled++
  }
  return settled
}
