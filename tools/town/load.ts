import { makeBookings } from './bookings'
import { makeCases } from './cases'
import { readFolder } from './folder'
import { makeGrids } from './grids'
import { readMadeUp } from './madeUp'
import { makePeople } from './people'
import { makeSessions } from './sessions'
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
  const sessions = makeSessions(data, madeUp, population.people, at, daysBack)
  const town = townDocument(data, population.people)
  const grids = makeGrids(data, population)
  const bookings = makeBookings({ town, madeUp, people: population.people, sessions, now: at })
  const booked = new Set(bookings.map(({ session }) => session))
  return {
    grids: [town, placesDocument(data), ...grids],
    people: population.people,
    cases: makeCases({ town, madeUp, people: population.people, grids, now: at, daysBack }),
    sessions: sessions.filter(({ _id, start }) => start > at || booked.has(_id)),
    bookings,
  }
}

export function loadTown(cloud: { load(collection: string, documents: object[]): void }, options: TownOptions): void {
  for (const [collection, documents] of Object.entries(makeTown(options))) cloud.load(collection, documents)
}
