import type { Handlers } from '../platform/entry'
import { takeWrittenStep } from './takeStep'

export const extend: Handlers<'report'>['extend'] = (input, context) =>
  takeWrittenStep(input, input.reason, { step: 'extend', hours: input.hours, reason: input.reason }, context)
