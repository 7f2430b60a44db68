import { organisationsOf } from '../domain/booking'
import type { BookingState } from '../domain/booking'
import { is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { bookingPage } from './bookingPage'

const tabs: Record<'requested' | 'coming' | 'past', { states: BookingState[]; direction: 'asc' | 'desc' }> = {
  requested: { states: ['requested'], direction: 'asc' },
  coming: { states: ['assigned', 'checkedIn'], direction: 'asc' },
  past: { states: ['done', 'rated', 'declined', 'cancelled', 'noShow'], direction: 'desc' },
}

export const board: Handlers<'booking'>['board'] = ({ tab, cursor }, { person }) => {
  const { states, direction } = tabs[tab]
  return bookingPage({ organisationId: is.in(organisationsOf(person)), state: is.in(states) }, direction, cursor)
}
