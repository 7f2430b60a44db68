import { emptyDiary, monthOf } from '../../cloudfunctions/domain/diary'
import type { Booking, Session } from '../../cloudfunctions/domain/booking'
import { addDays } from '../../cloudfunctions/domain/calendar'
import type { Person } from '../../cloudfunctions/domain/person'
import type { Series } from '../../cloudfunctions/domain/series'
import type { Service } from '../../cloudfunctions/domain/service'
import { addMinutes, dayOf, instantAt } from '../../cloudfunctions/domain/time'
import type { Instant } from '../../cloudfunctions/domain/time'
import { createLedger } from './bookingLedger'
import type { Fate, Ledger, Setting, Wish } from './bookingLedger'
import { random } from './random'
import type { Random } from './random'
import { bookShown } from './shownBookings'

const fates: Fate[] = [...Array<Fate>(12).fill('rated'), 'done', 'done', 'done', 'cancelled', 'cancelled', 'noShow']
const visitFates: Fate[] = [...fates, 'declined', 'unanswered', 'passed']
const comingFates: Fate[] = ['assigned', 'assigned', 'assigned', 'requested', 'passed', 'cancelled', 'expired']

/** Made-up bookings of the past and the coming weeks: those of the people on the phones, then anybody's. */
export function makeBookings(setting: Setting, days: string[]): { bookings: Booking[]; series: Series[] } {
  const { madeUp, people, now } = setting
  const { grid } = madeUp.people.demonstration
  const chance = random(madeUp.bookings.seed)
  const ledger = createLedger(setting, chance)
  const series = bookShown(setting, ledger, chance)
  const residents = people.filter(({ home, roles, openid }) => home && home.grid !== grid && roles.length === 0 && openid !== '')
  bookAnything(setting, days, residents, ledger, chance)
  fillClasses(setting, residents, ledger, chance)
  for (const person of people) person.diary = settledDiary(person, now)
  return { bookings: ledger.bookings, series }
}

function bookAnything(setting: Setting, days: string[], residents: Person[], { book }: Ledger, chance: Random): void {
  const { madeUp, sessions, town, now } = setting
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
      const on = instantAt(chance.pick(among), chance.pick(service.starts ?? ['09:00']))
      const guest = chance.pick(chance.chance(0.85) ? elders : residents)
      return { guest, service: service.id, on, fate: fateOf('visit'), leadHours }
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

  const today = dayOf(now)
  fill(
    madeUp.bookings.past,
    days.filter((day) => day <= today),
    ({ on }) => (typeof on === 'string' ? on : on.end) < addMinutes(now, -150),
    (kind) => chance.pick(kind === 'visit' ? visitFates : fates),
  )
  fill(
    madeUp.bookings.coming,
    days.filter((day) => day > today),
    (wish) => (typeof wish.on === 'string' ? wish.on : wish.on.start) > addDays(now, 1) && !nearShown(setting, wish),
    (kind) => (kind === 'visit' ? chance.pick(comingFates) : 'assigned'),
  )
}

/** The coming days of the shown organisation stay as they were written, so that it is the freest. */
function nearShown({ madeUp, workdays }: Setting, { on, guest, service }: Wish): boolean {
  const { organisation, village } = madeUp.people.demonstration
  const offers = workdays.some(({ organisation: { id }, services }) => id === organisation && services.includes(service))
  return typeof on === 'string' && offers && guest.home?.village.grid === village
}

/** Some courses that everybody wants are full, and people wait; of one, a seat has just come free. */
function fillClasses({ madeUp, sessions, town, now }: Setting, residents: Person[], { book }: Ledger, chance: Random): void {
  const open = new Set(town.services.filter(({ after }) => !after).map(({ id }) => id))
  const coming = chance.shuffle(
    sessions.filter(({ kind, start, left, services: [id] }) => kind === 'class' && open.has(id) && start > addDays(now, 1) && left > 0),
  )
  for (const [at, course] of coming.slice(0, madeUp.bookings.fullClasses).entries()) {
    const place = { service: course.services[0], on: course }
    for (const guest of chance.shuffle(residents)) {
      if (course.left > 0) book({ ...place, guest, fate: 'assigned', leadHours: chance.whole(30, 120) })
    }
    for (let waiting = 0; waiting < madeUp.bookings.waiting; waiting++) {
      const fate = at === 0 && waiting === 0 ? 'offered' : 'waiting'
      chance.shuffle(residents).some((guest) => book({ ...place, guest, fate, leadHours: chance.whole(3, 12) }))
    }
  }
}

/** As the last entry left it: what is over and counts for no running month has gone. */
function settledDiary({ diary }: Person, now: Instant) {
  if (diary.version === 0) return emptyDiary
  const month = monthOf(now)
  return { ...diary, engagements: diary.engagements.filter(({ end, cover }) => end > now || (cover !== undefined && cover.month >= month)) }
}
