import { overlaps, spansOf } from './booking'
import type { Bookable, Offering, Session, VisitWish, Workday } from './booking'
import { conflictOf } from './conflict'
import { clashOf, monthOf } from './diary'
import { ableAt, homeOf, meets } from './dispatch'
import type { VisitNeed } from './dispatch'
import { quote } from './entitlement'
import type { Person } from './person'
import { sayTime } from './speech'
import { addMinutes, dayOf, instantAt } from './time'
import type { Instant } from './time'

/** What a guest can book of a service, from everything that is laid out. */

export interface Wanted {
  offering: Offering
  guest: Person
  wish: VisitWish
  now: Instant
}

/** Nobody can be asked to come sooner than so: the organisation has to answer, and somebody to get there. */
const leadMinutes = 60

export interface Window {
  day: string
  start: Instant
  end: Instant
  /** Workers who could come, and of them those who meet every wish. */
  free: number
  wished: number
  clash: boolean
}

/** A visit at that time as dispatch weighs it. */
export function needAt({ offering: { service, programme }, guest, wish, now }: Wanted, start: Instant): VisitNeed {
  return {
    service,
    start,
    end: addMinutes(start, service.minutes),
    home: homeOf(guest),
    wish,
    coverMinutes: quote(service, programme, guest, start).cover?.minutes ?? 0,
    carers: guest.carers,
    tried: [],
    now,
    engaged: guest.diary.engagements,
  }
}

/** Times of visits in order, on every day on which somebody works. */
export function windowsOf(bookables: Bookable[], wanted: Wanted, from: Instant, until: Instant): Window[] {
  const offerings = bookables.filter((one) => one.kind === 'offering')
  const days = new Map<string, Workday[]>()
  for (const one of bookables) if (one.kind === 'visit') days.set(one.day, [...(days.get(one.day) ?? []), one])
  const soonest = addMinutes(wanted.now, leadMinutes)
  const { starts = [] } = wanted.offering.service
  return [...days.keys()].sort().flatMap((day) =>
    starts
      .map((wall) => instantAt(day, wall))
      .filter((start) => start >= soonest && start >= from && start < until)
      .sort()
      .map((start): Window => {
        const need = needAt(wanted, start)
        const able = ableAt([...offerings, ...(days.get(day) ?? [])], need)
        return {
          day,
          start,
          end: need.end,
          free: able.length,
          wished: able.filter((member) => meets(member, wanted.wish)).length,
          clash: wanted.guest.diary.engagements.some((other) => overlaps(other, need)),
        }
      }),
  )
}

/** Sessions that have not begun, of those who take bookings, in order. */
export function sessionsOf(bookables: Bookable[], now: Instant, until: Instant): Session[] {
  const open = new Set(bookables.flatMap((one) => (one.kind === 'offering' && one.open ? [one.organisation.id] : [])))
  return bookables
    .filter((one): one is Session => one.kind === 'appointment' || one.kind === 'class')
    .filter(({ organisation, start }) => open.has(organisation.id) && start > now && start < until)
    .sort((a, b) => (a.start < b.start || (a.start === b.start && a._id < b._id) ? -1 : 1))
}

/** Why this guest can't take a session, or wait for it, whether or not there is room. `missing` = names of classes to be completed before. */
export function obstacleOf(session: Session, others: Session[], guest: Person, now: Instant, against?: string, missing: string[] = []) {
  if (missing.length > 0) return `要先学完${missing.map((name) => `“${name}”`).join('或')}，才能报这个班`
  const conflict = conflictOf(session, against, others)
  if (conflict !== undefined) return conflict
  const clash = clashOf(guest.diary, spansOf(session), '')
  return clash && `${sayTime(clash.start, now)}已经约了“${clash.name}”，时间上有冲突`
}

/** Services of which the guest has to complete one before. */
export function missingBefore({ after = [] }: Offering['service'], { learned = [] }: Person): string[] {
  return after.some((service) => learned.includes(service)) ? [] : after
}

/** What it costs by the month in which it begins. */
export function pricesOf({ offering: { service, programme }, guest }: Wanted, starts: Instant[]) {
  const months = new Map(starts.map((start) => [monthOf(start), start]))
  return [...months].sort().map(([month, start]) => ({ month, price: quote(service, programme, guest, start) }))
}

/** Languages that somebody of the crews speaks who knows how, the most common first. */
export function languagesOf(bookables: Bookable[], skill: string): string[] {
  const speakers = new Map<string, Set<string>>()
  for (const { worker, languages } of crewOf(bookables, skill)) {
    for (const language of languages) speakers.set(language, (speakers.get(language) ?? new Set()).add(worker.person))
  }
  return [...speakers].sort(([a, some], [b, more]) => more.size - some.size || (a < b ? -1 : 1)).map(([language]) => language)
}

export function crewOf(bookables: Bookable[], skill: string) {
  return bookables.flatMap((one) => (one.kind === 'visit' ? one.crew.filter(({ skills }) => skills.includes(skill)) : []))
}

/** The day on which somebody looks, to the end: what is laid out, and the offerings, whose start sorts after every instant. */
export function startOfToday(now: Instant): Instant {
  return instantAt(dayOf(now), '00:00')
}
