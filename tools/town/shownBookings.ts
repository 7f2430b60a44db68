import { clashOf } from '../../cloudfunctions/domain/diary'
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
import type { Ledger, Setting } from './bookingLedger'
import type { Random } from './random'

/** The bookings of the people on the phones, as made-up/bookings.json tells them; the series of those that repeat. */
export function bookShown(setting: Setting, ledger: Ledger, chance: Random): Series[] {
  const { madeUp, people, sessions, town, now } = setting
  const { grid } = madeUp.people.demonstration
  const named = (openid: string) => people.find((person) => person.openid === openid) as Person
  const [resident, elder, daughter, member, worker] = [
    named('resident-1'),
    named('elder-1'),
    named('family-1'),
    named('member-1'),
    named('worker-1'),
  ]
  const enrolled = named('')
  const near = people.filter(
    ({ home, groups, openid }) => home?.grid === grid && groups.length > 0 && openid !== '' && openid !== 'elder-1',
  )
  const series: Series[] = []
  for (const [number, { by, service: id, day, wall, fate, carer, nextTime, repeat }] of madeUp.bookings.demonstration.entries()) {
    const service = town.services.find((one) => one.id === id)
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
        ? times(service, on, Math.sign(day), wall, now)
        : fate === 'waiting'
          ? fullClass(setting, ledger, chance, id, elder)
          : nearest(
              sessions.filter(({ services: [of] }) => of === id),
              on,
              Math.sign(day),
              now,
            )
    const booked = guests.some((guest) => places.some((place) => ledger.book({ ...common, on: place, guest })))
    const last = ledger.bookings.at(-1)
    if (!booked || !last) throw new Error(`made-up/bookings.json: demonstration[${number}]: there is no place for it`)
    if (repeat) series.push(repeated(setting, ledger, last, repeat, worker))
  }
  return series
}

/** The booking is the first of a series; what is laid out already is booked as the cloud would. */
function repeated(
  { people, now }: Setting,
  { bookings, book }: Ledger,
  first: Booking,
  { weeks, times: count }: { weeks: number; times: number },
  carer: Person,
): Series {
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
  const personOf = (wanted: string) => people.find(({ _id }) => _id === wanted) as Person
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

/** The nearest course of a service that begins later and suits the guest, filled up by others. */
function fullClass(
  { madeUp, people, sessions, now }: Setting,
  { book }: Ledger,
  chance: Random,
  service: string,
  guest: Person,
): Session[] {
  const { grid } = madeUp.people.demonstration
  const others = people.filter(({ home, roles, openid }) => home && home.grid !== grid && roles.length === 0 && openid !== '')
  const clashes = (course: Session) => Number(clashOf(guest.diary, spansOf(course), '') !== undefined)
  const [course] = sessions
    .filter(({ services: [of], start }) => of === service && start > addDays(now, 1))
    .sort((a, b) => clashes(a) - clashes(b) || (a.start < b.start ? -1 : 1))
  if (!course) return []
  for (const other of chance.shuffle(others)) {
    if (course.left > 0) book({ guest: other, service, on: course, fate: 'assigned', leadHours: chance.whole(80, 160) })
  }
  return [course]
}

/** Times near to the wanted one: that day's first, then those of the days around it on the same side of now. */
function times({ starts = [], minutes }: Service, on: Instant, side: number, wall: string | undefined, now: Instant): Instant[] {
  const spread = [0, 1, -1, 2, -2, 3, -3, 4]
  return spread
    .flatMap((shift) => {
      const day = dayOf(addDays(on, shift))
      const walls = [...starts].sort((a, b) => Number(b === wall) - Number(a === wall))
      return walls.map((one) => instantAt(day, one))
    })
    .filter((start) => (side < 0 ? addMinutes(start, minutes) < now : side > 0 ? start > now : dayOf(start) === dayOf(now)))
}

/** Sessions on the wanted side of an instant, the nearest first: -1 over, 1 to come, 0 either. */
function nearest(sessions: Session[], at: Instant, side: number, now: Instant): Session[] {
  const distance = ({ start }: Session) => Math.abs(Date.parse(start) - Date.parse(at))
  return sessions
    .filter(({ start, end }) => (side < 0 ? end < addMinutes(now, -12 * 60) : side > 0 ? start > now : true))
    .sort((a, b) => distance(a) - distance(b))
}
