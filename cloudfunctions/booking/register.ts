import { organisationsOf } from '../domain/booking'
import type { Booking, Session } from '../domain/booking'
import { done, refuse } from '../domain/result'
import { find, get, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { leads } from './door'
import { lessonView } from './lessonView'

/** The largest course; see the contract's setCourse. */
export const mostPupils = 500
/** Who holds a seat. */
export const onTheList = ['assigned', 'checkedIn', 'done', 'rated', 'noShow'] as const

/** Who is on the list of a course, by name, and who was at which lesson. */
export const register: Handlers<'booking'>['register'] = async (input, { person }) => {
  const session = await get<Session>('sessions', input.session)
  if (!session || session.kind === undefined || !('lessons' in session) || !leads(person, session)) return refuse('SESSION_UNKNOWN')
  const bookings = await find<Pick<Booking, '_id' | 'guest' | 'state' | 'attendance'>>(
    'bookings',
    { session: session._id, state: is.in([...onTheList]) },
    { limit: mostPupils, order: [['slot', 'asc']], fields: ['guest', 'state', 'attendance'] },
  )
  const pupils = bookings.map(({ _id, guest, state, attendance = [] }) => ({
    booking: _id,
    name: guest.name,
    state,
    attended: attendance.map(({ lesson }) => lesson).sort((a, b) => a - b),
  }))
  return done({
    title: session.title,
    lessons: session.lessons.map((lesson) => lessonView(session, lesson)),
    own: organisationsOf(person).includes(session.organisation.id),
    calledOff: session.calledOff?.why,
    pupils: pupils.sort((a, b) => a.name.localeCompare(b.name, 'zh') || (a.booking < b.booking ? -1 : 1)),
    queued: session.queued,
  })
}
