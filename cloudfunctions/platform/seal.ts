import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/**
 * Personal fields at rest (law 8): AES-256-GCM, 'v1.<nonce>.<ciphertext+tag>' in base64url. The key is the functions' environment
 * variable SEAL_KEY, 32 bytes in base64; it is never in the repository or in the database.
 */
function key(): Buffer {
  const bytes = Buffer.from(process.env.SEAL_KEY ?? '', 'base64')
  if (bytes.length !== 32) throw new Error('SEAL_KEY must be 32 bytes in base64')
  return bytes
}

/** A key of its own for another purpose, so that no two uses share one. */
export function derivedKey(purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key(), '', `shanlin.${purpose}`, 32))
}

export function seal(plain: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key(), nonce)
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `v1.${nonce.toString('base64url')}.${body.toString('base64url')}`
}

export function unseal(sealed: string): string {
  const [version, nonce = '', body = ''] = sealed.split('.')
  if (version !== 'v1') throw new Error('unknown seal version')
  const bytes = Buffer.from(body, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key(), Buffer.from(nonce, 'base64url'))
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8')
}

/** 138****5678; landlines keep their last three digits. */
export function maskPhone(phone: string): string {
  return /^1\d{10}$/.test(phone) ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : `****${phone.slice(-3)}`
}

/** What identifies the neighbourhood but not the door: the first six characters, never the last three. */
export function maskAddress(address: string): string {
  const characters = [...address]
  const shown = Math.max(0, Math.min(6, characters.length - 3))
  return characters.slice(0, shown).join('') + '*'.repeat(Math.min(6, Math.max(1, characters.length - shown)))
}
