import type { Relation } from '../domain/caseTable'
import type { Instant } from '../domain/time'
import { create } from './documents'

/** Collection `audit`: who saw or set what of a person that is sealed, when and why. Never the value. */
export interface Audited {
  _id: string
  version: 1
  requests: string[]
  /** The booking, the case, or the person. */
  subject: string
  field: 'address' | 'phone' | 'intake' | 'need' | 'trust' | 'enrolment' | 'contact'
  person: string
  name: string
  /** In what capacity. */
  role: 'worker' | 'organisation' | 'member' | 'family' | Exclude<Relation, 'reporter'>
  reason: string
  /** Sealed. */
  note?: string
  at: Instant
}

/** Written first: what can't be recorded is not done. False when the same request was for something else. */
export async function audit(entry: Omit<Audited, '_id' | 'version' | 'requests'>, request: string): Promise<boolean> {
  const recorded = await create<Audited>('audit', { _id: request, version: 1, requests: [request], ...entry })
  return recorded !== undefined && recorded.document.subject === entry.subject && recorded.document.field === entry.field
}
