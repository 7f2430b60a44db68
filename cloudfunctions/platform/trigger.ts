import { caller } from './identity'
import { log } from './log'

/**
 * Guards for entry points that no person may call (law 4). Rules already close them to clients; this is the second lock, since a client's
 * data can look just like a timer's: who really called is told by the platform alone.
 */
export function calledByTimer(): boolean {
  const { openid, source } = caller()
  const genuine = openid === undefined && source === 'wx_trigger'
  if (!genuine) log('error', 'forged timer call', { source })
  return genuine
}

/** WeChat's message push has no OPENID and is never a client. */
export function calledByWeChat(): boolean {
  const { openid, source } = caller()
  const genuine = openid === undefined && !source.split(',').includes('wx_client') && source !== 'wx_trigger'
  if (!genuine) log('error', 'forged push', { source })
  return genuine
}

/** HTTP access has no OPENID and is neither a client nor a timer; what it asks for is checked like a stranger's. */
export function calledByHttp(): boolean {
  const { openid, source } = caller()
  const genuine = openid === undefined && !source.split(',').includes('wx_client') && source !== 'wx_trigger'
  if (!genuine) log('error', 'forged HTTP call', { source })
  return genuine
}
