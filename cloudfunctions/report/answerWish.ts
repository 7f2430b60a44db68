import type { Handlers } from '../platform/entry'
import { takeWrittenStep } from './takeStep'

export const answerWish: Handlers<'report'>['answerWish'] = (input, context) =>
  takeWrittenStep(input, input.reason, { step: 'answerWish', grant: input.grant, reason: input.reason }, context)
