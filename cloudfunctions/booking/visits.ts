import type { Booking, Session } from '../domain/booking'
import { addDays } from '../domain/calendar'
import { takesPlace, teacherOf } from '../domain/course'
import { done } from '../domain/result'
import { dayOf, instantAt } from '../domain/time'
import { find, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { sessionView } from './service'
import { bookingRow, rowFields } from './view'

/** Far above anybody's day. */
const most = 60
/** No course is longer; of one that runs, the last lesson is less than this ahead. */
const courseDays = 240

/** The worker's day in order, with the way to each home; what was called off is left out. Of a class the lesson, not its pupils. */
export const visits: Handlers<'booking'>['visits'] = async (input, { person, now }) => {
  const day = input.day ?? dayOf(now)
  const from = instantAt(day, '00:00')
  const until = addDays(from, 1)
  const [bookings, courses] = await Promise.all([
    find<Booking>(
      'bookings',
      {
        workerId: person._id,
        start: is.both(is.gte(from), is.lt(until)),
        kind: is.in(['visit', 'appointment']),
        state: is.in(['assigned', 'checkedIn', 'done', 'rated', 'noShow']),
      },
      { limit: most, order: [['start', 'asc']], fields: [...rowFields, 'home', 'open'] },
    ),
    find<Session>(
      'sessions',
      // Of their own, or as a substitute.
      ['worker.person', 'lessons.worker.person'].map((teacher) => ({
        [teacher]: person._id,
        end: is.both(is.gt(from), is.lt(addDays(from, courseDays))),
        start: is.lt(until),
        kind: 'class',
      })),
      { limit: most },
    ),
  ])
  return done({
    day,
    bookings: bookings.map((booking) => {
      const { home, open } = booking
      return {
        ...bookingRow(booking, person._id, now),
        ...(home && open ? { home: { longitude: home.longitude, latitude: home.latitude } } : {}),
      }
    }),
    sessions: courses
      .flatMap((session) => {
        const today = session.lessons
          .filter(
            (lesson) =>
              lesson.start >= from && lesson.start < until && takesPlace(lesson) && teacherOf(session, lesson)?.person === person._id,
          )
          .sort((a, b) => (a.start < b.start ? -1 : 1))
        const [first] = today
        const last = today.at(-1)
        // As a list of the day shows it: when it begins today, with all lessons, so that a lesson can be named by its place.
        return first && last ? [{ ...sessionView(session, person._id), start: first.start, end: last.end }] : []
      })
      .sort((a, b) => (a.start < b.start ? -1 : 1)),
  })
}
