import { lessonMinutes } from './attendance'
import { overlaps } from './booking'
import type { Booking, Lesson, Session, Workday } from './booking'
import { clashOf } from './diary'
import type { Diary } from './diary'
import type { Organisation } from './organisation'
import type { PersonRef } from './person'
import { isWithdrawn } from './slotChanges'
import { spoken } from './speech'
import { dayOf } from './time'
import type { Instant } from './time'

/** A course after it was laid out: who teaches which lesson, what has been changed, and what its people are told of it. */

type Span = Pick<Lesson, 'start' | 'end'>

/** Who teaches a lesson: the substitute, else the course's own teacher. */
export function teacherOf({ worker }: Pick<Session, 'worker'>, lesson: Lesson): PersonRef | undefined {
  return lesson.worker ?? worker
}

export function takesPlace({ cancelled }: Lesson): boolean {
  return cancelled !== true
}

/** Whether somebody teaches the course, or one lesson of it; with a lesson, that one. */
export function teaches(session: Pick<Session, 'worker' | 'lessons'>, person: string, lesson?: Lesson): boolean {
  if (lesson) return teacherOf(session, lesson)?.person === person
  return session.worker?.person === person || session.lessons.some(({ worker }) => worker?.person === person)
}

/** From the first lesson that takes place to the last; of a course without any, what was planned. */
export function courseSpan(lessons: Lesson[], planned: Span): Span {
  const held = lessons.filter(takesPlace)
  const starts = held.map(({ start }) => start).sort()
  const ends = held.map(({ end }) => end).sort()
  return { start: starts[0] ?? planned.start, end: ends.at(-1) ?? planned.end }
}

export function minutesOf(lessons: Span[]): number {
  return lessons.reduce((sum, lesson) => sum + lessonMinutes(lesson), 0)
}

export const laidOutFields = ['kind', 'title', 'services', 'worker', 'beside', 'lessons', 'takers', 'start', 'end'] as const
export type LaidOut = Pick<Session, '_id' | Exclude<(typeof laidOutFields)[number], 'kind'>> & { kind: Session['kind'] | Workday['kind'] }

/** What somebody of the organisation has at a time, other than that very lesson: so nobody teaches twice at once. */
export function engagedWith(
  laidOut: LaidOut[],
  { exceptions }: Pick<Organisation, 'exceptions'>,
  worker: string,
  span: Span,
  except?: { session: string; lesson: number },
): string | undefined {
  const day = dayOf(span.start)
  if (exceptions.some((one) => one.person === worker && one.day === day && one.shifts.length === 0)) return '那天请假'
  for (const one of laidOut) {
    if (one.kind === 'visit') {
      const visit = (one as unknown as Workday).takers.find((taker) => taker.worker === worker && overlaps(taker, span))
      if (visit) return '那时要上门'
    } else if (one.kind === 'appointment') {
      const theirs = one.worker?.person === worker || one.beside?.person === worker
      if (theirs && overlaps(one, span) && (!isWithdrawn(one) || one.takers.length > 0)) return '那时有人来咨询'
    } else {
      const at = one.lessons.findIndex(
        (lesson, index) =>
          takesPlace(lesson) &&
          teacherOf(one, lesson)?.person === worker &&
          overlaps(lesson, span) &&
          !(one._id === except?.session && index === except.lesson),
      )
      if (at >= 0) return `那时在教“${one.title}”`
    }
  }
  return undefined
}

/** The lessons as one guest has them: what clashes with something else of theirs is marked, and nobody expects them there. */
export function lessonsFor({ lessons }: Pick<Session, 'lessons'>, before: Booking, diary?: Diary): Lesson[] {
  return lessons.map((lesson, at) => {
    const old = before.lessons?.[at]
    const moved = old !== undefined && old.start !== lesson.start
    const clash = diary && takesPlace(lesson) && (moved || old?.clash) ? clashOf(diary, [lesson], before._id) : undefined
    return clash ? { ...lesson, clash: { booking: clash.booking, name: clash.name } } : lesson
  })
}

interface News {
  sentence: string
  /** WeChat shows 20 characters; the day is named, since a message is read on another. */
  short: string
  /** The guest may leave for it. */
  excuses: boolean
}

/** 第 3 节“打字” */
export function lessonName(lessons: Pick<Lesson, 'title'>[], at: number): string {
  return `第 ${at + 1} 节“${lessons[at]?.title ?? ''}”`
}

/** What is new for a guest between the course as they knew it and as it is. */
export function newsOf(before: Booking, next: Booking, dated: (at: Instant) => string): News[] {
  const news: News[] = []
  const because = (why: string | undefined) => (why ? `：${why}` : '')
  next.lessons?.forEach((lesson, at, lessons) => {
    const old = before.lessons?.[at]
    if (!old) return
    const name = lessonName(lessons, at)
    if (lesson.cancelled && !old.cancelled) {
      const short = `${dated(old.start)}的课不上了`
      news.push({ sentence: `${name}（${spoken(old.start)}）不上了${because(lesson.why)}`, short, excuses: true })
      return
    }
    if (lesson.start !== old.start) {
      const clash = lesson.clash ? `。您那时约了“${lesson.clash.name}”，这一节可以不来，不算缺课；也可以退课或换一班` : ''
      news.push({
        sentence: `${name}从${spoken(old.start)}改到${spoken(lesson.start)}${because(lesson.why)}${clash}`,
        short: lesson.clash ? `课改到${dated(lesson.start)}，有冲突` : `有课改到${dated(lesson.start)}`,
        excuses: true,
      })
    }
    if (lesson.worker?.person !== old.worker?.person) {
      const who = lesson.worker?.name ?? next.worker?.name ?? ''
      const sentence = `${name}（${spoken(lesson.start)}）由${who}老师${lesson.worker ? '代上' : '来上'}`
      news.push({ sentence, short: `${dated(lesson.start)}由${who}老师上`, excuses: false })
    }
  })
  if (next.worker && next.worker.person !== before.worker?.person) {
    news.push({ sentence: `老师换成了${next.worker.name}`, short: `老师换成了${next.worker.name}`, excuses: false })
  }
  const { place } = next
  if (
    place &&
    (place.name !== before.place?.name || place.longitude !== before.place.longitude || place.latitude !== before.place.latitude)
  ) {
    news.push({ sentence: `上课的地方改在${place.name}`, short: `改在${place.name}上课`, excuses: true })
  }
  return news
}
