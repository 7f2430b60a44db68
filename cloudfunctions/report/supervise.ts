import type { Handlers } from '../platform/entry'
import { takeWrittenStep } from './takeStep'

export const supervise: Handlers<'report'>['supervise'] = (input, context) =>
  takeWrittenStep(input, input.text, { step: 'supervise', until: new Date(input.until).toISOString(), text: input.text }, context)
