import { isFault, mostRequests, requestFields, requestOf, searchOf } from '../domain/open311'
import type { Fault, PublicCase } from '../domain/open311'
import type { Instant } from '../domain/time'
import { find, get, is } from '../platform/documents'
import type { Conditions } from '../platform/documents'
import { partnerPerson } from './post'

type Listed = ReturnType<typeof requestOf>[]

export async function requests(asked: Record<string, string | undefined>, now: Instant): Promise<Listed | Fault> {
  const search = searchOf(asked, now)
  if (isFault(search)) return search
  if (search.by === 'ids') {
    const found = await find<PublicCase>('cases', { _id: is.in(search.ids) }, { limit: search.ids.length, fields: requestFields })
    return found.filter((one) => one.public).map(requestOf)
  }
  const conditions: Conditions = { public: true, createdAt: is.both(is.gte(search.from), is.lte(search.to)) }
  if (search.codes.length > 0) conditions['item.id'] = is.in(search.codes)
  if (search.open !== undefined) conditions.open = search.open
  const found = await find<PublicCase>('cases', conditions, { limit: mostRequests, order: [['createdAt', 'desc']], fields: requestFields })
  return found.map(requestOf)
}

/** A public case, or one that came with this partner's own key. */
export async function request(id: string, partner: string | undefined): Promise<Listed | Fault> {
  const found = await get<PublicCase>('cases', id)
  const own = partner !== undefined && found?.reporter.person === partnerPerson(partner).person
  if (!found || !(found.public || own)) return { status: 404, description: 'service_request_id was not found' }
  return [requestOf(found)]
}
