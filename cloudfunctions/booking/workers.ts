import { relationsOf } from '../domain/booking'
import type { Booking, Workday } from '../domain/booking'
import { rankWorkers } from '../domain/dispatch'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import { unable, visitsOf } from '../domain/workday'
import { find, get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { visitNeed } from './visitNeed'

/** The organisation's workers for one visit, best first: who can do it, who is free then, who has been there before. */
export const workers: Handlers<'booking'>['workers'] = async (input, { person }) => {
  const booking = await get<Booking>('bookings', input.booking)
  if (!booking || !relationsOf(booking, person).includes('organisation')) return refuse('BOOKING_NOT_FOUND')
  if (booking.kind !== 'visit') return done({ workers: [] })
  const [workday, [guest]] = await Promise.all([
    get<Workday>('sessions', booking.session),
    find<Pick<Person, 'carers'>>('people', { _id: booking.guest.person }, { limit: 1, fields: ['carers'] }),
  ])
  if (!workday) return done({ workers: [] })
  const need = visitNeed(booking, guest?.carers ?? [])
  const proposed = workday.takers.find((taker) => taker.booking === booking._id && taker.start === booking.start)?.worker
  const span = { start: booking.start, end: booking.end, skill: booking.skill, home: booking.home }
  return done({
    workers: rankWorkers(workday, need, booking._id).map(({ member, detail, able }) => ({
      id: member.worker.person,
      name: member.worker.name,
      skills: member.skills,
      load: visitsOf(workday, member.worker.person, booking._id).length,
      busy: !able && unable(member, workday, span, booking._id) !== 'unskilled',
      fits: member.skills.includes(booking.skill),
      proposed: member.worker.person === (booking.workerId ?? proposed),
      detail,
    })),
  })
}
