import type { Session } from '../domain/booking'
import { courseSpan, takesPlace } from '../domain/course'
import { done, refuse } from '../domain/result'
import { checkText } from '../platform/contentCheck'
import { change } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { hasChanged, ownCourse, staleOrOff, unchanged } from './ownCourse'

const tries = 3
const mostTold = 40

/**
 * Calls off what is left of a course, in one write: nobody finds it any more and no seat of it can be taken. The bookings are called off by
 * the sweep, with the reason, also of those who wait; who has been at a lesson keeps what they learned.
 */
export const cancelCourse: Handlers<'booking'>['cancelCourse'] = async (input, { person, request, now }) => {
  const { why } = input
  const [found, checked] = await Promise.all([ownCourse(person, input.session), checkText(person.openid, why)])
  if (checked === 'risky') return refuse('TEXT_REFUSED')
  let session = found
  for (let attempt = 0; attempt < tries; attempt++) {
    if (!session) return refuse('SESSION_UNKNOWN')
    const { _id, seats, left, takers, queued, worker } = session
    const others = queued > 0 ? `，排队的 ${queued} 人也是` : ''
    const sentence = `“${session.title}”取消了，报名的 ${takers.length} 人一分钟内会收到消息${others}`
    if (hasChanged(session, request)) return done({ changes: session.changes ?? 0, sentence })
    const stale = staleOrOff(session, input.changes)
    if (stale) return stale
    if (session.end <= now) return refuse('LESSON_FIXED', '这门课已经上完了')
    const lessons = session.lessons.map((lesson) =>
      takesPlace(lesson) && lesson.start > now ? { ...lesson, cancelled: true, why } : lesson,
    )
    const changed = await change<Session>(
      'sessions',
      _id,
      request,
      // As many seats as are taken, so that none is free: who takes or leaves one at this moment makes it look again.
      { ...unchanged(session), left, seats },
      {
        set: {
          services: [],
          seats: seats - left,
          left: 0,
          lessons,
          ...courseSpan(lessons, session),
          calledOff: { at: now, why },
          changedBy: request,
          following: now,
          tell: [
            ...(session.tell ?? []),
            ...(worker ? [{ person: worker.person, openid: worker.openid, text: '这门课取消了' }] : []),
          ].slice(-mostTold),
        },
        inc: { changes: 1 },
        bump: false,
      },
    )
    if (changed.outcome === 'written') return done({ changes: input.changes + 1, sentence })
    session = changed.outcome === 'missing' ? undefined : changed.document
  }
  return refuse('SERVICE_BUSY')
}
