import type { Booking } from './booking'
import type { Contract } from './organisation'
import type { Day } from './time'

/** Minutes promised for visits that have not been done. */
export function promisedMinutes({ open }: Pick<Contract, 'open'>): number {
  return open.reduce((sum, { minutes }) => sum + minutes, 0)
}

/** Whether a contract pays for that programme on that day. */
export function pays({ programme, from, until }: Pick<Contract, 'programme' | 'from' | 'until'>, wanted: string, day: Day): boolean {
  return programme === wanted && from <= day && day <= until
}

/** A booking keeps its hours of a contract until they have been used or it will not be done. */
export function keepsHours(booking: Pick<Booking, 'contract' | 'open' | 'uncounted'>, contract: string): boolean {
  return booking.contract === contract && (booking.open || booking.uncounted === true)
}

/** Hours to two decimals: three quarters of an hour are told as such. */
export function hoursOf(minutes: number): number {
  return Math.round((minutes * 100) / 60) / 100
}
