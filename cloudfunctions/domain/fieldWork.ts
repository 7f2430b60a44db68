import type { Booking, BookingState } from './booking'
import { refuse } from './result'
import type { Refusal } from './result'
import { addMinutes } from './time'
import type { Instant } from './time'

/** What worker and organisation do at the time of a visit or an appointment, and for how long before and after. */
const aroundMinutes = 60

/** What was done without network and sent later: not in the future, and not before the hour in which it could have been done. */
export function timeOf(booking: Pick<Booking, 'start'>, happenedAt: Instant | undefined, now: Instant): Instant | Refusal {
  if (happenedAt === undefined) return now
  return happenedAt > now || happenedAt < addMinutes(booking.start, -aroundMinutes) ? refuse('TIME_REFUSED') : happenedAt
}

type SealedField = 'address' | 'phone' | 'intake'
const underWay: BookingState[] = ['assigned', 'checkedIn']
const justDone: BookingState[] = ['done', 'rated']

/**
 * When a sealed field is shown, and to whom. The way to the home as long as it is ahead; the guest's number for the time of the visit
 * alone, from an hour before to an hour after, also when it has been done by then; what a matter is about to the adviser alone.
 */
export function mayShow(
  { state, start, end }: Pick<Booking, 'state' | 'start' | 'end'>,
  field: SealedField,
  as: 'worker' | 'organisation',
  now: Instant,
): Refusal | undefined {
  switch (field) {
    case 'address':
      return state === 'requested' || underWay.includes(state) ? undefined : refuse('BOOKING_STEP_REFUSED', '这次已经结束，不能再看住址')
    case 'phone':
      if (![...underWay, ...justDone].includes(state)) return refuse('BOOKING_STEP_REFUSED', '约定以后才能看电话')
      if (now < addMinutes(start, -aroundMinutes)) return refuse('TOO_EARLY', '开始前 1 小时内才能看电话')
      return now <= addMinutes(end, aroundMinutes) ? undefined : refuse('BOOKING_STEP_REFUSED', '结束 1 小时后就不能再看电话')
    case 'intake':
      if (as !== 'worker') return refuse('BOOKING_STEP_REFUSED', '写了什么只有顾问本人能看')
      return underWay.includes(state) ? undefined : refuse('BOOKING_STEP_REFUSED', '这次已经结束，不能再看写的内容')
  }
}

/** Until when a number that was shown, or a masked one, is of use. */
export function callUntil({ end }: Pick<Booking, 'end'>): Instant {
  return addMinutes(end, aroundMinutes)
}
