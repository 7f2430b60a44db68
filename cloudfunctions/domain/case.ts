import type { Matter, Photo, Reason, Voice } from './matter'
import type { Person, PersonRef } from './person'
import type { Instant } from './time'
import type { Item } from './town'

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
  /** A copy: what was promised under it holds even when the town changes the item. */
  item: Pick<Item, 'id' | 'name' | 'class' | 'hours'>
  text: string
  photos: Photo[]
  voice?: Voice
  place: { longitude: number; latitude: number; name?: string }
  /** The cell with the name of its village, or the town itself for a place outside every cell. */
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

/** The owner keys whose cases a person holds, by the roles that the person has now. */
export function holderKeys(person: Person): string[] {
  const keys = person.roles.flatMap((role): string[] => {
    switch (role.role) {
      case 'member':
        return [ownerKey.member(person._id)]
      case 'desk':
        return [ownerKey.desk(role.grid)]
      case 'officer':
        return [ownerKey.department(role.department)]
      case 'organisation':
      case 'worker':
      case 'dispatcher':
        return []
    }
  })
  return [...new Set(keys)]
}

export function peopleOf(owner: Owner): PersonRef[] {
  return owner.kind === 'member' ? [owner.person] : owner.people
}

/** The short name in a list. */
export function ownerName(owner: Owner): string {
  return owner.kind === 'member' ? owner.person.name : owner.name
}

/** The name with what the person is here for: 李燕(古四村第三网格网格员). */
export function ownerTitle(owner: Owner): string {
  return owner.kind === 'member' ? `${owner.person.name}(${owner.gridName}网格员)` : owner.name
}
