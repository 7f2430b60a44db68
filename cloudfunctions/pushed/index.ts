import * as z from 'zod/mini'
import { now } from '../platform/clock'
import { log } from '../platform/log'
import { calledByWeChat } from '../platform/trigger'
import { takePictureCheck } from './pictureCheck'

/** The event wxa_media_check of WeChat's message push: the answer to security.mediaCheckAsync. */
const event = z.object({
  Event: z.literal('wxa_media_check'),
  trace_id: z.string().check(z.minLength(1), z.maxLength(100)),
  result: z.object({ suggest: z.enum(['pass', 'review', 'risky']) }),
})

/** What WeChat pushes to us. Closed to clients; WeChat expects 'success' and repeats the push otherwise. */
export async function main(pushed: unknown): Promise<'success' | { errCode: 'NOT_ALLOWED' }> {
  if (!calledByWeChat()) return { errCode: 'NOT_ALLOWED' }
  const parsed = event.safeParse(pushed)
  if (!parsed.success) {
    log('info', 'push ignored')
    return 'success'
  }
  // "review" means that a human should look: to the public it is as good as refused.
  await takePictureCheck(parsed.data.trace_id, parsed.data.result.suggest === 'pass' ? 'passed' : 'refused', now())
  return 'success'
}
