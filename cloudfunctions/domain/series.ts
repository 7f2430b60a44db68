import type { Booking } from './booking'
import { addDays } from './calendar'
import { kindRules } from './kinds'
import type { NewNotice, Step } from './matter'
import type { PersonRef } from './person'
import { spoken } from './speech'
import { dayOf, instantAt, inTown } from './time'
import type { Day, Instant } from './time'

/** Collection `series`: a visit that repeats. Each date is a booking of its own, so that one can be moved or called off by itself. */
export interface Series {
  _id: string
  version: number
  requests: string[]
  guest: PersonRef
  booker: PersonRef
  consent: Booking['consent']
  service: { id: string; name: string }
  /** The visit that is repeated; it is the first of the series. */
  first: string
  /** Its start. */
  start: Instant
  weeks: number
  times: number
  wish: Booking['wish']
  note: string
  /** What the guest was told that a visit costs; a date that would cost more is left out and told. */
  yuan: number
  /** Until all dates have been tried, or it has been ended and what was booked ahead has been called off. */
  active: boolean
  /** Who ended it; then `bookedUntil` is empty, so that no date is booked any more and the sweep comes to it first. */
  ended?: { by: string; at: Instant }
  /** The next date to be booked; all before it have been tried, once each. */
  bookedUntil: Day
  /** Dates on which it could not be booked, and why. */
  missed: { day: Day; why: string }[]
  createdAt: Instant
  updatedAt: Instant
}

/** Dates are booked a day or two after they have been laid out for sure. */
const seriesDaysAhead = kindRules.visit.daysAhead - 2

/** Start of the visit number `index`, the first being 0. The town's clock has no summer time, so the wall-clock time stays. */
function startOf({ start, weeks }: Pick<Series, 'start' | 'weeks'>, index: number): Instant {
  return addDays(start, 7 * weeks * index)
}

/** All dates but the first. */
export function datesOf(series: Pick<Series, 'start' | 'weeks' | 'times'>): Day[] {
  return Array.from({ length: series.times - 1 }, (_, index) => dayOf(startOf(series, index + 1)))
}

export function startOn({ start }: Pick<Series, 'start'>, day: Day): Instant {
  return instantAt(day, inTown(start).format('HH:mm'))
}

/** The next date, if it is time to book it. */
export function dueDate(series: Series, now: Instant): Day | undefined {
  const day = datesOf(series).find((one) => one >= series.bookedUntil)
  return series.active && series.ended === undefined && day !== undefined && day <= lastDay(now) ? day : undefined
}

/** Dates up to this one are booked now. */
export function lastDay(now: Instant): Day {
  return dayOf(addDays(now, seriesDaysAhead))
}

/** What is written when a date has been tried: the one after it is next, and after the last the series is at its end. */
export function tried(series: Series, day: Day, why: string | undefined): Pick<Series, 'bookedUntil' | 'active' | 'missed'> {
  const next = datesOf(series).find((one) => one > day)
  return {
    bookedUntil: next ?? day,
    active: next !== undefined,
    missed: why === undefined ? series.missed : [...series.missed, { day, why }],
  }
}

/** Told on the first visit: people look there, and it carries messages. */
export function missedStep(series: Series, { day, why }: Series['missed'][number]): Step<Booking> {
  const start = startOn(series, day)
  const text = `${inTown(start).format('M月D日HH:mm')}那次没约上`
  const notice = ({ person, openid }: PersonRef): NewNotice => ({
    person,
    openid,
    template: 'bookingProgress',
    title: series.service.name,
    text,
    page: `/packages/booking/booking/booking?id=${series.first}`,
  })
  const people = series.guest.person === series.booker.person ? [series.guest] : [series.guest, series.booker]
  return {
    set: {},
    entry: {
      by: { name: '系统', as: '系统' },
      step: 'repeat',
      sentence: `定期的${series.service.name}，${spoken(start)}这一次没约上`,
      note: why,
    },
    notices: people.filter(({ openid }) => openid !== '').map(notice),
  }
}
