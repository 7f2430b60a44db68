// Calls: who calls which function, on which instance, with how many database operations.
import { callError, type CallError } from './errors'
import type { Fault } from './faults'
import type { FunctionDefinition } from './functions'
import { startInstance, type Instance } from './instance'
import { isObject } from './documents'
import type { Violation } from './violations'

export const environment = 'local'
export const appId = 'wx0000000000000000'

export interface Caller {
  openid?: string
  // wx_client, wx_trigger, …; a function called by a function adds scf.
  source: string
}

export interface Call {
  id: string
  function: FunctionDefinition
  label: string
  caller: Caller
  operations: number
  log: string[]
  fault?: Fault
  parent?: Call
  instance?: Instance
}

export interface Outcome {
  result?: unknown
  errCode?: number
  errMsg?: string
  operations: number
  log: string[]
  // The answer does not arrive: a test ordered it.
  lost?: boolean
}

export interface Invoker {
  call: (name: string, data: unknown, caller: Caller, more?: { fault?: Fault; parent?: Call }) => Promise<Outcome>
  callOf: (instance: string) => Call | undefined
  // Counts one database operation of the call that runs on this instance, and of the calls above it.
  countOperation: (call: Call) => { fault: Fault; call: Call } | undefined
  close: () => Promise<void>
}

export interface InvokerOptions {
  functions: Map<string, FunctionDefinition>
  env: Record<string, string>
  clock: SharedArrayBuffer
  instances: number
  timeout: number
  adminUrl: () => string
  allowed: Record<string, number>
  log: (line: string) => void
  violation: (violation: Violation) => void
}

const contextKeys = ['WX_OPENID', 'WX_APPID', 'WX_CLIENTIP']
const maximumData = 6 * 1024 * 1024

interface Pool {
  instances: Set<Instance>
  idle: Instance[]
  waiting: ((instance: Instance) => void)[]
  compiled?: Uint8Array
}

export function createInvoker(options: InvokerOptions): Invoker {
  const pools = new Map<string, Pool>()
  const running = new Map<string, Call>()
  let count = 0
  let closed = false

  function start(definition: FunctionDefinition, pool: Pool): Instance {
    const id = `i${++count}`
    const instance = startInstance({
      id,
      bundle: definition.bundle,
      clock: options.clock,
      env: {
        PATH: process.env['PATH'] ?? '',
        TZ: 'UTC',
        ...options.env,
        TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_CONTEXT_CNFG',
        TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${options.adminUrl()}/${id}` }),
        TCB_ENV: environment,
        SCF_NAMESPACE: environment,
        TENCENTCLOUD_RUNENV: 'SCF',
        TENCENTCLOUD_REGION: 'ap-shanghai',
        TENCENTCLOUD_SECRETID: 'local',
        TENCENTCLOUD_SECRETKEY: 'local',
        TENCENTCLOUD_SESSIONTOKEN: 'local',
        WX_CONTEXT_KEYS: contextKeys.join(','),
      },
      compiled: pool.compiled,
      onCompiled: (data) => (pool.compiled = data),
      onGone: () => {
        pool.instances.delete(instance)
        pool.idle = pool.idle.filter((other) => other !== instance)
        const next = closed ? undefined : pool.waiting.shift()
        if (next) next(start(definition, pool))
      },
    })
    instance.onLog = (line) => {
      running.get(id)?.log.push(line)
      options.log(`[${definition.name}] ${line}`)
    }
    pool.instances.add(instance)
    return instance
  }

  function acquire(definition: FunctionDefinition): Instance | Promise<Instance> {
    const pool: Pool = pools.get(definition.name) ?? { instances: new Set(), idle: [], waiting: [] }
    pools.set(definition.name, pool)
    const idle = pool.idle.pop()
    if (idle) return idle
    if (pool.instances.size < options.instances) return start(definition, pool)
    return new Promise((resolve) => pool.waiting.push(resolve))
  }

  function release(definition: FunctionDefinition, instance: Instance): void {
    const pool = pools.get(definition.name)
    if (!pool || instance.isGone()) return
    const next = pool.waiting.shift()
    if (next) next(instance)
    else pool.idle.push(instance)
  }

  async function run(call: Call, data: unknown): Promise<Outcome> {
    const { caller, fault } = call
    const done = (answer: { result: unknown } | CallError | { lost: true }): Outcome => {
      const { operations, log } = call
      return 'lost' in answer ? { ...lostAnswer, lost: true, operations, log } : { ...answer, operations, log }
    }
    const hurt = (when: Fault['when']): Outcome | undefined => {
      if (fault?.at !== 'call' || fault.when !== when) return undefined
      if (fault.how === 'lost') return done({ lost: true })
      if (fault.how === 'kill') void call.instance?.terminate()
      return done(callError(-504002, 'functions execute fail', `Error: a fault ${when} the call was ordered`))
    }
    const early = fault?.how === 'kill' ? undefined : hurt('before')
    if (early) return early

    // The client's SDK adds who calls; the platform's own events carry the app only.
    const userInfo = caller.openid === undefined ? { appId } : { appId, openId: caller.openid }
    const event = JSON.stringify(isObject(data) ? { ...data, userInfo } : { userInfo })
    if (Buffer.byteLength(event) > maximumData)
      return done(callError(-501007, 'invalid parameters', 'the data of a call is limited to 6 MB'))

    const instance = await acquire(call.function)
    call.instance = instance
    running.set(instance.id, call)
    const killed = hurt('before')
    if (killed) return finish(killed)
    const identity: Record<string, string> = { TCB_SOURCE: caller.source }
    if (caller.openid !== undefined) Object.assign(identity, { WX_OPENID: caller.openid, WX_APPID: appId, WX_CLIENTIP: '127.0.0.1' })
    const outcome = await instance.run({ event, context: contextOf(call), identity }, options.timeout)
    switch (outcome.kind) {
      case 'result':
        return finish(hurt('after') ?? done({ result: outcome.value }))
      case 'failure':
        return finish(hurt('after') ?? done(callError(-504002, 'functions execute fail', outcome.message)))
      case 'timeout':
        return finish(done(callError(-504003, 'functions execute fail', `Invoking task timed out after ${options.timeout / 1000} seconds`)))
      case 'gone':
        return finish(done(callError(-504002, 'functions execute fail', 'Process exited before completing request')))
    }

    function finish(answer: Outcome): Outcome {
      running.delete(instance.id)
      release(call.function, instance)
      return answer
    }
  }

  function contextOf(call: Call): object {
    return {
      callbackWaitsForEmptyEventLoop: false,
      memory_limit_in_mb: 256,
      time_limit_in_ms: options.timeout,
      request_id: call.id,
      environment: JSON.stringify({ TCB_ENV: environment, SCF_NAMESPACE: environment, TCB_SOURCE: call.caller.source }),
      function_version: '$LATEST',
      function_name: call.function.name,
      namespace: environment,
    }
  }

  return {
    async call(name, data, caller, { fault, parent } = {}) {
      const definition = options.functions.get(name)
      if (!definition) {
        const error = callError(-501000, 'FUNCTION_NOT_FOUND', `FunctionName parameter could not be found: ${name}`)
        return { ...error, operations: 0, log: [] }
      }
      const action = isObject(data) && typeof data['action'] === 'string' ? data['action'] : undefined
      const label = action === undefined ? name : `${name}.${action}`
      const call: Call = {
        id: crypto.randomUUID(),
        function: definition,
        label,
        caller,
        operations: 0,
        log: [],
        ...(fault && { fault }),
        ...(parent && { parent }),
      }
      const outcome = await run(call, data)
      const allowance = options.allowed[label]
      // What it takes to recover from an injected fault is no measure of the action.
      if (allowance !== undefined && !fault && call.operations > allowance) {
        options.violation({
          kind: 'allowance',
          message: `${label} used ${call.operations} database operations, declared ${allowance}`,
          call: label,
        })
      }
      return outcome
    },
    callOf: (instance) => running.get(instance),
    countOperation(call) {
      let hit: { fault: Fault; call: Call } | undefined
      for (let current: Call | undefined = call; current; current = current.parent) {
        current.operations++
        if (current.fault?.at === current.operations) hit ??= { fault: current.fault, call: current }
      }
      return hit
    },
    async close() {
      closed = true
      await Promise.all([...pools.values()].flatMap(({ instances }) => [...instances]).map((instance) => instance.terminate()))
    },
  }
}

// What a phone shows when the network ends without an answer.
const lostAnswer: CallError = { errCode: -1, errMsg: 'cloud.callFunction:fail request:fail socket hang up' }
