// What a booking costs, cold and warm, with little and with much history, and what a rush for a few seats does.
import { newBooking } from '../../cloudfunctions/domain/bookingSteps'
import { addDays } from '../../cloudfunctions/domain/calendar'
import { startTown } from '../cloud/harness'
import type { Called, TestTown } from '../cloud/harness'
import { atHome, later, makePerson, makeSession, makeWorkday, personOf, services } from '../cloud/smallTown'
import type { Figure } from './bench'

const rounds = 40
const people = 1000
const seats = 30
const history = 2000

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

function homes(count: number): object[] {
  return Array.from({ length: count }, (_, at) => makePerson(`home-${at}`, `家${at}`, [], atHome()))
}

/** Past workdays, sessions and bookings, as a town collects them. */
function loadHistory(town: TestTown, count: number): void {
  const now = town.cloud.now()
  const [service] = services
  if (!service) throw new Error('the small town has services')
  const guest = personOf('elder-1')
  town.cloud.load(
    'bookings',
    Array.from({ length: count }, (_, at) => {
      const start = addDays(later(now), -10 - (at % 700))
      const made = newBooking({
        id: `past-${at}`.padEnd(16, '0'),
        state: 'assigned',
        service,
        session: `org-1.past-${at}`,
        organisation: { id: 'org-1', name: '暖阳社工', phone: '0760-0000011' },
        start,
        end: start,
        guest,
        booker: guest,
        consent: { how: 'self' },
        reason: { rule: 'chosen', sentence: '', considered: [] },
        price: { kind: 'free', yuan: 0, sentence: '' },
        note: '',
        now: start,
      })
      return { ...made, state: 'rated', open: false, notices: [], owed: false }
    }),
  )
  town.cloud.load(
    'sessions',
    Array.from({ length: Math.floor(count / 10) }, (_, at) => makeWorkday(now, at % 2 === 0 ? 'org-1' : 'org-2', -10 - at)),
  )
}

interface Cost {
  times: number[]
  operations: number
}

/** Books once for each home, on one warm instance. */
async function cost(town: TestTown, input: (at: number) => object): Promise<Cost> {
  const found: Cost = { times: [], operations: 0 }
  for (let at = 0; at < rounds; at++) {
    const begin = performance.now()
    const called = await town.call(`home-${at}`, 'booking.book', input(at))
    found.times.push(performance.now() - begin)
    if (!called.answer?.ok) throw new Error(JSON.stringify(called))
    found.operations = Math.max(found.operations, called.operations)
  }
  return found
}

async function townWith(count: number): Promise<TestTown> {
  const town = await startTown({}, { instances: 1 })
  const now = town.cloud.now()
  town.cloud.load('people', homes(rounds))
  town.cloud.load('sessions', [
    makeSession(now, { _id: 'lesson', kind: 'class', services: ['phone-class'], seats: 500, start: later(now, '19:00', 3) }),
    ...Array.from({ length: rounds }, (_, at) =>
      makeSession(now, {
        _id: `hour-${at}`,
        kind: 'appointment',
        services: ['legal'],
        seats: 1,
        org: 'org-2',
        start: later(now, '21:00', 3),
      }),
    ),
  ])
  loadHistory(town, count)
  return town
}

const walls = ['09:00', '11:00', '14:00', '16:00']
/** Three workers a time, so each home has another time. */
const kinds: [string, (now: number) => (at: number) => object][] = [
  [
    'a visit, organisation and worker chosen',
    (now) => (at) => ({ kind: 'visit', service: 'cleaning', start: later(now, walls[at % 4], 3 + Math.floor(at / 4)), yuan: 60 }),
  ],
  ['an appointment', () => (at) => ({ kind: 'appointment', service: 'legal', session: `hour-${at}`, yuan: 0 })],
  ['a place in a class', () => () => ({ kind: 'class', service: 'phone-class', session: 'lesson', yuan: 0 })],
]

export async function bench(): Promise<Figure[]> {
  const figures: Figure[] = []
  const add = (name: string, value: number, unit: string): void => void figures.push({ name: `booking: ${name}`, value, unit })

  const cold = await townWith(0)
  for (const [name, input] of kinds) {
    const called = await cold.call('home-0', 'booking.book', input(cold.cloud.now())(0))
    if (!called.answer?.ok) throw new Error(JSON.stringify(called))
    add(`book ${name}, cold`, called.operations, 'operations')
    await cold.call('home-0', 'booking.cancel', { booking: (called.answer.data as { id: string }).id, version: 1 })
    await cold.cloud.advance(6 * 60_000)
  }
  const mother = await cold.call('daughter-1', 'booking.book', {
    ...kinds[0]?.[1](cold.cloud.now())(30),
    forWhom: personOf('elder-1')._id,
  })
  if (!mother.answer?.ok) throw new Error(JSON.stringify(mother))
  add('book a visit for a mother, cold', mother.operations, 'operations')
  await cold.close()

  for (const count of [history, 10 * history]) {
    const town = await townWith(count)
    for (const [name, input] of kinds) {
      const { times, operations } = await cost(town, input(town.cloud.now()))
      const after = count === history ? '' : ', ten times the history'
      add(`book ${name}, warm${after}, median`, median(times), 'ms')
      add(`book ${name}, warm${after}, most`, operations, 'operations')
    }
    await town.close()
  }

  const town = await startTown()
  town.cloud.load('sessions', [makeSession(town.cloud.now(), { _id: 'rush', kind: 'class', services: ['phone-class'], seats })])
  const begin = performance.now()
  const calls = await Promise.all(
    Array.from({ length: people }, (_, at): Promise<Called> =>
      town.call(`person-${at}`, 'booking.book', { kind: 'class', service: 'phone-class', session: 'rush', yuan: 0 }),
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
