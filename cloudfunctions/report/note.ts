import type { Handlers } from '../platform/entry'
import { takeWrittenStep } from './takeStep'

export const note: Handlers<'report'>['note'] = (input, context) =>
  takeWrittenStep(input, input.text, { step: 'note', text: input.text }, context)
