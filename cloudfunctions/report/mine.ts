import type { Handlers } from '../platform/entry'
import { casePage } from './casePage'

export const mine: Handlers<'report'>['mine'] = ({ cursor }, context) =>
  casePage({ conditions: { 'reporter.person': context.person._id }, order: ['updatedAt', 'desc'] }, cursor, context)
