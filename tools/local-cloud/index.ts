// The local cloud: functions run bundled and unchanged, with the real wx-server-sdk, against a server that speaks CloudBase's admin protocol.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createAdmin } from './admin'
import { createClock } from './clock'
import { createDatabaseServer } from './database'
import { clone, newId, type Document } from './documents'
import { callError } from './errors'
import type { Fault } from './faults'
import { createFiles } from './files'
import { readFunctions } from './functions'
import { sendJson } from './http'
import { createInvoker, type Invoker, type Outcome } from './invoke'
import { createOpenApi } from './openapi'
import { createHandler } from './server'
import { openStore, recordId, type Declarations } from './store'
import { createSubscriptions, type Outgoing } from './subscribe'
import { createTimers } from './timers'
import { createTransactions } from './transactions'
import type { Violation } from './violations'

export type { Fault, Outcome, Outgoing, Violation }

export interface LocalCloudOptions {
  functionsDir: string
  security: Record<string, { invoke: boolean | string }>
  collections: Declarations
  // A folder for the state, or ':memory:'.
  data: string
  env?: Record<string, string>
  // 'report.submit' -> how many database operations it declares; more is a violation.
  allowed?: Record<string, number>
  instances?: number
  runTimers?: boolean
  log?: (line: string) => void
  // Real milliseconds that a function, or a transaction, may take.
  functionTimeout?: number
  transactionTimeout?: number
  // The function to which WeChat's pushes about checked pictures go, after so much simulated time.
  pushTo?: string
  pushDelay?: number
  // Where phones reach this server; file addresses begin with it.
  publicUrl?: string
  // POST /clock may move the clock.
  clockRoute?: boolean
}

export interface LocalCloud {
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
  listen: (port: number) => Promise<string>
  invoke: (name: string, data: unknown, options?: { openid?: string; fault?: Fault }) => Promise<Outcome>
  fireTimer: (functionName: string, triggerName?: string) => Promise<Outcome>
  push: (functionName: string, event: object, options?: { openid?: string }) => Promise<Outcome>
  advance: (milliseconds: number) => Promise<void>
  sleep: (milliseconds: number) => Promise<void>
  now: () => number
  load: (collection: string, documents: object[]) => void
  dump: (collection: string) => object[]
  violations: () => Violation[]
  consent: (openid: string, templateIds: string[]) => void
  outgoing: () => Outgoing[]
  onOutgoing: (listener: (entry: Outgoing) => void) => () => void
  close: () => Promise<void>
}

export async function createLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const log = options.log ?? (() => {})
  const functions = readFunctions(options.functionsDir)
  const store = openStore(options.data, options.collections)
  const clock = createClock(store.fact<number>('clockOffset') ?? 0)
  const transactions = createTransactions(store, options.transactionTimeout ?? 10_000)
  const subscriptions = createSubscriptions(store)
  const seen = new Map<string, number>()
  const violations: Violation[] = []
  const servers: Server[] = []
  const violation = (found: Violation): void => {
    if (violations.length < 10_000) violations.push(found)
    log(`violation ${found.kind}${found.call ? ` in ${found.call}` : ''}: ${found.message}`)
  }

  const files = createFiles(
    store,
    options.data === ':memory:' ? undefined : join(options.data, 'files'),
    clock.now,
    () => options.publicUrl ?? ownUrl,
  )
  const openapi = createOpenApi({
    now: clock.now,
    subscriptions,
    lastSeen: (openid) => seen.get(openid),
    mediaChecked: (event) => {
      const { pushTo } = options
      if (pushTo !== undefined) timers.after(options.pushDelay ?? 2000, () => push(pushTo, event))
    },
  })
  const admin = createAdmin({
    database: createDatabaseServer(store, transactions, clock.now),
    files,
    openapi,
    invoker: () => invoker,
    violation,
  })
  const timers = createTimers(clock, functions, (trigger, at) => fire(trigger.function, trigger.name, at), options.runTimers ?? false)
  const handle = createHandler({
    admin,
    files,
    subscriptions,
    invoke,
    push,
    http,
    now: clock.now,
    clock: options.clockRoute ? { advance, sleep } : undefined,
  })

  // Instances reach the cloud by a server of its own, whoever mounts `handle` elsewhere.
  const ownUrl = await open(0)
  const invoker: Invoker = createInvoker({
    functions,
    env: options.env ?? {},
    clock: clock.shared,
    instances: options.instances ?? 4,
    timeout: options.functionTimeout ?? 20_000,
    adminUrl: () => `${ownUrl}/admin`,
    allowed: options.allowed ?? {},
    log,
    violation,
  })

  async function open(port: number): Promise<string> {
    const server = createServer((request, response) => {
      void handle(request, response).then((taken) => {
        if (!taken) sendJson(response, { error: 'not found' }, 404)
      })
    })
    server.keepAliveTimeout = 60_000
    servers.push(server)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  // As a phone calls: by the functions' security rules, which bind nobody else.
  async function invoke(name: string, data: unknown, { openid, fault }: { openid?: string; fault?: Fault } = {}): Promise<Outcome> {
    const rule = (Object.hasOwn(options.security, name) ? options.security[name] : options.security['*'])?.invoke ?? 'auth != null'
    const allowed = typeof rule === 'boolean' ? rule : openid !== undefined
    // WeChat's own number for this is not documented; PERMISSION_DENIED is.
    if (functions.has(name) && !allowed) {
      return {
        ...callError(-501023, 'PERMISSION_DENIED', `the security rule of function ${name} forbids this call`),
        operations: 0,
        log: [],
      }
    }
    if (openid !== undefined) seen.set(openid, clock.now())
    return invoker.call(name, data, { source: 'wx_client', ...(openid !== undefined && { openid }) }, { ...(fault && { fault }) })
  }

  function fire(name: string, triggerName: string, at: number): Promise<Outcome> {
    const event = { Type: 'Timer', TriggerName: triggerName, Time: new Date(at).toISOString(), Message: '' }
    return invoker.call(name, event, { source: 'wx_trigger' })
  }

  // WeChat's push of a message: no phone calls. Its example for messages of a person reads that person's OPENID from the context,
  // so one can be given; for results of checks none is known, and none is.
  function push(name: string, event: object, { openid }: { openid?: string } = {}): Promise<Outcome> {
    return invoker.call(name, event, { source: 'wx_unknown', ...(openid !== undefined && { openid }) })
  }

  // CloudBase's HTTP access: no phone and no OPENID.
  function http(name: string, event: object): Promise<Outcome> {
    return invoker.call(name, event, { source: 'wx_unknown' })
  }

  async function advance(milliseconds: number): Promise<void> {
    await timers.advance(milliseconds)
    store.setFact('clockOffset', clock.now() - Date.now())
  }

  async function sleep(milliseconds: number): Promise<void> {
    await timers.sleep(milliseconds)
    store.setFact('clockOffset', clock.now() - Date.now())
  }

  function collectionOf(name: string) {
    const collection = store.collection(name)
    if (!collection) throw new Error(`collection ${name} is not declared`)
    return collection
  }

  return {
    handle,
    listen: open,
    invoke,
    push,
    async fireTimer(functionName, triggerName) {
      const trigger = timers.triggers.find(
        (other) => other.function === functionName && (triggerName === undefined || other.name === triggerName),
      )
      if (!trigger) throw new Error(`function ${functionName} has no timer ${triggerName ?? ''}`)
      return fire(trigger.function, trigger.name, clock.now())
    },
    advance,
    sleep,
    now: clock.now,
    load(name, documents) {
      const collection = collectionOf(name)
      const complete = (documents as Document[]).map((document) => ({ _id: document['_id'] ?? newId(), ...clone(document) }))
      store.write(complete.map((document) => ({ collection, id: recordId(document), document })))
    },
    dump: (name) => [...collectionOf(name).records.values()].map(({ document }) => clone(document)),
    violations: () => [...violations],
    consent: subscriptions.consent,
    outgoing: subscriptions.outgoing,
    onOutgoing: subscriptions.onOutgoing,
    async close() {
      timers.close()
      transactions.close()
      await invoker.close()
      await Promise.all(
        servers.map((server) => {
          server.closeAllConnections()
          return new Promise((resolve) => server.close(resolve))
        }),
      )
      store.close()
    },
  }
}
