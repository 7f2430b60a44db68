import { createHash } from 'node:crypto'

function digest(...parts: string[]): string {
  return createHash('sha256')
    .update(parts.map((part) => `${part.length}:${part}`).join(''))
    .digest('hex')
}

/** How documents name a person; an openid never leaves the cloud. */
export function personId(openid: string): string {
  return digest('person', openid).slice(0, 24)
}

/** The id of what a command makes: the same request of the same person always means the same document, and nobody can take another's. */
export function documentId(openid: string, action: string, requestId: string): string {
  return digest('document', openid, action, requestId).slice(0, 32)
}
