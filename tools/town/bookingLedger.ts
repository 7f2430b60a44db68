import { overlaps, spansOf, withoutPlace } from '../../cloudfunctions/domain/booking'
import type { Booking, Offering, Session, Workday } from '../../cloudfunctions/domain/booking'
import { newBooking, settledBefore, takeStep } from '../../cloudfunctions/domain/bookingSteps'
import type { Actor, Details, NewBooking, StepName } from '../../cloudfunctions/domain/bookingSteps'
import { addDays } from '../../cloudfunctions/domain/calendar'
import { mayActFor } from '../../cloudfunctions/domain/consent'
import { pays } from '../../cloudfunctions/domain/contractHours'
import { clashOf } from '../../cloudfunctions/domain/diary'
import { dispatch, homeOf } from '../../cloudfunctions/domain/dispatch'
import type { VisitNeed } from '../../cloudfunctions/domain/dispatch'
import { quote } from '../../cloudfunctions/domain/entitlement'
import { documentId } from '../../cloudfunctions/domain/identifiers'
import { contactNeeded } from '../../cloudfunctions/domain/kinds'
import type { Contract } from '../../cloudfunctions/domain/organisation'
import type { Person } from '../../cloudfunctions/domain/person'
import type { Service } from '../../cloudfunctions/domain/service'
import { addMinutes, dayOf } from '../../cloudfunctions/domain/time'
import type { Day, Instant } from '../../cloudfunctions/domain/time'
import type { TownData } from '../../cloudfunctions/domain/town'
import { applyStep } from '../../cloudfunctions/platform/documents'
import { seal } from '../../cloudfunctions/platform/seal'
import type { MadeUp } from './madeUp'
import type { Random } from './random'
import { settled } from './settled'

/** What becomes of a made-up booking, as far as it has come by now. */
export type Fate =
  | 'waiting'
  | 'offered'
  | 'requested'
  | 'assigned'
  | 'declined'
  | 'passed'
  | 'unanswered'
  | 'cancelled'
  | 'expired'
  | 'noShow'
  | 'done'
  | 'rated'

export interface Setting {
  town: TownData
  madeUp: MadeUp
  people: Person[]
  offerings: Offering[]
  /** Places, hours and diaries are taken in place, as calls would. */
  workdays: Workday[]
  sessions: Session[]
  contracts: Contract[]
  now: Instant
}

export interface Wish {
  guest: Person
  /** Who books, if not the guest. */
  booker?: Person
  service: string
  /** Start of a visit, or a session. */
  on: Instant | Session
  fate: Fate
  /** How long before the session, or before now, it is booked. */
  leadHours: number
  /** Person id of a carer. */
  carer?: string
  nextTime?: string
  /** Of a series: its id, and the id that the booking must have. */
  series?: { id: string; booking: string }
}

/** A place that can be had. */
interface Found {
  given: Pick<NewBooking, 'session' | 'organisation' | 'worker' | 'start' | 'end' | 'title' | 'lessons' | 'place' | 'reason'>
  spans: { start: Instant; end: Instant }[]
  /** Of a visit: who is to come. */
  proposed?: string
  workday?: Workday
  session?: Session
}

export interface Ledger {
  bookings: Booking[]
  /** Books and lives the booking up to now; false when this person can't have this place. */
  book: (wish: Wish) => boolean
}

/** Carers that a person's document keeps. */
const mostCarers = 5
const mostPasses = 2

/** Takes bookings through the rules that real ones go through, and keeps places, diaries and hours with them. */
export function createLedger({ town, madeUp, people, offerings, workdays, sessions, contracts, now }: Setting, chance: Random): Ledger {
  const made = madeUp.bookings
  const bookings: Booking[] = []
  const personOf = new Map(people.map((person) => [person._id, person]))
  const services = new Map(town.services.map((service) => [service.id, service]))
  const offered = groupBy(offerings, ({ services: [service] }) => service)
  const onDay = groupBy(workdays, ({ day }) => day)
  const staff = new Map(
    people.flatMap((person) =>
      person.roles.flatMap((role) => (role.role === 'organisation' ? [[role.organisation, person] as const] : [])),
    ),
  )
  const taughtAt = new Map<string, { start: Instant; end: Instant }[]>()
  for (const session of sessions) {
    if (session.worker) taughtAt.set(session.worker.person, [...(taughtAt.get(session.worker.person) ?? []), ...spansOf(session)])
  }

  function place(service: Service, { guest, on, carer, fate }: Wish, id: string, tried: string[] = []): Found | undefined {
    const start = typeof on === 'string' ? on : on.start
    if (typeof on !== 'string') {
      const free = fate === 'waiting' || fate === 'offered' ? on.left === 0 : on.left > 0 && on.queued === 0
      const taken = [...on.takers, ...on.queue].some(({ person }) => person === guest._id)
      const spans = spansOf(on)
      // Who waits is not taken up by it yet.
      if (!free || taken || (fate !== 'waiting' && clashOf(guest.diary, spans, id))) return undefined
      const by = on.worker ? `${on.worker.name}（${on.organisation.name}）` : on.organisation.name
      const { worker, title, lessons, place: where } = on
      return {
        given: {
          session: on._id,
          organisation: on.organisation,
          worker,
          start,
          end: on.end,
          title,
          lessons,
          place: where,
          reason: { rule: 'chosen', sentence: `您自己选的，由${by}负责`, considered: [] },
        },
        spans,
        session: on,
      }
    }
    const span = { start, end: addMinutes(start, service.minutes) }
    const need: VisitNeed = {
      service,
      ...span,
      home: homeOf(guest),
      wish: carer === undefined ? {} : { worker: carer },
      coverMinutes: quote(service, programmeOf(service), guest, start, id).cover?.minutes ?? 0,
      carers: guest.carers,
      tried,
      now: addDays(start, -2),
    }
    if (clashOf(guest.diary, [span], id)) return undefined
    // Nobody who gives a lesson or an appointment then.
    const days = (onDay.get(dayOf(start)) ?? []).map((workday) => ({
      ...workday,
      crew: workday.crew.filter(({ worker }) => !taughtAt.get(worker.person)?.some((other) => overlaps(other, span))),
    }))
    const [best] = dispatch([...(offered.get(service.id) ?? []), ...days], need)
    const workday = best && workdays.find(({ _id }) => _id === best.workday._id)
    if (!best || !workday) return undefined
    const { organisation } = best.offering
    return {
      given: { session: workday._id, organisation, ...span, reason: best.reason },
      spans: [span],
      proposed: best.worker.worker.person,
      workday,
    }
  }

  function programmeOf(service: Service) {
    return town.programmes.find(({ id }) => id === service.price.programme)
  }

  function take(booking: Booking, found: Found, at: Instant): void {
    const taker = { booking: booking._id, person: booking.guest.person, at }
    const { workday, session, proposed, spans } = found
    if (workday && proposed !== undefined) {
      const home = booking.home && { longitude: booking.home.longitude, latitude: booking.home.latitude }
      const { start, end, skill } = booking
      workday.takers.push({ ...taker, start, end, skill, worker: proposed, ...(home && { home }) })
      workday.seq++
      workday.touchedAt = at
    }
    if (session && booking.state === 'waiting') {
      session.queue.push(taker)
      session.queued++
      session.touchedAt = at
      // Who waits is not taken up by it yet.
      return
    }
    if (session) {
      session.takers.push(taker)
      session.left--
      session.touchedAt = at
    }
    enter(booking, spans, at)
  }

  function enter(booking: Booking, spans: Found['spans'], at: Instant): void {
    const guest = personOf.get(booking.guest.person) as Person
    const { _id, session, service, cover } = booking
    const entries = spans.map((span, nth) => ({
      booking: _id,
      session,
      name: service.name,
      ...span,
      at,
      ...(cover && nth === 0 ? { cover } : {}),
    }))
    guest.diary = { version: guest.diary.version + 1, engagements: [...guest.diary.engagements, ...entries], touchedAt: at }
  }

  function giveBack(booking: Booking, { workday, session }: Found): void {
    const others = <T extends { booking: string }>(list: T[]) => list.filter((one) => one.booking !== booking._id)
    const guest = personOf.get(booking.guest.person) as Person
    free(booking)
    guest.diary = { ...guest.diary, version: guest.diary.version + 1, engagements: others(guest.diary.engagements) }
    if (workday) Object.assign(workday, { takers: others(workday.takers), seq: workday.seq + 1 })
    if (!session) return
    if (session.takers.length > others(session.takers).length) session.left++
    Object.assign(session, { takers: others(session.takers), queue: others(session.queue), queued: others(session.queue).length })
  }

  /** The contract that pays for it, if a programme pays at all. */
  function contractFor({ cover, organisationId, start }: Booking): Contract | undefined {
    const day: Day = dayOf(start)
    return (
      cover && contracts.find((one) => one.organisation === organisationId && pays(one, cover.programme, day) && one.left >= cover.minutes)
    )
  }

  function move({ organisation, programme }: Contract, minutes: number, start: Instant): void {
    for (const offering of offerings) {
      const today = contracts.find(
        (one) =>
          one.organisation === organisation &&
          one.programme === programme &&
          pays(one, programme, dayOf(now)) &&
          pays(one, programme, dayOf(start)),
      )
      if (today && offering.organisation.id === organisation && offering.programme?.id === programme)
        offering.standing.minutesLeft += minutes
    }
  }

  function promise(booking: Booking, contract: Contract, at: Instant): void {
    const { minutes } = booking.cover as NonNullable<Booking['cover']>
    contract.open.push({ booking: booking._id, minutes, at })
    contract.left -= minutes
    move(contract, -minutes, booking.start)
  }

  function free(booking: Booking): void {
    const contract = contracts.find(({ _id }) => _id === booking.contract)
    const entry = contract?.open.find((one) => one.booking === booking._id)
    if (!contract || !entry) return
    contract.open = contract.open.filter((one) => one !== entry)
    contract.left += entry.minutes
    move(contract, entry.minutes, booking.start)
  }

  function use(booking: Booking): void {
    const contract = contracts.find(({ _id }) => _id === booking.contract)
    const entry = contract?.open.find((one) => one.booking === booking._id)
    if (!contract || !entry) return
    contract.open = contract.open.filter((one) => one !== entry)
    contract.used += entry.minutes
  }

  function book(wish: Wish): boolean {
    const { guest, booker = guest, on, fate, leadHours } = wish
    const service = services.get(wish.service)
    if (!service) throw new Error(`made-up/bookings.json: there is no service ${wish.service}`)
    if ((service.after ?? []).some((before) => !(guest.learned ?? []).includes(before))) return false
    const channel = service.kind === 'appointment' ? chance.pick(service.channels ?? (['office'] as const)) : undefined
    if (contactNeeded(service.kind, channel).some((field) => guest[field] === undefined)) return false
    const id = wish.series?.booking ?? documentId(booker.openid, 'booking.book', `demonstration-${bookings.length}`)
    const found = place(service, wish, id)
    if (!found) return false
    const start = typeof on === 'string' ? on : on.start
    const at = addMinutes(start < now ? start : now, -leadHours * 60)
    const { cover, ...price } = quote(service, programmeOf(service), guest, start, id)
    const as = mayActFor(booker, guest)
    const advised = service.adversarial === true
    const against = advised && chance.chance(0.2) ? guest.home?.village.grid : undefined
    if (found.session && against !== undefined && found.session.advises.includes(against)) return false
    const first = newBooking({
      id,
      state:
        fate === 'waiting' || fate === 'offered'
          ? 'waiting'
          : fate === 'expired'
            ? 'held'
            : service.kind === 'visit'
              ? 'requested'
              : 'assigned',
      service,
      ...found.given,
      guest,
      booker,
      consent: as === 'staff' ? { how: 'phone', note: chance.pick(made.agreed) } : { how: as === 'self' ? 'self' : 'family' },
      price,
      cover,
      ...(service.kind === 'visit' && wish.carer !== undefined ? { wish: { worker: wish.carer } } : {}),
      ...(wish.series && { series: wish.series.id }),
      channel,
      against,
      ...(advised ? { intake: seal(chance.pick(made.intake)) } : {}),
      note: service.kind === 'visit' ? chance.pick(made.notes) : '',
      now: at,
    })
    take(first, found, at)
    const booking = live(first, found, service, wish)
    const { uncounted: _, ...counted } = { ...booking, leaving: [] }
    bookings.push(settled(counted))
    return true
  }

  function live(first: Booking, place0: Found, service: Service, wish: Wish): Booking {
    const { guest, fate, leadHours, nextTime, booker = guest } = wish
    let booking = first
    let found = place0
    function step(name: StepName, person: Person | undefined, at: Instant, details: Details = {}): Booking {
      const actor: Actor | undefined = person && { person, guest, version: booking.version }
      const decided = takeStep(name, booking, actor, at, details)
      if (!decided.ok) throw new Error(`${name} of ${booking.number} at ${at}: ${decided.code}`)
      const request = documentId(person?.openid ?? 'system', `booking.${name}`, `${booking._id}-${booking.version}`)
      booking = { ...applyStep(booking, request, at, decided.data).next, leaving: [] }
      return booking
    }
    function leave(name: StepName, person: Person | undefined, at: Instant, details?: Details): Booking {
      const before = booking
      step(name, person, at, details)
      giveBack(before, found)
      const { contract: _, ...rest } = booking
      return (booking = withoutPlace.includes(booking.state) ? rest : booking)
    }
    const { start, end } = booking
    const soon = addMinutes(booking.createdAt, Math.max(10, Math.round(leadHours * 18)))
    const organiser = () => staff.get(booking.organisationId) as Person

    if (booking.state === 'waiting') {
      if (fate === 'offered' && found.session) offer(found.session)
      return booking
    }
    if (booking.state === 'held') return leave('expire', undefined, booking.dueAt as Instant)
    if (fate === 'cancelled' && soon < booking.cancelUntil) return leave('cancel', booker, soon, { note: chance.pick(made.cancelled) })
    if (booking.state === 'requested') {
      if (fate === 'requested') return booking
      if (fate === 'passed') pass(addMinutes(soon, -5))
      const contract = contractFor(booking)
      const proposed = personOf.get(found.proposed ?? '')
      const unpaid = booking.cover && !contract
      if (fate === 'declined' || fate === 'unanswered' || unpaid || !proposed) {
        const by = fate === 'unanswered' ? undefined : organiser()
        return leave('decline', by, soon, by ? { note: chance.pick(made.declined) } : {})
      }
      if (fate === 'passed' && start > now) return booking
      const { _id: person, openid, name } = proposed
      if (contract) promise(booking, contract, soon)
      const set = { worker: { person, openid, name }, workerId: person, ...(contract ? { contract: contract._id } : {}) }
      step('confirm', organiser(), soon, { set })
    }
    if (service.kind === 'class') return attend()
    // Nobody came; the sweep finds it at night.
    if (fate === 'noShow') return end < settledBefore(now) ? leave('miss', undefined, addDays(end, 1)) : booking
    const worker = personOf.get(booking.workerId ?? '')
    const arrival = addMinutes(start, chance.whole(-8, 6))
    if (!worker || arrival > now) return booking
    step('checkIn', worker, arrival, { set: { checkedInAt: arrival } })
    if (end > now) return booking
    const advised = service.adversarial === true
    const record: Booking['record'] = {
      done: booking.checklist,
      note: chance.pick(advised ? made.advice : made.records),
      nextTime: nextTime ?? (service.kind === 'visit' ? chance.pick(made.nextTime) : ''),
      photos: [],
      ...(service.kind === 'visit' ? { agreedBy: 'guest' } : {}),
      ...(advised
        ? { outcome: chance.chance(0.7) ? { kind: 'advised' } : { kind: 'referred', to: chance.pick(town.referrals).name } }
        : {}),
    }
    step('complete', worker, end, { set: { record, checkedOutAt: end } })
    use(booking)
    if (service.kind === 'visit') knows(worker)
    return rate(addMinutes(end, chance.whole(30, 1500)))

    function rate(at: Instant): Booking {
      if (fate !== 'rated' || at > now) return booking
      return step('rate', booker, at, { set: { rating: { stars: chance.pick([5, 5, 5, 4, 4, 3]), text: chance.pick(made.praise) } } })
    }

    /** Present at most of the lessons that have been; over, it settles by itself. */
    function attend(): Booking {
      const over = (booking.lessons ?? []).filter((lesson) => lesson.end <= now)
      const there = over.map((lesson, nth) => ({
        lesson: nth,
        at: addMinutes(lesson.start, chance.whole(-10, 5)),
        by: chance.pick(['code', 'teacher'] as const),
      }))
      const attendance = fate === 'noShow' ? [] : there.filter(({ lesson }) => lesson === 0 || chance.chance(0.85))
      if (attendance.length > 0) booking = { ...booking, attendance }
      if (end >= settledBefore(now)) return booking
      if (attendance.length === 0) return leave('miss', undefined, addDays(end, 1))
      step('finish', undefined, addMinutes(end, 12 * 60 + 1))
      guest.learned = [...new Set([...(guest.learned ?? []), service.id])]
      return rate(addMinutes(end, chance.whole(13 * 60, 40 * 60)))
    }

    function pass(at: Instant): void {
      const tried = [...booking.tried, booking.organisationId]
      const { organisation, session } = booking
      const left = found
      giveBack(booking, left)
      const next = tried.length <= mostPasses ? place(service, wish, booking._id, tried) : undefined
      if (!next) {
        take(booking, left, booking.createdAt)
        return
      }
      const { organisation: to, session: where, reason } = next.given
      step('pass', organiser(), at, {
        note: chance.pick(made.declined),
        set: { organisation: to, organisationId: to.id, session: where, reason, tried },
      })
      found = next
      take(booking, next, at)
      if (organisation.id === to.id || session === where) throw new Error(`${booking.number} was passed on to the same organisation`)
    }

    /** A seat came free a little while ago, and is kept for who waited first; in the diary only once it is accepted. */
    function offer(session: Session): void {
      const at = addMinutes(now, -40)
      if (session.queue[0]?.booking !== booking._id || at < booking.createdAt) return
      const gone = bookings.findIndex(({ session: of, state, open }) => of === session._id && state === 'assigned' && open)
      const leaver = bookings[gone]
      const from = personOf.get(leaver?.guest.person ?? '')
      if (!leaver || !from || at >= leaver.cancelUntil || leaver.updatedAt > at) return
      const decided = takeStep('cancel', leaver, { person: from, guest: from, version: leaver.version }, at, {})
      if (!decided.ok) return
      bookings[gone] = settled({
        ...applyStep(leaver, documentId(from.openid, 'booking.cancel', leaver._id), at, decided.data).next,
        leaving: [],
      })
      giveBack(leaver, { session, spans: [], given: place0.given })
      const taker = session.queue.shift() as Session['queue'][number]
      session.queued--
      session.takers.push({ ...taker, at })
      session.left--
      step('offer', undefined, at)
    }

    function knows(worker: Person): void {
      const before = guest.carers.find((one) => one.worker === worker._id)
      const { organisation } = booking
      const carer = { worker: worker._id, name: worker.name, organisation: organisation.id, visits: (before?.visits ?? 0) + 1, last: start }
      const last = before && before.last > start ? { ...carer, last: before.last } : carer
      guest.carers = [...guest.carers.filter((one) => one !== before), last].sort((a, b) => (a.last < b.last ? 1 : -1)).slice(0, mostCarers)
    }
  }

  return { bookings, book }
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
