import type { Person, Role } from '../domain/person'

/** In what capacity a person works for an organisation, if at all. */
export function workerRole({ roles }: Pick<Person, 'roles'>, organisation: string): Extract<Role, { role: 'worker' }> | undefined {
  return roles.find((role): role is Extract<Role, { role: 'worker' }> => role.role === 'worker' && role.organisation === organisation)
}
