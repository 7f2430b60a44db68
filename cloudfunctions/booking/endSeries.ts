import type { Booking } from '../domain/booking'
import { mayActFor } from '../domain/consent'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import type { Series } from '../domain/series'
import type { Instant } from '../domain/time'
import { change, find, get, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { takePersonStep } from './act'
import type { Party } from './continueSeries'
import { giveBack } from './giveBack'

/** Visits of a series that can lie ahead: one a week, as far as is laid out. */
const most = 10

/** First nothing is booked any more, then what is booked is called off, then it is over; a call that dies in between is finished by the sweep. */
export const endSeries: Handlers<'booking'>['endSeries'] = async ({ series: id }, { person, request, now }) => {
  const series = await get<Series>('series', id)
  if (!series) return refuse('BOOKING_NOT_FOUND')
  const guest = series.guest.person === person._id ? person : await get<Person>('people', series.guest.person)
  const mine = guest && (guest === person || (series.booker.person === person._id && mayActFor(person, guest) !== undefined))
  if (!mine) return refuse('BOOKING_NOT_FOUND')
  await change<Series>(
    'series',
    id,
    request,
    {},
    { set: { ended: { by: person._id, at: now }, active: true, bookedUntil: '', updatedAt: now } },
  )
  return done(await callOff(series, { caller: person, guest }, now))
}

/** Calls off what lies ahead of an ended series, where that is still in time. */
export async function callOff(series: Series, party: Party, now: Instant): Promise<{ cancelled: number; kept: number }> {
  const ahead = await find<Booking>(
    'bookings',
    [
      { series: series._id, slot: is.gt(now) },
      { _id: series.first, slot: is.gt(now) },
    ],
    { limit: most, order: [['slot', 'asc']] },
  )
  let cancelled = 0
  let kept = 0
  for (const booking of ahead) {
    if (!booking.open && !booking.requests.includes(requestOf(series, booking))) continue
    if (await cancelOf(series, booking, party, now)) cancelled++
    else kept++
  }
  await change<Series>('series', series._id, `${series._id}.over.${now}`, {}, { set: { active: false, updatedAt: now } })
  return { cancelled, kept }
}

function requestOf({ _id }: Series, booking: Booking): string {
  return `${booking._id}.end.${_id}`
}

/** Its messages are sent by the sweep. False when it is too late. */
export async function cancelOf(series: Series, booking: Booking, { caller, guest }: Party, now: Instant): Promise<boolean> {
  const who = { person: caller, request: requestOf(series, booking), now }
  const stepped = await takePersonStep('cancel', booking, guest, booking.version, who)
  if (stepped.ok && !stepped.repeated) await giveBack(stepped.document, now)
  return stepped.ok
}
