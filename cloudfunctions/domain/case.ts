import type { caseStates, origins, ratingReasons } from '../contract/report'
import type { Matter, Photo, Reason, Voice } from './matter'
import { refOf } from './person'
import type { Person, PersonRef } from './person'
import type { Instant } from './time'
import type { Item } from './town'

/** Who owes what is in docs/cases.md; everything else that happens to a case is a step, not a state. */
export type CaseState = (typeof caseStates)[number]

/** Who has the case now. Its key is what inboxes are queried by. */
export type Owner =
  | { kind: 'member'; key: string; person: PersonRef; grid: string; gridName: string; phone: string }
  | { kind: 'desk'; key: string; grid: string; name: string; phone: string; people: PersonRef[] }
  | { kind: 'department'; key: string; department: string; name: string; phone: string; people: PersonRef[] }

/** A department that helps the owner. */
export interface Partner {
  /** Owner key, as in `hands`. */
  key: string
  name: string
  people: PersonRef[]
  done: boolean
}

/** When the sweep looks at the case next, and what for: law 6. */
export interface Alarm {
  at: Instant
  for: 'remind' | 'due' | 'late' | 'review' | 'silence'
}

/** What the holder may do only with the command centre's yes. */
export type Wish =
  { kind: 'extend'; hours: number; reason: string; at: Instant } | { kind: 'suspend'; until: Instant; reason: string; at: Instant }

/** Who has solved it, for the share that was solved at the first level. */
export type Level = 'cell' | 'village' | 'town' | 'department'

/** Collection `cases`. */
export interface Case extends Matter {
  number: string
  state: CaseState
  /** Staff or resident still owe something: not closed, withdrawn or merged. */
  open: boolean
  /** A copy: what was promised under it holds even when the town changes the item. */
  item: Pick<Item, 'id' | 'name' | 'class' | 'hours' | 'urgency'>
  text: string
  photos: Photo[]
  voice?: Voice
  answers: { question: string; answer: string }[]
  place: { longitude: number; latitude: number; name?: string }
  /** Tile of the place (geometry.tileOf). */
  tile: string
  /** The cell with its village, or the town itself for a place outside every cell. */
  grid: { id: string; name: string; level: 'cell' | 'town'; village?: string; villageId?: string }
  private: boolean
  /** May be shown to anybody: a public item, not private, and its text passed the check. */
  public: boolean
  /** Would be public, had its text passed the check: a person may release it. Absent when not; indexed. */
  held?: true
  reporter: PersonRef
  owner: Owner
  /** = owner.key, indexed. */
  holder: string
  /** Keys of all who have it in their inbox: the owner, the departments that help, the level above when late. */
  hands: string[]
  partners: Partner[]
  reason: Reason
  /** Holders who let it lie, since somebody last accepted it or a person decided. */
  tried: string[]
  /** Deadline of the present state; resets with each state. Absent when nobody on the staff owes anything. */
  due?: Instant
  /** Set once at submission; moves by an extension alone (law 6). */
  promise: Instant
  alarm?: Alarm
  wish?: Wish
  /** What the holder asked the resident, until it is answered. */
  question?: string
  supervision?: { text: string; until: Instant; at: Instant; answered: boolean }
  /** An answer to a supervision is owed by then; indexed. */
  answerDue?: Instant
  /** How often: counted wherever a rate is shown. */
  reopened: number
  returned: number
  passedOn: number
  extended: number
  suspended: number
  urged: number
  /** Urging is the resident's once a day. */
  urgedAt?: Instant
  /** Residents who said "me too"; who they are is in `follows`. */
  joined: number
  /** How many are told of news: who joined and who only follows. */
  followers: number
  /** Followers have not been told yet of what happened at this instant; the sweep tells them. */
  newsAt?: Instant
  respondedAt?: Instant
  acceptedAt?: Instant
  resolvedAt?: Instant
  closedAt?: Instant
  /** Whether each clock was kept, written when it stops. */
  inTime: { accept?: boolean; resolve?: boolean; promise?: boolean }
  solvedBy?: Level
  /** 随手办: found and solved by staff. */
  selfFound: boolean
  /** Came by another channel; name and phone of the resident are sealed. */
  origin?: { channel: (typeof origins)[number]; number: string; onBehalf?: string; phone?: string }
  mergedInto?: { id: string; number: string }
  splitFrom?: string
  rating?: { stars: number; reasons: (typeof ratingReasons)[number][]; text: string }
}

/** Collection `follows`: somebody who said "me too" or wants to know; one document a case and person, with the messages it owes. */
export interface Follow extends Matter {
  case: string
  follower: PersonRef
  kind: 'joined' | 'following' | 'left'
  /** What it was before the last change, so that the counting can be caught up. */
  was: Follow['kind']
  /** News up to this instant have been told. */
  toldAt: Instant
}

/** Another system that hands in reports stands where a resident does, but is no WeChat user. */
export const partnerMark = 'open311:'
export function isPartner({ openid }: Pick<PersonRef, 'openid'>): boolean {
  return openid.startsWith(partnerMark)
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

/** A person of the staff as the owner of what they do themselves. */
export function standingFor(person: Person): Owner | undefined {
  const ref = refOf(person)
  for (const role of person.roles) {
    if (role.role === 'member')
      return { kind: 'member', key: ownerKey.member(person._id), person: ref, grid: role.grid, gridName: role.gridName, phone: '' }
    const office = { phone: '', people: [ref] }
    if (role.role === 'desk')
      return { kind: 'desk', key: ownerKey.desk(role.grid), grid: role.grid, name: `${role.gridName}服务台`, ...office }
    if (role.role === 'officer') {
      const { department, departmentName: name } = role
      return { kind: 'department', key: ownerKey.department(department), department, name, ...office }
    }
  }
  return undefined
}

export function levelOf(owner: Owner, townGrid: string): Level {
  switch (owner.kind) {
    case 'member':
      return 'cell'
    case 'desk':
      return owner.grid === townGrid ? 'town' : 'village'
    case 'department':
      return 'department'
  }
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
  return owner.kind === 'member' ? `${owner.person.name}（${owner.gridName}网格员）` : owner.name
}
