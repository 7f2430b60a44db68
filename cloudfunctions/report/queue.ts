import { is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { casePage } from './casePage'

export const queue: Handlers<'report'>['queue'] = (input, context) => casePage(listings(context.now)[input.queue], input.cursor, context)

/** At a desk a case is everybody's and nobody's; returned twice is a sign that the catalogue or the map is wrong. */
export function listings(now: string): Record<Parameters<typeof queue>[0]['queue'], Parameters<typeof casePage>[0]> {
  return {
    unowned: { conditions: { 'owner.kind': 'desk', open: true, due: is.gt('') }, order: ['due', 'asc'] },
    late: { conditions: { open: true, due: is.lt(now) }, order: ['due', 'asc'] },
    reopened: { conditions: { open: true, reopened: is.gt(0) }, order: ['reopened', 'desc'] },
    returned: { conditions: { open: true, returned: is.gt(1) }, order: ['returned', 'desc'] },
    urged: { conditions: { open: true, urgedAt: is.gt('') }, order: ['urgedAt', 'desc'] },
    supervised: { conditions: { answerDue: is.gt('') }, order: ['answerDue', 'asc'] },
    wishes: { conditions: { 'wish.at': is.gt('') }, order: ['wish.at', 'asc'] },
    held: { conditions: { held: true, open: true }, order: ['createdAt', 'asc'] },
    // By when it came: what happens meanwhile moves nothing from one page to another.
    open: { conditions: { open: true }, order: ['createdAt', 'desc'] },
  }
}
