import { holderKeys } from '../domain/case'
import { is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { casePage } from './casePage'

/** What still has a deadline for the caller, most urgent first; or what waits for the resident or is over, latest first. */
export const inbox: Handlers<'report'>['inbox'] = (input, context) => {
  const [key = '', ...others] = holderKeys(context.person)
  const hands = others.length > 0 ? is.in([key, ...others]) : key
  return casePage(
    input.done
      ? { conditions: { hands, due: null }, order: ['updatedAt', 'desc'] }
      : { conditions: { hands, open: true, due: is.gt('') }, order: ['due', 'asc'] },
    input.cursor,
    context,
  )
}
