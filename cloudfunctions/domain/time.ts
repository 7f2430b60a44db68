import dayjs from 'dayjs'
import utc from 'dayjs/plugin/utc'

dayjs.extend(utc)

/** ISO-8601 in UTC with milliseconds, so that instants sort as text. */
export type Instant = string
/** YYYY-MM-DD in the town's time zone. */
export type Day = string

/** China has had no summer time since 1991, so the town's clock is UTC+8 all year. */
export function inTown(at: Instant): dayjs.Dayjs {
  return dayjs.utc(at).utcOffset(8)
}

export function dayOf(at: Instant): Day {
  return onTownClock(at).toISOString().slice(0, 10)
}

/** A date whose UTC fields are what the town's clock shows; a town is laid out with tens of thousands of these. */
function onTownClock(at: Instant): Date {
  return new Date(Date.parse(at) + 8 * 60 * 60_000)
}

/** Minutes after midnight on the town's clock. */
export function minuteOf(at: Instant): number {
  const local = onTownClock(at)
  return local.getUTCHours() * 60 + local.getUTCMinutes()
}

/** The instant of a wall-clock time ('08:30') on a day in the town. */
export function instantAt(day: Day, wall: string): Instant {
  return new Date(`${day}T${wall}:00.000+08:00`).toISOString()
}

export function addMinutes(at: Instant, minutes: number): Instant {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString()
}

export function minutesOfWall(wall: string): number {
  const [hours = 0, minutes = 0] = wall.split(':').map(Number)
  return hours * 60 + minutes
}
