import type { Booking, Session } from '../domain/booking'
import { dated } from '../domain/bookingSteps'
import type { Details } from '../domain/bookingSteps'
import { addDays } from '../domain/calendar'
import type { Person } from '../domain/person'
import { refuse } from '../domain/result'
import type { Result } from '../domain/result'
import type { Instant } from '../domain/time'
import { find, is } from '../platform/documents'
import { takerOf } from './places'
import { takeOtherSession } from './reschedule'

/** Advisers of a town at one hour. */
const mostAdvisers = 120
/** Who is asked one after the other, when somebody else is faster. */
const mostTried = 2
const daysAhead = 14
const mostLooked = 200
const mostNamed = 3

/** Whether that hour is for this guest: free, by the same channel, and not with an adviser of the other side. */
function suits({ _id, kind, left, queued, channels, advises }: Session, booking: Booking): boolean {
  return (
    kind === 'appointment' &&
    _id !== booking.session &&
    left > 0 &&
    queued === 0 &&
    (booking.channel === undefined || channels.includes(booking.channel)) &&
    (booking.against === undefined || !advises.includes(booking.against))
  )
}

/** Another adviser at the very time, when one's own can't come. Takes the hour; four operations. */
export async function takeOtherHour(booking: Booking, guest: Person, now: Instant): Promise<Result<Details>> {
  const found = await find<Session>('sessions', { services: booking.service.id, start: booking.start }, { limit: mostAdvisers })
  // An earlier arrival may have taken one already.
  const own = found.filter((one) => one._id !== booking.session && takerOf(one, booking._id))
  const free = found.filter((one) => suits(one, booking)).sort((a, b) => (a._id < b._id ? -1 : 1))
  for (const { _id } of [...own, ...free].slice(0, mostTried)) {
    const taken = await takeOtherSession(booking, guest, _id, now)
    if (taken.ok) return taken
  }
  return refuse('BOOKING_FULL')
}

/** The next hours that are free after the one that does not take place, in a sentence. One operation. */
export async function otherHours(booking: Booking, now: Instant): Promise<string> {
  const from = booking.start > now ? booking.start : now
  const found = await find<Session>(
    'sessions',
    { services: booking.service.id, start: is.both(is.gt(from), is.lt(addDays(from, daysAhead))) },
    { limit: mostLooked, order: [['start', 'asc']] },
  )
  const named = found.filter((one) => suits(one, booking)).slice(0, mostNamed)
  if (named.length === 0) return '近两周没有别的空，请打电话问机构'
  return `还可以约${named.map(({ start, worker }) => `${dated(start)}${worker ? `（${worker.name}）` : ''}`).join('、')}`
}
