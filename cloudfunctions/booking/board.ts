import { organisationsOf } from '../domain/booking'
import type { BookingState } from '../domain/booking'
import { done } from '../domain/result'
import { is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { listOf, pageOf } from './bookingPage'

const tabs: Record<'requested' | 'coming' | 'past', { states: BookingState[]; direction: 'asc' | 'desc' }> = {
  requested: { states: ['requested'], direction: 'asc' },
  coming: { states: ['assigned', 'checkedIn'], direction: 'asc' },
  past: { states: ['done', 'rated', 'declined', 'cancelled', 'noShow'], direction: 'desc' },
}

export const board: Handlers<'booking'>['board'] = async ({ tab, cursor }, { person, now }) => {
  const { states, direction } = tabs[tab]
  const page = await pageOf({ organisationId: is.in(organisationsOf(person)), state: is.in(states) }, direction, cursor)
  return done(listOf(page, person._id, now))
}
