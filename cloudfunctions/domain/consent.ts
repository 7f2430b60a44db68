import type { Person } from './person'

/** In what capacity somebody acts for a guest, if they may. Staff only in their own grids, and they say how the guest agreed. */
export function mayActFor(caller: Person, guest: Person): 'self' | 'family' | 'staff' | undefined {
  if (caller._id === guest._id) return 'self'
  if (guest.trusted.some(({ person }) => person === caller._id)) return 'family'
  return caller.roles.some((role) => servesHome(role, guest)) ? 'staff' : undefined
}

function servesHome(role: Person['roles'][number], { home }: Person): boolean {
  switch (role.role) {
    case 'dispatcher':
      return true
    case 'member':
      return home !== undefined && role.grid === home.grid && role.part !== 'volunteer'
    case 'desk':
      return home !== undefined && (role.grid === home.grid || role.grid === home.village.grid)
    case 'officer':
    case 'organisation':
    case 'worker':
      return false
  }
}
