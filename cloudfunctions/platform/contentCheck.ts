import { openapi } from './sdk'
import { describe, log } from './log'

/** WeChat takes at most 2,500 characters a check. */
const most = 2500

/**
 * WeChat's check of what a person writes, before it is kept (law 9). 'unknown' when WeChat could not answer, e.g. because the person was
 * not active within two hours: the text is kept, but must not be shown to the public.
 */
export async function checkText(openid: string, text: string): Promise<'pass' | 'risky' | 'unknown'> {
  if (text.trim() === '') return 'pass'
  try {
    const answer = await openapi.security.msgSecCheck({ openid, scene: 2, version: 2, content: text.slice(0, most) })
    return answer.result?.suggest === 'risky' ? 'risky' : 'pass'
  } catch (error) {
    log('error', 'text check failed', describe(error))
    return 'unknown'
  }
}

/** Starts WeChat's check of a picture; the answer is pushed later under the trace id. */
export async function checkPicture(openid: string, url: string): Promise<string | undefined> {
  try {
    const answer = await openapi.security.mediaCheckAsync({ openid, scene: 2, version: 2, mediaType: 2, mediaUrl: url })
    return answer.traceId
  } catch (error) {
    log('error', 'picture check failed', describe(error))
    return undefined
  }
}
