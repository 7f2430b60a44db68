import { overlapFrom } from '../domain/booking'
import type { Booking } from '../domain/booking'
import type { Instant } from '../domain/time'
import { find, is } from '../platform/documents'

/** A class counts once for every pupil, so this is far above what a day of an organisation has. */
const most = 900

export type Occupation = Pick<Booking, '_id' | 'workerId' | 'start' | 'end'>

/** What workers are named for and have not finished, from half a day before an instant until another. One operation. */
export function occupations(workers: string[], start: Instant, until: Instant): Promise<Occupation[]> {
  return find<Occupation>(
    'bookings',
    { workerId: is.in(workers), start: is.both(is.gte(overlapFrom(start)), is.lt(until)), open: true },
    { limit: most, order: [['start', 'asc']], fields: ['workerId', 'start', 'end'] },
  )
}
