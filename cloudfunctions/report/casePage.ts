import type { Output } from '../contract'
import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import { find, is } from '../platform/documents'
import type { Conditions } from '../platform/documents'
import type { Context } from '../platform/entry'
import { caseRow, rowFields } from './view'
import type { RowCase } from './view'

const pageSize = 20
/** The database answers at most 1,000 documents; more cases of one minute than this are not paged through. */
const mostTies = 900

interface Listing {
  conditions: Conditions
  order: [
    field: 'due' | 'createdAt' | 'updatedAt' | 'reopened' | 'returned' | 'urgedAt' | 'answerDue' | 'wish.at',
    direction: 'asc' | 'desc',
  ]
}

/** Where the last page ended: the value of its last case, how many cases of that value it showed, and that case's id. */
interface Mark {
  value: string | number
  ties: number
  id: string
}

function markOf(cursor: string | undefined, field: Listing['order'][0]): Mark | 'none' | 'wrong' {
  if (cursor === undefined) return 'none'
  const [, value = '', ties = '', id = ''] = /^([^~]{1,40})~(\d{1,3})~([\w.:-]{1,60})$/.exec(cursor) ?? []
  const typed = field === 'reopened' || field === 'returned' ? Number(value) : value
  if (id === '' || Number.isNaN(typed) || Number(ties) > mostTies) return 'wrong'
  return { value: typed, ties: Number(ties), id }
}

/**
 * One page of a list, in one operation. Many cases share a deadline (all that come at night are due the same minute), so the next page
 * begins at the same value, reads over what was shown and drops it: nothing is shown twice or left out, whatever changes meanwhile.
 */
export async function casePage(
  { conditions, order: [field, direction] }: Listing,
  cursor: string | undefined,
  context: Pick<Context, 'person' | 'now'>,
): Promise<Result<Output<'report.mine'>>> {
  const mark = markOf(cursor, field)
  if (mark === 'wrong') return refuse('INPUT_INVALID')
  const given = conditions[field]
  const from = mark === 'none' ? undefined : direction === 'asc' ? is.gte(mark.value) : is.lte(mark.value)
  const limit = pageSize + 1 + (mark === 'none' ? 0 : mark.ties)
  const found = await find<RowCase>(
    'cases',
    from ? { ...conditions, [field]: is.both(...(isOperator(given) ? [given] : []), from) } : conditions,
    {
      limit,
      order: [
        [field, direction],
        ['_id', direction],
      ],
      fields: rowFields,
    },
  )
  const fresh =
    mark === 'none'
      ? found
      : found.filter((one) => orderValue(one, field) !== mark.value || (direction === 'asc' ? one._id > mark.id : one._id < mark.id))
  const cases = fresh.slice(0, pageSize)
  const last = cases.at(-1)
  const more = fresh.length > pageSize || (found.length === limit && cases.length > 0)
  if (!last || !more) return done({ cases: cases.map((one) => caseRow(one, context)) })
  const value = orderValue(last, field) as string | number
  const shown = cases.filter((one) => orderValue(one, field) === value).length + (mark !== 'none' && mark.value === value ? mark.ties : 0)
  return done({ cases: cases.map((one) => caseRow(one, context)), next: `${value}~${Math.min(shown, mostTies)}~${last._id}` })
}

function orderValue(found: RowCase, field: Listing['order'][0]): string | number | undefined {
  return field === 'wish.at' ? found.wish?.at : found[field]
}

function isOperator(condition: Conditions[string] | undefined): condition is ReturnType<typeof is.gt> {
  return typeof condition === 'object' && condition !== null && !Array.isArray(condition)
}
