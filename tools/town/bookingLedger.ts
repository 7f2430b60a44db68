import { overlaps } from '../../cloudfunctions/domain/booking'
import type { Booking, Session } from '../../cloudfunctions/domain/booking'
import { newBooking, settledBefore, takeStep } from '../../cloudfunctions/domain/bookingSteps'
import type { Details, StepName } from '../../cloudfunctions/domain/bookingSteps'
import { addDays } from '../../cloudfunctions/domain/calendar'
import { dispatch, homeOf } from '../../cloudfunctions/domain/dispatch'
import { documentId } from '../../cloudfunctions/domain/identifiers'
import type { Reason } from '../../cloudfunctions/domain/matter'
import { refOf } from '../../cloudfunctions/domain/person'
import type { Person } from '../../cloudfunctions/domain/person'
import { priceFor } from '../../cloudfunctions/domain/price'
import { addMinutes } from '../../cloudfunctions/domain/time'
import type { Instant } from '../../cloudfunctions/domain/time'
import type { TownData } from '../../cloudfunctions/domain/town'
import { applyStep } from '../../cloudfunctions/platform/documents'
import type { MadeUp } from './madeUp'
import type { Random } from './random'
import { settled } from './settled'

/** What becomes of a made-up booking, as far as it has come by now. */
export type Fate = 'requested' | 'assigned' | 'declined' | 'cancelled' | 'noShow' | 'lapsed' | 'done' | 'rated'

export interface Setting {
  town: TownData
  madeUp: MadeUp
  people: Person[]
  /** Seats are taken in place. */
  sessions: Session[]
  now: Instant
}

export interface Wish {
  wanted: Session
  booker: Person
  fate: Fate
  /** How long before the session, or before now, it is booked. */
  leadHours: number
  nextTime?: string
}

export interface Ledger {
  bookings: Booking[]
  /** A seat for this person in this session, or in one at the same time by the organisation that the rule chooses. */
  choose: (wanted: Session, booker: Person) => { session: Session; reason: Reason } | undefined
  /** Books and lives the booking up to now; false when this person can't have this session. */
  book: (wish: Wish) => boolean
}

/** Keeps who is where when, and takes bookings through the rules that real ones go through. */
export function createLedger({ town, madeUp, people, sessions, now }: Setting, chance: Random): Ledger {
  const made = madeUp.bookings
  const bookings: Booking[] = []
  /** When each person is taken: nobody is in two places. */
  const calendar = new Map<string, Pick<Session, '_id' | 'start' | 'end'>[]>()
  const personOf = new Map(people.map((person) => [person._id, person]))
  const services = new Map(town.services.map((service) => [service.id, service]))
  const atTheSameTime = groupBy(sessions, ({ service, start }) => `${service} ${start}`)
  const staff = groupBy(
    people.filter(({ organisation }) => organisation !== undefined),
    ({ organisation }) => organisation ?? '',
  )

  function isFree(person: string, session: Session): boolean {
    return !calendar.get(person)?.some((other) => other._id !== session._id && overlaps(other, session))
  }
  function occupy(person: string, { _id, start, end }: Session): void {
    calendar.set(person, [...(calendar.get(person) ?? []), { _id, start, end }])
  }

  function choose(wanted: Session, booker: Person): { session: Session; reason: Reason } | undefined {
    const service = services.get(wanted.service)
    if (!service || !isFree(booker._id, wanted) || wanted.takers.some(({ person }) => person === booker._id)) return undefined
    if (wanted.kind === 'visit') {
      return dispatch(atTheSameTime.get(`${wanted.service} ${wanted.start}`) ?? [], service.minutes, homeOf(booker))[0]
    }
    if (wanted.left === 0) return undefined
    const by = wanted.worker ? `${wanted.worker.name}(${wanted.organisation.name})` : wanted.organisation.name
    return { session: wanted, reason: { rule: 'chosen', sentence: `您自己选的，由${by}负责`, considered: [] } }
  }

  function workerFor({ organisationId, skill }: Booking, session: Session): Person | undefined {
    const able = ({ roles }: Person) => roles.some((role) => role.role === 'worker' && role.skills.includes(skill))
    return staff.get(organisationId)?.find((person) => able(person) && isFree(person._id, session))
  }

  function book(wish: Wish): boolean {
    const { wanted, booker, leadHours } = wish
    const choice = choose(wanted, booker)
    const service = services.get(wanted.service)
    if (!choice || !service) return false
    const { session, reason } = choice
    const at = addMinutes(session.start < now ? session.start : now, -leadHours * 60)
    const id = documentId(booker.openid, 'booking.book', `demonstration-${bookings.length}`)
    const price = priceFor(service.price, booker.groups, town.groups)
    const note = session.kind === 'visit' ? chance.pick(made.notes) : ''
    const booking = live(newBooking({ id, service, session, booker, reason, price, note, now: at }), session, wish)
    bookings.push(settled(booking))
    if (booking.freed) return true
    session.left -= 1
    session.takers.push({ booking: id, person: booker._id, at })
    session.touchedAt = at
    occupy(booker._id, session)
    if (booking.workerId !== undefined) occupy(booking.workerId, session)
    return true
  }

  function live(first: Booking, session: Session, { booker, fate, leadHours, nextTime }: Wish): Booking {
    let booking = first
    function take(step: StepName, person: Person | undefined, at: Instant, details: Details = {}): Booking {
      const decided = takeStep(step, booking, person && { person, version: booking.version }, at, details)
      if (!decided.ok) throw new Error(`${step} of ${booking.number} at ${at}: ${decided.code}`)
      const request = documentId(person?.openid ?? 'system', `booking.${step}`, `${booking._id}-${booking.version}`)
      booking = applyStep(booking, request, at, decided.data).next
      return booking
    }
    const { start, end } = session
    const soon = addMinutes(booking.createdAt, Math.max(10, Math.round(leadHours * 18)))

    if (fate === 'lapsed' && booking.state === 'requested') return { ...take('lapse', undefined, addMinutes(start, 5)), freed: true }
    if (fate === 'cancelled' && soon < booking.cancelUntil) {
      return { ...take('cancel', booker, soon, { note: chance.pick(made.cancelled) }), freed: true }
    }
    if (booking.state === 'requested') {
      if (fate === 'requested') return booking
      const organiser = staff.get(booking.organisationId)?.find(({ roles }) => roles.some(({ role }) => role === 'organisation'))
      const worker = workerFor(booking, session)
      if (fate === 'declined' || !worker) {
        return { ...take('decline', organiser, soon, { note: chance.pick(made.declined) }), freed: true }
      }
      take('confirm', organiser, soon, { set: { worker: refOf(worker), workerId: worker._id } })
    }
    // Nobody came; the sweep finds it at night.
    if (fate === 'noShow') return end < settledBefore(now) ? take('miss', undefined, addDays(end, 1)) : booking
    const worker = personOf.get(booking.workerId ?? '')
    const arrival = addMinutes(start, chance.whole(-8, 6))
    if (!worker || arrival > now) return booking
    take('checkIn', worker, arrival, { set: { checkedInAt: arrival } })
    if (end > now) return booking
    const record = {
      done: booking.checklist,
      note: chance.pick(made.records),
      nextTime: nextTime ?? chance.pick(made.nextTime),
      photos: [],
    }
    take('complete', worker, end, { set: { record } })
    const later = addMinutes(end, chance.whole(30, 1500))
    if (fate !== 'rated' || later > now) return booking
    return take('rate', booker, later, { set: { rating: { stars: chance.pick([5, 5, 5, 4, 4, 3]), text: chance.pick(made.praise) } } })
  }

  return { bookings, choose, book }
}

function groupBy<T>(list: T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of list) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return groups
}
