import { failures } from '../contract/failures'
import { isOld } from '../domain/booking'
import { mayActFor } from '../domain/consent'
import { documentId } from '../domain/identifiers'
import type { Person } from '../domain/person'
import { done } from '../domain/result'
import { dueDate, lastDay, missedStep, startOn, tried } from '../domain/series'
import type { Series } from '../domain/series'
import type { Day, Instant } from '../domain/time'
import { change, find, is } from '../platform/documents'
import { bookOne } from './book'
import { callOff, cancelOf } from './endSeries'
import { stepBooking } from './stepBooking'

/** Series and dates of one minute; what is left waits for the next. */
const most = 20

/** The id of the booking of a date, always the same: so each date is booked once, however often it is tried. */
function bookingOf({ _id, guest }: Series, day: Day): string {
  return documentId(guest.person, `series.${_id}`, day)
}

export interface Party {
  /** In whose name it is booked. */
  caller: Person
  guest: Person
}

/**
 * Books the next date, tells what could not be booked unless the caller is about to hear it, and notes that the date has been tried, in
 * this order: a call that dies in between leaves a date that is tried again, which finds its booking and has been told. Answers the series
 * unchanged when somebody else was faster: the date is to be tried again.
 */
export async function continueSeries(
  series: Series,
  day: Day,
  { caller, guest }: Party,
  now: Instant,
  tells: boolean,
): Promise<[Series, Person]> {
  const { service, wish, note, yuan, consent } = series
  const agreed = consent.how === 'phone' || consent.how === 'inPerson' ? { how: consent.how, note: consent.note ?? '' } : undefined
  const made = await bookOne({
    wish: { kind: 'visit', service: service.id, start: startOn(series, day), wish, note, yuan, ...(agreed && { consent: agreed }) },
    caller,
    guest,
    known: true,
    request: bookingOf(series, day),
    now,
    series: series._id,
  })
  if (!made.ok && made.code === 'SERVICE_BUSY') return [series, guest]
  const why = made.ok ? undefined : (made.message ?? failures[made.code])
  if (why !== undefined && tells && !(await tell(series, { day, why }, now))) return [series, guest]
  const progress = tried(series, day, why)
  const changed = await change<Series>(
    'series',
    series._id,
    `${series._id}.${day}`,
    { bookedUntil: series.bookedUntil, active: true },
    { set: { ...progress, updatedAt: now } },
  )
  const after = made.ok ? made.data.guest : guest
  if (changed.outcome === 'written' || changed.outcome === 'missing') return [{ ...series, ...progress }, after]
  // Ended in between: this one would stay behind.
  if (changed.document.ended && made.ok) await cancelOf(series, made.data.booking, { caller, guest: after }, now)
  return [changed.document, after]
}

/** The sweep's part: series go on as days are laid out, and ended ones are brought to their end. Answers how many were looked after. */
export async function continueAll(now: Instant): Promise<number> {
  const due = await find<Series>(
    'series',
    { active: true, bookedUntil: is.lte(lastDay(now)) },
    { limit: most, order: [['bookedUntil', 'asc']] },
  )
  let moved = 0
  for (const series of due) {
    const ids = [...new Set([series.guest.person, series.ended?.by ?? series.booker.person])]
    const people = await find<Person>('people', { _id: is.in(ids) }, { limit: ids.length })
    const guest = people.find(({ _id }) => _id === series.guest.person)
    if (!guest) throw new Error(`series ${series._id} has no guest`)
    // Whoever the guest does not trust any more books no more: then it is the guest's own series.
    const other = people.find(({ _id }) => _id !== guest._id)
    const party = { caller: other && mayActFor(other, guest) !== undefined ? other : guest, guest }
    if (series.ended) {
      // The call that ended it is at work, or has died.
      if (!isOld(series.ended.at, now)) continue
      await callOff(series, party, now)
      moved++
      continue
    }
    const day = dueDate(series, now)
    if (day === undefined) continue
    const [next] = await continueSeries(series, day, party, now, true)
    if (next !== series) moved++
  }
  return moved
}

/** The message is sent by the sweep. */
async function tell(series: Series, missed: Series['missed'][number], now: Instant): Promise<boolean> {
  const told = await stepBooking(series.first, `${series._id}.missed.${missed.day}`, now, () => done(missedStep(series, missed)))
  return told.ok
}
