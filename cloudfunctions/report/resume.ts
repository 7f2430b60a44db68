import type { Handlers } from '../platform/entry'
import { takeWrittenStep } from './takeStep'

export const resume: Handlers<'report'>['resume'] = (input, context) =>
  takeWrittenStep(input, input.reason, { step: 'resume', reason: input.reason }, context)
