import { nearHome } from '../domain/bookingSteps'
import { timeOf } from '../domain/fieldWork'
import { refuse } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { act } from './act'

/** The place is compared and not kept: that the worker came is what matters, not where workers are. */
export const checkIn: Handlers<'booking'>['checkIn'] = ({ happenedAt, place, ...seen }, context) =>
  act('checkIn', seen, context, { set: { checkedInAt: happenedAt ?? context.now }, happenedAt }, (booking) => {
    const at = timeOf(booking, happenedAt, context.now)
    if (typeof at !== 'string') return at
    return nearHome(booking, place) ? undefined : refuse('TOO_FAR')
  })
