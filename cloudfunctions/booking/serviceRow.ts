import type { ServiceRow } from '../contract'
import { quote } from '../domain/entitlement'
import type { Person } from '../domain/person'
import type { Programme, Service } from '../domain/service'
import type { Instant } from '../domain/time'

/** A service with what it costs this person now. */
export function serviceRow(service: Service, programme: Programme | undefined, guest: Person, now: Instant): ServiceRow {
  const { id, kind, field, name, summary, minutes } = service
  return { id, kind, field, name, summary, minutes, price: quote(service, programme, guest, now) }
}
