import type { Person } from '../domain/person'

/** In what capacity somebody looks after residents; volunteers do not. */
export function staffRole({ roles }: Person): 'member' | 'desk' | 'dispatcher' | undefined {
  for (const role of roles) {
    if (role.role === 'desk' || role.role === 'dispatcher') return role.role
    if (role.role === 'member' && role.part !== 'volunteer') return role.role
  }
  return undefined
}
