import { emptyDiary, monthOf } from '../../cloudfunctions/domain/diary'
import type { Booking, Session } from '../../cloudfunctions/domain/booking'
import { addDays } from '../../cloudfunctions/domain/calendar'
import type { Person } from '../../cloudfunctions/domain/person'
import type { Service } from '../../cloudfunctions/domain/service'
import { addMinutes, dayOf, instantAt } from '../../cloudfunctions/domain/time'
import type { Instant } from '../../cloudfunctions/domain/time'
import { createLedger } from './bookingLedger'
import type { Fate, Setting, Wish } from './bookingLedger'
import { random } from './random'

const fates: Fate[] = [...Array<Fate>(12).fill('rated'), 'done', 'done', 'done', 'cancelled', 'cancelled', 'noShow']
const visitFates: Fate[] = [...fates, 'declined', 'unanswered', 'passed']
const comingFates: Fate[] = ['assigned', 'assigned', 'assigned', 'requested', 'passed', 'cancelled', 'expired']

/** Made-up bookings of the past and the coming weeks: those of the people on the phones, then anybody's. */
export function makeBookings(setting: Setting, days: string[]): Booking[] {
  const { madeUp, people, sessions, workdays, town, now } = setting
  const made = madeUp.bookings
  const { grid, organisation } = madeUp.people.demonstration
  const chance = random(made.seed)
  const { bookings, book } = createLedger(setting, chance)
  const services = new Map(town.services.map((service) => [service.id, service]))
  const named = (openid: string) => people.find((person) => person.openid === openid) as Person
  const [resident, elder, daughter, member, worker] = ['resident-1', 'elder-1', 'family-1', 'member-1', 'worker-1'].map(named) as [
    Person,
    Person,
    Person,
    Person,
    Person,
  ]
  const enrolled = people.find(({ openid }) => openid === '') as Person
  const near = people.filter(
    ({ home, groups, openid }) => home?.grid === grid && groups.length > 0 && openid !== '' && openid !== 'elder-1',
  )

  for (const [number, { by, service: id, day, wall, fate, carer, nextTime }] of made.demonstration.entries()) {
    const service = services.get(id)
    const on = addDays(now, day)
    const guests = {
      resident: [resident],
      elder: [elder],
      daughter: [elder],
      member: [enrolled],
      neighbour: [...near.slice(number), ...near],
    }[by]
    const booker = { daughter, member, resident: undefined, elder: undefined, neighbour: undefined }[by]
    const common = { booker, service: id, fate, leadHours: 20 + 3 * number, nextTime, ...(carer ? { carer: worker._id } : {}) }
    // An hour or a day later where that very time is over or taken.
    const places =
      service?.kind === 'visit'
        ? times(service, on, Math.sign(day), wall).map((start) => ({ on: start }))
        : fate === 'waiting'
          ? fullClass(id)
          : nearest(
              sessions.filter(({ services: [of] }) => of === id),
              on,
              Math.sign(day),
              now,
            ).map((session) => ({ on: session }))
    const booked = guests.some((guest) => places.some((place) => book({ ...common, ...place, guest })))
    if (!booked) throw new Error(`made-up/bookings.json: demonstration[${number}]: there is no place for it`)
  }

  const residents = people.filter(({ home, roles, openid }) => home && home.grid !== grid && roles.length === 0 && openid !== '')
  const elders = residents.filter(({ groups }) => groups.length > 0)
  const visits = town.services.filter(({ kind }) => kind === 'visit')

  /** By the day of the start, and a course by that of its end as well. */
  const onDay = new Map<string, Session[]>()
  for (const session of sessions) {
    for (const day of new Set([dayOf(session.start), dayOf(session.end)])) onDay.set(day, [...(onDay.get(day) ?? []), session])
  }

  /** The wish of somebody for something on one of the days. */
  function some(among: string[], leadHours: number, fateOf: (kind: Service['kind']) => Fate): Wish | undefined {
    if (chance.chance(0.6)) {
      const service = chance.pick(visits)
      const start = instantAt(chance.pick(among), chance.pick(service.starts ?? ['09:00']))
      return {
        guest: chance.pick(chance.chance(0.85) ? elders : residents),
        service: service.id,
        on: start,
        fate: fateOf('visit'),
        leadHours,
      }
    }
    const inside = among.flatMap((day) => onDay.get(day) ?? []).filter(({ left }) => left > 0)
    if (inside.length === 0) return undefined
    const on = chance.pick(inside)
    return { guest: chance.pick(residents), service: on.services[0], on, fate: fateOf(on.kind), leadHours }
  }
  function fill(count: number, among: string[], fits: (wish: Wish) => boolean, fateOf: (kind: Service['kind']) => Fate): void {
    for (let attempt = 0, booked = 0; attempt < count * 30 && booked < count; attempt++) {
      const wish = some(among, chance.whole(13, 120), fateOf)
      if (wish && fits(wish) && book(wish)) booked++
    }
  }
  const startOf = ({ on }: Wish) => (typeof on === 'string' ? on : on.start)
  const today = dayOf(now)
  fill(
    made.past,
    days.filter((day) => day <= today),
    (wish) => (typeof wish.on === 'string' ? wish.on : wish.on.end) < addMinutes(now, -150),
    (kind) => chance.pick(kind === 'visit' ? visitFates : fates),
  )
  fill(
    made.coming,
    days.filter((day) => day > today),
    // The coming days of the shown organisation stay as they were written, so that it is the freest.
    (wish) => startOf(wish) > addDays(now, 1) && !nearShown(wish),
    (kind) => (kind === 'visit' ? chance.pick(comingFates) : 'assigned'),
  )

  // Some courses that everybody wants are full, and people wait; of one, a seat has just come free.
  const full = chance.shuffle(
    sessions.filter(
      ({ kind, start, left, services: [id] }) => kind === 'class' && !services.get(id)?.after && start > addDays(now, 1) && left > 0,
    ),
  )
  for (const [at, course] of full.slice(0, made.fullClasses).entries()) {
    fillUp(course)
    for (let waiting = 0; waiting < made.waiting; waiting++) {
      const fate = at === 0 && waiting === 0 ? 'offered' : 'waiting'
      chance
        .shuffle(residents)
        .some((guest) => book({ guest, service: course.services[0], on: course, fate, leadHours: chance.whole(3, 12) }))
    }
  }
  for (const person of people) person.diary = settledDiary(person, now)
  return bookings

  function nearShown({ on, guest, service }: Wish): boolean {
    const offers = workdays.some(({ organisation: { id }, services: of }) => id === organisation && of.includes(service))
    return typeof on === 'string' && offers && guest.home?.village.grid === madeUp.people.demonstration.village
  }

  function fillUp(course: Session): void {
    for (const guest of chance.shuffle(residents)) {
      if (course.left > 0) book({ guest, service: course.services[0], on: course, fate: 'assigned', leadHours: chance.whole(30, 120) })
    }
  }

  /** The nearest course of a service that begins later, filled up. */
  function fullClass(service: string): { on: Session }[] {
    const all = people.filter(({ home, roles, openid }) => home && home.grid !== grid && roles.length === 0 && openid !== '')
    const courses = sessions.filter(({ services: [of], start }) => of === service && start > addDays(now, 1))
    const [course] = courses.sort((a, b) => (a.start < b.start ? -1 : 1))
    if (!course) return []
    for (const guest of chance.shuffle(all)) {
      if (course.left > 0) book({ guest, service, on: course, fate: 'assigned', leadHours: chance.whole(80, 160) })
    }
    return [{ on: course }]
  }

  /** Times near to the wanted one: that day's first, then those of the days around it on the same side of now. */
  function times(service: Service, on: Instant, side: number, wall: string | undefined): Instant[] {
    const spread = [0, 1, -1, 2, -2, 3, -3, 4]
    return spread
      .flatMap((shift) => {
        const day = dayOf(addDays(on, shift))
        const walls = [...(service.starts ?? [])].sort((a, b) => Number(b === wall) - Number(a === wall))
        return walls.map((one) => instantAt(day, one))
      })
      .filter((start) => (side < 0 ? addMinutes(start, service.minutes) < now : side > 0 ? start > now : dayOf(start) === dayOf(now)))
  }
}

/** Sessions on the wanted side of an instant, the nearest first: -1 over, 1 to come, 0 either. */
function nearest(sessions: Session[], at: Instant, side: number, now: Instant): Session[] {
  const distance = ({ start }: Session) => Math.abs(Date.parse(start) - Date.parse(at))
  return sessions
    .filter(({ start, end }) => (side < 0 ? end < addMinutes(now, -12 * 60) : side > 0 ? start > now : true))
    .sort((a, b) => distance(a) - distance(b))
}

/** As the last entry left it: what is over and counts for no running month has gone. */
function settledDiary({ diary }: Person, now: Instant) {
  if (diary.version === 0) return emptyDiary
  const month = monthOf(now)
  return { ...diary, engagements: diary.engagements.filter(({ end, cover }) => end > now || (cover !== undefined && cover.month >= month)) }
}
