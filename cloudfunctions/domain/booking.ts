import type { Matter, Photo, Reason } from './matter'
import type { Person, PersonRef } from './person'
import type { Price } from './service'
import { addMinutes } from './time'
import type { Instant } from './time'

export type BookingState = 'requested' | 'assigned' | 'checkedIn' | 'done' | 'rated' | 'declined' | 'cancelled' | 'noShow'
export type Kind = 'visit' | 'appointment' | 'class'

export interface Taker {
  booking: string
  person: string
  at: Instant
}

/**
 * Collection `sessions`: one bookable occasion with its seats. A visit's session is one organisation's capacity in one time window.
 * Seats are guarded by predicates (left > 0, this person not among the takers), never by version. Always left + takers = seats.
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
  takers: Taker[]
  /** When a seat was last taken or freed. */
  touchedAt: Instant
  /** A seat was taken and the sweep has not seen its booking yet; absent until the first taker. */
  unsettled?: boolean
  /** What choosing among organisations weighs; kept up to date by the town's loader. */
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
  /** What the worker must know how to do. */
  skill: string
  booker: PersonRef
  /** Orders bookings by time, no two alike, so that pages of a list join exactly. */
  slot: string
  start: Instant
  end: Instant
  /** The condition as it was told at booking; it does not move when the town changes the service. */
  cancelUntil: Instant
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

/**
 * A seat is taken first and its booking written second; the instance may die in between. No call lasts a minute, so a booking that is not
 * there two minutes after its seat was taken never comes by itself, and one that is finished within the first minute is seen in time.
 */
const finishMinutes = 1
const orphanMinutes = 2

/** Whether a repeated command may still write the booking of this seat; later it gives the seat back and takes one anew. */
export function mayFinish(taker: Taker, now: Instant): boolean {
  return now < addMinutes(taker.at, finishMinutes)
}

/** Whether every call of that time is over, so that what it has not written it never will. */
export function isOld(at: Instant, now: Instant): boolean {
  return now > addMinutes(at, orphanMinutes)
}

export function takerOf(session: Session, booking: string): Taker | undefined {
  return session.takers.find((taker) => taker.booking === booking)
}

export function slotOf(start: Instant, booking: string): string {
  return `${start}.${booking}`
}

/** A booking keeps the seat of its session until it is called off. */
export function keepsSeat(booking: Pick<Booking, 'session' | 'state'>, session: string): boolean {
  return booking.session === session && booking.state !== 'cancelled' && booking.state !== 'declined'
}

/** Whether two occasions share a moment. */
export function overlaps(a: { start: Instant; end: Instant }, b: { start: Instant; end: Instant }): boolean {
  return a.start < b.end && b.start < a.end
}

/** No occasion is longer than half a day: what overlaps with one that starts then has started after this. */
export function overlapFrom(start: Instant): Instant {
  return addMinutes(start, -12 * 60)
}

export type Relation = 'booker' | 'organisation' | 'worker' | 'system'

/** What a person is to a booking. Staff only by the role that they hold now: who has left the organisation sees nothing. */
export function relationsOf(booking: Booking, person: Person): Relation[] {
  const relations: Relation[] = []
  if (booking.booker.person === person._id) relations.push('booker')
  for (const role of person.roles) {
    if (role.role === 'organisation' && role.organisation === booking.organisationId) relations.push('organisation')
    if (role.role === 'worker' && role.organisation === booking.organisationId && booking.workerId === person._id) relations.push('worker')
  }
  return relations
}

/** The organisations for which a person answers. */
export function organisationsOf(person: Person): string[] {
  return person.roles.flatMap((role) => (role.role === 'organisation' ? [role.organisation] : []))
}
