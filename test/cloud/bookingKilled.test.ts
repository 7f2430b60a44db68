import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Booking, BookingState, Offering, Session } from '../../cloudfunctions/domain/booking'
import { documentId } from '../../cloudfunctions/domain/identifiers'
import type { Organisation } from '../../cloudfunctions/domain/organisation'
import { refOf } from '../../cloudfunctions/domain/person'
import type { Result } from '../../cloudfunctions/domain/result'
import { addMinutes } from '../../cloudfunctions/domain/time'
import type { Context } from '../../cloudfunctions/platform/entry'
import { begin, bookings, check, day, documents, scene, starts, useCases } from './bookingScene'
import { codeOf, contextOf, first, World } from './bookingWorld'
import { makePerson, makeSession, personOf } from './smallTown'

/**
 * Every command, killed after each of its writes in turn. Three minutes later one sweep has brought everything to its end: either the
 * command has happened as a whole, or not at all. And whoever sends it again gets what they asked for.
 */

type Use = Awaited<ReturnType<typeof useCases>>
type Call = (now: string) => Promise<unknown>

let world: World
let use: Use
before(async () => {
  world = await World.open()
  use = await useCases()
})
after(() => world.close())

const common = { note: '', yuan: 60, hold: false }
const visit = (start = starts[0] as string) => ({ ...common, kind: 'visit' as const, service: 'cleaning', start, wish: {} })
const lesson = (session = 'class-a') => ({ ...common, kind: 'class' as const, service: 'phone-class', session })
const hour = {
  ...common,
  kind: 'appointment' as const,
  service: 'legal',
  session: 'hour-a',
  channel: 'office' as const,
  intake: '田界的事',
}

/** A command of somebody, always the same one. */
function command<I>(
  openid: string,
  name: string,
  handler: (input: I, context: Context) => Promise<Result<unknown>>,
  input: () => I,
  forWhom?: string,
): Call {
  return async (now) => handler(input(), await contextOf(openid, documentId(openid, name, 'once'), now, forWhom))
}

function only(): Booking {
  const [booking] = bookings(world)
  assert.ok(booking)
  return booking
}
/** The last booking that was made, as it was when the scene was set. */
let seen: { booking: string; version: number }
const see = (booking = bookings(world).at(-1) as Booking) => (seen = { booking: booking._id, version: booking.version })

async function does(call: Call, at: string): Promise<void> {
  let result: unknown
  await world.runAll([{ run: async (now) => void (result = await call(now)) }], at, first())
  if (result !== undefined) assert.equal(codeOf(result), 'ok', JSON.stringify(result))
}

const worker = (openid: string) => personOf(openid)._id
const book = (openid: string, input: object, name = 'book', forWhom?: string) =>
  command(openid, name, use.book, () => input as never, forWhom)
const confirm = (openid = 'worker-1', name = 'confirm') =>
  command('organisation-1', name, use.confirm, () => ({ ...seen, worker: worker(openid) }))

const place = { name: '甲村学堂', longitude: 113.185, latitude: 22.605 }
const moved = { lesson: 0, change: { kind: 'moved' as const, day, from: '14:00', why: '老师病了' } }
/** What the organisation does with class-a, as it is when the scene is set. */
function change(name: 'changeLesson' | 'changeCourse' | 'cancelCourse', input: object): Call {
  return command('organisation-1', name, use[name] as Parameters<typeof command>[2], () => ({ session: 'class-a', changes: 0, ...input }))
}

interface Case {
  name: string
  /** What has happened before. */
  scene?: () => Call[]
  /** Minutes that pass before the command. */
  pause?: number
  killed: () => Call
  /** Whose booking is looked at; resident-1 unless told. */
  guest?: string
  /** State of the last booking as it may be afterwards if the command is not sent again, and as it is when it is; absent = no booking. */
  not: BookingState | undefined
  done: BookingState
}

const confirmed = () => [book('resident-1', visit()), () => Promise.resolve(void see()), confirm(), () => Promise.resolve(void see())]
const last = () => Promise.resolve(void see())

const cases: Case[] = [
  { name: 'book a visit', killed: () => book('resident-1', visit()), not: undefined, done: 'requested' },
  { name: 'book a class', killed: () => book('resident-1', lesson()), not: undefined, done: 'assigned' },
  { name: 'book an hour', killed: () => book('resident-1', hour), not: undefined, done: 'assigned' },
  {
    name: 'book for somebody',
    guest: 'elder-1',
    killed: () => book('daughter-1', visit(), 'book', 'elder-1'),
    not: undefined,
    done: 'requested',
  },
  { name: 'keep a place', killed: () => book('resident-1', { ...visit(), hold: true }), not: undefined, done: 'held' },
  {
    name: 'book as somebody who has never been here',
    guest: 'stranger-1',
    killed: () => (now) => {
      const person = { ...makePerson('stranger-1', '居民'), version: 0 }
      const known = documents(world).people.find(({ _id }) => _id === person._id)
      return use.book(lesson(), {
        person: known ?? person,
        guest: known ?? person,
        known: known !== undefined,
        request: documentId('stranger-1', 'book', 'once'),
        now,
      })
    },
    not: undefined,
    done: 'assigned',
  },
  {
    name: 'wait',
    guest: 'resident-2',
    scene: () => [book('resident-1', lesson())],
    killed: () => command('resident-2', 'wait', use.wait, () => ({ service: 'phone-class', session: 'class-a', note: '' })),
    not: undefined,
    done: 'waiting',
  },
  {
    name: 'the sweep offers a place',
    guest: 'resident-2',
    scene: () => [
      book('resident-1', lesson()),
      last,
      command('resident-2', 'wait', use.wait, () => ({ service: 'phone-class', session: 'class-a', note: '' })),
      command('resident-1', 'cancel', use.cancel, () => ({ ...seen, reason: '' })),
      () => Promise.resolve(void see(bookings(world).find(({ state }) => state === 'waiting'))),
    ],
    killed: () => use.sweep,
    not: 'held',
    done: 'held',
  },
  {
    name: 'accept what was offered',
    guest: 'resident-2',
    scene: () => [
      book('resident-1', lesson()),
      last,
      command('resident-2', 'wait', use.wait, () => ({ service: 'phone-class', session: 'class-a', note: '' })),
      command('resident-1', 'cancel', use.cancel, () => ({ ...seen, reason: '' })),
      use.sweep,
      () => Promise.resolve(void see(bookings(world).find(({ state }) => state === 'held'))),
    ],
    killed: () => command('resident-2', 'accept', use.accept, () => seen),
    not: 'held',
    done: 'assigned',
  },
  {
    name: 'accept what was kept',
    scene: () => [book('resident-1', { ...visit(), hold: true }), last],
    killed: () => command('resident-1', 'accept', use.accept, () => seen),
    not: 'held',
    done: 'requested',
  },
  {
    name: 'the sweep ends what was kept',
    scene: () => [book('resident-1', { ...visit(), hold: true }), last],
    pause: 11,
    killed: () => use.sweep,
    not: 'expired',
    done: 'expired',
  },
  { name: 'confirm', scene: () => [book('resident-1', visit()), last], killed: () => confirm(), not: 'requested', done: 'assigned' },
  {
    name: 'confirm with another worker than proposed',
    scene: () => [book('resident-1', visit()), last],
    killed: () => command('organisation-1', 'confirm', use.confirm, () => ({ ...seen, worker: otherThanProposed() })),
    not: 'requested',
    done: 'assigned',
  },
  {
    name: 'reassign',
    scene: confirmed,
    killed: () => command('organisation-1', 'reassign', use.reassign, () => ({ ...seen, worker: worker('worker-2') })),
    not: 'assigned',
    done: 'assigned',
  },
  {
    name: 'decline: the next organisation is asked',
    scene: confirmed,
    killed: () => command('organisation-1', 'decline', use.decline, () => ({ ...seen, reason: '培训' })),
    not: 'assigned',
    done: 'requested',
  },
  {
    name: 'decline: there is no other',
    scene: () => [...confirmed(), command('organisation-1', 'decline-1', use.decline, () => ({ ...seen, reason: '培训' })), last],
    killed: () => command('organisation-2', 'decline', use.decline, () => ({ ...seen, reason: '也培训' })),
    not: 'requested',
    done: 'declined',
  },
  {
    name: 'the sweep passes on what was not answered',
    scene: () => [book('resident-1', visit()), last],
    pause: 700,
    killed: () => use.sweep,
    not: 'requested',
    done: 'requested',
  },
  {
    name: 'cancel a confirmed visit',
    scene: confirmed,
    killed: () => command('resident-1', 'cancel', use.cancel, () => ({ ...seen, reason: '' })),
    not: 'assigned',
    done: 'cancelled',
  },
  {
    name: 'cancel a class',
    scene: () => [book('resident-1', lesson()), last],
    killed: () => command('resident-1', 'cancel', use.cancel, () => ({ ...seen, reason: '' })),
    not: 'assigned',
    done: 'cancelled',
  },
  {
    name: 'leave the queue',
    guest: 'resident-2',
    scene: () => [
      book('resident-1', lesson()),
      command('resident-2', 'wait', use.wait, () => ({ service: 'phone-class', session: 'class-a', note: '' })),
      last,
    ],
    killed: () => command('resident-2', 'cancel', use.cancel, () => ({ ...seen, reason: '' })),
    not: 'waiting',
    done: 'cancelled',
  },
  {
    name: 'move a confirmed visit to another time of the day',
    scene: confirmed,
    killed: () => command('resident-1', 'reschedule', use.reschedule, () => ({ ...seen, start: starts[2] as string })),
    not: 'assigned',
    done: 'requested',
  },
  {
    name: 'move to another class',
    scene: () => [book('resident-1', lesson()), last],
    killed: () => command('resident-1', 'reschedule', use.reschedule, () => ({ ...seen, session: 'class-b' })),
    not: 'assigned',
    done: 'assigned',
  },
  {
    name: 'a carer is ill: another of the crew',
    scene: confirmed,
    killed: () =>
      command('organisation-1', 'leave', use.takeLeave, () => ({ worker: only().workerId as string, from: day, until: day, why: '病了' })),
    not: 'assigned',
    done: 'assigned',
  },
  {
    name: 'the only carer is ill: the other organisation',
    scene: () => [
      ...confirmed(),
      command('organisation-1', 'decline-1', use.decline, () => ({ ...seen, reason: '培训' })),
      last,
      command('organisation-2', 'confirm-2', use.confirm, () => ({ ...seen, worker: worker('worker-3') })),
      last,
    ],
    killed: () =>
      command('organisation-2', 'leave', use.takeLeave, () => ({ worker: worker('worker-3'), from: day, until: day, why: '病了' })),
    // Who said no before is not asked again.
    not: 'assigned',
    done: 'declined',
  },
  {
    name: 'an adviser is ill: another one at the same time',
    // The advisers are in no roster here, so whoever's days are laid out anew is away.
    scene: () => [() => Promise.resolve(otherAdviser()), book('resident-1', hour), last],
    killed: () =>
      command('organisation-2', 'leave', use.takeLeave, () => ({ worker: worker('worker-3'), from: day, until: day, why: '病了' })),
    not: 'assigned',
    done: 'assigned',
  },
  { name: 'a lesson is moved', scene: enrolled, killed: () => change('changeLesson', moved), not: 'assigned', done: 'assigned' },
  {
    name: 'the sweep moves a lesson for everybody',
    scene: () => [...enrolled(), change('changeLesson', moved)],
    killed: () => use.sweep,
    not: 'assigned',
    done: 'assigned',
  },
  {
    name: 'the sweep moves a lesson onto something that the guest has',
    scene: () => [
      ...enrolled(),
      book('resident-1', { ...hour, session: 'hour-b' }, 'hour'),
      change('changeLesson', { lesson: 0, change: { ...moved.change, from: '15:00' } }),
    ],
    killed: () => use.sweep,
    not: 'assigned',
    done: 'assigned',
  },
  {
    name: 'a lesson is cancelled',
    scene: enrolled,
    killed: () => change('changeLesson', { lesson: 0, change: { kind: 'cancelled', why: '停电' } }),
    not: 'assigned',
    done: 'assigned',
  },
  {
    name: 'the sweep takes a cancelled lesson out',
    scene: () => [...enrolled(), change('changeLesson', { lesson: 1, change: { kind: 'cancelled', why: '停电' } })],
    killed: () => use.sweep,
    not: 'assigned',
    done: 'assigned',
  },
  {
    name: 'a substitute is named',
    scene: enrolled,
    killed: () => change('changeLesson', { lesson: 0, change: { kind: 'substitute', worker: worker('worker-1') } }),
    not: 'assigned',
    done: 'assigned',
  },
  {
    name: 'a course is called off',
    scene: enrolled,
    killed: () => change('cancelCourse', { why: '没有教室' }),
    not: 'declined',
    done: 'assigned',
  },
  {
    name: 'the sweep calls a course off',
    scene: () => [...enrolled(), change('cancelCourse', { why: '没有教室' })],
    killed: () => use.sweep,
    not: 'declined',
    done: 'declined',
  },
  {
    name: 'more seats, and somebody waits',
    guest: 'resident-2',
    scene: enrolled,
    killed: () => change('changeCourse', { title: '手机班', about: '', place, seats: 2, worker: worker('worker-2') }),
    not: 'held',
    done: 'waiting',
  },
  {
    name: 'book a course that is being changed',
    guest: 'resident-1',
    scene: () => [change('changeLesson', moved)],
    killed: () => book('resident-1', lesson()),
    not: undefined,
    done: 'assigned',
  },
]

/** Somebody of another organisation who has the same hour. */
function otherAdviser(): void {
  const now = Date.parse(begin)
  const { sessions } = documents(world)
  const offering = sessions.find(({ _id }) => _id === 'org-2.legal') as Offering
  const hourA = sessions.find(({ _id }) => _id === 'hour-a') as Session
  const { _id, name, phone } = (world.cloud.dump('organisations') as Organisation[]).find(({ _id: id }) => id === 'org-1') as Organisation
  world.cloud.load('sessions', [
    { ...offering, _id: 'org-1.legal', organisation: { id: _id, name, phone } },
    makeSession(now, {
      _id: 'hour-c',
      kind: 'appointment',
      services: ['legal'],
      seats: 1,
      start: hourA.start,
      worker: refOf(personOf('worker-4')),
    }),
  ])
}

/** A full class with somebody waiting for it. */
function enrolled(): Call[] {
  const wait = command('resident-2', 'wait', use.wait, () => ({ service: 'phone-class', session: 'class-a', note: '' }))
  return [book('resident-1', lesson()), wait, last]
}

/** The proposal is in the workday alone. */
function otherThanProposed(): string {
  const proposed = documents(world)
    .sessions.flatMap((one) => (one.kind === 'visit' ? one.takers : []))
    .find(({ booking }) => booking === seen.booking)?.worker
  return worker(proposed === worker('worker-1') ? 'worker-2' : 'worker-1')
}

describe('killed after each write in turn', () => {
  for (const { name, scene: before = () => [], pause = 1, guest = 'resident-1', killed, not, done } of cases) {
    test(name, async () => {
      await world.begin(scene())
      let at = begin
      for (const call of before()) {
        await does(call, at)
        at = addMinutes(at, 1)
      }
      check(world)
      const set = all(world)
      const state = () => bookings(world).find((booking) => booking.guest.openid === guest)?.state
      const then = seen
      at = addMinutes(at, pause)

      let steps = 0
      for (let n = 1; ; n++) {
        await world.begin(set)
        seen = then
        const deaths = await world.runAll([{ run: killed(), death: { at: n, when: 'after', writes: true } }], at, first())
        check(world)
        if (deaths === 0) break
        steps++
        const cut = all(world)

        const later = addMinutes(at, 3)
        await does(use.sweep, later)
        check(world, later)
        const mended = state()
        assert.ok(mended === not || mended === done, `${name}, killed after ${n}: ${mended}`)

        // A sweep that comes again is another one.
        if (killed() === use.sweep) continue
        await world.begin(cut)
        seen = then
        await does(killed(), addMinutes(at, 0.2))
        assert.equal(state(), done, `${name}, killed after ${n} and sent again`)
        await does(use.sweep, later)
        check(world, later)
      }
      assert.ok(steps >= 1, `${steps} writes`)
      assert.equal(state(), done)
    })
  }
})

function all(world: World): Record<string, object[]> {
  return Object.fromEntries(
    ['people', 'grids', 'sessions', 'bookings', 'organisations', 'contracts', 'series'].map((name) => [name, world.cloud.dump(name)]),
  )
}
