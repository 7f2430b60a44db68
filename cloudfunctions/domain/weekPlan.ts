import type { Booking, Session, Workday } from './booking'
import { addDays } from './calendar'
import { takesPlace, teacherOf } from './course'
import { shiftsOn } from './layout'
import type { Organisation } from './organisation'
import { dayOf, instantAt } from './time'
import type { Day, Instant } from './time'

/** An organisation's week, worker by worker: what they have, and where there is room for more. */

export interface Span {
  start: Instant
  end: Instant
}

export interface PlanItem extends Span {
  booking?: string
  session?: string
  title: string
  confirmed: boolean
}

export interface WorkerDay {
  id: string
  name: string
  away: boolean
  minutes: number
  booked: number
  gaps: Span[]
  items: PlanItem[]
}

export interface PlannedDay {
  day: Day
  unconfirmed: number
  workers: WorkerDay[]
}

function minutesOf(spans: Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + (Date.parse(end) - Date.parse(start)) / 60_000, 0)
}

/** Spans in order, with those that touch or overlap made one. */
export function united(spans: Span[]): Span[] {
  const result: Span[] = []
  for (const span of [...spans].filter(({ start, end }) => start < end).sort((a, b) => (a.start < b.start ? -1 : 1))) {
    const last = result.at(-1)
    if (last && span.start <= last.end) last.end = span.end > last.end ? span.end : last.end
    else result.push({ start: span.start, end: span.end })
  }
  return result
}

/** What is left of some spans when others are taken out of them. */
export function freeSpans(shifts: Span[], busy: Span[]): Span[] {
  const taken = united(busy)
  return united(shifts).flatMap(({ start, end }) => {
    const free: Span[] = []
    let from = start
    for (const one of taken) {
      if (one.end <= from || one.start >= end) continue
      if (one.start > from) free.push({ start: from, end: one.start })
      from = one.end
    }
    if (from < end) free.push({ start: from, end })
    return free
  })
}

/** A gap that a visit could still go into. */
const shortestGap = 30

export type PlannedBooking = Pick<Booking, '_id' | 'session' | 'state' | 'service' | 'guest' | 'start' | 'end' | 'workerId'>

export interface WeekMaterial {
  organisation: Pick<Organisation, 'roster' | 'exceptions'>
  workdays: Workday[]
  /** Appointments and classes that touch the week. */
  sessions: Session[]
  /** Visits and appointments of the week that have not been called off. */
  bookings: PlannedBooking[]
}

export function weekPlan(from: Day, { organisation, workdays, sessions, bookings }: WeekMaterial): PlannedDay[] {
  const days = Array.from({ length: 7 }, (_, at) => dayOf(addDays(instantAt(from, '12:00'), at)))
  return days.map((day) => {
    const workday = workdays.find((one) => one.day === day)
    const ofDay = bookings.filter(({ start }) => dayOf(start) === day)
    const classes = sessions
      .filter(({ kind }) => kind === 'class')
      .flatMap((session) =>
        session.lessons.filter((lesson) => takesPlace(lesson) && dayOf(lesson.start) === day).map((lesson) => ({ session, lesson })),
      )
    const named = new Map(organisation.roster.map(({ worker }) => [worker.person, worker.name]))
    for (const { worker } of workday?.crew ?? []) named.set(worker.person, worker.name)
    const workers = [...named].map(([id, name]): WorkerDay => {
      const member = workday?.crew.find(({ worker }) => worker.person === id)
      const rostered = organisation.roster.find(({ worker }) => worker.person === id)
      const away = member?.away === true
      const shifts =
        member && !away
          ? member.shifts
          : rostered && !away
            ? shiftsOn(rostered, organisation.exceptions, day).map((shift) => ({
                start: instantAt(day, shift.from),
                end: instantAt(day, shift.until),
              }))
            : []
      const items = [
        ...ofDay.flatMap((booking): PlanItem[] => {
          const promised = workday?.takers.find((taker) => taker.booking === booking._id)?.worker
          if ((booking.workerId ?? promised) !== id) return []
          const { _id, service, guest, start, end, state } = booking
          return [
            { booking: _id, title: `${service.name} ${guest.name}`, start, end, confirmed: state !== 'requested' && state !== 'held' },
          ]
        }),
        ...classes.flatMap(({ session, lesson }): PlanItem[] =>
          teacherOf(session, lesson)?.person === id
            ? [{ session: session._id, title: `${session.title} ${lesson.title}`, start: lesson.start, end: lesson.end, confirmed: true }]
            : [],
        ),
      ].sort((a, b) => (a.start === b.start ? (a.title < b.title ? -1 : 1) : a.start < b.start ? -1 : 1))
      return {
        id,
        name,
        away: away || (rostered !== undefined && isOnLeave(organisation, id, day)),
        minutes: minutesOf(united(shifts)),
        booked: minutesOf(united(items)),
        gaps: freeSpans(shifts, items).filter((gap) => minutesOf([gap]) >= shortestGap),
        items,
      }
    })
    return { day, unconfirmed: ofDay.filter(({ state }) => state === 'requested').length, workers }
  })
}

function isOnLeave({ exceptions }: Pick<Organisation, 'exceptions'>, person: string, day: Day): boolean {
  return exceptions.some((one) => one.person === person && one.day === day && one.shifts.length === 0)
}
