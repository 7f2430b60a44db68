import type { Matter } from '../../cloudfunctions/domain/matter'

/** A matter of the past as the database would have it: its messages have been sent, and what a step took away is gone. */
export function settled<D extends Matter>(matter: D): D {
  const kept = Object.fromEntries(Object.entries(matter).filter(([, value]) => value !== undefined)) as D
  return { ...kept, notices: matter.notices.map((notice) => ({ ...notice, state: 'sent' })), owed: false }
}
