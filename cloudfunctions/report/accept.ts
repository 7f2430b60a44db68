import type { Handlers } from '../platform/entry'
import { takeStep } from './takeStep'

export const accept: Handlers<'report'>['accept'] = (input, context) =>
  takeStep(input, { step: 'accept', happenedAt: input.happenedAt }, context)
