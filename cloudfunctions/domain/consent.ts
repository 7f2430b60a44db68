import type { Person, Role } from './person'

/** Roles whose work it is to look after residents. */
export type StaffRole = Extract<Role, { role: 'member' | 'desk' | 'dispatcher' }>

/** Whom staff looks after: the residents of a cell, of a village, or of the whole town. */
export type Area = { level: 'cell' | 'village'; grid: string } | { level: 'town' }

/** The one rule of who looks after whom; of a grid's team volunteers look after nobody. */
export function areaOf(role: Role): Area | undefined {
  switch (role.role) {
    case 'member':
      return role.part === 'volunteer' ? undefined : { level: 'cell', grid: role.grid }
    case 'desk':
      return role.town ? { level: 'town' } : { level: 'village', grid: role.grid }
    case 'dispatcher':
      return { level: 'town' }
    case 'officer':
    case 'organisation':
    case 'worker':
      return undefined
  }
}

export function looksAfter(role: Role, { home }: Pick<Person, 'home'>): role is StaffRole {
  const area = areaOf(role)
  if (!area || !home) return false
  return area.level === 'town' || area.grid === (area.level === 'cell' ? home.grid : home.village.grid)
}

/** The role by which somebody looks after a guest; nobody looks after themselves. */
export function staffRoleFor(caller: Pick<Person, '_id' | 'roles'>, guest: Pick<Person, '_id' | 'home'>): StaffRole | undefined {
  return caller._id === guest._id ? undefined : caller.roles.find((role) => looksAfter(role, guest))
}

/** In what capacity somebody acts for a guest, if they may. Staff only for those whom they look after, and they say how the guest agreed. */
export function mayActFor(caller: Person, guest: Person): 'self' | 'family' | 'staff' | undefined {
  if (caller._id === guest._id) return 'self'
  if (guest.trusted.some(({ person }) => person === caller._id)) return 'family'
  return staffRoleFor(caller, guest) && 'staff'
}
