import type { Instant } from '../domain/time'

/** The only place that reads the clock; everything else is given the instant. */
export function now(): Instant {
  return new Date().toISOString()
}
