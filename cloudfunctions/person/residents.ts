import { areaOf } from '../domain/consent'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import { find, is } from '../platform/documents'
import type { Conditions } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'

const most = 30
/** Sorts after whatever a name may go on with. */
const afterAll = '\u{10ffff}'

/** Residents by the beginning of their name, where the caller looks after them: own grids, own village, or the whole town. */
export const residents: Handlers<'person'>['residents'] = async ({ name }, { person, now }) => {
  const where = await whom(person, now)
  if (where.length === 0) return refuse('NOT_ALLOWED')
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

/** The areas that the caller looks after, as conditions that an index serves. */
async function whom({ roles }: Person, now: string): Promise<Conditions[]> {
  const areas = roles.flatMap((role) => areaOf(role) ?? [])
  if (areas.some(({ level }) => level === 'town'))
    return [{ 'home.village.grid': is.in((await townData(now)).villages.map(({ id }) => id)) }]
  const grids = (level: 'cell' | 'village') => areas.flatMap((area) => (area.level === level ? [area.grid] : []))
  const [cells, villages] = [grids('cell'), grids('village')]
  return [
    ...(cells.length > 0 ? [{ 'home.grid': is.in(cells) }] : []),
    ...(villages.length > 0 ? [{ 'home.village.grid': is.in(villages) }] : []),
  ]
}
