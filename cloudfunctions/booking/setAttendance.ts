import type { Attendance } from '../domain/attendance'
import type { Booking } from '../domain/booking'
import { timelineCap } from '../domain/matter'
import type { Entry } from '../domain/matter'
import type { Instant } from '../domain/time'
import { change } from '../platform/documents'
import type { Changed } from '../platform/documents'

export type Pupil = Pick<Booking, '_id' | 'version' | 'state' | 'guest' | 'attendance'>

/** Writes who was at a lesson, under the version that was read: the door and the teacher never undo each other's entry. One operation. */
export function setAttendance(
  { _id, version }: Pupil,
  attendance: Attendance,
  entry: Omit<Entry, 'at' | 'request' | 'step'>,
  request: string,
  now: Instant,
): Promise<Changed<Booking>> {
  return change<Booking>(
    'bookings',
    _id,
    request,
    { version },
    {
      set: { attendance, updatedAt: now },
      push: { timeline: { each: [{ ...entry, at: now, request, step: 'attend' }], keep: timelineCap } },
    },
  )
}
