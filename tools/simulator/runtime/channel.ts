import { guarded } from './errors'
import type { EventChannel } from './host'

type Listener = (...args: never[]) => void

export interface TwoEnds extends EventChannel {
  /** The other end, for the page that opened this one. */
  other: EventChannel
}

/** What one end emits, the other end hears. */
export function createChannel(): TwoEnds {
  const here = new Map<string, { listener: Listener; once: boolean }[]>()
  const there: typeof here = new Map()
  const end = (own: typeof here, far: typeof here): EventChannel => {
    const add = (name: string, listener: Listener, once: boolean): void =>
      void own.set(name, [...(own.get(name) ?? []), { listener, once }])
    return {
      emit(name, ...args) {
        const listeners = far.get(name) ?? []
        far.set(
          name,
          listeners.filter((one) => !one.once),
        )
        for (const { listener } of listeners) guarded(`event channel ${name}`, () => listener(...(args as never[])))
      },
      on: (name, listener) => add(name, listener, false),
      once: (name, listener) => add(name, listener, true),
      off: (name, listener) =>
        void own.set(
          name,
          (own.get(name) ?? []).filter((one) => listener !== undefined && one.listener !== listener),
        ),
    }
  }
  return { ...end(here, there), other: end(there, here) }
}
