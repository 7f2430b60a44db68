import type { Output } from '../contract'
import { done } from '../domain/result'
import type { Result } from '../domain/result'
import type { Context } from '../platform/entry'
import { page } from './page'
import type { Listing } from './page'
import { caseRow, rowFields } from './view'
import type { RowCase } from './view'

type Field = 'due' | 'createdAt' | 'updatedAt' | 'reopened' | 'returned' | 'urgedAt' | 'answerDue' | 'wish.at'

export async function casePage(
  listing: Listing<Field>,
  cursor: string | undefined,
  context: Pick<Context, 'person' | 'now'>,
): Promise<Result<Output<'report.mine'>>> {
  const [field] = listing.order
  const valueOf = (one: RowCase) => (field === 'wish.at' ? one.wish?.at : one[field])
  const read = await page<RowCase, Field>(listing, rowFields, valueOf, cursor, field === 'reopened' || field === 'returned')
  return read.ok ? done({ cases: read.data.found.map((one) => caseRow(one, context)), next: read.data.next }) : read
}
