import type { Input } from '../contract'
import { lessonMinutes } from '../domain/attendance'
import { overlaps } from '../domain/booking'
import type { Lesson, Session } from '../domain/booking'
import { dated } from '../domain/bookingSteps'
import { addDays } from '../domain/calendar'
import { courseSpan, engagedWith, lessonName, takesPlace, teacherOf } from '../domain/course'
import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import { sayAll, spoken } from '../domain/speech'
import { addMinutes, instantAt } from '../domain/time'
import type { Instant } from '../domain/time'
import { checkText } from '../platform/contentCheck'
import { change } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { hasChanged, laidOutOf, ownCourse, staffOf, staleOrOff, unchanged } from './ownCourse'

const mostDaysAhead = 366
const mostTold = 40

type Change = Input<'booking.changeLesson'>['change']

interface Decided {
  lesson: Lesson
  /** What the organisation reads, and its teachers. */
  sentence: string
  tell: NonNullable<Session['tell']>
}

/** One lesson of a course; written once, the bookings and diaries of everybody enrolled follow within a minute. */
export const changeLesson: Handlers<'booking'>['changeLesson'] = async (input, { person, request, now }) => {
  const why = input.change.kind === 'substitute' ? '' : input.change.why
  const [session, checked] = await Promise.all([ownCourse(person, input.session), checkText(person.openid, why)])
  if (checked === 'risky') return refuse('TEXT_REFUSED')
  if (!session) return refuse('SESSION_UNKNOWN')
  const told = `报名的 ${session.takers.length} 人一分钟内会收到消息`
  if (hasChanged(session, request)) return done({ changes: session.changes ?? 0, sentence: `已经改好，${told}` })
  const stale = staleOrOff(session, input.changes)
  if (stale) return stale
  const old = session.lessons[input.lesson]
  if (!old) return refuse('SESSION_UNKNOWN', '没有这一节课，请重新选一节')
  if (!takesPlace(old)) return refuse('LESSON_FIXED', '这一节已经取消了')
  if (old.end <= now) return refuse('LESSON_FIXED', '这一节已经上完了')
  const decided = await decide(session, input.lesson, old, input.change, now)
  if (!decided.ok) return decided
  const { lesson, sentence, tell } = decided.data
  const lessons = session.lessons.map((one, at) => (at === input.lesson ? lesson : one))
  const changed = await change<Session>('sessions', session._id, request, unchanged(session), {
    set: { lessons, ...courseSpan(lessons, session), changedBy: request, following: now },
    inc: { changes: 1 },
    push: { tell: { each: tell, keep: mostTold } },
    bump: false,
  })
  if (changed.outcome === 'missing') return refuse('SESSION_UNKNOWN')
  if (changed.outcome === 'refused') return refuse('COURSE_CHANGED')
  return done({ changes: input.changes + 1, sentence: sayAll(`${sentence}，${told}`, now) })
}

async function decide(session: Session, at: number, old: Lesson, wanted: Change, now: Instant): Promise<Result<Decided>> {
  const name = lessonName(session.lessons, at)
  const teacher = teacherOf(session, old)
  const toTeacher = (text: string) => (teacher ? [{ person: teacher.person, openid: teacher.openid, text }] : [])
  switch (wanted.kind) {
    case 'cancelled': {
      if (session.lessons.filter(takesPlace).length === 1) return refuse('LESSON_FIXED', '只剩这一节了，不上的话请取消整门课')
      const lesson: Lesson = { ...old, cancelled: true, why: wanted.why }
      return done({ lesson, sentence: `${name}取消了`, tell: toTeacher(`${dated(old.start)}的课不上了`) })
    }
    case 'moved': {
      const start = instantAt(wanted.day, wanted.from)
      const end = addMinutes(start, lessonMinutes(old))
      if (old.start <= now) return refuse('LESSON_FIXED', '这一节已经开始了，不能改时间')
      if (start <= now || start > addDays(now, mostDaysAhead)) return refuse('TIME_REFUSED', '请选今后一年里的时间')
      if (start === old.start) return refuse('TIME_REFUSED', '还是原来的时间，请选别的')
      const lesson: Lesson = { ...old, start, end, why: wanted.why }
      if (session.lessons.some((one, index) => index !== at && takesPlace(one) && overlaps(one, lesson))) {
        return refuse('TIME_REFUSED', '这门课那时有另一节，请选别的时间')
      }
      const busy = teacher && (await busyOf(session, at, teacher.person, lesson))
      if (busy) return refuse('WORKER_BUSY', `${teacher.name}${busy}，请换个时间，或先换一位老师`)
      const sentence = `${name}从${spoken(old.start)}改到${spoken(start)}`
      return done({ lesson, sentence, tell: toTeacher(`课改到${dated(start)}，请留意`) })
    }
    case 'substitute': {
      const [staff, laidOut] = await Promise.all([staffOf(session), laidOutOf(session.organisation.id, old.start, old.end)])
      const other = staff?.teachers.find(({ worker }) => worker.person === wanted.worker)?.worker
      if (!staff || !other) return refuse('WORKER_UNKNOWN', '这位老师不在排班表里，或不教这门课')
      if (other.person === teacher?.person) return refuse('WORKER_BUSY', '这一节本来就是这位老师上')
      const busy = engagedWith(laidOut, staff.organisation, other.person, old, { session: session._id, lesson: at })
      if (busy) return refuse('WORKER_BUSY', `${other.name}${busy}，请换一位`)
      const { worker: _before, ...rest } = old
      const lesson: Lesson = other.person === session.worker?.person ? rest : { ...rest, worker: other }
      const tell = [
        ...toTeacher(`${dated(old.start)}的课换${other.name}上`),
        { person: other.person, openid: other.openid, text: `请在${dated(old.start)}上这节课` },
      ]
      return done({ lesson, sentence: `${name}（${spoken(old.start)}）由${other.name}上`, tell })
    }
  }
}

async function busyOf(session: Session, at: number, worker: string, span: Lesson): Promise<string | undefined> {
  const [staff, laidOut] = await Promise.all([staffOf(session), laidOutOf(session.organisation.id, span.start, span.end)])
  return staff && engagedWith(laidOut, staff.organisation, worker, span, { session: session._id, lesson: at })
}
