import type { Offering, Session } from '../domain/booking'
import { addDays } from '../domain/calendar'
import { engagedWith } from '../domain/course'
import { courseOf } from '../domain/layout'
import { actsFor } from '../domain/organisation'
import type { Organisation } from '../domain/organisation'
import { done, refuse } from '../domain/result'
import { sayAll, spoken } from '../domain/speech'
import { checkText } from '../platform/contentCheck'
import { create, get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { laidOutOf } from './ownCourse'

/** Terms are planned a year ahead at most. */
const mostDaysAhead = 366

/** A course of weekly lessons of one of the organisation's teachers, open to be booked at once. */
export const setCourse: Handlers<'booking'>['setCourse'] = async (input, { person, request, now }) => {
  const id = actsFor(person)
  if (id === undefined) return refuse('NOT_ALLOWED')
  const [organisation, offering, checked] = await Promise.all([
    get<Organisation>('organisations', id),
    get<Offering>('sessions', `${id}.${input.service}`),
    checkText(person.openid, [input.term, input.title, input.about, input.place.name, ...input.lessons].join('\n')),
  ])
  if (checked === 'risky') return refuse('TEXT_REFUSED')
  if (!organisation || offering?.service.kind !== 'class') return refuse('SERVICE_UNKNOWN', '贵机构还没有开这门课，请先在服务里登记')
  const { service } = offering
  const teacher = organisation.roster.find(({ worker, skills }) => worker.person === input.worker && skills.includes(service.skill))
  if (!teacher) return refuse('WORKER_UNKNOWN', '这位老师不在排班表里，或不教这门课')
  const course = courseOf(organisation, { ...input, service, worker: teacher.worker })
  if (course.start <= now || course.start > addDays(now, mostDaysAhead)) return refuse('TIME_REFUSED', '开课的日子要在今后一年里')
  // Its own first arrival is in nobody's way.
  const others = (await laidOutOf(id, course.start, course.end)).filter(({ _id }) => _id !== course._id)
  for (const lesson of course.lessons) {
    const busy = engagedWith(others, organisation, input.worker, lesson)
    if (busy) return refuse('WORKER_BUSY', sayAll(`${teacher.worker.name}${spoken(lesson.start)}上不了：${busy}，请换个时间`, now))
  }
  const made = await create<Session>('sessions', { ...course, requests: [request], touchedAt: now })
  if (!made) return refuse('WORKER_BUSY', '这位老师那个时间已经开了课，请换个时间')
  const { start, lessons, seats, _id } = made.document
  return done({
    session: _id,
    sentence: sayAll(`“${input.title}”排好了，${spoken(start)}开课，共 ${lessons.length} 节，${seats} 个名额`, now),
  })
}
