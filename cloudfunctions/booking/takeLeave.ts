import { addDays, dayAfter } from '../domain/calendar'
import { takesPlace, teacherOf } from '../domain/course'
import { withExceptions } from '../domain/organisation'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import { dayOf, inTown, instantAt } from '../domain/time'
import type { Day, Instant } from '../domain/time'
import type { Handlers } from '../platform/entry'
import { changeRoster } from './changeRoster'
import { laidOutOf } from './ownCourse'

const mostDays = 92
const mostDaysAhead = 366

/** Of which organisation a worker's leave is entered, and by whom it may be: by the organisation, or by the worker. */
function organisationFor({ _id, roles }: Person, worker: string): string | undefined {
  for (const role of roles) {
    if (role.role === 'organisation') return role.organisation
    if (role.role === 'worker' && worker === _id) return role.organisation
  }
  return undefined
}

/** Days in between, both included. */
function daysOf(from: Day, until: Day): Day[] {
  const days: Day[] = []
  for (let day = from; day <= until && days.length <= mostDays; day = dayAfter(day)) days.push(day)
  return days
}

/**
 * Ill or on leave. From then on the worker is in no workday; each visit goes to another of the crew, else to another organisation, and the
 * people are told: some at once, the rest by the sweep within a minute.
 */
export const takeLeave: Handlers<'booking'>['takeLeave'] = async (input, { person, request, now }) => {
  const { from, until, why } = input
  const worker = input.worker ?? person._id
  const id = organisationFor(person, worker)
  if (id === undefined) return refuse('WORKER_UNKNOWN')
  const today = dayOf(now)
  const days = daysOf(from, until)
  if (from < today || until < from || days.length > mostDays || until > dayOf(addDays(now, mostDaysAhead))) {
    return refuse('TIME_REFUSED', '请从今天起选，最多三个月')
  }
  const changed = await changeRoster({
    organisation: id,
    request,
    now,
    from,
    until: dayAfter(until),
    decide: ({ roster, exceptions }) => {
      if (!roster.some((one) => one.worker.person === worker)) return refuse('WORKER_UNKNOWN')
      const leave = days.map((day) => ({ person: worker, day, shifts: [], why }))
      return done({ exceptions: withExceptions(exceptions, leave, today) })
    },
  })
  if (!changed.ok) return changed
  const { organisation, laid } = changed
  const lessons = await lessonsOf(id, worker, from, until, now)
  const name = organisation.roster.find((one) => one.worker.person === worker)?.worker.name ?? ''
  const said = [
    `${name}${spanText(from, until)}请假`,
    ...(laid.moved > 0 ? [`${laid.moved} 次上门已经另外安排`] : []),
    ...(laid.pending > 0 || laid.until <= until ? [`${laid.moved > 0 ? '其余的' : '要换人的上门'}正在安排，安排好会通知`] : []),
    ...(lessons.length > 0 ? [`还有 ${lessons.length} 节课要找人代上、改时间或取消`] : []),
  ]
  return done({ moved: laid.moved, pending: laid.pending, sentence: said.join('，'), lessons })
}

function spanText(from: Day, until: Day): string {
  const [first, last] = [from, until].map((day) => inTown(instantAt(day, '12:00')).format('M月D日'))
  return from === until ? `${first}` : `${first}到${last}`
}

/** A lesson is taught by whom the organisation finds (changeLesson); it is told which these are. */
async function lessonsOf(organisation: string, worker: string, from: Day, until: Day, now: Instant) {
  const [start, end] = [instantAt(from, '00:00'), addDays(instantAt(until, '00:00'), 1)]
  const laidOut = await laidOutOf(organisation, start, end)
  return laidOut
    .filter(({ kind }) => kind === 'class')
    .flatMap((course) =>
      course.lessons.flatMap((lesson, at) => {
        const theirs = takesPlace(lesson) && teacherOf(course, lesson)?.person === worker
        const then = lesson.start >= start && lesson.start < end && lesson.end > now
        return theirs && then ? [{ session: course._id, lesson: at, title: `${course.title} ${lesson.title}`, start: lesson.start }] : []
      }),
    )
    .sort((a, b) => (a.start < b.start ? -1 : 1))
}
