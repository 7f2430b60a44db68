import { doorTimes, markedByTeacher, wasAt } from '../domain/attendance'
import type { Booking, Session } from '../domain/booking'
import { done, refuse } from '../domain/result'
import { sayAll, spoken } from '../domain/speech'
import { find, get, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { leads } from './door'
import { mostPupils, onTheList } from './register'
import { setAttendance } from './setAttendance'
import type { Pupil } from './setAttendance'

/** Written side by side. */
const atOnce = 10
const tries = 3

/** The teacher's list of one lesson. Only what it changes is written; cut off half-way, the same list sent again does the rest. */
export const mark: Handlers<'booking'>['mark'] = async ({ session: id, lesson: at, present }, { person, request, now }) => {
  const session = await get<Session>('sessions', id)
  if (!session || session.kind !== 'class' || !leads(person, session)) return refuse('SESSION_UNKNOWN')
  const lesson = session.lessons[at]
  if (!lesson) return refuse('SESSION_UNKNOWN', '没有这一节课，请重新选一节')
  if (lesson.cancelled) return refuse('SESSION_UNKNOWN', '这一节不上了，不用点名')
  if (!leads(person, session, lesson)) return refuse('SESSION_UNKNOWN', '这一节由别的老师上')
  const { from } = doorTimes(lesson)
  if (now < from) return refuse('TOO_EARLY', sayAll(`还没上课，${spoken(from)}起可以点名`, now))
  for (let attempt = 0; attempt < tries; attempt++) {
    const pupils = await find<Pupil & Pick<Booking, 'requests'>>(
      'bookings',
      { session: id, state: is.in([...onTheList]) },
      { limit: mostPupils, order: [['slot', 'asc']], fields: ['version', 'state', 'guest', 'attendance', 'requests'] },
    )
    if (present.some((one) => !pupils.some(({ _id }) => _id === one))) return refuse('BOOKING_NOT_FOUND', '名单刚刚变了，请刷新再点名')
    const changes = pupils.flatMap((pupil) => {
      if (pupil.requests.includes(request)) return []
      const here = present.includes(pupil._id)
      const before = pupil.attendance ?? []
      const attendance = markedByTeacher(before, at, here, now)
      return attendance === before ? [] : [{ pupil, attendance, here }]
    })
    let missed = 0
    for (let from_ = 0; from_ < changes.length; from_ += atOnce) {
      const outcomes = await Promise.all(
        changes.slice(from_, from_ + atOnce).map(({ pupil, attendance, here }) =>
          setAttendance(
            pupil,
            attendance,
            {
              by: { person: person._id, name: person.name, as: '老师点名' },
              sentence: `${pupil.guest.name}${here ? '到了' : '没有到'}：${lesson.title}`,
            },
            request,
            now,
          ),
        ),
      )
      missed += outcomes.filter(({ outcome }) => outcome === 'refused').length
    }
    if (missed === 0) {
      const marked = new Map(changes.map(({ pupil, attendance }) => [pupil._id, attendance]))
      return done({ present: pupils.filter((pupil) => wasAt(marked.get(pupil._id) ?? pupil.attendance, at)).length })
    }
  }
  return refuse('SERVICE_BUSY')
}
