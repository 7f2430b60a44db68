import type { Input } from '../../../typings/contract'
import { call } from '../../cloud/call'
import type { Reply } from '../../cloud/call'

/**
 * Asks why, then fetches one sealed field of a booking; `alertText` says that it is recorded. Undefined when the person closed the
 * question: then nothing is shown and nothing is recorded.
 */
export async function reveal(
  booking: string,
  field: Input<'booking.reveal'>['field'],
  reasons: string[],
  alertText: string,
): Promise<Reply<{ value: string }> | undefined> {
  let tapIndex: number
  try {
    ;({ tapIndex } = await wx.showActionSheet({ itemList: reasons, alertText }))
  } catch {
    return undefined
  }
  return call('booking.reveal', { booking, field, reason: reasons[tapIndex] ?? '' })
}
