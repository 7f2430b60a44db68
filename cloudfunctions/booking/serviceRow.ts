import type { ServiceRow } from '../contract'
import type { Person } from '../domain/person'
import { priceFor } from '../domain/price'
import type { Service } from '../domain/service'
import type { TownData } from '../domain/town'

/** A service with what it costs this person. */
export function serviceRow({ id, kind, field, name, summary, minutes, price }: Service, { groups }: Person, town: TownData): ServiceRow {
  return { id, kind, field, name, summary, minutes, price: priceFor(price, groups, town.groups) }
}
