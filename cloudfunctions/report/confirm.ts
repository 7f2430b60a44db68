import type { Handlers } from '../platform/entry'
import { takeWrittenStep } from './takeStep'

export const confirm: Handlers<'report'>['confirm'] = (input, context) =>
  takeWrittenStep(input, input.text, { step: 'confirm', stars: input.stars, reasons: input.reasons, text: input.text }, context)
