import type { Handlers } from '../platform/entry'
import { begin } from './begin'

export const submit: Handlers<'report'>['submit'] = (input, context) => begin(input, { private: input.private }, context)
