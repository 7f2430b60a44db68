import type { Instant } from '../domain/time'

/** A call from one phone to another through a number that shows neither, until it ends by itself. */
export interface MaskedCall {
  caller: string
  callee: string
  until: Instant
}

/**
 * The door to a carrier's masked numbers (隐私号): binds two phones and answers the number to dial, or nothing when there is none. A town
 * needs a contract with a carrier; until it has one there is none, and the number itself is shown for the time of the visit.
 */
export function maskedNumber(_call: MaskedCall): Promise<string | undefined> {
  return Promise.resolve(undefined)
}
