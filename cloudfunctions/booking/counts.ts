import type { Booking, Offering } from '../domain/booking'
import { pays } from '../domain/contractHours'
import type { Contract, Organisation } from '../domain/organisation'
import type { Person } from '../domain/person'
import { dayOf } from '../domain/time'
import type { Instant } from '../domain/time'
import { change, find, get, is } from '../platform/documents'
import { useHours } from './hoursLedger'

const bookingsASweep = 25
const contractsASweep = 20
const mostContracts = 50
const mostOfferings = 60
/** Carers who have come before: those that people would know by name. */
const mostCarers = 6
const mostLearned = 50

/**
 * What a booking that is done or rated adds elsewhere: hours of the contract used, who came and what was learned at the guest's, stars at
 * the organisation's. Each part may be done again without counting twice; then the booking is counted.
 */
export async function settleCounts(now: Instant): Promise<number> {
  const uncounted = await find<Booking>('bookings', { uncounted: true }, { limit: bookingsASweep, order: [['updatedAt', 'asc']] })
  for (const booking of uncounted) {
    if (booking.contract !== undefined) await useHours(booking.contract, booking._id, now)
    await remember(booking)
    if (booking.rating) await countStars(booking, booking.rating.stars)
    // Rated since we looked: then it is counted again, with its stars.
    await change(
      'bookings',
      booking._id,
      `${booking._id}.counted.${now}`,
      { version: booking.version },
      { unset: ['uncounted'], bump: false },
    )
  }
  return uncounted.length
}

async function remember({ _id: id, kind, guest, worker, organisationId, service, end }: Booking): Promise<void> {
  if (kind === 'appointment') return
  const person = await get<Person>('people', guest.person)
  if (!person) return
  const set: Partial<Pick<Person, 'carers' | 'learned'>> = {}
  if (kind === 'class') {
    const learned = person.learned ?? []
    if (!learned.includes(service.id)) set.learned = [...learned, service.id].slice(-mostLearned)
  } else if (worker) {
    const known = person.carers.find((one) => one.worker === worker.person)
    if (known && known.last >= end) return
    const carer = { worker: worker.person, name: worker.name, organisation: organisationId, visits: (known?.visits ?? 0) + 1, last: end }
    set.carers = [carer, ...person.carers.filter((one) => one !== known)].slice(0, mostCarers)
  }
  if (Object.keys(set).length > 0) await change('people', person._id, `${id}.remember`, {}, { set, bump: false })
}

async function countStars({ _id: id, organisationId, service }: Booking, stars: number): Promise<void> {
  const [organisation, offering] = await Promise.all([
    get<Organisation>('organisations', organisationId),
    get<Offering>('sessions', `${organisationId}.${service.id}`),
  ])
  if (organisation) {
    const { count, stars: mean } = organisation.rating
    const rating = { stars: (mean * count + stars) / (count + 1), count: count + 1 }
    await change('organisations', organisationId, `${id}.stars`, { 'rating.count': count }, { set: { rating }, bump: false })
  }
  if (offering) {
    const { rated, rating } = offering.standing
    const set = { 'standing.rating': (rating * rated + stars) / (rated + 1), 'standing.rated': rated + 1 }
    await change('sessions', offering._id, `${id}.stars`, { 'standing.rated': rated }, { set, bump: false })
  }
}

/** Tells dispatch what the contracts of an organisation have left, where hours were taken or given back of late. */
export async function settleStanding(now: Instant): Promise<number> {
  const touched = await find<Pick<Contract, '_id' | 'organisation' | 'programme'>>(
    'contracts',
    { unsettled: true },
    { limit: contractsASweep, order: [['touchedAt', 'asc']], fields: ['organisation', 'programme'] },
  )
  const day = dayOf(now)
  let told = 0
  for (const organisation of new Set(touched.map((contract) => contract.organisation))) {
    const [contracts, offerings] = await Promise.all([
      find<Contract>('contracts', { organisation, until: is.gte(day) }, { limit: mostContracts }),
      find<Offering>('sessions', { 'organisation.id': organisation, start: 'offering' }, { limit: mostOfferings }),
    ])
    for (const { _id, programme, standing } of offerings) {
      if (!programme) continue
      const paying = contracts.filter((contract) => pays(contract, programme.id, day))
      const minutesLeft = paying.reduce((sum, { left }) => sum + left, 0)
      const minutesBought = paying.reduce((sum, { minutes }) => sum + minutes, 0)
      if (standing.minutesLeft === minutesLeft && standing.minutesBought === minutesBought) continue
      const set = { 'standing.minutesLeft': minutesLeft, 'standing.minutesBought': minutesBought }
      await change('sessions', _id, `standing.${now}`, {}, { set, bump: false })
      told++
    }
  }
  return told
}
