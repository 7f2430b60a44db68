import type { Output } from '../contract'
import type { Instant } from '../domain/time'
import { find, is } from '../platform/documents'
import type { Conditions } from '../platform/documents'
import { bookingRow, rowFields } from './view'
import type { RowBooking } from './view'

const pageSize = 20

/** One page of a list by time, in one operation. The cursor is the last row's slot, which is its own and never moves. */
export async function pageOf(
  conditions: Conditions,
  direction: 'asc' | 'desc',
  cursor: string | undefined,
): Promise<{ found: RowBooking[]; next?: string }> {
  const beyond: Conditions = cursor === undefined ? {} : { slot: direction === 'asc' ? is.gt(cursor) : is.lt(cursor) }
  const all = await find<RowBooking>(
    'bookings',
    { ...conditions, ...beyond },
    { limit: pageSize + 1, order: [['slot', direction]], fields: [...rowFields] },
  )
  const found = all.slice(0, pageSize)
  return { found, next: all.length > pageSize ? found.at(-1)?.slot : undefined }
}

export function listOf({ found, next }: { found: RowBooking[]; next?: string }, viewer: string, now: Instant): Output<'booking.mine'> {
  return { bookings: found.map((booking) => bookingRow(booking, viewer, now)), next }
}
