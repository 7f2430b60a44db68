import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import { find, is } from '../platform/documents'
import type { Conditions } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'
import { staffRole } from './staffRole'

const most = 30
/** Sorts after whatever a name may go on with. */
const afterAll = '\u{10ffff}'

/** Residents by the beginning of their name, where the caller looks after them: own grids, own village, or the whole town. */
export const residents: Handlers<'person'>['residents'] = async ({ name }, { person, now }) => {
  const where = await area(person, now)
  if (!where) return refuse('NOT_ALLOWED')
  const named: Conditions = name === '' ? {} : { name: is.both(is.gte(name), is.lt(`${name}${afterAll}`)) }
  const found = await find<Person>(
    'people',
    where.map((condition) => ({ ...condition, ...named })),
    { limit: most, order: [['name', 'asc']], fields: ['name', 'home', 'addressMasked', 'phoneMasked'] },
  )
  return done({
    residents: found
      .filter(({ _id }) => _id !== person._id)
      .map(({ _id: id, name: called, home, addressMasked, phoneMasked }) => ({
        id,
        name: called,
        grid: home?.gridName ?? '',
        addressMasked,
        phoneMasked,
      })),
  })
}

async function area(person: Person, now: string): Promise<Conditions[] | undefined> {
  const grids = person.roles.flatMap((role) => (role.role === 'member' && role.part !== 'volunteer' ? [role.grid] : []))
  const desks = person.roles.flatMap((role) => (role.role === 'desk' ? [role.grid] : []))
  if (staffRole(person) === undefined) return undefined
  const villages = person.roles.some(({ role }) => role === 'dispatcher') ? (await townData(now)).villages.map(({ id }) => id) : desks
  return [
    ...(grids.length > 0 ? [{ 'home.grid': is.in(grids) }] : []),
    ...(villages.length > 0 ? [{ 'home.village.grid': is.in(villages) }] : []),
  ]
}
