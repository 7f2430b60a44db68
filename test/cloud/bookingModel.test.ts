import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Booking, Session } from '../../cloudfunctions/domain/booking'
import { steps } from '../../cloudfunctions/domain/bookingSteps'
import { documentId } from '../../cloudfunctions/domain/identifiers'
import type { Result } from '../../cloudfunctions/domain/result'
import { addMinutes } from '../../cloudfunctions/domain/time'
import { begin, bookings, check, classes, day, documents, guestIds, hours, scene, starts, useCases } from './bookingScene'
import { contextOf, first, World } from './bookingWorld'
import type { Death, Task } from './bookingWorld'
import { personOf } from './smallTown'

/** `who` and `nth` are taken modulo how many there are. The same `request` of the same person is the same command. */
type Command =
  | { do: 'book'; who: number; request: number; what: number; hold: boolean }
  | { do: 'wait'; who: number; request: number; what: number }
  | { [K in 'cancel' | 'accept' | 'decline']: { do: K; nth: number; request: number } }['cancel' | 'accept' | 'decline']
  | { [K in 'confirm' | 'reassign']: { do: K; nth: number; request: number; worker: number } }['confirm' | 'reassign']
  | { do: 'reschedule'; nth: number; request: number; what: number }
  | { do: 'leave'; worker: number }
  | { do: 'changeLesson'; what: number; lesson: number; how: number; seen: number }
  | { do: 'changeCourse'; what: number; seats: number; seen: number }
  | { do: 'cancelCourse'; what: number; seen: number }
  | { do: 'sweep' }

const things = [
  ...starts.map((start) => ({ kind: 'visit' as const, start })),
  ...classes.map((session) => ({ kind: 'class' as const, service: 'phone-class', session })),
  ...hours.map((session) => ({ kind: 'appointment' as const, service: 'legal', session })),
]
const crew = ['worker-1', 'worker-2', 'worker-3']
const place = { name: '甲村学堂', longitude: 113.185, latitude: 22.605 }

/** Mostly the same few commands again and again: what is dangerous is a repetition that meets the sweep. */
const seldom = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) })
const who = fc.nat(guestIds.length - 1)
/** Classes are what people wait for. */
const what = fc.oneof({ weight: 2, arbitrary: fc.nat(things.length - 1) }, { weight: 1, arbitrary: fc.constantFrom(3, 4) })
const nth = fc.nat(5)
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('book' as const), who, request: seldom, what, hold: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), who, request: seldom, what: fc.constantFrom(3, 4) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'accept' as const, 'decline' as const), nth, request: seldom }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('accept' as const), nth, request: seldom }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('confirm' as const, 'reassign' as const), nth, request: seldom, worker: fc.nat(2) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('reschedule' as const), nth, request: seldom, what }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), worker: fc.nat(1) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('changeLesson' as const),
      what: fc.nat(1),
      lesson: fc.nat(1),
      how: fc.nat(4),
      seen: fc.nat(1),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('changeCourse' as const),
      what: fc.nat(1),
      seats: fc.integer({ min: 1, max: 3 }),
      seen: fc.nat(1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancelCourse' as const), what: fc.nat(1), seen: fc.nat(1) }) },
  { weight: 3, arbitrary: fc.constant({ do: 'sweep' as const }) },
)
const death: fc.Arbitrary<Death> = fc.record({
  at: fc.integer({ min: 1, max: 12 }),
  when: fc.constantFrom('before' as const, 'after' as const),
})
const task = fc.record({ command, death: fc.option(death, { nil: undefined, freq: 2 }) })
/** In a phase everything happens at once; between phases so many minutes pass, in which every call is over: holds end, answers are due. */
const phase = fc.record({
  tasks: fc.array(task, { minLength: 1, maxLength: 6 }),
  pause: fc.oneof(
    { weight: 4, arbitrary: fc.constant(3) },
    { weight: 2, arbitrary: fc.constant(11) },
    { weight: 1, arbitrary: fc.constant(700) },
  ),
})
const phases = fc.array(phase, { minLength: 2, maxLength: 5 })
const order = fc.infiniteStream(fc.nat(1000))

/** A town in which something is going on: a full class with somebody waiting, a visit that is confirmed and one that is not. */
const prelude: Command[] = [
  { do: 'book', who: 0, request: 9, what: 3, hold: false },
  { do: 'wait', who: 2, request: 9, what: 3 },
  { do: 'book', who: 3, request: 9, what: 1, hold: false },
  { do: 'confirm', nth: 0, request: 9, worker: 0 },
  { do: 'book', who: 1, request: 9, what: 0, hold: false },
]

test('no interleaving of what people and the sweep do, with deaths anywhere, overbooks, loses, doubles, exceeds or skips', async () => {
  const world = await World.open()
  const { book, wait, accept, cancel, reschedule, decline, confirm, reassign, takeLeave, sweep, ...courses } = await useCases()

  function run(command: Command, at: number, tried: Map<string, number>): (now: string) => Promise<unknown> {
    const all = bookings(world)
    const request = (openid: string, action: string, key: string) => documentId(openid, action, key)
    async function call<I>(
      openid: string,
      key: string,
      handler: (input: I, context: Awaited<ReturnType<typeof contextOf>>) => Promise<Result<unknown>>,
      input: I,
      now: string,
    ): Promise<void> {
      const result = await handler(input, await contextOf(openid, request(openid, command.do, key), now))
      const outcome = `${command.do} ${result.ok ? 'ok' : result.code}`
      tried.set(outcome, (tried.get(outcome) ?? 0) + 1)
    }
    switch (command.do) {
      case 'sweep':
        return sweep
      case 'leave': {
        const worker = personOf(crew[command.worker] as string)._id
        return (now) => call('organisation-1', `${at}`, takeLeave, { worker, from: day, until: day, why: '病了' }, now)
      }
      case 'changeLesson':
      case 'changeCourse':
      case 'cancelCourse': {
        const session = classes[command.what] as string
        const found = documents(world).sessions.find(({ _id }) => _id === session) as Session
        // Two may have looked at the same state, one at an older.
        const seen = { session, changes: Math.max(0, (found.changes ?? 0) - (command.seen === 0 ? 0 : 1)) }
        const key = `${session}.${at}.${JSON.stringify(command)}`
        if (command.do === 'cancelCourse') return (now) => call('organisation-1', key, courses.cancelCourse, { ...seen, why: '停电' }, now)
        if (command.do === 'changeCourse') {
          const worker = personOf(crew[command.seats % 2] as string)._id
          const input = { ...seen, title: session, about: '', place, seats: command.seats, worker }
          return (now) => call('organisation-1', key, courses.changeCourse, input, now)
        }
        const lesson = command.lesson % found.lessons.length
        const moved = ['08:00', '11:15', '14:00'][command.how]
        const change =
          moved !== undefined
            ? { kind: 'moved' as const, day, from: moved, why: '老师有事' }
            : command.how === 3
              ? { kind: 'cancelled' as const, why: '停电' }
              : { kind: 'substitute' as const, worker: personOf('worker-1')._id }
        return (now) => call('organisation-1', key, courses.changeLesson, { ...seen, lesson, change }, now)
      }
      case 'book': {
        const openid = guestIds[command.who] as string
        const thing = things[command.what] as (typeof things)[number]
        const common = { note: '', yuan: 60, hold: command.hold }
        const input =
          thing.kind === 'visit'
            ? { ...common, kind: 'visit' as const, service: 'cleaning', start: thing.start, wish: {} }
            : thing.kind === 'class'
              ? { ...common, ...thing }
              : { ...common, ...thing, channel: 'office' as const, intake: '' }
        return (now) => call(openid, `${command.request}.${command.what}`, book, input, now)
      }
      case 'wait': {
        const openid = guestIds[command.who] as string
        const session = classes[command.what - 3] as string
        return (now) => call(openid, `${command.request}.${command.what}`, wait, { service: 'phone-class', session, note: '' }, now)
      }
      case 'cancel':
      case 'accept':
      case 'decline':
      case 'confirm':
      case 'reassign':
      case 'reschedule': {
        const able = all.filter(({ state }) => (steps[command.do].from as string[]).includes(state))
        const some = able.length > 0 ? able : all
        const booking = some[command.nth % Math.max(1, some.length)]
        if (!booking) return () => Promise.resolve()
        const seen = { booking: booking._id, version: booking.version }
        const key = `${booking._id}.${at}.${command.request}`
        const staff = `organisation-${booking.organisationId.at(-1)}`
        const guest = booking.guest.openid
        if (command.do === 'confirm' || command.do === 'reassign') {
          const worker = personOf(crew[command.worker] as string)._id
          return (now) => call(staff, key, command.do === 'confirm' ? confirm : reassign, { ...seen, worker }, now)
        }
        if (command.do === 'cancel') return (now) => call(guest, key, cancel, { ...seen, reason: '' }, now)
        if (command.do === 'accept') return (now) => call(guest, key, accept, seen, now)
        if (command.do === 'decline') return (now) => call(staff, key, decline, { ...seen, reason: '培训' }, now)
        const others = things.filter(({ kind }) => kind === booking.kind)
        const thing = others[command.what % others.length] as (typeof things)[number]
        const to = thing.kind === 'visit' ? { start: thing.start } : { session: thing.session }
        return (now) => call(guest, key, reschedule, { ...seen, ...to }, now)
      }
    }
  }

  const tried = new Map<string, number>()
  let deaths = 0
  try {
    await fc.assert(
      fc.asyncProperty(phases, order, async (plan, choices) => {
        await world.begin(scene())
        for (const one of prelude) await world.runAll([{ run: run(one, -1, new Map()) }], begin, first())
        const picks = choices[Symbol.iterator]()
        let queues = queuesOf(world)
        const seen = () => {
          const now = queuesOf(world)
          assertNobodySkipped(queues, now)
          queues = now
        }
        let at = addMinutes(begin, 3)
        for (const [index, { tasks, pause }] of plan.entries()) {
          const runs = tasks.map((one): Task => ({ run: run(one.command, index, tried), death: one.death }))
          deaths += await world.runAll(runs, at, picks, seen)
          check(world)
          at = addMinutes(at, pause)
        }
        await world.runAll([{ run: sweep }], at, picks, seen)
        check(world, at)
      }),
      { numRuns: Number(process.env.MODEL_RUNS ?? 60), endOnFailure: process.env.MODEL_RUNS !== undefined, includeErrorInReport: true },
    )
    // A model that only ever refuses would prove nothing.
    const done = [...tried.keys()].filter((outcome) => outcome.endsWith(' ok')).map((outcome) => outcome.split(' ')[0])
    assert.deepEqual(done.sort(), [
      'accept',
      'book',
      'cancel',
      'cancelCourse',
      'changeCourse',
      'changeLesson',
      'confirm',
      'decline',
      'leave',
      'reassign',
      'reschedule',
      'wait',
    ])
    assert.ok(deaths > 0)
  } finally {
    if (process.env.MODEL_RUNS !== undefined) console.log(deaths, 'deaths', Object.fromEntries([...tried].sort()))
    await world.close()
  }
})

test('moved away and back again, or confirmed, while the first place is still being given back: the booking keeps what it has', async () => {
  const world = await World.open()
  const { book, confirm, reschedule, sweep } = await useCases()
  const { get } = await import('../../cloudfunctions/platform/documents')
  const [first9, , later14] = starts as [string, string, string]
  const wish = { kind: 'visit' as const, service: 'cleaning', start: first9, note: '', yuan: 60, hold: false, wish: {} }
  const context = async (openid: string, name: string, now: string) => contextOf(openid, documentId(openid, name, 'once'), now)
  const alone = (run: Task['run'], at: string) => world.runAll([{ run }], at, first())
  const worker = personOf('worker-1')._id
  /** Looks until somebody else has moved the booking, then does something at once; gives up when it does not happen. */
  const onceMoved = (id: string, act: (booking: Booking, now: string) => Promise<unknown>) => async (now: string) => {
    for (let look = 0; look < 30; look++) {
      const booking = await get<Booking>('bookings', id)
      if (booking?.start === later14) return act(booking, now)
    }
    return undefined
  }
  try {
    await fc.assert(
      fc.asyncProperty(order, fc.option(death, { nil: undefined, freq: 3 }), async (choices, dies) => {
        await world.begin(scene())
        await alone(async (now) => book(wish, await context('resident-1', 'book', now)), begin)
        const [{ _id: id }] = bookings(world) as [Booking]
        await alone(async (now) => confirm({ booking: id, version: 1, worker }, await context('organisation-1', 'confirm', now)), begin)
        const move = async (booking: { _id: string; version: number }, to: string, name: string, now: string) =>
          reschedule({ booking: booking._id, version: booking.version, start: to }, await context('resident-1', name, now))
        const at = addMinutes(begin, 3)
        await world.runAll(
          [
            { run: (now) => move({ _id: id, version: 2 }, later14, 'away', now), death: dies },
            { run: onceMoved(id, (booking, now) => move(booking, first9, 'back', now)) },
            {
              run: onceMoved(id, async ({ version }, now) =>
                confirm({ booking: id, version, worker }, await context('organisation-1', 'again', now)),
              ),
            },
          ],
          at,
          choices[Symbol.iterator](),
        )
        check(world)
        await alone(sweep, addMinutes(at, 3))
        check(world, addMinutes(at, 3))
      }),
      { numRuns: Number(process.env.MODEL_RUNS ?? 40), endOnFailure: true, includeErrorInReport: true },
    )
  } finally {
    await world.close()
  }
})

test('a move that is cut off, then the worker is away: one sweep gives back the old place and sends somebody else', async () => {
  const world = await World.open()
  const { book, confirm, reschedule, sweep, takeLeave } = await useCases()
  const [first9, , later14] = starts as [string, string, string]
  const wish = { kind: 'visit' as const, service: 'cleaning', start: first9, note: '', yuan: 60, hold: false, wish: {} }
  const context = (openid: string, name: string, now: string) => contextOf(openid, documentId(openid, name, 'once'), now)
  const alone = (run: Task['run'], at: string, dies?: Death) => world.runAll([{ run, death: dies }], at, first())
  const crewOfFirst = [personOf('worker-1')._id, personOf('worker-2')._id]
  try {
    for (let at = 1, dead = 1; dead > 0; at++) {
      await world.begin(scene())
      await alone(async (now) => book(wish, await context('resident-1', 'book', now)), begin)
      const [{ _id: id }] = bookings(world) as [Booking]
      const named = { booking: id, version: 1, worker: crewOfFirst[0] as string }
      await alone(async (now) => confirm(named, await context('organisation-1', 'confirm', now)), begin)
      const moved = { booking: id, version: 2, start: later14 }
      dead = await alone(async (now) => reschedule(moved, await context('resident-1', 'move', now)), begin, { at, when: 'after' })
      for (const [minute, worker] of crewOfFirst.entries()) {
        const away = { worker, from: day, until: day, why: '病假' }
        await alone(async (now) => takeLeave(away, await context('organisation-1', worker, now)), addMinutes(begin, minute))
      }
      check(world)
      const after = addMinutes(begin, 3)
      await alone(sweep, after)
      check(world, after)
    }
  } finally {
    await world.close()
  }
})

interface Queue {
  queue: string[]
  takers: string[]
}

function queuesOf(world: World): Map<string, Queue> {
  const sessions = documents(world).sessions.filter((one): one is Session => one.kind === 'class')
  return new Map(
    sessions.map(({ _id, queue, takers }) => [
      _id,
      { queue: queue.map(({ booking }) => booking), takers: takers.map(({ booking }) => booking) },
    ]),
  )
}

/** Whoever gets a place was the first of those who waited; nobody gets one past them. */
function assertNobodySkipped(before: Map<string, Queue>, after: Map<string, Queue>): void {
  for (const [id, { queue, takers }] of before) {
    const now = after.get(id)
    const came = now?.takers.filter((one) => !takers.includes(one)) ?? []
    if (queue.length > 0 && came.length > 0) assert.deepEqual(came, [queue[0]], `${id}: first come, first served`)
  }
}
