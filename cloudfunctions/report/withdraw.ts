import type { Handlers } from '../platform/entry'
import { takeWrittenStep } from './takeStep'

export const withdraw: Handlers<'report'>['withdraw'] = (input, context) =>
  takeWrittenStep(input, input.reason, { step: 'withdraw', reason: input.reason }, context)
