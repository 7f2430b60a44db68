import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import type { Context } from './entry'
import { create } from './documents'
import { unseal } from './seal'

/** Collection `audit`: who saw which sealed field, when and why. Never the value. */
export interface Unmasking {
  _id: string
  version: 1
  requests: string[]
  /** Id of the document that the field is in. */
  subject: string
  field: string
  person: string
  name: string
  role: string
  reason: string
  at: string
}

/** Shows a sealed field. The audit entry is written first: what can't be recorded is not shown. */
export async function unmask(
  sealed: string,
  what: Pick<Unmasking, 'subject' | 'field' | 'role' | 'reason'>,
  { person, request, now }: Context,
): Promise<Result<{ value: string }>> {
  const entry = { _id: request, version: 1 as const, requests: [request], person: person._id, name: person.name, at: now, ...what }
  const recorded = await create<Unmasking>('audit', entry)
  // The same request for another field or document would show what its audit entry does not say.
  if (!recorded || recorded.document.subject !== what.subject || recorded.document.field !== what.field) return refuse('REQUEST_ID_REUSED')
  return done({ value: unseal(sealed) })
}
