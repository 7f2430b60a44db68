import type { Booking } from '../domain/booking'
import type { CrewNeed } from '../domain/dispatch'
import type { Person } from '../domain/person'

/** A booked visit as choosing a worker for it weighs it. */
export function visitNeed(
  { start, end, skill, home, wish }: Pick<Booking, 'start' | 'end' | 'skill' | 'home' | 'wish'>,
  carers: Person['carers'],
): CrewNeed {
  const place = home && {
    village: home.village.grid,
    villageName: home.village.name,
    point: { longitude: home.longitude, latitude: home.latitude },
  }
  return { service: { skill }, start, end, home: place ?? {}, wish, carers }
}
