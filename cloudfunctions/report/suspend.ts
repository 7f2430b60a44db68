import type { Handlers } from '../platform/entry'
import { takeWrittenStep } from './takeStep'

export const suspend: Handlers<'report'>['suspend'] = (input, context) =>
  takeWrittenStep(input, input.reason, { step: 'suspend', until: new Date(input.until).toISOString(), reason: input.reason }, context)
