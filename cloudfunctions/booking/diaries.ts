import { spansOf } from '../domain/booking'
import type { Booking, Kind, Place } from '../domain/booking'
import { clashOf, entered, mostEngagements } from '../domain/diary'
import type { Diary, Engagement } from '../domain/diary'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import type { Refusal, Result } from '../domain/result'
import { sayAll, spoken } from '../domain/speech'
import type { Instant } from '../domain/time'
import { change, create, get } from '../platform/documents'

const tries = 3

/** Whether this very booking stands in the diary with its place, at all its times. */
export function isEntered({ engagements }: Diary, booking: Booking): boolean {
  const { _id, session } = booking
  return spansOf(booking).every(({ start }) =>
    engagements.some((one) => one.booking === _id && one.session === session && one.start === start),
  )
}

/** Why these engagements can't be entered, if they can't. */
export function fullOrClashing(
  diary: Diary,
  booking: string,
  spans: { start: Instant; end: Instant }[],
  now: Instant,
): Refusal | undefined {
  const clash = clashOf(diary, spans, booking)
  if (clash) return refuse('BOOKING_CLASH', sayAll(`${spoken(clash.start)}已经约了${clash.name}，请换一个时间`, now))
  const others = diary.engagements.filter((one) => one.booking !== booking && one.end > now)
  return others.length + spans.length > mostEngagements ? refuse('BOOKING_TOO_MANY') : undefined
}

/**
 * Enters a booking in the guest's diary, under the diary's own version: what `decide` saw is what is written to. A guest who has never been
 * here is written with it. One operation, two more for each other booking of the same guest that was faster. `session`: an appointment or
 * a course, entered as a whole.
 */
export async function enter(
  guest: Person,
  known: boolean,
  booking: string,
  now: Instant,
  decide: (guest: Person) => Result<Engagement[]>,
  session?: string,
): Promise<Result<Person>> {
  const request = `${booking}.enter.${now}`
  let seen = guest
  let exists = known
  for (let attempt = 0; attempt < tries; attempt++) {
    const decided = decide(seen)
    if (!decided.ok) return decided
    const diary = entered(seen.diary, decided.data, now, session === undefined ? undefined : { booking, session })
    if (!exists) {
      const made = await create<Person>('people', { ...seen, version: 1, requests: [request], diary })
      if (made) return done(made.document)
      const there = await get<Person>('people', seen._id)
      if (!there) return refuse('SERVICE_BUSY')
      exists = true
      seen = there
      continue
    }
    const changed = await change<Person>(
      'people',
      seen._id,
      `${request}.${seen.diary.version}`,
      { 'diary.version': seen.diary.version },
      { set: { diary }, bump: false },
    )
    if (changed.outcome === 'written') return done({ ...seen, diary })
    if (changed.outcome === 'missing') return refuse('SERVICE_BUSY')
    if (changed.outcome === 'already') return done(changed.document)
    seen = changed.document
  }
  return refuse('SERVICE_BUSY')
}

/** Takes a booking's place out of the diary; without effect when it is not there. With `at` only what was entered then. One operation. */
export async function leave(
  guest: string,
  kind: Kind | undefined,
  { session, start }: Place,
  booking: string,
  now: Instant,
  at?: Instant,
): Promise<void> {
  const engagement: Record<string, string> = {
    booking,
    session,
    // A workday may have two places of a booking that is being moved; a class has one entry for each lesson.
    ...(kind === 'visit' && at === undefined ? { start } : {}),
    ...(at === undefined ? {} : { at }),
  }
  await change<Person>(
    'people',
    guest,
    `${booking}.leave.${session}.${start}.${now}`,
    {},
    { pull: { 'diary.engagements': engagement }, inc: { 'diary.version': 1 }, bump: false },
  )
}
