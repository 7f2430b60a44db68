import { overlaps } from './booking'
import type { Cover, Programme } from './service'
import { dayOf } from './time'
import type { Instant } from './time'

/**
 * What a person is booked for, kept in the person's own document under a version of its own: so nobody is booked twice at once, and no
 * entitlement is used twice. A class has an engagement for each lesson.
 */
export interface Diary {
  version: number
  engagements: Engagement[]
  /** When something was last entered. */
  touchedAt?: Instant
  /** Something was entered and the sweep has not seen its booking yet. */
  unsettled?: boolean
}

export interface Engagement {
  booking: string
  session: string
  /** What it is, for the sentence of a refusal. */
  name: string
  start: Instant
  end: Instant
  /** When it was entered. */
  at: Instant
  cover?: Cover
}

export const emptyDiary: Diary = { version: 0, engagements: [] }

/** Open bookings that one person can have. */
export const mostEngagements = 120

type Span = Pick<Engagement, 'start' | 'end'>

/** What the person has at that time already; another place for the same booking is no clash, since it will be left. */
export function clashOf(diary: Diary, spans: Span[], booking: string): Engagement | undefined {
  return diary.engagements.find((other) => other.booking !== booking && spans.some((span) => overlaps(other, span)))
}

export function monthOf(at: Instant): string {
  return dayOf(at).slice(0, 7)
}

/** Minutes of a month that a programme already pays for, without those of one booking. */
export function usedMinutes(diary: Diary, programme: Programme['id'], month: string, without?: string): number {
  const byBooking = new Map<string, number>()
  for (const { booking, cover } of diary.engagements) {
    if (booking === without || cover?.programme !== programme || cover.month !== month) continue
    byBooking.set(booking, Math.max(cover.minutes, byBooking.get(booking) ?? 0))
  }
  return [...byBooking.values()].reduce((sum, minutes) => sum + minutes, 0)
}

/**
 * The diary with engagements entered; what is over and counts for no running month is left out. With `whole` they take the place of
 * everything that the booking had in that session: the lessons of a course may have been moved since.
 */
export function entered(diary: Diary, engagements: Engagement[], now: Instant, whole?: { booking: string; session: string }): Diary {
  const month = monthOf(now)
  const kept = diary.engagements.filter(({ end, cover }) => end > now || (cover !== undefined && cover.month >= month))
  const again = ({ booking, session, start }: Engagement) =>
    (whole?.booking === booking && whole.session === session) ||
    engagements.some((one) => one.booking === booking && one.session === session && one.start === start)
  const others = kept.filter((old) => !again(old))
  return { version: diary.version + 1, engagements: [...others, ...engagements], touchedAt: now, unsettled: true }
}
