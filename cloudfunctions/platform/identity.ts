import { createHash } from 'node:crypto'
import { cloud } from './sdk'

/** What the platform vouches for. Values that look like numbers arrive as numbers, hence String(). */
export interface Caller {
  /** Absent for timers, pushes and HTTP. */
  openid?: string
  source: string
}

export function caller(): Caller {
  const context = cloud.getWXContext() as unknown as Record<string, unknown>
  const openid = context.OPENID === undefined || context.OPENID === '' ? undefined : String(context.OPENID)
  const source = String(context.SOURCE ?? '')
  return openid === undefined ? { source } : { openid, source }
}

function digest(...parts: string[]): string {
  return createHash('sha256').update(parts.map((part) => `${part.length}:${part}`).join('')).digest('hex')
}

/** How documents name a person; an openid never leaves the cloud. */
export function personId(openid: string): string {
  return digest('person', openid).slice(0, 24)
}

/** The id of what a command makes: the same request of the same person always means the same document, and nobody can take another's. */
export function documentId(openid: string, action: string, requestId: string): string {
  return digest('document', openid, action, requestId).slice(0, 32)
}
