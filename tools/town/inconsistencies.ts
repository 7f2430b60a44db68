import { sideOf } from '../../cloudfunctions/domain/geometry'
import type { FolderFile, TownFolder } from './folder'
import type { Json } from './json'

/** What one file of a town's folder alone can't show: ids that are used but not declared, or declared twice; places that lie elsewhere. */

/** The files as they were read, to name lines. */
export interface Sources {
  files: Partial<Record<FolderFile, Json>>
  /** Of the catalogue, by class. */
  items: Record<string, Json>
}
/** A place in a file, to be named with its line. */
interface Spot {
  json: Json
  path: PropertyKey[]
}
interface Named {
  id: string
  at: Spot
}
type Spotter = (file: FolderFile, ...path: PropertyKey[]) => Spot

export function inconsistencies(town: TownFolder, sources: Sources): string[] {
  const spot: Spotter = (file, ...path) => ({ json: sources.files[file] as Json, path })
  return [
    ...ofLists(town, spot),
    ...ofCatalogue(town, spot, sources),
    ...ofServices(town, spot),
    ...ofProgrammes(town, spot),
    ...ofContracts(town, spot),
    ...ofOrganisations(town, spot),
    ...ofPlaces(town, spot),
    ...ofGrids(town, spot),
  ]
}

function twice(named: Named[]): string[] {
  const seen = new Map<string, Spot>()
  return named.flatMap(({ id, at }) => {
    const first = seen.get(id)
    if (!first) seen.set(id, at)
    return first ? [fault(at, `"${id}" is there twice, first in ${first.json.where(first.path)}`)] : []
  })
}

function unknown(named: Named[], known: string[], where: string): string[] {
  return named.filter(({ id }) => !known.includes(id)).map(({ id, at }) => fault(at, `"${id}" is not in ${where}`))
}

function fault({ json, path }: Spot, what: string): string {
  return json.fault(path, what)
}

function idsOf(list: { id: string }[]): string[] {
  return list.map(({ id }) => id)
}

function codesOf({ villages }: TownFolder): string[] {
  return villages.map(({ code }) => code)
}

/** Ids in a list of a file. */
function listed(list: string[], spot: Spotter, file: FolderFile, ...path: PropertyKey[]): Named[] {
  return list.map((id, at) => ({ id, at: spot(file, ...path, at) }))
}

/** Ids of the things in a list of a file. */
function declared(list: { id: string }[], spot: Spotter, file: FolderFile, ...path: PropertyKey[]): Named[] {
  return list.map(({ id }, at) => ({ id, at: spot(file, ...path, at, 'id') }))
}

function ofLists(town: TownFolder, spot: Spotter): string[] {
  return [
    ...twice(town.villages.map(({ code }, at) => ({ id: code, at: spot('villages', at, 'code') }))),
    ...twice(declared(town.departments, spot, 'departments')),
    ...twice(declared(town.replies, spot, 'replies')),
    ...twice(declared(town.services.services, spot, 'services', 'services')),
    ...twice(declared(town.programmes, spot, 'programmes')),
    ...twice(declared(town.contracts.contracts, spot, 'contracts', 'contracts')),
    ...twice(declared(town.referrals, spot, 'referrals')),
    ...twice(declared(town.organisations, spot, 'organisations')),
    ...twice(declared(town.groups, spot, 'groups')),
    ...twice(declared(town.grids.features, spot, 'grids', 'features')),
  ]
}

function ofCatalogue({ catalogue, departments }: TownFolder, spot: Spotter, { items: sources }: Sources): string[] {
  const counts = new Map<string, number>()
  const placed = catalogue.items.map((item) => {
    const index = counts.get(item.class) ?? 0
    counts.set(item.class, index + 1)
    return { item, at: (...path: PropertyKey[]): Spot => ({ json: sources[item.class] as Json, path: [index, ...path] }) }
  })
  const classes = idsOf(catalogue.classes)
  return [
    ...twice(declared(catalogue.standards, spot, 'catalogue', 'standards')),
    ...twice(declared(catalogue.classes, spot, 'catalogue', 'classes')),
    ...twice(placed.map(({ item, at }) => ({ id: item.id, at: at('id') }))),
    ...twice(placed.map(({ item, at }) => ({ id: item.name, at: at('name') }))),
    ...catalogue.classes.flatMap(({ id }, at) =>
      counts.has(id) ? [] : [fault(spot('catalogue', 'classes', at, 'id'), `there is no catalogue/${id}.json with its items`)],
    ),
    ...Object.entries(sources).flatMap(([of, json]) =>
      classes.includes(of) ? [] : [json.fault([], `"${of}" is not among the classes of catalogue.json`)],
    ),
    ...placed.flatMap(({ item, at }) => {
      const helpers = item.departments.map((id, nth) => ({ id, at: at('departments', nth) }))
      return [
        ...twice(item.words.map((id, nth) => ({ id, at: at('words', nth) }))),
        ...twice(item.questions.map(({ id }, nth) => ({ id, at: at('questions', nth, 'id') }))),
        ...twice(helpers),
        ...unknown([{ id: item.standard, at: at('standard') }], idsOf(catalogue.standards), 'the standards of catalogue.json'),
        ...unknown(helpers, idsOf(departments), 'departments.json'),
      ]
    }),
  ]
}

function ofServices({ services: { services, fields }, programmes }: TownFolder, spot: Spotter): string[] {
  return services.flatMap(({ id, field, price, after = [] }, at) => {
    const { programme } = price
    const paid = programme === undefined ? [] : [{ id: programme, at: spot('services', 'services', at, 'price', 'programme') }]
    const otherClasses = services.filter((one) => one.kind === 'class' && one.id !== id)
    return [
      ...unknown([{ id: field, at: spot('services', 'services', at, 'field') }], idsOf(fields), 'fields'),
      ...unknown(paid, idsOf(programmes), 'programmes.json'),
      ...unknown(listed(after, spot, 'services', 'services', at, 'after'), idsOf(otherClasses), 'the other classes'),
    ]
  })
}

function ofProgrammes({ programmes, groups }: TownFolder, spot: Spotter): string[] {
  return programmes.flatMap(({ categories, levels }, at) => {
    const named = categories.map(({ group }, nth) => ({ id: group, at: spot('programmes', at, 'categories', nth, 'group') }))
    return [...twice(declared(levels, spot, 'programmes', at, 'levels')), ...twice(named), ...unknown(named, idsOf(groups), 'groups.json')]
  })
}

function ofContracts({ contracts: { contracts }, organisations, programmes, services: { services } }: TownFolder, spot: Spotter): string[] {
  return contracts.flatMap(({ organisation, programme }, at) => {
    const offered = organisations.find(({ id }) => id === organisation)?.services
    const serves = !offered || services.some(({ id, price }) => offered.includes(id) && price.programme === programme)
    const paying = spot('contracts', 'contracts', at, 'programme')
    return [
      ...unknown(
        [{ id: organisation, at: spot('contracts', 'contracts', at, 'organisation') }],
        idsOf(organisations),
        'organisations.json',
      ),
      ...unknown([{ id: programme, at: paying }], idsOf(programmes), 'programmes.json'),
      ...(serves ? [] : [fault(paying, `"${organisation}" offers nothing that it pays for`)]),
    ]
  })
}

function ofOrganisations(town: TownFolder, spot: Spotter): string[] {
  const { services, fields } = town.services
  return town.organisations.flatMap((one, at) => [
    ...unknown([{ id: one.field, at: spot('organisations', at, 'field') }], idsOf(fields), 'services.json'),
    ...unknown(listed(one.services, spot, 'organisations', at, 'services'), idsOf(services), 'services.json'),
    ...unknown(listed(one.villages, spot, 'organisations', at, 'villages'), codesOf(town), 'villages.json'),
  ])
}

type Place = TownFolder['places']['places'][number]

function ofPlaces(town: TownFolder, spot: Spotter): string[] {
  const { places } = town.places
  return [
    ...twice(places.map(({ name }, at) => ({ id: name, at: spot('places', 'places', at, 'name') }))),
    ...places.flatMap((place, at) => [
      ...twice([
        { id: place.name, at: spot('places', 'places', at, 'name') },
        ...listed(place.other, spot, 'places', 'places', at, 'other'),
      ]),
      ...whereItLies(town, place, spot('places', 'places', at, 'village')),
    ]),
  ]
}

function whereItLies(town: TownFolder, { name, village, ...point }: Place, at: Spot): string[] {
  if (!codesOf(town).includes(village)) return unknown([{ id: village, at }], codesOf(town), 'villages.json')
  const inside = town.grids.features.some(
    ({ properties, geometry }) => properties.level === 'cell' && properties.village === village && sideOf(geometry, point) !== 'outside',
  )
  return inside ? [] : [fault(at, `"${name}" lies in no cell of "${village}"`)]
}

function ofGrids(town: TownFolder, spot: Spotter): string[] {
  const { features } = town.grids
  const withCells = new Set(features.map(({ properties }) => properties.village))
  const villages = codesOf(town).map((id, at) => ({ id, at: spot('villages', at, 'code') }))
  return [
    ...unknown([{ id: town.town.code, at: spot('town', 'code') }, ...villages], idsOf(features), 'the boundaries (grids.geojson)'),
    ...villages.flatMap(({ id, at }) => (withCells.has(id) ? [] : [fault(at, `"${id}" has no cell in grids.geojson`)])),
    ...features.flatMap(({ properties: { level, village = '' } }, at) =>
      level === 'cell'
        ? unknown([{ id: village, at: spot('grids', 'features', at, 'properties', 'village') }], codesOf(town), 'villages.json')
        : [],
    ),
  ]
}
