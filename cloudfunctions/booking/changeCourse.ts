import { isDeepStrictEqual } from 'node:util'
import type { Session } from '../domain/booking'
import { dated } from '../domain/bookingSteps'
import { engagedWith, takesPlace } from '../domain/course'
import { done, refuse } from '../domain/result'
import { sayAll, spoken } from '../domain/speech'
import { checkText } from '../platform/contentCheck'
import { change, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { hasChanged, laidOutOf, ownCourse, staffOf, staleOrOff, unchanged } from './ownCourse'

const mostTold = 40

/** Corrects a course that is laid out. More seats go to those who wait, first come first; fewer only as far as nobody has them. */
export const changeCourse: Handlers<'booking'>['changeCourse'] = async (input, { person, request, now }) => {
  const { title, about, place, seats } = input
  const [session, checked] = await Promise.all([
    ownCourse(person, input.session),
    checkText(person.openid, [title, about, place.name].join('\n')),
  ])
  if (checked === 'risky') return refuse('TEXT_REFUSED')
  if (!session) return refuse('SESSION_UNKNOWN')
  const { worker: teacher, lessons, takers, queued } = session
  if (hasChanged(session, request)) return done({ changes: session.changes ?? 0, sentence: '已经改好' })
  const stale = staleOrOff(session, input.changes)
  if (stale) return stale
  if (session.end <= now) return refuse('LESSON_FIXED', '这门课已经上完了')
  if (seats < takers.length) return refuse('COURSE_SEATS', `已经有 ${takers.length} 人报名，名额不能再少`)

  const ahead = lessons.map((lesson, at) => ({ lesson, at })).filter(({ lesson }) => takesPlace(lesson) && lesson.end > now)
  const other = input.worker !== teacher?.person
  const staff = other ? await staffOf(session) : undefined
  const worker = other ? staff?.teachers.find((one) => one.worker.person === input.worker)?.worker : teacher
  if (!worker) return refuse('WORKER_UNKNOWN', '这位老师不在排班表里，或不教这门课')
  if (staff) {
    const laidOut = await laidOutOf(session.organisation.id, now, session.end)
    for (const { lesson, at } of ahead.filter((one) => !one.lesson.worker)) {
      const busy = engagedWith(laidOut, staff.organisation, worker.person, lesson, { session: session._id, lesson: at })
      if (busy) return refuse('WORKER_BUSY', sayAll(`${worker.name}${spoken(lesson.start)}上不了：${busy}`, now))
    }
  }
  // The bookings have a copy of these; of seats and description they know nothing.
  const follows = !isDeepStrictEqual([session.title, session.place, teacher?.person], [title, place, worker.person])
  const told = other || !isDeepStrictEqual(session.place, place)
  const first = ahead[0]?.lesson
  const tell =
    other && first
      ? [
          ...(teacher ? [{ person: teacher.person, openid: teacher.openid, text: `这门课换${worker.name}教了` }] : []),
          { person: worker.person, openid: worker.openid, text: `这门课请您教，${dated(first.start)}上` },
        ]
      : []
  // Who gave a lesson that is over gave it, whoever teaches the course from now on.
  const kept = lessons.map((lesson) => {
    if (other && teacher && lesson.end <= now && !lesson.worker) return { ...lesson, worker: teacher }
    if (lesson.worker?.person !== worker.person) return lesson
    const { worker: _own, ...rest } = lesson
    return rest
  })
  const more = seats - session.seats
  const changed = await change<Session>(
    'sessions',
    session._id,
    request,
    { ...unchanged(session), seats: session.seats, ...(more < 0 ? { left: is.gte(-more) } : {}) },
    {
      set: {
        title,
        about,
        place,
        worker,
        lessons: kept,
        changedBy: request,
        ...(follows ? { following: now } : {}),
        ...(more > 0 && queued > 0 ? { waited: true } : {}),
      },
      inc: { changes: follows ? 1 : 0, ...(more === 0 ? {} : { seats: more, left: more }) },
      push: { tell: { each: tell, keep: mostTold } },
      bump: false,
    },
  )
  if (changed.outcome === 'missing') return refuse('SESSION_UNKNOWN')
  if (changed.outcome === 'refused') {
    const { changes = 0, seats: were } = changed.document
    const same = changes === input.changes && were === session.seats
    return same ? refuse('COURSE_SEATS', '刚刚又有人报名，名额不能少这么多') : refuse('COURSE_CHANGED')
  }
  const sentence = told && takers.length > 0 ? `改好了，报名的 ${takers.length} 人一分钟内会收到消息` : '改好了'
  return done({ changes: input.changes + (follows ? 1 : 0), sentence })
}
