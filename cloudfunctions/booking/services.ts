import { done } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'
import { serviceRow } from './serviceRow'

/** The town's services by field; a field without one is left out. */
export const services: Handlers<'booking'>['services'] = async (_input, { person, now }) => {
  const town = await townData(now)
  const fields = town.fields.map(({ id, name }) => ({
    id,
    name,
    services: town.services.filter(({ field }) => field === id).map((service) => serviceRow(service, person, town)),
  }))
  return done({ fields: fields.filter((field) => field.services.length > 0) })
}
