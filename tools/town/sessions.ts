import type { Session } from '../../cloudfunctions/domain/booking'
import { addDays, isWorkingDay, weekdayOf } from '../../cloudfunctions/domain/calendar'
import { refOf } from '../../cloudfunctions/domain/person'
import type { Person, PersonRef } from '../../cloudfunctions/domain/person'
import type { Service } from '../../cloudfunctions/domain/service'
import { addMinutes, dayOf, instantAt } from '../../cloudfunctions/domain/time'
import type { Day, Instant } from '../../cloudfunctions/domain/time'
import type { Organisation, TownFolder } from './folder'
import { spotIn } from './grids'
import type { MadeUp } from './madeUp'
import { random } from './random'

/** Everything that can be booked, from `back` days ago to the calendar's last day; nobody has taken a seat yet. */
export function makeSessions(
  folder: TownFolder,
  { calendar }: Pick<MadeUp, 'calendar'>,
  people: Person[],
  now: Instant,
  back: number,
): Session[] {
  const chance = random(calendar.seed)
  const feature = (id: string) => {
    const found = folder.grids.features.find((grid) => grid.id === id)
    if (!found) throw new Error(`grids.geojson: there is no ${id}`)
    return found
  }
  const days: Day[] = []
  for (let at = -back; at <= calendar.days; at++) days.push(dayOf(addDays(now, at)))
  const offers = (service: Service) => folder.organisations.filter(({ services }) => services.includes(service.id))
  const skilled = (organisation: Organisation, service: Service): PersonRef[] =>
    people
      .filter(({ roles }) =>
        roles.some((role) => role.role === 'worker' && role.organisation === organisation.id && role.skills.includes(service.skill)),
      )
      .map(refOf)
  const serviceOf = (id: string) => {
    const found = folder.services.services.find((service) => service.id === id)
    if (!found) throw new Error(`made-up/calendar.json: there is no service ${id}`)
    return found
  }

  function session(
    service: Service,
    organisation: Organisation,
    start: Instant,
    more: Pick<Session, '_id' | 'title' | 'seats'> & Partial<Session>,
  ): Session {
    const { id, name, phone } = organisation
    return {
      kind: service.kind,
      service: service.id,
      organisation: { id, name, phone },
      area: service.kind === 'visit' ? organisation.villages : [],
      start,
      end: addMinutes(start, service.minutes),
      left: more.seats,
      takers: [],
      touchedAt: addDays(start, -30),
      standing: { rating: organisation.rating, hoursLeft: organisation.hours },
      requests: [],
      ...more,
    }
  }
  const idOf = (...parts: string[]) => parts.join('-').replaceAll(':', '')
  const sessions: Session[] = []

  for (const service of folder.services.services.filter(({ kind }) => kind === 'visit')) {
    for (const organisation of offers(service)) {
      const seats = skilled(organisation, service).length
      for (const day of seats > 0 ? days : []) {
        for (const wall of calendar.windows[service.id] ?? []) {
          const start = instantAt(day, wall)
          sessions.push(
            session(service, organisation, start, { _id: idOf(service.id, organisation.id, day, wall), title: service.name, seats }),
          )
        }
      }
    }
  }

  const park = { name: calendar.park.name, ...spotIn(feature(calendar.park.village), chance) }
  for (const service of folder.services.services.filter(({ kind }) => kind === 'appointment')) {
    for (const organisation of offers(service)) {
      const advisers = skilled(organisation, service)
      const weekday = chance.whole(0, 1)
      for (const [at, day] of days.entries()) {
        // Each adviser sits every other working day.
        if (!isWorkingDay(day) || at % 2 !== weekday) continue
        const worker = advisers[Math.floor(at / 2) % advisers.length] as PersonRef
        for (const wall of calendar.slots) {
          const more = {
            _id: idOf(service.id, organisation.id, day, wall),
            title: `${worker.name} · ${service.name}`,
            seats: 1,
            worker,
            place: park,
          }
          sessions.push(session(service, organisation, instantAt(day, wall), more))
        }
      }
    }
  }

  // A class a weekday pattern at each of the villages' teaching points, the next lesson each week.
  for (const { code, name } of folder.villages) {
    const place = { name: `${name}社区学院教学点`, ...spotIn(feature(code), chance) }
    const courses = chance.shuffle(calendar.classes).slice(0, calendar.classesAWeekAtEachPoint)
    for (const [index, course] of courses.entries()) {
      const service = serviceOf(course.service)
      const organisation = chance.pick(offers(service))
      const teachers = skilled(organisation, service)
      const [weekday, wall] = [chance.whole(1, 6), chance.pick(course.walls)]
      if (teachers.length === 0) continue
      const worker = chance.pick(teachers)
      for (const [lesson, day] of days.filter((one) => weekdayOf(one) === weekday).entries()) {
        const title = `${service.name}:${course.lessons[(lesson + index) % course.lessons.length]}`
        sessions.push(
          session(service, organisation, instantAt(day, wall), {
            _id: idOf(service.id, code, day, wall),
            title,
            seats: course.seats,
            worker,
            place,
          }),
        )
      }
    }
  }
  return sessions
}
