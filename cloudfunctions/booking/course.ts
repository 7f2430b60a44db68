import { engagedWith, takesPlace } from '../domain/course'
import { done, refuse } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { lessonView } from './lessonView'
import { laidOutOf, ownCourse, staffOf } from './ownCourse'

export const course: Handlers<'booking'>['course'] = async (input, { person, now }) => {
  const session = await ownCourse(person, input.session)
  if (!session) return refuse('SESSION_UNKNOWN')
  const { _id, title, about = '', place, seats, left, queued, worker, lessons, calledOff, changes = 0, organisation } = session
  const [staff, laidOut] = await Promise.all([staffOf(session), laidOutOf(organisation.id, now, session.end)])
  const ahead = lessons.map((lesson, at) => ({ lesson, at })).filter(({ lesson }) => takesPlace(lesson) && lesson.end > now)
  const teachers = staff?.teachers.map(({ worker: { person: id, name } }) => ({
    id,
    name,
    busy: ahead.flatMap(({ lesson, at }) => {
      const why = engagedWith(laidOut, staff.organisation, id, lesson, { session: _id, lesson: at })
      return why === undefined ? [] : [{ lesson: at, why }]
    }),
  }))
  return done({
    session: _id,
    changes,
    title,
    about,
    place,
    seats,
    taken: seats - left,
    queued,
    teacher: worker && { id: worker.person, name: worker.name },
    calledOff: calledOff?.why,
    lessons: lessons.map((lesson) => ({ ...lessonView(session, lesson), over: lesson.end <= now })),
    teachers: teachers ?? [],
  })
}
