import type { Output } from '../contract'
import { done } from '../domain/result'
import type { Result } from '../domain/result'
import { find, is } from '../platform/documents'
import type { Conditions } from '../platform/documents'
import { bookingRow, rowFields } from './view'
import type { RowBooking } from './view'

const pageSize = 20

/** One page of a list by time, in one operation. The cursor is the last row's slot, which is its own and never moves. */
export async function bookingPage(
  conditions: Conditions,
  direction: 'asc' | 'desc',
  cursor: string | undefined,
): Promise<Result<Output<'booking.mine'>>> {
  const beyond: Conditions = cursor === undefined ? {} : { slot: direction === 'asc' ? is.gt(cursor) : is.lt(cursor) }
  const found = await find<RowBooking>(
    'bookings',
    { ...conditions, ...beyond },
    { limit: pageSize + 1, order: [['slot', direction]], fields: [...rowFields] },
  )
  const shown = found.slice(0, pageSize)
  return done({ bookings: shown.map(bookingRow), next: found.length > pageSize ? shown.at(-1)?.slot : undefined })
}
