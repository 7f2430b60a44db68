import type { Session, Workday } from '../domain/booking'
import { addDays, weekdayOf } from '../domain/calendar'
import { hoursOf } from '../domain/contractHours'
import { actsFor } from '../domain/organisation'
import type { Contract, Organisation } from '../domain/organisation'
import { done, refuse } from '../domain/result'
import { dayOf, instantAt } from '../domain/time'
import { weekPlan } from '../domain/weekPlan'
import type { PlannedBooking } from '../domain/weekPlan'
import { find, get, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { contractRow } from './contracts'

/** Far above an organisation's week; the database answers at most 1,000 documents. */
const most = 900

/** The week of the day asked for, from Monday unless it is named, with the hours that the organisation's contracts have left. */
export const week: Handlers<'booking'>['week'] = async (input, { person, now }) => {
  const id = actsFor(person)
  if (id === undefined) return refuse('NOT_ALLOWED')
  const today = dayOf(now)
  const from = input.from ?? dayOf(addDays(instantAt(today, '12:00'), -((weekdayOf(today) + 6) % 7)))
  const start = instantAt(from, '00:00')
  const end = addDays(start, 7)
  const [organisation, occasions, bookings, contracts] = await Promise.all([
    get<Organisation>('organisations', id),
    find<Workday | Session>(
      'sessions',
      { 'organisation.id': id, end: is.gt(start), start: is.lt(end), kind: is.in(['visit', 'class']) },
      { limit: most, order: [['end', 'asc']] },
    ),
    find<PlannedBooking>(
      'bookings',
      {
        organisationId: id,
        state: is.in(['held', 'requested', 'assigned', 'checkedIn', 'done', 'rated']),
        slot: is.both(is.gte(start), is.lt(end)),
        kind: is.in(['visit', 'appointment']),
      },
      {
        limit: most,
        order: [['slot', 'asc']],
        fields: ['session', 'state', 'service', 'guest', 'start', 'end', 'workerId'],
      },
    ),
    find<Contract>('contracts', { organisation: id, until: is.gte(today) }, { limit: 50, order: [['until', 'asc']] }),
  ])
  if (!organisation) return refuse('NOT_ALLOWED')
  const days = weekPlan(from, {
    organisation,
    workdays: occasions.filter((one): one is Workday => one.kind === 'visit'),
    sessions: occasions.filter((one): one is Session => one.kind !== 'visit'),
    bookings,
  })
  return done({
    from,
    days: days.map(({ workers, ...day }) => ({
      ...day,
      workers: workers.map(({ minutes, booked, ...worker }) => ({ ...worker, hours: hoursOf(minutes), booked: hoursOf(booked) })),
    })),
    contracts: contracts.map(contractRow),
  })
}
