// One place where what goes wrong in app code is said aloud.
type Listener = (error: { message: string; stack: string }) => void

const listeners = new Set<Listener>()

export function onReport(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function report(error: unknown, where: string): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  console.error(`[${where}] ${stack}`)
  const message = error instanceof Error ? error.message : String(error)
  for (const listener of listeners) listener({ message, stack })
}

/** Runs app code; a throw is reported with its place and never reaches the caller. */
export function guarded<T>(where: string, run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    report(error, where)
    return undefined
  }
}

/** Something that WeChat has and the simulator doesn't. */
export function unsupported(what: string): void {
  console.error(`the simulator doesn't support ${what}`)
}
