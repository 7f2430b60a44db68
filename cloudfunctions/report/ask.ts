import type { Handlers } from '../platform/entry'
import { takeWrittenStep } from './takeStep'

export const ask: Handlers<'report'>['ask'] = (input, context) =>
  takeWrittenStep(input, input.question, { step: 'ask', question: input.question }, context)
