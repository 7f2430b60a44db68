import type { Lesson, Session } from '../domain/booking'
import { doorTimes } from '../domain/attendance'
import { teaches } from '../domain/course'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import { doorCode } from '../platform/doorCode'
import { get } from '../platform/documents'
import type { Handlers } from '../platform/entry'

/** Whether somebody teaches a session (or that lesson of it), or answers for the organisation that gives it. */
export function leads(person: Person, session: Session, lesson?: Lesson): boolean {
  return person.roles.some(
    (role) =>
      (role.role === 'organisation' && role.organisation === session.organisation.id) ||
      (role.role === 'worker' && role.organisation === session.organisation.id && teaches(session, person._id, lesson)),
  )
}

/** What hangs at the door of a lesson; anybody may see it, so it is good for that lesson and its time alone. */
export const door: Handlers<'booking'>['door'] = async (input, { person }) => {
  const session = await get<Session>('sessions', input.session)
  if (!session || session.kind !== 'class' || !leads(person, session)) return refuse('SESSION_UNKNOWN')
  const lesson = session.lessons[input.lesson]
  if (!lesson) return refuse('SESSION_UNKNOWN', '没有这一节课，请重新选一节')
  if (lesson.cancelled) return refuse('SESSION_UNKNOWN', '这一节不上了，请选别的一节')
  if (!leads(person, session, lesson)) return refuse('SESSION_UNKNOWN', '这一节由别的老师上')
  return done({
    code: doorCode(session._id, input.lesson, lesson.start),
    title: `${session.title} ${lesson.title}`,
    ...doorTimes(lesson),
  })
}
