// The outside of an instance: start it, give it one call at a time, end it.
import { Worker } from 'node:worker_threads'

export type InstanceOutcome =
  { kind: 'result'; value: unknown } | { kind: 'failure'; message: string } | { kind: 'gone' } | { kind: 'timeout' }

export interface Instance {
  id: string
  run: (message: { event: string; context: object; identity: Record<string, string> }, timeout: number) => Promise<InstanceOutcome>
  onLog: (line: string) => void
  terminate: () => Promise<void>
  isGone: () => boolean
}

export interface InstanceOptions {
  id: string
  bundle: string
  env: Record<string, string>
  clock: SharedArrayBuffer
  compiled: Uint8Array | undefined
  onCompiled: (data: Uint8Array) => void
  onGone: () => void
}

type FromWorker =
  | { type: 'ready' }
  | { type: 'log'; text: string }
  | { type: 'compiled'; data: Uint8Array }
  | { type: 'result'; text: string }
  | { type: 'failure'; message: string }

export function startInstance(options: InstanceOptions): Instance {
  const worker = new Worker(new URL('./instance-worker.cjs', import.meta.url), {
    env: options.env,
    execArgv: [],
    stdout: true,
    stderr: true,
    workerData: { bundle: options.bundle, clock: options.clock, compiled: options.compiled },
  })
  let gone = false
  let settle: ((outcome: InstanceOutcome) => void) | undefined
  // Loading the bundle is not the call's time.
  let loaded = (): void => {}
  const ready = new Promise<void>((resolve) => (loaded = resolve))
  const instance: Instance = {
    id: options.id,
    onLog: () => {},
    isGone: () => gone,
    async terminate() {
      leave()
      await worker.terminate()
    },
    run(message, timeout) {
      return new Promise((resolve) => {
        if (gone) return resolve({ kind: 'gone' })
        let timer: NodeJS.Timeout | undefined
        const late = (): void => {
          settle?.({ kind: 'timeout' })
          void instance.terminate()
        }
        void ready.then(() => {
          if (settle) timer = setTimeout(late, timeout)
        })
        settle = (outcome) => {
          clearTimeout(timer)
          settle = undefined
          resolve(outcome)
        }
        worker.postMessage(message)
      })
    },
  }

  function leave(): void {
    if (gone) return
    gone = true
    settle?.({ kind: 'gone' })
    options.onGone()
  }

  worker.on('message', (message: FromWorker) => {
    if (message.type === 'ready') loaded()
    else if (message.type === 'log') instance.onLog(message.text)
    else if (message.type === 'compiled') options.onCompiled(message.data)
    else if (message.type === 'result') settle?.({ kind: 'result', value: JSON.parse(message.text) })
    else if (message.type === 'failure') settle?.({ kind: 'failure', message: message.message })
  })
  worker.on('error', (error) => {
    instance.onLog(String(error))
    leave()
  })
  worker.on('exit', leave)
  worker.stdout.on('data', (chunk: Buffer) => instance.onLog(chunk.toString().trimEnd()))
  worker.stderr.on('data', (chunk: Buffer) => instance.onLog(chunk.toString().trimEnd()))
  return instance
}
