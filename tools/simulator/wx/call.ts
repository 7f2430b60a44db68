// WeChat's calling convention: success, fail and complete, or a promise when none of the three is given.

export interface Callbacks<R = unknown> {
  success?(result: R): void
  fail?(error: Refusal): void
  complete?(result: R | Refusal): void
}

export interface Refusal {
  errMsg: string
  errno?: number
  errCode?: number
}

/** Thrown inside an API to fail it with WeChat's own words. */
export class Failure extends Error {
  constructor(
    reason: string,
    readonly code: { errno?: number; errCode?: number } = {},
  ) {
    super(reason)
  }
}

export const cancelled = (): Failure => new Failure('cancel')

function report(error: unknown): void {
  reportError(error)
}

/** Settles a call as WeChat does: callbacks first, complete last; an exception in a callback doesn't stop the next one. */
export function settle<R extends object>(
  name: string,
  options: Callbacks<R & { errMsg: string }>,
  outcome: Promise<R | void>,
): Promise<R & { errMsg: string }> | undefined {
  const settled = outcome.then(
    (result) => ({ errMsg: `${name}:ok`, ...(result ?? {}) }) as R & { errMsg: string },
    (error: unknown) => {
      if (!(error instanceof Failure)) console.error(`wx.${name}`, error)
      const reason = error instanceof Error ? error.message : String(error)
      // WeChat refuses with a plain object.
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw { errMsg: reason.startsWith(`${name}:`) ? reason : `${name}:fail ${reason}`, ...(error instanceof Failure ? error.code : {}) }
    },
  )
  if (!options.success && !options.fail && !options.complete) return settled
  const attempt = (callback: (() => void) | undefined) => {
    try {
      callback?.()
    } catch (error) {
      report(error)
    }
  }
  settled.then(
    (result) => {
      attempt(() => options.success?.(result))
      attempt(() => options.complete?.(result))
    },
    (error: Refusal) => {
      attempt(() => options.fail?.(error))
      attempt(() => options.complete?.(error))
    },
  )
  return undefined
}

/** Makes one API. `run` starts at once, so it can check what must be true at the moment of the call. */
export function api<O extends object = object, R extends object = object>(name: string, run: (options: O) => R | void | Promise<R | void>) {
  return (options: O & Callbacks<R & { errMsg: string }> = {} as O): Promise<R & { errMsg: string }> | undefined =>
    settle<R>(name, options, (async () => run(options))())
}

/** A set of listeners with WeChat's on/off pair: off without a listener takes all away. */
export function listeners<T>() {
  const all = new Set<(detail: T) => void>()
  return {
    on: (listener: (detail: T) => void): void => {
      all.add(listener)
    },
    off: (listener?: (detail: T) => void): void => {
      if (listener) all.delete(listener)
      else all.clear()
    },
    emit: (detail: T): void => {
      for (const listener of [...all]) {
        try {
          listener(detail)
        } catch (error) {
          report(error)
        }
      }
    },
  }
}
