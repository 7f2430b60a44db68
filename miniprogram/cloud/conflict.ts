import type { Failure } from './call'

/** Somebody else was faster: what the page shows is out of date and has to be loaded again before going on. */
export function outOfDate({ code }: Failure): boolean {
  return code.endsWith('_CHANGED') || code.endsWith('_STEP_REFUSED') || code.endsWith('_NOT_FOUND')
}
