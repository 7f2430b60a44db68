import type { FailureCode } from '../contract/failures'

/** Expected failures are values (law 10): a rule or a use case answers one of these and never throws for them. */
export type Result<T> = { ok: true; data: T } | Refusal
export interface Refusal {
  ok: false
  code: FailureCode
  /** Replaces the general sentence of the code where a particular one helps more. */
  message?: string
}

export function done<T>(data: T): Result<T> {
  return { ok: true, data }
}

export function refuse(code: FailureCode, message?: string): Refusal {
  return message === undefined ? { ok: false, code } : { ok: false, code, message }
}
