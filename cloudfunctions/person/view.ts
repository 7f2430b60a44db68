import type { Me } from '../contract'
import type { Cell, TeamMember } from '../domain/grid'
import type { Person, Role } from '../domain/person'
import { standingOf } from '../domain/roster'
import type { Instant } from '../domain/time'
import { get } from '../platform/documents'
import { uploadFolder } from '../domain/uploads'
import { latestMessages } from './inbox'

function roleName(role: Role): string {
  switch (role.role) {
    case 'member':
      return `${role.gridName}${{ leader: '网格长', member: '网格员', volunteer: '志愿者' }[role.part]}`
    case 'desk':
      return `${role.gridName}服务台`
    case 'officer':
      return role.departmentName
    case 'organisation':
      return role.organisationName
    case 'worker':
      return `${role.organisationName}社工`
    case 'dispatcher':
      return '指挥中心调度员'
  }
}

/** Whom to call now: who is on duty, the leader first; outside everybody's hours the leader, unless away. */
function atHand(team: TeamMember[], now: Instant): TeamMember | undefined {
  const standing = (member: TeamMember) => standingOf(member, now)
  const byPart = [...team].sort((a, b) => Number(b.part === 'leader') - Number(a.part === 'leader'))
  return byPart.find((member) => standing(member) === 'onDuty') ?? byPart.find((member) => standing(member) === 'offDuty')
}

async function gridOf(person: Person, now: Instant): Promise<Me['grid']> {
  if (!person.home) return undefined
  const cell = await get<Cell>('grids', person.home.grid)
  const member = atHand(cell?.team ?? [], now)
  return { name: person.home.gridName, member: member && { name: member.name, phone: member.phone } }
}

/** Four operations: the grid and the three collections that carry messages. */
export async function meView(person: Person, now: Instant): Promise<Me> {
  const [grid, messages] = await Promise.all([gridOf(person, now), latestMessages(person)])
  return {
    id: person._id,
    name: person.name,
    roles: person.roles.map((role) => ({ role: role.role, name: roleName(role) })),
    careMode: person.careMode,
    phoneMasked: person.phoneMasked,
    addressMasked: person.addressMasked,
    folder: uploadFolder(person._id),
    grid,
    unread: messages.filter(({ unread }) => unread).length,
  }
}
