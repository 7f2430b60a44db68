import { addDays } from '../../cloudfunctions/domain/calendar'
import { daysLaidOut } from '../../cloudfunctions/domain/layout'
import { byDay, dayOfCases, withCases } from '../../cloudfunctions/domain/measures'
import { dayOf } from '../../cloudfunctions/domain/time'
import { makeContracts, makeCourses, makeOfferings, makeSlots, makeWorkdays } from './bookables'
import { makeBookings } from './bookings'
import { makeCases } from './cases'
import { readFolder } from './folder'
import { makeGrids } from './grids'
import { readMadeUp } from './madeUp'
import { makeOrganisations } from './organisations'
import { makePeople } from './people'
import { placesDocument, townDocument } from './townDocument'

export { demonstrationPeople } from './people'
export type { DemonstrationPerson } from './people'

/** How far back the demonstration's life goes. */
const daysBack = 60

export interface TownOptions {
  /** The clock of the demonstration, in milliseconds. */
  now: number
  /** Default: the demonstration town 古镇镇. */
  folder?: string
}

/** All documents of a town by collection. The same folder and clock make the same documents, but for the nonces of sealed fields. */
export function makeTown({ now, folder }: TownOptions): Record<string, object[]> {
  const at = new Date(now).toISOString()
  const data = readFolder(folder)
  const madeUp = readMadeUp(folder)
  const population = makePeople(data, madeUp, at)
  const town = townDocument(data, population.people)
  const grids = makeGrids(data, population)
  const days = Array.from({ length: daysBack + daysLaidOut }, (_, index) => dayOf(addDays(at, index - daysBack)))
  const shownDays = [...new Set([-1, 0, 1, 2, ...madeUp.bookings.demonstration.filter(({ carer }) => carer).map(({ day }) => day)])].map(
    (day) => dayOf(addDays(at, day)),
  )
  const organisations = makeOrganisations(data, madeUp, population, { now: at, days, shownDays })
  const contracts = makeContracts(data, madeUp, days)
  const offerings = makeOfferings(data, town, organisations, contracts, at)
  const workdays = makeWorkdays(organisations, offerings, days)
  const sessions = [...makeSlots(organisations, offerings, days), ...makeCourses(data, madeUp, town, organisations, at)]
  const { bookings, series } = makeBookings(
    { town, madeUp, people: population.people, offerings, workdays, sessions, contracts, now: at },
    days,
  )
  const booked = new Set(bookings.map(({ session }) => session))
  const cases = makeCases({ town, madeUp, people: population.people, grids, now: at, daysBack })
  return {
    grids: [town, placesDocument(data), ...grids],
    people: population.people,
    organisations: organisations.map((one) => ({ ...one, exceptions: one.exceptions.filter(({ day }) => day >= dayOf(at)) })),
    contracts,
    cases,
    // As the sweep would have counted them until now; it counts them once more, which changes nothing.
    measures: [...byDay(cases)].map(([day, ofDay]) => withCases(dayOfCases(day, 'loaded'), ofDay, at)),
    sessions: [...offerings, ...[...workdays, ...sessions].filter(({ _id, end }) => end > at || booked.has(_id))],
    bookings,
    series,
  }
}

export function loadTown(cloud: { load(collection: string, documents: object[]): void }, options: TownOptions): void {
  for (const [collection, documents] of Object.entries(makeTown(options))) cloud.load(collection, documents)
}
