import type { Matter, Photo, Reason } from './matter'
import type { PersonRef } from './person'
import type { Price } from './service'
import type { Instant } from './time'

export type BookingState = 'requested' | 'assigned' | 'checkedIn' | 'done' | 'rated' | 'declined' | 'cancelled' | 'noShow'
export type Kind = 'visit' | 'appointment' | 'class'

/**
 * Collection `sessions`: one bookable occasion with its seats. A visit's session is one organisation's capacity in one time window.
 * Seats are guarded by predicates (left > 0, this person not among the takers), never by version.
 */
export interface Session {
  _id: string
  kind: Kind
  service: string
  /** What is on: the course and lesson, the adviser's hour, the window. */
  title: string
  organisation: { id: string; name: string; phone: string }
  /** Villages served (visits); empty = the whole town. */
  area: string[]
  /** Adviser or teacher, known before booking for appointments and classes. */
  worker?: PersonRef
  place?: { name: string; longitude: number; latitude: number }
  start: Instant
  end: Instant
  seats: number
  left: number
  takers: { booking: string; person: string; at: Instant }[]
  /** When a seat was last taken or freed; the sweep looks at recent ones for seats without a booking. */
  touchedAt: Instant
  /** What choosing among organisations weighs; kept up to date by the town's loader and by ratings. */
  standing: { rating: number; hoursLeft: number }
  requests: string[]
}

/** Collection `bookings`. */
export interface Booking extends Matter {
  number: string
  kind: Kind
  state: BookingState
  /** Still to come or under way. */
  open: boolean
  service: { id: string; name: string }
  session: string
  organisation: { id: string; name: string; phone: string }
  /** = organisation.id, indexed. */
  organisationId: string
  worker?: PersonRef
  /** = worker.person, indexed. */
  workerId?: string
  booker: PersonRef
  start: Instant
  end: Instant
  place?: { name: string; longitude: number; latitude: number }
  home?: { longitude: number; latitude: number; grid: string; gridName: string }
  /** Copies sealed as on the person, so that the worker needs one document; never plain. */
  address?: string
  addressMasked?: string
  phone?: string
  phoneMasked?: string
  note: string
  price: Price
  reason: Reason
  checklist: string[]
  record?: { done: string[]; note: string; nextTime: string; photos: Photo[] }
  checkedInAt?: Instant
  rating?: { stars: number; text: string }
  /** The seat was given back to its session; false while cancelled or declined means that the sweep has to do it. */
  freed: boolean
}
