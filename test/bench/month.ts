// A seeded month of visits: about a thousand entitled elders with their wishes, and the care workers of the demonstration town.
import type { Offering, VisitWish, Workday } from '../../cloudfunctions/domain/booking'
import { addDays } from '../../cloudfunctions/domain/calendar'
import { ableAt } from '../../cloudfunctions/domain/dispatch'
import type { Destination, VisitNeed } from '../../cloudfunctions/domain/dispatch'
import { entitlementOf } from '../../cloudfunctions/domain/entitlement'
import type { Point } from '../../cloudfunctions/domain/geometry'
import type { Cell } from '../../cloudfunctions/domain/grid'
import { workdayOf } from '../../cloudfunctions/domain/layout'
import type { Organisation } from '../../cloudfunctions/domain/organisation'
import type { Person } from '../../cloudfunctions/domain/person'
import type { Programme, Service } from '../../cloudfunctions/domain/service'
import type { TownData } from '../../cloudfunctions/domain/town'
import { addMinutes, dayOf, instantAt } from '../../cloudfunctions/domain/time'
import type { Day, Instant } from '../../cloudfunctions/domain/time'
import { spotIn } from '../../tools/town/grids'
import { makeTown } from '../../tools/town/load'
import { random } from '../../tools/town/random'
import type { Random } from '../../tools/town/random'

/** Four weeks without a public holiday, from a Monday on. */
const first = '2026-07-06'
export const days: Day[] = Array.from({ length: 28 }, (_, at) => dayOf(addDays(instantAt(first, '12:00'), at)))

/** What makes up the demand. Invented: nobody has counted it in this town. */
const demand = {
  elders: 1000,
  /** Part of an elder's hours that is wished for at most. */
  use: 0.22,
  morning: 0.65,
  /** Who has no usual carer yet. */
  new: 0.15,
  /** Asks for the usual carer by name; the others take whoever comes, and may be glad. */
  byName: 0.4,
  language: 0.1,
  gender: 0.15,
  /** Booked weeks ahead, the others one to ten days. */
  early: 0.4,
  cancelled: 0.06,
  /** Of a worker's days. */
  ill: 0.015,
  /** Hours that the contracts of the month have, of what is wished for. */
  bought: 1.3,
}
const groups = ['over-80', 'over-80', 'over-80', 'empty-nest', 'empty-nest', 'alone', 'alone', 'unable', 'disabled', 'low-income'].concat([
  'borderline',
  'honoured',
  'bereaved',
  'destitute',
])
const levels = ['mild', 'moderate', 'severe', undefined, undefined, undefined, undefined, undefined]
const rhythms: { service: string; weeks: number }[] = [
  { service: 'cleaning', weeks: 1 },
  { service: 'cleaning', weeks: 2 },
  { service: 'company', weeks: 1 },
  { service: 'company', weeks: 2 },
  { service: 'bathing', weeks: 1 },
  { service: 'bathing', weeks: 2 },
  { service: 'repair', weeks: 4 },
]
/** Monday first; most people want working days. */
const weekdays = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6]

export interface Elder extends Pick<Person, '_id' | 'groups' | 'need'> {
  home: Destination & { point: Point }
  wish: VisitWish
  byName: boolean
  isNew: boolean
}

/** One visit that an elder would like. */
export interface Wanted {
  id: string
  elder: Elder
  service: Service
  start: Instant
  /** When it is asked for. */
  at: Instant
  /** The carer whom the elder knows from the months before. */
  usual?: string
  cancelledAt?: Instant
}

export interface Month {
  offerings: Offering[]
  workdays: Workday[]
  wanted: Wanted[]
  ill: { day: Day; worker: string }[]
  workers: number
  /** Where a worker comes from in the morning. */
  bases: Map<string, Point>
}

/** The demonstration town, a week before the month. */
export function townBefore(): Record<string, object[]> {
  return makeTown({ now: Date.parse(addDays(instantAt(first, '00:00'), -8)) })
}

export function makeMonth(town: Record<string, object[]>, seed: string): Month {
  const chance = random(seed)
  const of = <T>(collection: string) => (town[collection] ?? []) as T[]
  const { programmes } = of<TownData>('grids').find(({ _id }) => _id === 'town') as TownData
  const programme = programmes.find(({ id }) => id === 'homecare') as Programme
  const cells = of<Cell>('grids').filter(({ level }) => level === 'cell')
  const offered = of<Offering>('sessions').filter(({ kind, programme: by }) => kind === 'offering' && by?.id === programme.id)
  const organisations = of<Organisation>('organisations').filter(({ id }) => offered.some(({ organisation }) => organisation.id === id))
  const workdays = organisations.flatMap((organisation) => days.flatMap((day) => workdayOf(organisation, offered, day) ?? []))
  const workers = organisations.flatMap(({ roster }) => roster.map(({ worker }) => worker.person))

  const elders = Array.from({ length: demand.elders }, (_, at) => makeElder(at, cells, chance))
  const known = new Map<string, { start: Instant; end: Instant }[]>()
  const wanted = elders.flatMap((elder) => wishesOf(elder, programme, [...offered, ...workdays], known, chance))

  // The town's contracts are for a year of fewer people: here each organisation has hours by what its crew can do, enough for the demand.
  const minutes = wanted.reduce((sum, { service }) => sum + service.minutes, 0)
  const shifts = (organisation?: string) => workdays.filter((one) => organisation === undefined || one.organisation.id === organisation)
  const worked = (list: Workday[]) =>
    list.flatMap(({ crew }) => crew.flatMap((member) => member.shifts)).reduce((sum, span) => sum + minutesOf(span), 0)
  const offerings = offered.map((offering) => {
    const share = Math.round((worked(shifts(offering.organisation.id)) / worked(shifts())) * minutes * demand.bought)
    return { ...offering, standing: { ...offering.standing, minutesLeft: share, minutesBought: share } }
  })
  return {
    offerings,
    workdays,
    wanted,
    ill: days.flatMap((day) => workers.filter(() => chance.chance(demand.ill)).map((worker) => ({ day, worker }))),
    workers: workers.length,
    bases: new Map(workers.map((worker) => [worker, spotIn(chance.pick(cells).boundary, chance)])),
  }
}

export function minutesOf({ start, end }: { start: Instant; end: Instant }): number {
  return (Date.parse(end) - Date.parse(start)) / 60_000
}

function makeElder(at: number, cells: Cell[], chance: Random): Elder {
  const { boundary, village } = chance.pick(cells)
  const level = chance.pick(levels)
  return {
    _id: `elder-${at}`,
    groups: [chance.pick(groups)],
    ...(level && { need: { level, by: 'bench', until: '2099-12-31' } }),
    home: { village: village.grid, villageName: village.name, point: spotIn(boundary, chance) },
    wish: {
      ...(chance.chance(demand.language) && { language: chance.pick(['客家话', '潮汕话']) }),
      ...(chance.chance(demand.gender) && { gender: chance.pick(['woman', 'woman', 'man'] as const) }),
    },
    byName: chance.chance(demand.byName),
    isNew: chance.chance(demand.new),
  }
}

/** Visits in rhythms that fit the elder's hours, each at a weekday and time of its own. */
function wishesOf(
  elder: Elder,
  programme: Programme,
  bookables: (Offering | Workday)[],
  known: Map<string, { start: Instant; end: Instant }[]>,
  chance: Random,
): Wanted[] {
  let left = (entitlementOf(programme, elder, instantAt(first, '12:00'))?.minutes ?? 0) * demand.use
  return chance.shuffle(rhythms).flatMap(({ service: id, weeks }): Wanted[] => {
    const offering = bookables.find(
      (one): one is Offering =>
        one.kind === 'offering' && one.service.id === id && (one.area.length === 0 || one.area.includes(elder.home.village ?? '')),
    )
    if (!offering || offering.service.minutes * (4 / weeks) > left) return []
    const { service } = offering
    left -= service.minutes * (4 / weeks)
    const { starts = [] } = service
    const [mornings, afternoons] = [starts.filter((wall) => wall < '12:00'), starts.filter((wall) => wall > '12:00')]
    const wall = chance.pick(chance.chance(demand.morning) ? mornings : afternoons)
    const [weekday, from] = [chance.pick(weekdays), chance.whole(0, weeks - 1)]
    const starting = (week: number) => instantAt(days[week * 7 + weekday] as Day, wall)
    const usual = elder.isNew ? undefined : usualFor(elder, service, starting(0), bookables, known, chance)
    return Array.from({ length: 4 / weeks }, (_, at): Wanted => {
      const start = starting(from + at * weeks)
      const hours = chance.chance(demand.early) ? chance.whole(20 * 24, 25 * 24) : chance.whole(20, 10 * 24)
      return {
        id: `${elder._id}.${id}.${weeks}.${at}`,
        elder,
        service,
        start,
        at: addMinutes(start, -60 * hours - chance.whole(0, 59)),
        ...(usual !== undefined && { usual }),
        ...(chance.chance(demand.cancelled) && { cancelledAt: addMinutes(start, -60 * chance.whole(5, 19)) }),
      }
    })
  })
}

/** Somebody who could come then, and is nobody else's usual carer at that time. */
function usualFor(
  elder: Elder,
  service: Service,
  start: Instant,
  bookables: (Offering | Workday)[],
  known: Map<string, { start: Instant; end: Instant }[]>,
  chance: Random,
): string | undefined {
  const need = needOf({ elder, service, at: addDays(start, -1), start })
  const free = ableAt(bookables, { ...need, coverMinutes: 0 }).filter(({ worker }) =>
    (known.get(worker.person) ?? []).every((other) => other.end <= addMinutes(start, -20) || addMinutes(need.end, 20) <= other.start),
  )
  if (free.length === 0) return undefined
  const { person } = chance.pick(free).worker
  known.set(person, [...(known.get(person) ?? []), { start, end: need.end }])
  return person
}

/** What dispatch is asked. */
export function needOf(wanted: Pick<Wanted, 'elder' | 'service' | 'usual' | 'at' | 'start'>, tried: string[] = []): VisitNeed {
  const { elder, service, usual, at, start } = wanted
  return {
    service,
    start,
    end: addMinutes(start, service.minutes),
    home: elder.home,
    wish: { ...elder.wish, ...(elder.byName && usual !== undefined && { worker: usual }) },
    coverMinutes: service.minutes,
    carers: usual === undefined ? [] : [{ worker: usual, name: usual, organisation: '', visits: 8, last: at }],
    tried,
    now: at,
  }
}
