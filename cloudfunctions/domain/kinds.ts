import type { BookingState, Kind } from './booking'
import type { Channel } from './service'

/** In what the kinds of service differ; everything else is the same engine. */
export interface KindRules {
  /** State of a new booking: a visit waits for the organisation's answer, with the others the person who serves is known. */
  first: Extract<BookingState, 'requested' | 'assigned'>
  /** The organisation is chosen for the guest, and its worker's day is what can be booked; the others have sessions. */
  atHome: boolean
  /** Tell the worker of every booking; a teacher would be told twenty times a lesson. */
  tellWorker: boolean
  /** Days ahead that can be booked. */
  daysAhead: number
  /** What the worker is called here. */
  worker: string
}

export const kindRules: Record<Kind, KindRules> = {
  visit: { first: 'requested', atHome: true, tellWorker: true, daysAhead: 28, worker: '社工' },
  appointment: { first: 'assigned', atHome: false, tellWorker: true, daysAhead: 31, worker: '顾问' },
  class: { first: 'assigned', atHome: false, tellWorker: false, daysAhead: 120, worker: '老师' },
}

/** What must be known of the guest before somebody can come or call. */
export function contactNeeded(kind: Kind, channel?: Channel): ('address' | 'phone')[] {
  if (kindRules[kind].atHome || channel === 'home') return ['address', 'phone']
  return channel === 'phone' ? ['phone'] : []
}
