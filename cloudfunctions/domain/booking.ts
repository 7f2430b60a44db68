import type { bookingStates, kinds } from '../contract/booking'
import { mayActFor } from './consent'
import type { Matter, Photo, Reason } from './matter'
import type { Gender } from './organisation'
import type { Person, PersonRef } from './person'
import type { Point } from './geometry'
import type { Channel, Cover, Price, Programme, Service } from './service'
import { addMinutes } from './time'
import type { Day, Instant } from './time'

export type BookingState = (typeof bookingStates)[number]
export type Kind = (typeof kinds)[number]

export interface OrganisationRef {
  id: string
  name: string
  phone: string
}

/** Where a booking has its place: a session, or a time of a workday. */
export interface Place {
  session: string
  start: Instant
}

export interface Taker {
  booking: string
  person: string
  at: Instant
}

/**
 * Collection `sessions` holds what can be booked, all found by service and time in one query: offerings (under the start 'offering', which
 * sorts after every instant), the workdays of organisations for visits, and the sessions of appointments and classes.
 */
export type Bookable = Offering | Workday | Session

/** What an organisation offers of a service of the town. _id = organisation.service */
export interface Offering {
  _id: string
  version: number
  requests: string[]
  kind: 'offering'
  services: [string]
  start: 'offering'
  organisation: OrganisationRef
  /** Copies of the town's data, so that booking needs nothing else. */
  service: Service
  programme?: Programme
  /** Villages served (visits); empty = the whole town. */
  area: string[]
  /** Whether the organisation takes bookings now. */
  open: boolean
  /** What the organisation says in addition to the town's description. */
  remark: string
  /**
   * What choosing among organisations weighs; kept up to date by the sweep. Minutes left and bought are of its running contracts with the
   * programme: how much of its own share an organisation has had is told by both together.
   */
  standing: { rating: number; rated: number; minutesLeft: number; minutesBought: number }
}

export interface CrewMember {
  worker: PersonRef
  skills: string[]
  languages: string[]
  gender?: Gender
  shifts: { start: Instant; end: Instant }[]
  /** Ill or on leave: what was planned goes to others. */
  away?: boolean
}

export interface VisitTaker extends Taker {
  start: Instant
  end: Instant
  skill: string
  /** Person id of the crew member who is to come; the organisation may change it until it confirms. */
  worker: string
  home?: Point
}

/**
 * One organisation's day of visits: who works when, and who has been promised whom. _id = organisation.day. No worker is in two places:
 * whatever changes crew or takers is written under `seq` and raises it. Few people write the same one at once, unlike a class.
 */
export interface Workday {
  _id: string
  kind: 'visit'
  requests: string[]
  /** Services offered that day by some of the crew. */
  services: string[]
  day: Day
  /** Midnight to midnight. */
  start: Instant
  end: Instant
  organisation: OrganisationRef
  crew: CrewMember[]
  takers: VisitTaker[]
  seq: number
  touchedAt: Instant
  unsettled?: boolean
}

export interface Lesson {
  title: string
  start: Instant
  end: Instant
  /** Who teaches it in the place of the course's own teacher. */
  worker?: PersonRef
  /** It does not take place; its number stays, since attendance is by number. */
  cancelled?: boolean
  /** Why it was moved or cancelled. */
  why?: string
  /** In a booking: what the guest has at that time since the lesson was moved, so that nobody expects them. */
  clash?: { booking: string; name: string }
}

/**
 * An adviser's hour, or a course (one or more lessons) of a term. Seats are guarded by predicates, never by version: a direct booking needs
 * left > 0 and nobody in the queue; the first of the queue becomes a taker in one update. Always left + takers = seats.
 */
export interface Session {
  _id: string
  kind: 'appointment' | 'class'
  requests: string[]
  services: [string]
  title: string
  organisation: OrganisationRef
  /** Adviser or teacher. */
  worker?: PersonRef
  /** The adviser who sits beside the leader. */
  beside?: PersonRef
  place?: { name: string; longitude: number; latitude: number }
  /** Of the first lesson, and of the last. */
  start: Instant
  end: Instant
  /** Classes: at least one. */
  lessons: Lesson[]
  /** Classes: what it is about, in the organisation's own words. */
  about?: string
  /** Classes: how often the course has been changed after it was laid out; guards changes against stale clicks. */
  changes?: number
  /** The command that changed it last. */
  changedBy?: string
  /** When it was changed, until its bookings and teachers have followed. */
  following?: Instant
  /** Teachers to be told of the last changes. */
  tell?: { person: string; openid: string; text: string }[]
  /** The whole course was called off. */
  calledOff?: { at: Instant; why: string }
  /** Classes: the term, e.g. '2026 秋'. */
  term?: string
  /** Appointments: how one can meet. */
  channels: Channel[]
  /** Villages whose committee the adviser advises: conflict of interest. */
  advises: string[]
  /** The adviser's meeting room, shown to the guest alone. */
  video?: string
  seats: number
  left: number
  takers: Taker[]
  /** Who waits for a place, first come first. */
  queue: Taker[]
  queued: number
  /** A place may have come free for those who wait; the sweep looks. */
  waited?: boolean
  touchedAt: Instant
  /** A seat was taken and the sweep has not seen its booking yet; absent until the first taker. */
  unsettled?: boolean
}

export type ConsentWay = 'self' | 'family' | 'phone' | 'inPerson'

/** Collection `bookings`. */
export interface Booking extends Matter {
  number: string
  kind: Kind
  state: BookingState
  /** Still to come or under way (not while waiting). */
  open: boolean
  service: { id: string; name: string }
  /** Workday or session that it has its place in, or waits for. */
  session: string
  /**
   * Places that have still to be given back, after calling off or moving, by the call that wrote this; the sweep does what a killed one
   * did not. As long as there are any, nothing takes a place for this booking, so that giving back never meets taking anew.
   */
  leaving: Place[]
  organisation: OrganisationRef
  /** = organisation.id, indexed. */
  organisationId: string
  worker?: PersonRef
  /** = worker.person, indexed. While requested, whom dispatch proposes is in the workday alone. */
  workerId?: string
  /** What the worker must know how to do. */
  skill: string
  /** Who comes or is visited. */
  guest: PersonRef
  /** Who booked: the guest, family, or staff on the guest's behalf. */
  booker: PersonRef
  /** Who has it among their own bookings: guest and booker. Indexed. */
  people: string[]
  /** How the guest agreed to being booked for. */
  consent: { how: ConsentWay; note?: string }
  /** Orders bookings by time, no two alike, so that pages of a list join exactly. */
  slot: string
  start: Instant
  end: Instant
  minutes: number
  title?: string
  lessons?: Lesson[]
  /** Which of the course's changes it has followed. */
  course?: number
  /** The course is not as it was booked: the guest may leave at any time. */
  excused?: boolean
  /** Who was there: by lesson, from 0. */
  attendance?: { lesson: number; at: Instant; by: 'code' | 'teacher' }[]
  channel?: Channel
  /** Village grid against whose committee the matter is. */
  against?: string
  /** Sealed: what the matter is about, for the adviser alone. */
  intake?: string
  /** When the system has to act: an answer is due, a hold ends. Absent when it need not. */
  dueAt?: Instant
  /** Organisations that could not or did not answer. */
  tried: string[]
  /** Preferences. */
  wish: VisitWish
  series?: string
  /** The condition as it was told at booking; it does not move when the town changes the service. */
  cancelUntil: Instant
  cancelHours: number
  place?: { name: string; longitude: number; latitude: number }
  home?: { longitude: number; latitude: number; grid: string; gridName: string; village: { grid: string; name: string } }
  /** Copies sealed as on the person, so that the worker needs one document; never plain. */
  address?: string
  addressMasked?: string
  phone?: string
  phoneMasked?: string
  note: string
  price: Price
  cover?: Cover
  /** The contract that pays, once the organisation has confirmed. */
  contract?: string
  reason: Reason
  checklist: string[]
  record?: {
    done: string[]
    note: string
    nextTime: string
    photos: Photo[]
    /** Who agreed on the spot that it was done. */
    agreedBy?: 'guest' | 'family'
    outcome?: { kind: 'advised' | 'referred'; to?: string }
  }
  checkedInAt?: Instant
  checkedOutAt?: Instant
  /** The case that an alarm made. */
  alarm?: { at: Instant; case: string; by: PersonRef; opening: boolean }
  rating?: { stars: number; text: string }
  /** Rated and not yet in the organisation's standing; done and not yet counted against the contract. */
  uncounted?: boolean
}

export interface VisitWish {
  /** Person id of a carer. */
  worker?: string
  language?: string
  gender?: Gender
}

/**
 * A place is taken first and its booking written last; the instance may die in between. No call lasts a minute, so a booking that is not
 * there two minutes after its place was taken never comes by itself, and one that is finished within the first minute is seen in time.
 */
const finishMinutes = 1
const orphanMinutes = 2

/** Whether a repeated command may still write the booking of this place; later it has to be renewed first, or the sweep may take it. */
export function mayFinish(taker: Pick<Taker, 'at'>, now: Instant): boolean {
  return now < addMinutes(taker.at, finishMinutes)
}

/** Whether every call of that time is over, so that what it has not written it never will. */
export function isOld(at: Instant, now: Instant): boolean {
  return now > addMinutes(at, orphanMinutes)
}

export function slotOf(start: Instant, booking: string): string {
  return `${start}.${booking}`
}

/** Whether a booking keeps a place that stands in its name; the time tells places of one workday apart. */
export function keepsPlace(booking: Pick<Booking, 'kind' | 'session' | 'start' | 'state'>, { session, start }: Place): boolean {
  return booking.session === session && (booking.kind !== 'visit' || booking.start === start) && !withoutPlace.includes(booking.state)
}

/** Still to come or under way; who waits in a queue has nothing yet. */
export const openStates: readonly BookingState[] = ['held', 'requested', 'assigned', 'checkedIn']

/** The organisation has said that somebody comes: it serves this guest. */
export const confirmedStates: readonly BookingState[] = ['assigned', 'checkedIn', 'done', 'rated']

/** States that come to nothing: place, entitlement and hours go back. */
export const withoutPlace: readonly BookingState[] = ['cancelled', 'declined', 'expired', 'noShow']

/** Whether two occasions share a moment. */
export function overlaps(a: { start: Instant; end: Instant }, b: { start: Instant; end: Instant }): boolean {
  return a.start < b.end && b.start < a.end
}

export type Relation = 'guest' | 'booker' | 'organisation' | 'worker' | 'system'

/**
 * What a person is to a booking. Staff only by the role that they hold now: who has left the organisation sees nothing. Who booked for
 * somebody only as long as the guest trusts them, so the guest has to be given.
 */
export function relationsOf(booking: Booking, person: Person, guest?: Person): Relation[] {
  const relations: Relation[] = []
  if (booking.guest.person === person._id) relations.push('guest')
  else if (booking.booker.person === person._id && guest && mayActFor(person, guest)) relations.push('booker')
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

/** The occasion itself, or every lesson of it to which the guest is expected: when the guest is taken up. */
export function spansOf({
  start,
  end,
  lessons = [],
}: Pick<Session, 'start' | 'end'> & { lessons?: Lesson[] }): { start: Instant; end: Instant }[] {
  if (lessons.length === 0) return [{ start, end }]
  return lessons.filter(({ cancelled, clash }) => !cancelled && !clash).map((lesson) => ({ start: lesson.start, end: lesson.end }))
}
