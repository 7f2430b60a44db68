import { attendedHours } from '../domain/attendance'
import type { Booking } from '../domain/booking'
import { hoursOf } from '../domain/contractHours'
import { done } from '../domain/result'
import { find } from '../platform/documents'
import type { Handlers } from '../platform/entry'

/** Years of courses. */
const most = 300

/** Hours of classes that the caller has attended, latest course first. */
export const hours: Handlers<'booking'>['hours'] = async (_input, { person }) => {
  const bookings = await find<Booking>(
    'bookings',
    { 'guest.person': person._id, kind: 'class' },
    { limit: most, order: [['slot', 'desc']], fields: ['session', 'title', 'service', 'lessons', 'attendance'] },
  )
  const courses = attendedHours(bookings)
  return done({
    hours: hoursOf(courses.reduce((sum, { minutes }) => sum + minutes, 0)),
    courses: courses.map(({ name, lessons, minutes }) => ({ name, lessons, hours: hoursOf(minutes) })),
  })
}
