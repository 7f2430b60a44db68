import type { Handlers } from '../platform/entry'
import { takeWrittenStep } from './takeStep'

export const answerSupervision: Handlers<'report'>['answerSupervision'] = (input, context) =>
  takeWrittenStep(input, input.text, { step: 'answerSupervision', text: input.text }, context)
