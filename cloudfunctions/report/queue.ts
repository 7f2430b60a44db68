import { is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { casePage } from './casePage'

export const queue: Handlers<'report'>['queue'] = (input, context) => {
  switch (input.queue) {
    case 'unowned':
      // At a desk it is everybody's and nobody's.
      return casePage({ conditions: { 'owner.kind': 'desk', open: true, due: is.gt('') }, order: ['due', 'asc'] }, input.cursor, context)
    case 'late':
      return casePage({ conditions: { open: true, due: is.lt(context.now) }, order: ['due', 'asc'] }, input.cursor, context)
    case 'reopened':
      return casePage({ conditions: { open: true, reopened: is.gt(0) }, order: ['reopened', 'desc'] }, input.cursor, context)
    case 'open':
      return casePage({ conditions: { open: true }, order: ['updatedAt', 'desc'] }, input.cursor, context)
  }
}
