import type { Offering } from '../domain/booking'
import { actsFor } from '../domain/organisation'
import type { Organisation } from '../domain/organisation'
import { done, refuse } from '../domain/result'
import { find, get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'

const mostOfferings = 60

/** What the organisation offers, and what else of its field it could. */
export const offerings: Handlers<'booking'>['offerings'] = async (_input, { person, now }) => {
  const id = actsFor(person)
  if (id === undefined) return refuse('NOT_ALLOWED')
  const [organisation, found, town] = await Promise.all([
    get<Organisation>('organisations', id),
    find<Offering>('sessions', { 'organisation.id': id, start: 'offering' }, { limit: mostOfferings }),
    townData(now),
  ])
  if (!organisation) return refuse('NOT_ALLOWED')
  const names = new Map([...town.services, ...town.villages].map((one) => [one.id, one.name]))
  const nameOf = (one: string) => names.get(one) ?? one
  const listed = found.map(({ _id, version, service, programme, open, remark, area, standing }) => ({
    id: _id,
    version,
    kind: service.kind,
    service: { id: service.id, name: service.name },
    open,
    remark,
    area: area.map((village) => ({ id: village, name: nameOf(village) })),
    yuan: service.price.yuan,
    programme: programme?.name,
    after: (service.after ?? []).map(nameOf),
    rating: standing.rating,
    rated: standing.rated,
  }))
  listed.sort((a, b) => (a.id < b.id ? -1 : 1))
  return done({
    offerings: listed,
    others: town.services
      .filter((service) => service.field === organisation.field && !found.some((one) => one.service.id === service.id))
      .map((service) => ({ id: service.id, name: service.name, kind: service.kind })),
    villages: town.villages,
  })
}
