import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import http from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mock, test } from 'node:test'
import fc from 'fast-check'
import type { Booking, Session } from '../../cloudfunctions/domain/booking'
import { documentId } from '../../cloudfunctions/domain/identifiers'
import { addMinutes } from '../../cloudfunctions/domain/time'
import { startTown } from './harness'
import type { TestTown } from './harness'
import { makeSession, personOf } from './smallTown'

/**
 * The real use cases with the real SDK, in this process, on the local cloud. Between them stands a gate that holds every database request
 * and lets one pass at a time, in an order that fast-check chooses; a call may die at any of its requests, just before or just after it.
 */

type Command =
  | { do: 'book'; who: number; request: number; session: number }
  | { do: 'cancel' | 'decline'; who: number; request: number; session: number }
  | { do: 'settle' }
type Death = { at: number; when: 'before' | 'after' } | undefined
interface Task {
  command: Command
  death: Death
}

const people = ['resident-1', 'resident-2', 'elder-1', 'member-1']
const seats = [1, 2]

interface Held {
  task: number
  body: string
  headers: IncomingMessage['headers']
  response: ServerResponse
}

/** Names the task that makes a request, through whatever promises the SDK puts in between. */
const running = new AsyncLocalStorage<number>()
const request = http.request
http.request = ((...given: Parameters<typeof request>) => {
  const made = request(...given)
  const task = running.getStore()
  if (task !== undefined) made.setHeader('x-task', task)
  return made
}) as typeof request

class Gate {
  held: Held[] = []
  readonly dead = new Set<number>()
  private readonly passed = new Map<number, number>()
  private readonly server = http.createServer((incoming, response) => void this.take(incoming, response))

  constructor(private readonly target: () => string) {}

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  private async take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const task = Number(incoming.headers['x-task'])
    // What is no database request (a message to send) is no part of this.
    if (this.dead.has(task) || !body.includes('"database.')) response.destroy()
    else this.held.push({ task, body, headers: incoming.headers, response })
  }

  async pass(one: Held, death: Death): Promise<void> {
    this.held = this.held.filter((other) => other !== one)
    const count = (this.passed.get(one.task) ?? 0) + 1
    this.passed.set(one.task, count)
    const dies = death?.at === count ? death.when : undefined
    if (dies) this.dead.add(one.task)
    if (dies !== 'before') {
      const answer = await fetch(`${this.target()}/admin`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: one.body,
      })
      const text = await answer.text()
      if (!dies) {
        one.response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
        return
      }
    }
    one.response.destroy()
    for (const other of this.held.filter(({ task }) => task === one.task)) other.response.destroy()
    this.held = this.held.filter(({ task }) => task !== one.task)
  }

  forget(): void {
    this.dead.clear()
    this.passed.clear()
  }

  close(): void {
    this.server.closeAllConnections()
    this.server.close()
  }
}

/** Mostly the same few commands again and again: what is dangerous is a repetition that meets the sweep. */
const who = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(3) })
const seldom = fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) })
const target = { who, request: seldom, session: seldom }
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('book' as const), ...target }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'decline' as const), ...target }) },
  { weight: 3, arbitrary: fc.constant({ do: 'settle' as const }) },
)
const death = fc.record({ at: fc.integer({ min: 1, max: 4 }), when: fc.constantFrom('before' as const, 'after' as const) })
const task: fc.Arbitrary<Task> = fc.record({ command, death: fc.option(death, { nil: undefined, freq: 2 }) })
/** In a phase everything happens at once; between phases three minutes pass, in which every call is over. */
const phases = fc.array(fc.array(task, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 4 })
const order = fc.infiniteStream(fc.nat(1000))

test('no interleaving of booking, cancelling, declining and settling, with deaths anywhere, overbooks or loses a seat', async () => {
  const town: TestTown = await startTown()
  const gate = new Gate(() => town.url)
  const url = await gate.open()
  Object.assign(process.env, {
    TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_CONTEXT_CNFG',
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${url}/admin` }),
    TCB_ENV: 'local',
    SCF_NAMESPACE: 'local',
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    TENCENTCLOUD_SECRETID: 'local',
    TENCENTCLOUD_SECRETKEY: 'local',
    TENCENTCLOUD_SESSIONTOKEN: 'local',
  })
  // Dying calls say so in their log, and the SDK wonders at requests that wait.
  mock.method(console, 'error', () => {})
  mock.method(console, 'warn', () => {})
  const [{ book }, { cancel }, { decline }, { settleSeats }] = await Promise.all([
    import('../../cloudfunctions/booking/book'),
    import('../../cloudfunctions/booking/cancel'),
    import('../../cloudfunctions/booking/decline'),
    import('../../cloudfunctions/booking/settle'),
  ])

  let round = 0
  let phase = 0
  let serial = 0

  function sessionId(session: number): string {
    return `round-${round}.${session}`
  }
  /** A person's request means one booking: who asks with it for another session is refused, which is tried too. */
  function bookingId(openid: string, request: number): string {
    return documentId(openid, 'booking.book', `round-${round}.${request}`)
  }

  function run({ command }: Task, now: string): Promise<unknown> {
    if (command.do === 'settle') return settleSeats(now)
    const openid = people[command.who] as string
    const id = bookingId(openid, command.request)
    const context = (who: string, request: string) => ({ person: personOf(who), known: true, request, now })
    switch (command.do) {
      case 'book':
        return book({ kind: 'class', session: sessionId(command.session), note: '' }, context(openid, id))
      case 'cancel':
        return cancel({ booking: id, version: 1, reason: '' }, context(openid, documentId(openid, 'booking.cancel', `${id}.${phase}`)))
      case 'decline':
        return decline(
          { booking: id, version: 1, reason: '' },
          context('organisation-1', documentId(openid, 'booking.decline', `${id}.${phase}`)),
        )
    }
  }

  /** Runs tasks at once, letting their database requests pass one at a time in the given order. */
  async function runAll(tasks: Task[], at: string, picks: Iterator<number>): Promise<void> {
    gate.forget()
    const alive = new Map<number, Task>()
    const runs = tasks.map((one, index) => {
      const id = ++serial
      alive.set(id, one)
      const now = new Date(Date.parse(at) + index).toISOString()
      return running
        .run(id, () => run(one, now))
        .catch((error: unknown) => assert.ok(gate.dead.has(id), `a call that was not killed threw: ${String(error)}`))
        .finally(() => alive.delete(id))
    })
    while (alive.size > 0) {
      // Until everybody who is alive waits at the gate, so that the order is ours and not the machine's.
      const waits = () => [...alive.keys()].every((id) => gate.held.some((one) => one.task === id))
      while (alive.size > 0 && !waits()) await new Promise((resolve) => setImmediate(resolve))
      const waiting = [...gate.held].sort((a, b) => a.task - b.task || (a.body < b.body ? -1 : 1))
      if (waiting.length === 0) continue
      const next = waiting[(picks.next().value as number) % waiting.length] as Held
      await gate.pass(next, alive.get(next.task)?.death)
    }
    await Promise.all(runs)
  }

  function check(settled: boolean): void {
    const sessions = (town.cloud.dump('sessions') as Session[]).filter(({ _id }) => _id.startsWith(`round-${round}.`))
    const bookings = town.cloud.dump('bookings') as Booking[]
    for (const { _id, seats: all, left, takers } of sessions) {
      assert.equal(left + takers.length, all, 'seats = left + takers')
      assert.ok(left >= 0, 'not overbooked')
      assert.equal(new Set(takers.map(({ person }) => person)).size, takers.length, 'nobody has two places')
      const holding = bookings.filter(({ session, state }) => session === _id && state === 'assigned').map((booking) => booking._id)
      const held = new Set(takers.map(({ booking }) => booking))
      for (const booking of holding) assert.ok(held.has(booking), 'who has a booking has a seat')
      if (settled) assert.equal(held.size, holding.length, 'no seat is lost')
    }
  }

  try {
    await fc.assert(
      fc.asyncProperty(phases, order, async (plan, choices) => {
        round++
        const begin = new Date(town.cloud.now()).toISOString()
        const start = addMinutes(begin, 3 * 24 * 60)
        town.cloud.load(
          'sessions',
          seats.map((count, at) =>
            makeSession(town.cloud.now(), { _id: sessionId(at), kind: 'class', service: 'phone-class', seats: count, start }),
          ),
        )
        const picks = choices[Symbol.iterator]()
        for (phase = 0; phase < plan.length; phase++) {
          await runAll(plan[phase] as Task[], addMinutes(begin, phase * 3), picks)
          check(false)
        }
        await runAll([{ command: { do: 'settle' }, death: undefined }], addMinutes(begin, plan.length * 3), picks)
        check(true)
      }),
      { numRuns: Number(process.env.MODEL_RUNS ?? 120) },
    )
  } finally {
    gate.close()
    const violations = town.cloud.violations()
    await town.cloud.close()
    assert.deepEqual(violations, [])
  }
})
