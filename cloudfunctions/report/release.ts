import type { Handlers } from '../platform/entry'
import { takeStep } from './takeStep'

export const release: Handlers<'report'>['release'] = (input, context) => takeStep(input, { step: 'release', show: input.show }, context)
