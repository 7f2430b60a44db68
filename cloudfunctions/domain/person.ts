import type { RoleName } from '../contract/action'
import type { Instant } from './time'

export type Role =
  | { role: 'member'; grid: string; gridName: string; part: Part }
  | { role: 'desk'; grid: string; gridName: string }
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
  careMode: boolean
  /** Messages up to this instant have been read. */
  readUntil: Instant
  createdAt: Instant
  updatedAt: Instant
}

export function refOf(person: Person): PersonRef {
  return { person: person._id, openid: person.openid, name: person.name }
}

export function hasRole(person: Person, role: RoleName): boolean {
  return role === 'resident' || person.roles.some((held) => held.role === role)
}
