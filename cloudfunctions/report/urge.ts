import type { Handlers } from '../platform/entry'
import { takeStep } from './takeStep'

export const urge: Handlers<'report'>['urge'] = (input, context) => takeStep(input, { step: 'urge' }, context)
