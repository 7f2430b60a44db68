import { dayOf, addMinutes, instantAt } from '../domain/time'
import { done } from '../domain/result'
import { find, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { bookingRow, rowFields } from './view'
import type { RowBooking } from './view'

/** A teacher's day has a row for every pupil. */
const most = 300

/** The worker's day in order; what was called off is left out. */
export const visits: Handlers<'booking'>['visits'] = async (input, { person, now }) => {
  const day = input.day ?? dayOf(now)
  const from = instantAt(day, '00:00')
  const bookings = await find<RowBooking>(
    'bookings',
    {
      workerId: person._id,
      start: is.both(is.gte(from), is.lt(addMinutes(from, 24 * 60))),
      state: is.in(['assigned', 'checkedIn', 'done', 'rated', 'noShow']),
    },
    { limit: most, order: [['start', 'asc']], fields: [...rowFields] },
  )
  return done({ day, bookings: bookings.map(bookingRow) })
}
