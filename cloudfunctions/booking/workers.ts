import { overlaps, relationsOf } from '../domain/booking'
import type { Booking } from '../domain/booking'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import { addMinutes, dayOf, instantAt } from '../domain/time'
import { find, get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { occupations } from './occupations'
import { workerRole } from './workerRole'

const mostStaff = 200

/** The organisation's workers for one booking: who can do it, who is free then, and who has how much that day. Best first. */
export const workers: Handlers<'booking'>['workers'] = async (input, { person }) => {
  const booking = await get<Booking>('bookings', input.booking)
  if (!booking || !relationsOf(booking, person).includes('organisation')) return refuse('BOOKING_NOT_FOUND')
  const { organisationId, skill } = booking
  const staff = await find<Person>(
    'people',
    { organisation: organisationId },
    { limit: mostStaff, order: [['name', 'asc']], fields: ['name', 'roles'] },
  )
  const able = staff.flatMap(({ _id, name, roles }) => {
    const role = workerRole({ roles }, organisationId)
    return role ? [{ id: _id, name, role }] : []
  })
  if (able.length === 0) return done({ workers: [] })
  const day = instantAt(dayOf(booking.start), '00:00')
  const midnight = addMinutes(day, 24 * 60)
  const taken = await occupations(
    able.map(({ id }) => id),
    day,
    booking.end > midnight ? booking.end : midnight,
  )
  const listed = able.map(({ id, name, role: { skills, languages } }) => {
    const own = taken.filter((other) => other.workerId === id && other._id !== booking._id)
    const load = new Set(own.filter(({ start }) => start >= day && start < midnight).map(({ start }) => start)).size
    const busy = own.some((other) => overlaps(other, booking))
    const fits = skills.includes(skill)
    const detail = [
      busy ? '那个时间已有安排' : load === 0 ? '当天没有安排' : `当天已有 ${load} 项安排`,
      `会说${languages.join('、')}`,
    ].join('，')
    return { id, name, skills, load, busy, fits, detail }
  })
  listed.sort((a, b) => Number(a.busy) - Number(b.busy) || Number(b.fits) - Number(a.fits) || a.load - b.load || (a.id < b.id ? -1 : 1))
  return done({ workers: listed })
}
