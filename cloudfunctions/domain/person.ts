import type { RoleName } from '../contract/action'
import type { Diary } from './diary'
import type { Notice } from './matter'
import type { Day, Instant } from './time'

export type Role =
  | { role: 'member'; grid: string; gridName: string; part: Part }
  /** Of a village, or the town's own. */
  | { role: 'desk'; grid: string; gridName: string; town?: true }
  | { role: 'officer'; department: string; departmentName: string }
  | { role: 'organisation'; organisation: string; organisationName: string }
  | { role: 'worker'; organisation: string; organisationName: string; skills: string[]; languages: string[] }
  | { role: 'dispatcher' }

/** Part in a 1+2+N team: one leader, members, any number of volunteers. */
export type Part = 'leader' | 'member' | 'volunteer'

/** How documents name a person: enough to show and to send a message, nothing else. */
export interface PersonRef {
  person: string
  openid: string
  name: string
}

/** Collection `people`; _id = personId(openid). Sealed fields are ciphertext (platform/seal). */
export interface Person {
  _id: string
  version: number
  requests: string[]
  openid: string
  name: string
  roles: Role[]
  /** Organisation of an organisation's staff or worker, so that it can list its workers. */
  organisation?: string
  phone?: string
  phoneMasked?: string
  address?: string
  addressMasked?: string
  home?: { grid: string; gridName: string; village: { grid: string; name: string }; longitude: number; latitude: number }
  /** Groups that entitle to free or low-cost services; set by the town, see the town's entitlement rules. */
  groups: string[]
  /** Assessed level of need of a programme, by whom, and until when it holds. */
  need?: { level: string; by: string; until: Day }
  diary: Diary
  /** Who may see and book for this person; either side can end it. */
  trusted: Trusted[]
  /** An invitation that the person gave out, until it is taken up or over. Indexed by its code. */
  invitation?: Invitation
  /** Carers who have come, latest first, few: for continuity and for "the same as last time". */
  carers: { worker: string; name: string; organisation: string; visits: number; last: Instant }[]
  /** Services of classes that the person has completed; written by the sweep. */
  learned?: string[]
  careMode: boolean
  /** Messages about the person's family, few; whatever is about a matter lies in the matter. */
  notices?: Notice[]
  owed?: boolean
  /** Messages up to this instant have been read. */
  readUntil: Instant
  createdAt: Instant
  updatedAt: Instant
}

/** As `Trusted`: the person made it on their own phone, or told staff, who made it for them. */
export interface Invitation extends Pick<Trusted, 'how' | 'recordedBy'> {
  code: string
  until: Instant
}

/** Family, or whoever the person trusts. */
export interface Trusted extends PersonRef {
  /** 女儿, 儿子, 邻居 … as the person said. */
  relation: string
  since: Instant
  /** The person agreed on their own phone, or told a grid member or the desk, who recorded it. */
  how: 'self' | 'phone' | 'inPerson'
  recordedBy?: string
}

export function refOf(person: Person): PersonRef {
  return { person: person._id, openid: person.openid, name: person.name }
}

export function hasRole(person: Person, role: RoleName): boolean {
  return role === 'resident' || person.roles.some((held) => held.role === role)
}
