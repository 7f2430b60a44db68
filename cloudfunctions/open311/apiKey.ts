import { createHash, timingSafeEqual } from 'node:crypto'

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Whose key it is. OPEN311_KEYS holds `name:key` pairs, separated by commas; a key has at least 16 characters. */
export function partnerOf(key: string | undefined): string | undefined {
  if (key === undefined || key.length < 16) return undefined
  const given = digest(key)
  let partner: string | undefined
  for (const pair of (process.env.OPEN311_KEYS ?? '').split(',')) {
    const at = pair.indexOf(':')
    // All are compared, so that the time tells nothing.
    if (at > 0 && timingSafeEqual(given, digest(pair.slice(at + 1)))) partner = pair.slice(0, at)
  }
  return partner
}
