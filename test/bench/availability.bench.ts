// What it costs to see what can be booked in a month, in the demonstration town, and with ten times its history.
import { addDays } from '../../cloudfunctions/domain/calendar'
import type { Bookable, Booking } from '../../cloudfunctions/domain/booking'
import { startTown } from '../cloud/harness'
import type { TestTown } from '../cloud/harness'
import type { Figure } from './bench'

const rounds = 30
const times = 10
const year = 365

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

const asked = [
  { name: 'times of a visit', action: 'booking.service', input: { service: 'cleaning' } },
  { name: 'advisers', action: 'booking.service', input: { service: 'legal-advice', against: '442000105201' } },
  { name: 'courses', action: 'booking.service', input: { service: 'smartphone' } },
  { name: 'all services', action: 'booking.services', input: {} },
  { name: 'a proposal', action: 'booking.proposal', input: { service: 'cleaning' } },
] as const

export async function bench(): Promise<Figure[]> {
  process.env['SEAL_KEY'] ??= Buffer.alloc(32, 7).toString('base64')
  const { makeTown } = await import('../../tools/town/load')
  const documents = makeTown({ now: Date.now() })
  const figures: Figure[] = []
  const add = (name: string, value: number, unit: string): void => void figures.push({ name: `availability: ${name}`, value, unit })
  const elder = 'elder-1'
  const once = await measured(await startTown(documents), elder)
  const sessions = documents.sessions as Bookable[]
  const bookings = documents.bookings as Booking[]
  const history = {
    ...documents,
    sessions: [...sessions, ...copies(sessions.filter(({ kind }) => kind !== 'offering'))],
    bookings: [...bookings, ...copies(bookings)],
  }
  const more = await measured(await startTown(history), elder)
  add('sessions and days in the town', sessions.length, 'documents')
  add('the same with ten times the history', history.sessions.length, 'documents')
  for (const [index, { name }] of asked.entries()) {
    const [few, many] = [once[index], more[index]]
    if (!few || !many) continue
    add(`${name}, cold`, few.cold, 'operations')
    add(`${name}, cold, ten times the history`, many.cold, 'operations')
    add(`${name}, median`, few.median, 'ms')
    add(`${name}, median, ten times the history`, many.median, 'ms')
    add(`${name}, answer`, few.bytes / 1024, 'KB')
  }
  return figures
}

/** What was there, so many years before. */
function copies<D extends { _id: string; start: string }>(documents: D[]): D[] {
  return Array.from({ length: times - 1 }, (_, at) => at + 1).flatMap((back) =>
    documents.map((one) => {
      const start = addDays(one.start, -year * back)
      return {
        ...one,
        _id: `${one._id}.${back}`,
        start,
        ...('slot' in one && { slot: `${start}.${one._id}.${back}`, owed: false, open: false }),
      }
    }),
  )
}

async function measured(town: TestTown, openid: string) {
  const results: { cold: number; median: number; bytes: number }[] = []
  for (const { action, input } of asked) {
    const [took, operations]: [number[], number[]] = [[], []]
    let bytes = 0
    for (let round = 0; round < rounds; round++) {
      const begin = performance.now()
      const called = await town.call(openid, action, input)
      took.push(performance.now() - begin)
      operations.push(called.operations)
      if (!called.answer?.ok) throw new Error(`${action}: ${JSON.stringify(called)}`)
      bytes = Buffer.byteLength(JSON.stringify(called.answer.data))
    }
    results.push({ cold: Math.max(...operations), median: median(took), bytes })
  }
  await town.close()
  return results
}
