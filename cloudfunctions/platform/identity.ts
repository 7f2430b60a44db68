import { cloud } from './sdk'

/** What the platform vouches for. Values that look like numbers arrive as numbers, hence String(). */
export interface Caller {
  /** Absent for timers, pushes and HTTP. */
  openid?: string
  source: string
}

export function caller(): Caller {
  const context = cloud.getWXContext() as unknown as Record<string, string | number | undefined>
  const openid = context.OPENID === undefined || context.OPENID === '' ? undefined : String(context.OPENID)
  const source = String(context.SOURCE ?? '')
  return openid === undefined ? { source } : { openid, source }
}
