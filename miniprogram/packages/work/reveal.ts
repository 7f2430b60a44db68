import type { Input } from '../../../typings/contract'
import { call } from '../../cloud/call'
import type { Reply } from '../../cloud/call'
import { chosenReason } from '../../cloud/phone'

/** Asks why, then fetches one sealed field of a booking. Undefined when the person closed the question: then nothing is shown or recorded. */
export async function reveal(
  booking: string,
  field: Input<'booking.reveal'>['field'],
  reasons: string[],
  alertText: string,
): Promise<Reply<{ value: string }> | undefined> {
  const reason = await chosenReason(reasons, alertText)
  return reason === undefined ? undefined : call('booking.reveal', { booking, field, reason })
}
