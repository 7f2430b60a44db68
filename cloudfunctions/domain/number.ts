import { inTown } from './time'
import type { Instant } from './time'

/** No letter or digit that is heard or read as another: 0/O, 1/I/L, U/V. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 5

/** A number to say on the phone: year and month, then five characters of the id, e.g. 2611-7F3K2. For people; the id is the identity. */
export function numberOf(id: string, createdAt: Instant): string {
  let rest = parseInt(id.slice(0, 12), 16)
  let letters = ''
  for (let i = 0; i < length; i++) {
    letters += alphabet[rest % alphabet.length]
    rest = Math.floor(rest / alphabet.length)
  }
  return `${inTown(createdAt).format('YYMM')}-${letters}`
}
