import type { ServiceView } from '../contract'
import type { Lesson, Session } from '../domain/booking'
import { teacherOf } from '../domain/course'

type LessonView = ServiceView['sessions'][number]['lessons'][number]

/** A lesson as people see it: with its teacher where it is not the course's own. */
export function lessonView(session: Pick<Session, 'worker'>, lesson: Lesson): LessonView {
  const { title, start, end, cancelled, why } = lesson
  const teacher = lesson.worker && teacherOf(session, lesson)?.name
  return { title, start, end, ...(teacher ? { teacher } : {}), ...(cancelled ? { cancelled } : {}), ...(why ? { why } : {}) }
}
