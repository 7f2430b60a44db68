import type { CrewMember, Offering, Session, Workday } from './booking'
import { isPublicHoliday, isWorkingDay, dayAfter, weekdayOf } from './calendar'
import type { Organisation, RosterException, RosteredWorker, Shift } from './organisation'
import type { PersonRef } from './person'
import type { Programme, Service } from './service'
import { addMinutes, inTown, instantAt, minutesOfWall } from './time'
import type { Day } from './time'

/** From rosters, exceptions, holidays and offerings: what can be booked on a day. The same input always gives the same documents. */

/** Days from today on that can be booked. */
export const daysLaidOut = 28

/** The shifts of one worker on one day: an exception decides, then the holiday calendar, then the week. */
export function shiftsOn({ worker, week }: RosteredWorker, exceptions: RosterException[], day: Day): Shift[] {
  const exception = exceptions.find((one) => one.person === worker.person && one.day === day)
  if (exception) return exception.shifts
  if (isPublicHoliday(day)) return []
  const weekday = weekdayOf(day)
  const madeUp = (weekday === 0 || weekday === 6) && isWorkingDay(day)
  return week[madeUp ? 1 : weekday] ?? []
}

export function offeringOf(
  organisation: Pick<Organisation, 'id' | 'name' | 'phone' | 'rating'>,
  service: Service,
  programme: Programme | undefined,
  more: Pick<Offering, 'area'> & Partial<Pick<Offering, 'open' | 'remark' | 'standing'>>,
): Offering {
  const { id, name, phone, rating } = organisation
  return {
    _id: `${id}.${service.id}`,
    version: 1,
    requests: [],
    kind: 'offering',
    services: [service.id],
    start: 'offering',
    organisation: { id, name, phone },
    service,
    ...(programme && { programme }),
    open: true,
    remark: '',
    standing: { rating: rating.stars, rated: rating.count, minutesLeft: 0, minutesBought: 0 },
    ...more,
  }
}

export function workdayId(organisation: string, day: Day): string {
  return `${organisation}.${day}`
}

/** The day of visits of an organisation; nothing when nobody works who could make any. */
export function workdayOf(organisation: Organisation, offerings: Offering[], day: Day): Workday | undefined {
  const visits = offeringsOf(organisation, offerings, 'visit')
  const skills = new Set(visits.map(({ service }) => service.skill))
  const crew = organisation.roster.flatMap((rostered): CrewMember[] => {
    const shifts = shiftsOn(rostered, organisation.exceptions, day)
    if (shifts.length === 0 || !rostered.skills.some((skill) => skills.has(skill))) return []
    const { worker, languages, gender } = rostered
    return [
      {
        worker,
        skills: rostered.skills,
        languages,
        ...(gender && { gender }),
        shifts: shifts.map(({ from, until }) => ({ start: instantAt(day, from), end: instantAt(day, until) })),
      },
    ]
  })
  if (crew.length === 0) return undefined
  const start = instantAt(day, '00:00')
  return {
    _id: workdayId(organisation.id, day),
    kind: 'visit',
    requests: [],
    services: visits.filter(({ service }) => crew.some((member) => member.skills.includes(service.skill))).map(({ service }) => service.id),
    day,
    start,
    end: addMinutes(start, 24 * 60),
    organisation: refOfOrganisation(organisation),
    crew,
    takers: [],
    seq: 0,
    touchedAt: organisation.updatedAt,
  }
}

/**
 * A day that was laid out before, after the roster or the offerings changed: the new crew and services, with everybody who has been
 * promised a visit. Who is promised and does not work that day any more stays in the crew, away, so that the visit is seen and moved;
 * who works again after all is there again.
 */
export function relaid(old: Workday, fresh: Workday | undefined): Workday {
  const present = fresh?.crew ?? []
  const promised = new Set(old.takers.map(({ worker }) => worker))
  const gone = old.crew.filter(
    ({ worker }) => promised.has(worker.person) && !present.some((member) => member.worker.person === worker.person),
  )
  return {
    ...old,
    services: fresh?.services ?? old.services,
    crew: [...present, ...gone.map((member) => ({ ...member, away: true }))],
  }
}

/**
 * The appointments of a day: each adviser's shifts, cut into the times of the services that they give, in turn if there are several, so
 * that nobody is asked twice at once. Who makes visits gives no appointments. Receptions come first.
 */
export function slotsOf(organisation: Organisation, offerings: Offering[], day: Day): Session[] {
  const appointments = offeringsOf(organisation, offerings, 'appointment')
  const receptions = appointments.filter(({ service }) => service.monthly && monthlyDays(service.monthly.day, day).includes(day))
  const regular = appointments.filter(({ service }) => !service.monthly)
  const visiting = new Set(offeringsOf(organisation, offerings, 'visit').map(({ service }) => service.skill))
  const sitting = organisation.roster.filter(({ skills }) => !skills.some((skill) => visiting.has(skill)))
  const slots = receptions.flatMap(({ service }) => receptionOf({ ...organisation, roster: sitting }, service, day))
  const receiving = [...slots]
  for (const rostered of sitting) {
    const services = regular.map(({ service }) => service).filter(({ skill }) => rostered.skills.includes(skill))
    if (services.length === 0) continue
    let turn = 0
    for (const { from, until } of shiftsOn(rostered, organisation.exceptions, day)) {
      for (let minute = minutesOfWall(from); ; turn++) {
        const service = services[turn % services.length] as Service
        if (minute + service.minutes > minutesOfWall(until)) break
        const slot = slotOf(organisation, service, rostered, day, minute)
        minute += service.minutes
        const busy = receiving.some(
          (other) =>
            (other.worker?.person === rostered.worker.person || other.beside?.person === rostered.worker.person) &&
            other.start < slot.end &&
            slot.start < other.end,
        )
        if (!busy) slots.push(slot)
      }
    }
  }
  return slots
}

/** Leaders take turns by the month, and so does who sits beside them; who has leave that day is passed over. */
function receptionOf(organisation: Organisation, service: Service, day: Day): Session[] {
  const { from, until, beside } = service.monthly as NonNullable<Service['monthly']>
  const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  const inTurn = (skill: string | undefined): RosteredWorker | undefined => {
    const able = organisation.roster.filter(
      (one) =>
        skill !== undefined &&
        one.skills.includes(skill) &&
        !organisation.exceptions.some((other) => other.person === one.worker.person && other.day === day && other.shifts.length === 0),
    )
    return able[month % able.length]
  }
  const leader = inTurn(service.skill)
  if (!leader) return []
  const adviser = inTurn(beside)
  const slots: Session[] = []
  for (let minute = minutesOfWall(from); minute + service.minutes <= minutesOfWall(until); minute += service.minutes) {
    const slot = slotOf(organisation, service, leader, day, minute)
    slots.push(adviser ? { ...slot, beside: adviser.worker, advises: adviser.advises } : slot)
  }
  return slots
}

function slotOf(organisation: Organisation, service: Service, rostered: RosteredWorker, day: Day, minute: number): Session {
  const { worker, video, advises } = rostered
  const channels = service.channels ?? ['office']
  const start = addMinutes(instantAt(day, '00:00'), minute)
  return {
    ...emptySession(organisation, service, worker),
    _id: sessionId(service.id, organisation.id, worker.person, day, wallOf(minute)),
    kind: 'appointment',
    title: `${worker.name} · ${service.name}`,
    ...(organisation.place && { place: organisation.place }),
    start,
    end: addMinutes(start, service.minutes),
    lessons: [],
    channels,
    advises,
    ...(video !== undefined && channels.includes('video') && { video }),
    seats: 1,
    left: 1,
  }
}

export interface Course {
  service: Service
  term: string
  title: string
  worker: PersonRef
  place: { name: string; longitude: number; latitude: number }
  seats: number
  /** First lesson, and the wall-clock time of all. */
  first: Day
  from: string
  lessons: string[]
  about?: string
}

/** A course of weekly lessons; a week in which the day is a public holiday is left out. */
export function courseOf(organisation: Pick<Organisation, 'id' | 'name' | 'phone' | 'updatedAt'>, course: Course): Session {
  const { service, term, title, worker, place, seats, first, from } = course
  let day = first
  const lessons = course.lessons.map((name) => {
    while (isPublicHoliday(day)) day = weekAfter(day)
    const start = instantAt(day, from)
    day = weekAfter(day)
    return { title: name, start, end: addMinutes(start, service.minutes) }
  })
  const [one, last] = [lessons[0], lessons.at(-1)]
  if (!one || !last) throw new Error(`${title}: a course has at least one lesson`)
  return {
    ...emptySession(organisation, service, worker),
    _id: sessionId(service.id, organisation.id, worker.person, first, from),
    kind: 'class',
    title,
    place,
    start: one.start,
    end: last.end,
    lessons,
    term,
    changes: 0,
    ...(course.about ? { about: course.about } : {}),
    channels: [],
    advises: [],
    seats,
    left: seats,
  }
}

/** The working days on which something of a day of the month takes place that might fall on `near`: that of its month and the one before. */
export function monthlyDays(nominal: number, near: Day): Day[] {
  const month = inTown(instantAt(near, '12:00')).startOf('month')
  return [month.subtract(1, 'month'), month].map((first) => {
    let day = first.date(Math.min(nominal, first.daysInMonth())).format('YYYY-MM-DD')
    while (!isWorkingDay(day)) day = dayAfter(day)
    return day
  })
}

function emptySession(organisation: Pick<Organisation, 'id' | 'name' | 'phone' | 'updatedAt'>, service: Service, worker: PersonRef) {
  return {
    requests: [],
    services: [service.id] as [string],
    organisation: refOfOrganisation(organisation),
    worker,
    takers: [],
    queue: [],
    queued: 0,
    touchedAt: organisation.updatedAt,
  }
}

function wallOf(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

function sessionId(...parts: string[]): string {
  return parts.join('.')
}

function refOfOrganisation({ id, name, phone }: Pick<Organisation, 'id' | 'name' | 'phone'>) {
  return { id, name, phone }
}

function offeringsOf(organisation: Organisation, offerings: Offering[], kind: Service['kind']): Offering[] {
  return offerings.filter((offering) => offering.organisation.id === organisation.id && offering.service.kind === kind)
}

function weekAfter(day: Day): Day {
  return inTown(instantAt(day, '12:00')).add(7, 'day').format('YYYY-MM-DD')
}
