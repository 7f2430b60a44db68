import { isOffering } from './bookables'
import { withoutPlace } from '../domain/booking'
import type { Booking, BookingState } from '../domain/booking'
import { proposalOf } from '../domain/proposal'
import type { LastVisit } from '../domain/proposal'
import type { Person } from '../domain/person'
import { done } from '../domain/result'
import { find } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { laidOut } from './laidOut'

/** Bookings of the guest looked at, latest first. */
const most = 30

export const proposal: Handlers<'booking'>['proposal'] = async (input, { guest, now }) => {
  const last = await lastVisit(guest, input.service)
  const service = input.service ?? last?.service.id
  if (service === undefined) return done({})
  const bookables = await laidOut(service, now)
  const offering = bookables.filter(isOffering).sort((a, b) => (a._id < b._id ? -1 : 1))[0]
  if (offering?.service.kind !== 'visit') return done({})
  const proposed = proposalOf(bookables, { offering, guest, wish: {}, now }, last)
  if (!proposed) return done({})
  const { placement, start, end, price, why, sentence } = proposed
  const { person: id, name } = placement.worker.worker
  return done({
    proposal: {
      service: { id: offering.service.id, name: offering.service.name },
      start,
      end,
      worker: { id, name },
      organisation: placement.offering.organisation.name,
      price,
      why,
      sentence,
    },
  })
}

const ended: readonly BookingState[] = ['done', 'rated']

/** The last visit that took place, of the service if one is asked for; else the latest that was booked. */
async function lastVisit(guest: Person, service: string | undefined): Promise<LastVisit | undefined> {
  const bookings = await find<LastVisit & Pick<Booking, 'kind' | 'state'>>(
    'bookings',
    { 'guest.person': guest._id },
    { limit: most, order: [['slot', 'desc']], fields: ['kind', 'state', 'service', 'start', 'worker', 'wish'] },
  )
  const visits = bookings.filter((one) => one.kind === 'visit' && (service === undefined || one.service.id === service))
  return (
    visits.find(({ state }) => ended.includes(state)) ?? visits.find(({ state }) => !withoutPlace.includes(state) && state !== 'waiting')
  )
}
