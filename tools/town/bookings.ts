import { clashOf, emptyDiary, monthOf } from '../../cloudfunctions/domain/diary'
import { spansOf } from '../../cloudfunctions/domain/booking'
import type { Booking, Session } from '../../cloudfunctions/domain/booking'
import { addDays } from '../../cloudfunctions/domain/calendar'
import { documentId } from '../../cloudfunctions/domain/identifiers'
import type { Person } from '../../cloudfunctions/domain/person'
import { datesOf, dueDate, startOn, tried } from '../../cloudfunctions/domain/series'
import type { Series } from '../../cloudfunctions/domain/series'
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
export function makeBookings(setting: Setting, days: string[]): { bookings: Booking[]; series: Series[] } {
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

  const series: Series[] = []
  for (const [number, { by, service: id, day, wall, fate, carer, nextTime, repeat }] of made.demonstration.entries()) {
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
          ? fullClass(id, elder)
          : nearest(
              sessions.filter(({ services: [of] }) => of === id),
              on,
              Math.sign(day),
              now,
            ).map((session) => ({ on: session }))
    const booked = guests.some((guest) => places.some((place) => book({ ...common, ...place, guest })))
    const last = bookings.at(-1)
    if (!booked || !last) throw new Error(`made-up/bookings.json: demonstration[${number}]: there is no place for it`)
    if (repeat) series.push(repeated(last, repeat, worker))
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
  return { bookings, series }

  function nearShown({ on, guest, service }: Wish): boolean {
    const offers = workdays.some(({ organisation: { id }, services: of }) => id === organisation && of.includes(service))
    return typeof on === 'string' && offers && guest.home?.village.grid === madeUp.people.demonstration.village
  }

  /** The booking is the first of a series; what is laid out already is booked as the cloud would. */
  function repeated(first: Booking, { weeks, times: count }: { weeks: number; times: number }, carer: Person): Series {
    const { guest, booker, consent, service, start, note, price } = first
    const id = documentId(guest.person, 'series', first._id)
    const request = documentId(booker.openid, 'booking.repeat', first._id)
    const at = addMinutes(first.updatedAt, 5)
    const progress = { start, weeks, times: count, active: true, missed: [] }
    let series: Series = {
      _id: id,
      version: 1,
      requests: [request],
      guest,
      booker,
      consent,
      service,
      first: first._id,
      wish: { worker: carer._id },
      note,
      yuan: price.yuan,
      bookedUntil: datesOf(progress)[0] as string,
      createdAt: at,
      updatedAt: at,
      ...progress,
    }
    for (let day = dueDate(series, now); day !== undefined; day = dueDate(series, now)) {
      const of = { id, booking: documentId(guest.person, `series.${id}`, day) }
      const persons = { guest: personOf(guest.person), booker: personOf(booker.person) }
      const common = { service: service.id, on: startOn(series, day), fate: 'assigned' as const, carer: carer._id, series: of }
      const booked = book({ ...persons, ...common, leadHours: Math.max(1, (Date.parse(now) - Date.parse(at)) / 3_600_000) })
      series = { ...series, ...tried(series, day, booked ? undefined : '这个时间没有机构能来') }
    }
    const sentence = `${booker.name}定了${weeks === 1 ? '每周' : `每 ${weeks} 周`}一次，一共 ${count} 次`
    const entry = { at, request, by: { person: booker.person, name: booker.name, as: '家人' }, step: 'repeat', sentence }
    bookings[bookings.indexOf(first)] = {
      ...first,
      series: id,
      requests: [...first.requests, request],
      timeline: [...first.timeline, entry],
      updatedAt: at,
    }
    return series
  }

  function personOf(id: string): Person {
    return people.find(({ _id }) => _id === id) as Person
  }

  function fillUp(course: Session): void {
    for (const guest of chance.shuffle(residents)) {
      if (course.left > 0) book({ guest, service: course.services[0], on: course, fate: 'assigned', leadHours: chance.whole(30, 120) })
    }
  }

  /** The nearest course of a service that begins later and suits the guest, filled up by others. */
  function fullClass(service: string, guest: Person): { on: Session }[] {
    const others = people.filter(({ home, roles, openid }) => home && home.grid !== grid && roles.length === 0 && openid !== '')
    const clashes = (course: Session) => Number(clashOf(guest.diary, spansOf(course), '') !== undefined)
    const [course] = sessions
      .filter(({ services: [of], start }) => of === service && start > addDays(now, 1))
      .sort((a, b) => clashes(a) - clashes(b) || (a.start < b.start ? -1 : 1))
    if (!course) return []
    for (const other of chance.shuffle(others)) {
      if (course.left > 0) book({ guest: other, service, on: course, fate: 'assigned', leadHours: chance.whole(80, 160) })
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
