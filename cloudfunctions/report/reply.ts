import type { Handlers } from '../platform/entry'
import { takeWrittenStep } from './takeStep'

export const reply: Handlers<'report'>['reply'] = (input, context) =>
  takeWrittenStep(input, input.text, { step: 'reply', text: input.text }, context)
