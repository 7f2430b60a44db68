import type { Booking, Session } from '../../cloudfunctions/domain/booking'
import { addDays } from '../../cloudfunctions/domain/calendar'
import { addMinutes, dayOf, instantAt } from '../../cloudfunctions/domain/time'
import type { Instant } from '../../cloudfunctions/domain/time'
import { createLedger } from './bookingLedger'
import type { Fate, Setting } from './bookingLedger'
import { random } from './random'

const fates: Fate[] = [...Array<Fate>(12).fill('rated'), 'done', 'done', 'done', 'cancelled', 'cancelled', 'noShow']
const visitFates: Fate[] = [...fates, 'declined', 'lapsed']

/** Made-up bookings of the past and the coming weeks: those of the people on the phones, then anybody's. */
export function makeBookings(setting: Setting): Booking[] {
  const { madeUp, people, sessions, now } = setting
  const made = madeUp.bookings
  const { grid, organisation } = madeUp.people.demonstration
  const chance = random(made.seed)
  const { bookings, choose, book } = createLedger(setting, chance)

  const [resident, elder, ...near] = people.filter(({ home }) => home?.grid === grid)
  const elders = near.filter(({ groups }) => groups.length > 0)
  for (const [number, { by, service, day, wall, fate, nextTime }] of made.demonstration.entries()) {
    const booker = { resident, elder, neighbour: elders[number % elders.length] }[by]
    const on = addDays(now, day)
    const fits = (one: Session) =>
      one.service === service &&
      (wall === undefined || one.start === instantAt(dayOf(on), wall)) &&
      (one.kind !== 'visit' || one.organisation.id === organisation)
    const wanted = nearest(sessions.filter(fits), on, Math.sign(day), now)
    if (!booker || !wanted || !book({ wanted, booker, fate, leadHours: 20 + 3 * number, nextTime })) {
      throw new Error(`made-up/bookings.json: demonstration[${number}]: there is no such session`)
    }
  }

  const residents = people.filter(({ home, roles }) => home && home.grid !== grid && roles.length === 0)
  function some(list: Session[], count: number, fateOf: (session: Session) => Fate): void {
    for (let attempt = 0, booked = 0; attempt < count * 20 && booked < count; attempt++) {
      const [wanted, booker] = [chance.pick(list), chance.pick(residents)]
      // The coming days of the shown organisation stay as they were written, so that it is the freest.
      if (wanted.start > now && choose(wanted, booker)?.session.organisation.id === organisation) continue
      if (book({ wanted, booker, fate: fateOf(wanted), leadHours: chance.whole(13, 120) })) booked++
    }
  }
  const coming = sessions.filter(({ start }) => start > addDays(now, 1))
  some(
    sessions.filter(({ end }) => end < addMinutes(now, -60)),
    made.past,
    ({ kind }) => chance.pick(kind === 'visit' ? visitFates : fates),
  )
  some(coming, made.coming, () => chance.pick<Fate>(['assigned', 'assigned', 'requested']))

  // Some lessons that everybody wants are full.
  const lessons = coming.filter(({ kind, start }) => kind === 'class' && start < addDays(now, 10))
  for (const wanted of chance.shuffle(lessons).slice(0, made.fullClasses)) {
    for (const booker of chance.shuffle(residents)) {
      if (wanted.left > 0) book({ wanted, booker, fate: 'assigned', leadHours: chance.whole(13, 120) })
    }
  }
  return bookings
}

/** The session nearest to an instant that lies on the wanted side of now: -1 over, 1 to come, 0 either. */
function nearest(sessions: Session[], at: Instant, side: number, now: Instant): Session | undefined {
  const distance = ({ start }: Session) => Math.abs(Date.parse(start) - Date.parse(at))
  return sessions
    .filter(({ start, end }) => (side < 0 ? end < now : side > 0 ? start > now : true))
    .sort((a, b) => distance(a) - distance(b))[0]
}
