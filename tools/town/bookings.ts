import { overlaps } from '../../cloudfunctions/domain/booking'
import type { Booking, Session } from '../../cloudfunctions/domain/booking'
import { newBooking, settledBefore, takeStep } from '../../cloudfunctions/domain/bookingSteps'
import type { Actor, Details, StepName } from '../../cloudfunctions/domain/bookingSteps'
import { addDays } from '../../cloudfunctions/domain/calendar'
import { dispatch, homeOf } from '../../cloudfunctions/domain/dispatch'
import { documentId } from '../../cloudfunctions/domain/identifiers'
import type { Reason } from '../../cloudfunctions/domain/matter'
import { refOf } from '../../cloudfunctions/domain/person'
import type { Person } from '../../cloudfunctions/domain/person'
import { priceFor } from '../../cloudfunctions/domain/price'
import { addMinutes, dayOf, instantAt } from '../../cloudfunctions/domain/time'
import type { Instant } from '../../cloudfunctions/domain/time'
import type { TownData } from '../../cloudfunctions/domain/town'
import { applyStep } from '../../cloudfunctions/platform/documents'
import type { MadeUp } from './madeUp'
import { random } from './random'
import { settled } from './settled'

/** Made-up bookings of the past and the coming weeks, each through the rules that real ones go through. Takes their seats in `sessions`. */

type Fate = 'requested' | 'assigned' | 'declined' | 'cancelled' | 'noShow' | 'lapsed' | 'done' | 'rated'
const fates: Fate[] = [...Array<Fate>(12).fill('rated'), 'done', 'done', 'done', 'cancelled', 'cancelled', 'noShow']
const visitFates: Fate[] = [...fates, 'declined', 'lapsed']

interface Setting {
  town: TownData
  madeUp: MadeUp
  people: Person[]
  sessions: Session[]
  now: Instant
}

export function makeBookings({ town, madeUp: { bookings: made, people: madePeople }, people, sessions, now }: Setting): Booking[] {
  const chance = random(made.seed)
  const bookings: Booking[] = []
  /** When each worker is taken, and each resident: nobody is in two places. */
  const calendar = new Map<string, { session: string; start: Instant; end: Instant }[]>()
  const personOf = new Map(people.map((person) => [person._id, person]))
  const services = new Map(town.services.map((service) => [service.id, service]))
  const atTheSameTime = groupBy(sessions, ({ service, start }) => `${service} ${start}`)
  const staff = groupBy(
    people.filter(({ roles }) => roles.some(({ role }) => role === 'organisation' || role === 'worker')),
    ({ organisation }) => organisation ?? '',
  )

  function isFree(person: string, { _id, start, end }: Session): boolean {
    return !calendar.get(person)?.some((other) => other.session !== _id && overlaps(other, { start, end }))
  }
  function occupy(person: string, { _id: session, start, end }: Session): void {
    calendar.set(person, [...(calendar.get(person) ?? []), { session, start, end }])
  }

  /** A seat for this person in this session, or in one at the same time by the organisation that the rule chooses. */
  function choose(wanted: Session, booker: Person): { session: Session; reason: Reason } | undefined {
    const service = services.get(wanted.service)
    if (!service || !isFree(booker._id, wanted) || wanted.takers.some(({ person }) => person === booker._id)) return undefined
    if (wanted.kind === 'visit') return dispatch(atTheSameTime.get(`${wanted.service} ${wanted.start}`) ?? [], service.minutes, homeOf(booker))[0]
    if (wanted.left === 0) return undefined
    const by = wanted.worker ? `${wanted.worker.name}(${wanted.organisation.name})` : wanted.organisation.name
    return { session: wanted, reason: { rule: 'chosen', sentence: `您自己选的,由${by}负责`, considered: [] } }
  }

  function workerFor(booking: Booking, session: Session): Person | undefined {
    return staff
      .get(booking.organisationId)
      ?.find(({ _id, roles }) => roles.some((role) => role.role === 'worker' && role.skills.includes(booking.skill)) && isFree(_id, session))
  }

  /** Books and lives the booking up to now; false when this person can't have this session. */
  function book(wanted: Session, booker: Person, fate: Fate, nextTime: string | undefined, leadHours: number): boolean {
    const choice = choose(wanted, booker)
    const service = services.get(wanted.service)
    if (!choice || !service) return false
    const { session, reason } = choice
    const ahead = addMinutes(session.start < now ? session.start : now, -leadHours * 60)
    const id = documentId(booker.openid, 'booking.book', `demonstration-${bookings.length}`)
    const price = priceFor(service.price, booker.groups, town.groups)
    let booking = newBooking({ id, service, session, booker, reason, price, note: session.kind === 'visit' ? chance.pick(made.notes) : '', now: ahead })
    session.left -= 1
    session.takers.push({ booking: id, person: booker._id, at: ahead })
    session.touchedAt = ahead
    occupy(booker._id, session)

    function take(step: StepName, actor: Person | undefined, at: Instant, details: Details = {}): void {
      const by: Actor | undefined = actor && { person: actor, version: booking.version }
      const decided = takeStep(step, booking, by, at, details)
      if (!decided.ok) throw new Error(`${step} of ${booking.number} at ${at}: ${decided.code}`)
      booking = applyStep(booking, documentId(actor?.openid ?? 'system', `booking.${step}`, `${id}-${booking.version}`), at, decided.data).next
    }
    function giveBack(): void {
      booking = { ...booking, freed: true }
      session.left += 1
      session.takers = session.takers.filter((taker) => taker.booking !== id)
    }
    live()
    bookings.push(settled(booking))
    return true

    function live(): void {
      const organiser = staff.get(booking.organisationId)?.find(({ roles }) => roles.some(({ role }) => role === 'organisation'))
      const hurry = Math.max(10, Math.round(leadHours * 60 * 0.3))
      if (fate === 'lapsed' && booking.state === 'requested') {
        take('lapse', undefined, addMinutes(session.start, 5))
        return giveBack()
      }
      if (fate === 'cancelled' && addMinutes(ahead, hurry) < booking.cancelUntil) {
        take('cancel', booker, addMinutes(ahead, hurry), { note: chance.pick(made.cancelled) })
        return giveBack()
      }
      if (booking.state === 'requested') {
        if (fate === 'requested') return
        const worker = workerFor(booking, session)
        if (fate === 'declined' || !worker) {
          take('decline', organiser, addMinutes(ahead, hurry), { note: chance.pick(made.declined) })
          return giveBack()
        }
        take('confirm', organiser, addMinutes(ahead, hurry), { set: { worker: refOf(worker), workerId: worker._id } })
      }
      const worker = personOf.get(booking.workerId ?? '')
      if (worker) occupy(worker._id, session)
      const arrival = addMinutes(session.start, chance.whole(-8, 6))
      // Nobody came; the sweep finds it at night.
      if (fate === 'noShow') return session.end < settledBefore(now) ? take('miss', undefined, addDays(session.end, 1)) : undefined
      if (!worker || arrival > now) return
      take('checkIn', worker, arrival, { set: { checkedInAt: arrival } })
      if (session.end > now) return
      const record = { done: service?.checklist ?? [], note: chance.pick(made.records), nextTime: nextTime ?? chance.pick(made.nextTime), photos: [] }
      take('complete', worker, session.end, { set: { record } })
      const later = addMinutes(session.end, chance.whole(30, 1500))
      if (fate === 'rated' && later < now) take('rate', booker, later, { set: { rating: { stars: chance.pick([5, 5, 5, 4, 4, 3]), text: chance.pick(made.praise) } } })
    }
  }

  const { grid, organisation } = madePeople.demonstration
  const [resident, elder, ...near] = people.filter(({ home }) => home?.grid === grid)
  const elders = near.filter(({ groups }) => groups.length > 0)
  for (const [number, { by, service, day, wall, fate, nextTime }] of made.demonstration.entries()) {
    const booker = { resident, elder, neighbour: elders[number % elders.length] }[by]
    if (!booker) throw new Error(`made-up/people.json: nobody lives in ${grid}`)
    const on = dayOf(addDays(now, day))
    const wanted = nearest(
      sessions.filter((one) => one.service === service && (wall === undefined || one.start === instantAt(on, wall)) && (one.kind !== 'visit' || one.organisation.id === organisation)),
      addDays(now, day),
      day,
      now,
    )
    if (!wanted || !book(wanted, booker, fate, nextTime, 20 + 3 * number)) {
      throw new Error(`made-up/bookings.json: demonstration[${number}]: there is no such session for ${booker.name}`)
    }
  }

  const residents = people.filter(({ _id, home, roles }) => home && home.grid !== grid && roles.length === 0 && _id !== resident?._id && _id !== elder?._id)
  const past = sessions.filter(({ end }) => end < addMinutes(now, -60))
  const coming = sessions.filter(({ start }) => start > addDays(now, 1))
  const some = (list: Session[], count: number, fateOf: (session: Session) => Fate) => {
    let made = 0
    for (let attempt = 0; attempt < count * 20 && made < count; attempt++) {
      const [session, booker] = [chance.pick(list), chance.pick(residents)]
      // The coming days of the shown organisation stay as they were written, so that it is the freest.
      if (session.start > now && choose(session, booker)?.session.organisation.id === organisation) continue
      if (book(session, booker, fateOf(session), undefined, chance.whole(13, 120))) made++
    }
  }
  some(past, made.past, ({ kind }) => chance.pick(kind === 'visit' ? visitFates : fates))
  some(coming, made.coming, () => chance.pick<Fate>(['assigned', 'assigned', 'requested']))

  // Some lessons that everybody wants are full.
  const lessons = coming.filter(({ kind, start }) => kind === 'class' && start < addDays(now, 10))
  for (const lesson of chance.shuffle(lessons).slice(0, made.fullClasses)) {
    for (const pupil of chance.shuffle(residents)) if (lesson.left > 0) book(lesson, pupil, 'assigned', undefined, chance.whole(13, 120))
  }
  return bookings
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

/** The session nearest to an instant that lies on the same side of now as it. */
function nearest(sessions: Session[], at: Instant, day: number, now: Instant): Session | undefined {
  const side = sessions.filter(({ start, end }) => (day < 0 ? end < now : day > 0 ? start > now : true))
  const distance = ({ start }: Session) => Math.abs(Date.parse(start) - Date.parse(at))
  return side.sort((a, b) => distance(a) - distance(b))[0]
}
