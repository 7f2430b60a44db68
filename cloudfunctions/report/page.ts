import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import { find, is } from '../platform/documents'
import type { Conditions } from '../platform/documents'

const pageSize = 20
/** The database answers at most 1,000 documents; more cases of one instant than this are not paged through. */
const mostTies = 900

export interface Listing<F extends string> {
  conditions: Conditions
  order: [field: F, direction: 'asc' | 'desc']
}

/** Where the last page ended: the value of its last case, how many cases of that value it showed, and that case's id. */
interface Mark {
  value: string | number
  ties: number
  id: string
}

function markOf(cursor: string, isNumber: boolean): Mark | undefined {
  const [, value = '', ties = '', id = ''] = /^([^~]{1,40})~(\d{1,3})~([\w.:-]{1,60})$/.exec(cursor) ?? []
  const typed = isNumber ? Number(value) : value
  return id === '' || Number.isNaN(typed) || Number(ties) > mostTies ? undefined : { value: typed, ties: Number(ties), id }
}

/**
 * One page of cases, in one operation. Many share a value (all that come at night are due the same minute), so the next page begins at the
 * same value, reads over what was shown and drops it: nothing is shown twice or left out, whatever happens to other cases meanwhile.
 */
export async function page<D extends { _id: string }, F extends string>(
  { conditions, order: [field, direction] }: Listing<F>,
  fields: readonly string[],
  valueOf: (one: D) => string | number | undefined,
  cursor: string | undefined,
  isNumber = false,
): Promise<Result<{ found: D[]; next?: string }>> {
  const mark = cursor === undefined ? undefined : markOf(cursor, isNumber)
  if (cursor !== undefined && !mark) return refuse('INPUT_INVALID')
  const given = conditions[field]
  const from = mark && (direction === 'asc' ? is.gte(mark.value) : is.lte(mark.value))
  const limit = pageSize + 1 + (mark?.ties ?? 0)
  const read = await find<D>(
    'cases',
    from ? { ...conditions, [field]: is.both(...(isOperator(given) ? [given] : []), from) } : conditions,
    {
      // A limit of exactly 100 looks like none at all.
      limit: limit === 100 ? 101 : limit,
      order: [
        [field, direction],
        ['_id', direction],
      ],
      fields,
    },
  )
  const isFresh = (one: D) => !mark || valueOf(one) !== mark.value || (direction === 'asc' ? one._id > mark.id : one._id < mark.id)
  const fresh = read.filter(isFresh)
  const found = fresh.slice(0, pageSize)
  const last = found.at(-1)
  if (!last || (fresh.length <= pageSize && read.length < limit)) return done({ found })
  const value = valueOf(last) as string | number
  const shown = found.filter((one) => valueOf(one) === value).length + (mark?.value === value ? mark.ties : 0)
  return done({ found, next: `${value}~${Math.min(shown, mostTies)}~${last._id}` })
}

function isOperator(condition: Conditions[string] | undefined): condition is ReturnType<typeof is.gt> {
  return typeof condition === 'object' && condition !== null && !Array.isArray(condition)
}
