import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { mock } from 'node:test'
import type { Person } from '../../cloudfunctions/domain/person'
import type { Result } from '../../cloudfunctions/domain/result'
import { personId } from '../../cloudfunctions/domain/identifiers'
import type { Context } from '../../cloudfunctions/platform/entry'
import { collections } from '../../cloudfunctions/platform/collections'
import { createLocalCloud } from '../../tools/local-cloud'
import type { LocalCloud } from '../../tools/local-cloud'
import { sealKey } from './smallTown'

/**
 * The real use cases with the real SDK, in this process, on a local cloud. Between them stands a gate that holds every database request and
 * lets one pass at a time, in an order that the test chooses; a call may die at any of its requests, just before or just after it.
 */

/** At its nth request, or at its nth write. */
export type Death = { at: number; when: 'before' | 'after'; writes?: boolean } | undefined
export interface Task {
  run: (now: string) => Promise<unknown>
  death?: Death
}

interface Held {
  task: number
  body: string
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

const root = join(import.meta.dirname, '..', '..')

export class World {
  cloud!: LocalCloud
  private url = ''
  private held: Held[] = []
  private readonly dead = new Set<number>()
  private readonly passed = new Map<number, number>()
  private serial = 0
  private readonly server = http.createServer((incoming, response) => void this.take(incoming, response))

  static async open(): Promise<World> {
    const world = new World()
    await new Promise<void>((resolve) => world.server.listen(0, '127.0.0.1', resolve))
    const gate = `http://127.0.0.1:${(world.server.address() as AddressInfo).port}`
    Object.assign(process.env, {
      TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_CONTEXT_CNFG',
      TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${gate}/admin` }),
      TCB_ENV: 'local',
      SCF_NAMESPACE: 'local',
      TENCENTCLOUD_RUNENV: 'SCF',
      TENCENTCLOUD_REGION: 'ap-shanghai',
      TENCENTCLOUD_SECRETID: 'local',
      TENCENTCLOUD_SECRETKEY: 'local',
      TENCENTCLOUD_SESSIONTOKEN: 'local',
      SEAL_KEY: sealKey,
    })
    // Dying calls say so in their log, and the SDK wonders at requests that wait.
    mock.method(console, 'error', () => {})
    mock.method(console, 'warn', () => {})
    return world
  }

  /** An empty cloud with these documents; what was there before is gone. */
  async begin(documents: Record<string, object[]>): Promise<void> {
    await this.end()
    this.cloud = await createLocalCloud({
      functionsDir: join(root, 'dist', 'cloudfunctions'),
      security: JSON.parse(readFileSync(join(root, 'cloudfunctions', 'security.json'), 'utf8')) as Record<string, { invoke: boolean }>,
      collections,
      data: ':memory:',
      runTimers: false,
    })
    for (const [collection, list] of Object.entries(documents)) this.cloud.load(collection, list)
    this.url = await this.cloud.listen(0)
  }

  private async end(): Promise<void> {
    if (this.url === '') return
    const violations = this.cloud.violations()
    await this.cloud.close()
    this.url = ''
    assert.deepEqual(violations, [])
  }

  async close(): Promise<void> {
    await this.end()
    this.server.closeAllConnections()
    this.server.close()
  }

  private async take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const task = Number(incoming.headers['x-task'])
    // What is no database request (a message to send) is no part of this.
    if (this.dead.has(task) || !body.includes('"database.')) response.destroy()
    else this.held.push({ task, body, response })
  }

  private async pass(one: Held, death: Death): Promise<void> {
    this.held = this.held.filter((other) => other !== one)
    const counts = !death?.writes || !/"database\.(get|aggregate)/.test(one.body)
    const count = (this.passed.get(one.task) ?? 0) + (counts ? 1 : 0)
    this.passed.set(one.task, count)
    const dies = counts && death?.at === count ? death.when : undefined
    if (dies) this.dead.add(one.task)
    if (dies !== 'before') {
      const answer = await fetch(`${this.url}/admin`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: one.body })
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

  /**
   * Runs tasks at once, letting their database requests pass one at a time in the order of `picks`; `seen` looks at every state in between.
   * Answers how many of them died.
   */
  async runAll(tasks: Task[], at: string, picks: Iterator<number>, seen: () => void = () => {}): Promise<number> {
    this.dead.clear()
    this.passed.clear()
    const alive = new Map<number, Task>()
    const runs = tasks.map((one, index) => {
      const id = ++this.serial
      alive.set(id, one)
      const now = new Date(Date.parse(at) + index).toISOString()
      return running
        .run(id, () => one.run(now))
        .catch((error: unknown) => {
          if (!this.dead.has(id)) throw error
        })
        .finally(() => alive.delete(id))
    })
    while (alive.size > 0) {
      // Until everybody who is alive waits at the gate, so that the order is ours and not the machine's.
      const waits = () => [...alive.keys()].every((id) => this.held.some((one) => one.task === id))
      while (alive.size > 0 && !waits()) await new Promise((resolve) => setImmediate(resolve))
      const waiting = [...this.held].sort((a, b) => a.task - b.task || (a.body < b.body ? -1 : 1))
      if (waiting.length === 0) continue
      const next = waiting[(picks.next().value as number) % waiting.length] as Held
      await this.pass(next, alive.get(next.task)?.death)
      seen()
    }
    await Promise.all(runs)
    return this.dead.size
  }
}

/** What the entry gives a use case: the caller and the guest, read in the call itself. */
export async function contextOf(openid: string, request: string, now: string, forWhom?: string): Promise<Context> {
  const { get } = await import('../../cloudfunctions/platform/documents')
  const read = async (who: string) => {
    const found = await get<Person>('people', personId(who))
    if (!found) throw new Error(`no ${who} in this world`)
    return found
  }
  const person = await read(openid)
  return { person, known: true, guest: forWhom === undefined ? person : await read(forWhom), request, now }
}

export function codeOf(result: unknown): string {
  const { ok, code } = result as Result<unknown> & { code?: string }
  return ok ? 'ok' : (code ?? '?')
}

/** The first that waits, always: calls one after the other, as far as that makes sense. */
export function* first(): Generator<number> {
  for (;;) yield 0
}
