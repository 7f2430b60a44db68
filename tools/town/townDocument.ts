import type { TownData } from '../../cloudfunctions/domain/town'
import type { TownFolder } from './folder'

/** The one document of collection `towns`. */
export function townDocument({ town, catalogue, services, groups }: TownFolder): TownData {
  return {
    _id: 'town',
    version: 1,
    requests: [],
    name: town.name,
    centre: town.centre,
    grid: town.code,
    desk: town.desk,
    classes: catalogue.classes,
    items: catalogue.items,
    fields: services.fields,
    services: services.services,
    groups,
    switches: town.switches,
    templates: town.templates,
  }
}
