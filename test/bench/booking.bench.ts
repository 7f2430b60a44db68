// What a booking costs, and what a rush for a few seats does.
import { startTown } from '../cloud/harness'
import type { Called } from '../cloud/harness'
import { atHome, later, makePerson, makeSession } from '../cloud/smallTown'
import type { Figure } from './bench'

const rounds = 60
const people = 200
const seats = 20

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

export async function bench(): Promise<Figure[]> {
  const figures: Figure[] = []
  const add = (name: string, value: number, unit: string): void => void figures.push({ name: `booking: ${name}`, value, unit })
  const town = await startTown()
  const now = town.cloud.now()
  const visit = { kind: 'visit', service: 'cleaning', start: later(now, '14:00') } as const
  const lesson = { kind: 'class', session: 'lesson' } as const
  town.cloud.load(
    'people',
    Array.from({ length: rounds }, (_, at) => makePerson(`home-${at}`, `家${at}`, [], atHome())),
  )
  town.cloud.load('sessions', [
    makeSession(now, { _id: 'lesson', kind: 'class', service: 'phone-class', seats: 500 }),
    ...['org-1', 'org-2'].map((org) =>
      makeSession(now, { _id: `visit.${org}`, kind: 'visit', service: 'cleaning', seats: 100, org: org as 'org-1', start: visit.start }),
    ),
  ])

  for (const [name, input] of [
    ['a seat in a class', lesson],
    ['a visit, organisation chosen', visit],
  ] as const) {
    const times: number[] = []
    let operations = 0
    for (let at = 0; at < rounds; at++) {
      const begin = performance.now()
      const called = await town.call(`home-${at}`, 'booking.book', input)
      times.push(performance.now() - begin)
      if (!called.answer?.ok) throw new Error(JSON.stringify(called))
      operations = Math.max(operations, called.operations)
    }
    add(`book ${name}, median`, median(times), 'ms')
    add(`book ${name}, first and most`, operations, 'operations')
  }

  const begin = performance.now()
  const calls = await Promise.all(
    Array.from({ length: people }, (_, at): Promise<Called> =>
      town.call(`person-${at}`, 'booking.book', { kind: 'class', session: 'class-1' }),
    ),
  )
  add(`${people} people at once for ${seats} seats, all answered`, performance.now() - begin, 'ms')
  add(`${people} people at once for ${seats} seats, places given`, calls.filter(({ answer }) => answer?.ok).length, 'places')
  add(
    `${people} people at once for ${seats} seats, a call on average`,
    calls.reduce((sum, { operations }) => sum + operations, 0) / people,
    'operations',
  )
  await town.close()
  return figures
}
