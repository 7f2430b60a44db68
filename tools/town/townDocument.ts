import { refOf } from '../../cloudfunctions/domain/person'
import type { Person } from '../../cloudfunctions/domain/person'
import type { TownPlaces } from '../../cloudfunctions/domain/places'
import type { Programme } from '../../cloudfunctions/domain/service'
import type { TownData } from '../../cloudfunctions/domain/town'
import type { TownFolder } from './folder'

/** The document of collection `grids` that holds the town's data. */
export function townDocument(
  { town, villages, catalogue, departments, replies, services, programmes, referrals, groups }: TownFolder,
  people: Person[],
): TownData {
  const officersOf = (department: string) =>
    people.filter(({ roles }) => roles.some((role) => role.role === 'officer' && role.department === department)).map(refOf)
  return {
    _id: 'town',
    tiles: ['town'],
    version: 1,
    requests: [],
    name: town.name,
    centre: town.centre,
    grid: town.code,
    desk: town.desk,
    villages: villages.map(({ code, name }) => ({ id: code, name })),
    classes: catalogue.classes,
    items: catalogue.items.map(({ standard: _, ...item }) => item),
    departments: departments.map((department) => ({ ...department, people: officersOf(department.id) })),
    replies,
    fields: services.fields,
    services: services.services,
    programmes: programmesOf({ programmes, groups }),
    referrals,
    groups,
    switches: town.switches,
    templates: town.templates,
  }
}

/** The document of collection `grids` that holds what places are called. */
export function placesDocument({ places, villages }: TownFolder): TownPlaces {
  const nameOf = new Map(villages.map(({ code, name }) => [code, name]))
  return {
    _id: 'places',
    tiles: ['places'],
    version: 1,
    requests: [],
    places: places.places.map((place) => ({ ...place, village: nameOf.get(place.village) as string })),
  }
}

/** A category is called as its group is. */
function programmesOf({ programmes, groups }: Pick<TownFolder, 'programmes' | 'groups'>): Programme[] {
  const nameOf = new Map(groups.map(({ id, name }) => [id, name]))
  return programmes.map((programme) => ({
    ...programme,
    categories: programme.categories.map((category) => ({ ...category, name: nameOf.get(category.group) ?? category.group })),
  }))
}
