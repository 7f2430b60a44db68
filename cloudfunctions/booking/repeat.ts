import { relationsOf } from '../domain/booking'
import type { Booking } from '../domain/booking'
import { mayRepeat } from '../domain/bookingSteps'
import { documentId } from '../domain/identifiers'
import { done, refuse } from '../domain/result'
import { datesOf, dueDate } from '../domain/series'
import type { Series } from '../domain/series'
import { inTown, instantAt } from '../domain/time'
import { create, find, get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { guestOf } from './act'
import { continueSeries } from './continueSeries'
import { stepBooking } from './stepBooking'
import { bookingRow, rowFields } from './view'
import type { RowBooking } from './view'

/**
 * The visit is the first of a series; the dates that are laid out already are booked at once, one after the other, and the sweep goes on.
 * A visit has one series for ever, so that two calls at once can't make two.
 */
export const repeat: Handlers<'booking'>['repeat'] = async (input, context) => {
  const { person, request, now } = context
  const booking = await get<Booking>('bookings', input.booking)
  if (!booking) return refuse('BOOKING_NOT_FOUND')
  let guest = await guestOf(booking, person)
  if (!guest || relationsOf(booking, person, guest).length === 0) return refuse('BOOKING_NOT_FOUND')
  const again = booking.requests.includes(request)
  if (!again) {
    if (booking.version !== input.version) return refuse('BOOKING_CHANGED')
    if (!mayRepeat(booking, person, guest)) return refuse('BOOKING_STEP_REFUSED')
  }
  const made = await create<Series>(
    'series',
    seriesOf(booking, input, person._id === booking.booker.person ? booking.booker : booking.guest, request, now),
  )
  if (!made) return refuse('BOOKING_STEP_REFUSED', '这个预约已经定期了')
  let series = made.document
  if (!again) {
    const sentence = `${person.name}定了${everyWords(input.weeks)}一次，一共 ${input.times} 次`
    const as = person._id === guest._id ? '本人' : '家人'
    const entry = { by: { person: person._id, name: person.name, as }, step: 'repeat', sentence }
    await stepBooking(booking._id, request, now, () => done({ set: { series: series._id }, entry, notices: [], bump: false }))
  }
  for (let day = dueDate(series, now); day !== undefined; day = dueDate(series, now)) {
    const [next, after] = await continueSeries(series, day, { caller: person, guest }, now, false)
    // Somebody else was faster: the sweep tries again.
    if (next === series) break
    series = next
    guest = after
  }
  const rows = await find<RowBooking>(
    'bookings',
    { series: series._id },
    { limit: series.times, order: [['slot', 'asc']], fields: rowFields },
  )
  return done({
    series: series._id,
    bookings: rows.map((row) => bookingRow(row, person._id, now)),
    missed: series.missed,
    sentence: sentenceOf(series, rows.length),
  })
}

function seriesOf(
  booking: Booking,
  { weeks, times }: { weeks: number; times: number },
  booker: Series['booker'],
  request: string,
  now: string,
): Series {
  const { guest, consent, service, start, note, price, workerId } = booking
  const worker = booking.wish.worker ?? workerId
  const series = { start, weeks, times }
  return {
    ...series,
    _id: documentId(guest.person, 'series', booking._id),
    version: 1,
    requests: [request],
    guest,
    booker,
    consent,
    service,
    first: booking._id,
    wish: { ...booking.wish, ...(worker !== undefined && { worker }) },
    note,
    yuan: price.yuan,
    active: true,
    bookedUntil: datesOf(series)[0] as string,
    missed: [],
    createdAt: now,
    updatedAt: now,
  }
}

function everyWords(weeks: number): string {
  return weeks === 1 ? '每周' : `每 ${weeks} 周`
}

function sentenceOf({ weeks, times, missed, active }: Series, booked: number): string {
  const texts = [`${everyWords(weeks)}一次，一共 ${times} 次，已经约好 ${booked} 次`]
  if (active) texts.push('后面的到时候自动约上')
  if (missed.length > 0) {
    const days = missed.map(({ day, why }) => `${inTown(instantAt(day, '12:00')).format('M月D日')}没约上，因为${why}`)
    texts.push(days.join('；'))
  }
  return texts.join('；')
}
