import type { BookingState, Kind } from './booking'

/** In what the kinds of service differ; everything else is the same engine. */
export interface KindRules {
  /** State of a new booking: a visit waits for the organisation's answer, with the others the person who serves is known. */
  first: Extract<BookingState, 'requested' | 'assigned'>
  /** At the resident's home: needs address and phone, the organisation is chosen, and checking in is compared with the home. */
  atHome: boolean
  /** Tell the worker of every booking; a teacher would be told twenty times a lesson. */
  tellWorker: boolean
  /** Days ahead that can be booked. */
  daysAhead: number
  /** What the worker is called here. */
  worker: string
}

export const kindRules: Record<Kind, KindRules> = {
  visit: { first: 'requested', atHome: true, tellWorker: true, daysAhead: 14, worker: '社工' },
  appointment: { first: 'assigned', atHome: false, tellWorker: true, daysAhead: 30, worker: '顾问' },
  class: { first: 'assigned', atHome: false, tellWorker: false, daysAhead: 60, worker: '老师' },
}
