import type { Booking } from '../domain/booking'
import type { Instant } from '../domain/time'
import { change } from '../platform/documents'
import { leave } from './diaries'
import { freeHours } from './hoursLedger'
import { freePlace } from './places'

/**
 * Gives back what a booking has left: hours of its contract, entry in the diary, place; then notes that it has. By the call that made it
 * leave, alone; when that one is killed, by the sweep once it is surely over. Answers the booking as it then is.
 */
export async function giveBack(booking: Booking, now: Instant): Promise<Booking> {
  const { _id: id, kind, guest, leaving, contract } = booking
  if (leaving.length === 0) return booking
  // Hours are taken anew only when nothing is left to give back, so these are the old ones.
  if (contract !== undefined) await freeHours(contract, id, now)
  for (const { session, start } of leaving) {
    await leave(guest.person, kind, { session, start }, id, now)
    await freePlace(kind, { session, start }, id, now)
    await change<Booking>(
      'bookings',
      id,
      `${id}.left.${session}.${start}.${now}`,
      {},
      { pull: { leaving: { session, start } }, unset: contract === undefined ? [] : ['contract'], bump: false },
    )
  }
  return { ...booking, leaving: [], contract: undefined }
}
