import type { Offering } from '../domain/booking'
import { explain } from '../domain/entitlement'
import { done } from '../domain/result'
import { find, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'
import { serviceRow } from './serviceRow'

/** Organisations of a town times what each offers. */
const most = 500

/** The town's services that somebody offers now, by field, with what each costs the guest, and what the guest is entitled to. */
export const services: Handlers<'booking'>['services'] = async (_input, { guest, now }) => {
  const town = await townData(now)
  const offerings = await find<Pick<Offering, 'services'>>(
    'sessions',
    { services: is.in(town.services.map(({ id }) => id)), start: 'offering', open: true },
    { limit: most, fields: ['services'] },
  )
  const offered = new Set(offerings.map(({ services: [service] }) => service))
  const programmes = new Map(town.programmes.map((programme) => [programme.id, programme]))
  const fields = town.fields.map(({ id, name }) => ({
    id,
    name,
    services: town.services
      .filter((service) => service.field === id && offered.has(service.id))
      .map((service) => serviceRow(service, programmes.get(service.price.programme ?? ''), guest, now)),
  }))
  return done({
    fields: fields.filter((field) => field.services.length > 0),
    entitlements: town.programmes.flatMap((programme) => explain(programme, guest, now) ?? []),
  })
}
