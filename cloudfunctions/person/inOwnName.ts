import { openStates } from '../domain/booking'
import type { Booking } from '../domain/booking'
import { refOf } from '../domain/person'
import type { Person } from '../domain/person'
import { change, find, is } from '../platform/documents'

/** More than anybody has ahead. */
const most = 30

/**
 * What somebody booked for a guest who trusts them no more goes on in the guest's own name: nobody else is told who comes, and when. The version
 * stays, since it spoils nobody's click.
 */
export async function inOwnName(guest: Person, former: string, request: string): Promise<void> {
  const booked = await find<Pick<Booking, '_id'>>(
    'bookings',
    { 'guest.person': guest._id, 'booker.person': former, state: is.in(['waiting', ...openStates]) },
    { limit: most, order: [['slot', 'desc']], fields: ['number'] },
  )
  const set = { booker: refOf(guest), people: [guest._id] }
  await Promise.all(booked.map(({ _id }) => change<Booking>('bookings', _id, request, { 'booker.person': former }, { set, bump: false })))
}
