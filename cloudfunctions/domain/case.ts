import type { Matter, Photo, Reason, Voice } from './matter'
import type { PersonRef } from './person'
import type { Instant } from './time'

export type CaseState = 'reported' | 'accepted' | 'resolved' | 'closed' | 'withdrawn'

/** Who has the case now. Its key is what inboxes are queried by. */
export type Owner =
  | { kind: 'member'; key: string; person: PersonRef; grid: string; gridName: string; phone: string }
  | { kind: 'desk'; key: string; grid: string; name: string; phone: string; people: PersonRef[] }
  | { kind: 'department'; key: string; department: string; name: string; phone: string; people: PersonRef[] }

/** Collection `cases`. */
export interface Case extends Matter {
  number: string
  state: CaseState
  /** Not closed and not withdrawn. */
  open: boolean
  item: { id: string; name: string; class: string }
  text: string
  photos: Photo[]
  voice?: Voice
  place: { longitude: number; latitude: number; name?: string }
  /** The cell, or the town itself for a place outside every cell. */
  grid: { id: string; name: string; level: 'cell' | 'town'; village?: string }
  private: boolean
  reporter: PersonRef
  owner: Owner
  /** = owner.key, indexed. */
  holder: string
  reason: Reason
  /** Deadline of the present state; resets with each state. Absent when nobody on the staff owes anything. */
  due?: Instant
  /** Set once at submission; moves by an extension alone (law 6). */
  promise: Instant
  reopened: number
  resolvedAt?: Instant
  rating?: { stars: number; text: string }
}

export const ownerKey = {
  member: (person: string) => `member:${person}`,
  desk: (grid: string) => `desk:${grid}`,
  department: (department: string) => `department:${department}`,
}
