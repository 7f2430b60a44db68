import { overlaps, spansOf } from '../../cloudfunctions/domain/booking'
import type { Offering, Session, Workday } from '../../cloudfunctions/domain/booking'
import { addDays, weekdayOf } from '../../cloudfunctions/domain/calendar'
import { courseOf, offeringOf, slotsOf, workdayOf } from '../../cloudfunctions/domain/layout'
import type { Contract, Organisation } from '../../cloudfunctions/domain/organisation'
import { dayOf } from '../../cloudfunctions/domain/time'
import type { Day, Instant } from '../../cloudfunctions/domain/time'
import type { TownData } from '../../cloudfunctions/domain/town'
import type { TownFolder } from './folder'
import { spotIn } from './grids'
import type { MadeUp } from './madeUp'
import { random } from './random'

/** Ratings that an offering has from before the demonstration's life. */
const earlierRatings = 12

/** What each organisation offers, with the minutes of the contracts that pay today. */
export function makeOfferings(
  folder: TownFolder,
  town: TownData,
  organisations: Organisation[],
  contracts: Contract[],
  now: Instant,
): Offering[] {
  const today = dayOf(now)
  return folder.organisations.flatMap(({ id, services, villages, rating }) => {
    const organisation = organisations.find((one) => one.id === id) as Organisation
    return town.services
      .filter((service) => services.includes(service.id))
      .map((service) => {
        const programme = town.programmes.find((one) => one.id === service.price.programme)
        const running = contracts.filter(
          (one) => one.organisation === id && one.programme === programme?.id && one.from <= today && today <= one.until,
        )
        const total = (of: (contract: Contract) => number) => running.reduce((sum, one) => sum + of(one), 0)
        return offeringOf(organisation, service, programme, {
          area: service.kind === 'visit' ? villages : [],
          standing: {
            rating,
            rated: earlierRatings,
            minutesLeft: total(({ left }) => left),
            minutesBought: total(({ minutes }) => minutes),
          },
        })
      })
  })
}

/** Hours that were bought, for each year that the demonstration's life touches, with what is used of them before it begins. */
export function makeContracts({ contracts: { contracts } }: TownFolder, { bookings }: Pick<MadeUp, 'bookings'>, days: Day[]): Contract[] {
  const [first, last] = [days[0] as Day, days.at(-1) as Day]
  const inYear = (day: Day, year: number) => {
    const moved = `${year}${day.slice(4)}`
    return moved.endsWith('02-28') || moved.endsWith('02-29') ? lastOfFebruary(year) : moved
  }
  return contracts.flatMap(({ id, organisation, programme, buyer, name, from, until, hours }) => {
    const length = Number(until.slice(0, 4)) - Number(from.slice(0, 4))
    const years = [-1, 0, 1].map((shift) => Number(first.slice(0, 4)) + shift)
    return [...new Set([...years, Number(last.slice(0, 4))])].flatMap((year): Contract[] => {
      const span = { from: inYear(from, year), until: inYear(until, year + length) }
      if (span.until < first || last < span.from) return []
      const minutes = hours * 60
      const used = span.from >= first ? 0 : Math.round((minutes * (bookings.used[id] ?? 0)) / 30) * 30
      return [
        {
          _id: `${id}-${year}`,
          requests: [],
          organisation,
          programme,
          buyer,
          name: `${year} 年${name}`,
          ...span,
          minutes,
          left: minutes - used,
          used,
          open: [],
          touchedAt: `${span.from}T00:00:00.000Z`,
        },
      ]
    })
  })
}

function lastOfFebruary(year: number): Day {
  return new Date(Date.UTC(year, 2, 0)).toISOString().slice(0, 10)
}

export function makeWorkdays(organisations: Organisation[], offerings: Offering[], days: Day[]): Workday[] {
  return organisations.flatMap((organisation) => days.flatMap((day) => workdayOf(organisation, offerings, day) ?? []))
}

export function makeSlots(organisations: Organisation[], offerings: Offering[], days: Day[]): Session[] {
  return organisations.flatMap((organisation) => days.flatMap((day) => slotsOf(organisation, offerings, day)))
}

/** '2026 秋' from August to January, else '2026 春'. */
function termOf(day: Day): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))]
  if (month === 1) return `${year - 1} 秋`
  return `${year} ${month >= 8 ? '秋' : '春'}`
}

type Phase = 'over' | 'running' | 'coming'

/** Courses at the teaching point of every village: some are over, some run, some begin in the coming weeks. */
export function makeCourses(
  folder: TownFolder,
  { courses: made, people }: Pick<MadeUp, 'courses' | 'people'>,
  town: TownData,
  organisations: Organisation[],
  now: Instant,
): Session[] {
  const chance = random(made.seed)
  const sessions: Session[] = []
  for (const { code, name } of folder.villages) {
    const feature = folder.grids.features.find(({ id }) => id === code)
    if (!feature) throw new Error(`grids.geojson: there is no ${code}`)
    const place = { name: `${name}社区学院教学点`, ...spotIn(feature.geometry, chance) }
    const order = chance.shuffle(made.courses).map(({ service }) => service)
    const wanted = (['over', 'running', 'coming'] as const).flatMap((phase) =>
      code === people.demonstration.village
        ? made.shown[phase].map((service) => ({ phase, services: [service] }))
        : Array.from({ length: made.atEachPoint[phase] }, () => ({ phase, services: order })),
    )
    for (const [at, { phase, services }] of wanted.entries()) {
      for (let attempt = 0; attempt < 30; attempt++) {
        const course = made.courses.find(({ service }) => service === services[(at + attempt) % services.length])
        if (!course) throw new Error(`made-up/courses.json: shown.${phase}: there is no course ${services.join(', ')}`)
        const service = town.services.find(({ id }) => id === course.service)
        if (!service) throw new Error(`made-up/courses.json: there is no service ${course.service}`)
        const teachers = organisations
          .filter(({ id }) => folder.organisations.some((one) => one.id === id && one.services.includes(service.id)))
          .flatMap((organisation) =>
            organisation.roster.filter(({ skills }) => skills.includes(service.skill)).map(({ worker }) => ({ organisation, worker })),
          )
        if (teachers.length === 0) throw new Error(`made-up/rosters.json: nobody teaches ${service.id}`)
        const { organisation, worker } = chance.pick(teachers)
        const first = firstDay(phase, course.lessons.length)
        if (weekdayOf(first) === 0) continue
        const session = courseOf(organisation, {
          service,
          term: termOf(first),
          title: `${course.title}（${name}）`,
          worker,
          place,
          seats: course.seats,
          first,
          from: chance.pick(course.walls),
          lessons: course.lessons,
        })
        // One teacher and one room, one course at a time.
        const same = (other: Session) => other.worker?.person === worker.person || other.place?.name === place.name
        if (sessions.some((other) => same(other) && spansOf(other).some((span) => spansOf(session).some((one) => overlaps(one, span)))))
          continue
        sessions.push(session)
        break
      }
    }
  }
  return sessions

  function firstDay(phase: Phase, lessons: number): Day {
    const ago = {
      over: 7 * (lessons + 2) + chance.whole(0, 13),
      running: chance.whole(8, 7 * (lessons - 2)),
      coming: -chance.whole(2, 20),
    }[phase]
    return dayOf(addDays(now, -ago))
  }
}
