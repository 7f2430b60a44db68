import { nearHome } from '../domain/bookingSteps'
import { refuse } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { act } from './act'

/** The place is compared and not kept: that the worker came is what matters, not where workers are. */
export const checkIn: Handlers<'booking'>['checkIn'] = (input, context) =>
  act('checkIn', input, context, { set: { checkedInAt: context.now } }, (booking) =>
    nearHome(booking, input.place) ? undefined : refuse('TOO_FAR'),
  )
