import { addDays } from '../domain/calendar'
import type { Instant } from '../domain/time'
import { find, is, remove } from '../platform/documents'
import { recordPictureCheck } from '../pushed/pictureCheck'
import type { EarlyCheck } from '../pushed/pictureCheck'

const most = 50
/** An answer whose picture never appears belongs to a report that was never sent. */
const keepDays = 1

/** Answers of picture checks that came before our own write. */
export async function settlePictureChecks(now: Instant): Promise<number> {
  const early = await find<EarlyCheck>('checks', { at: is.lte(now) }, { limit: most, order: [['at', 'asc']] })
  let settled = 0
  for (const check of early) {
    const recorded = await recordPictureCheck(check._id, check.outcome)
    if (recorded || check.at < addDays(now, -keepDays)) {
      await remove('checks', check._id)
      settled++
    }
  }
  return settled
}
