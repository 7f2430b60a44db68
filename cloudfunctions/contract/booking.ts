import * as z from 'zod/mini'
import { command, query } from './action'
import { cursor, day, entryView, id, instant, photoView, photos, point, rating, reasonView, someText, text, version } from './fields'

export const kinds = ['visit', 'appointment', 'class'] as const
export const bookingStates = ['requested', 'assigned', 'checkedIn', 'done', 'rated', 'declined', 'cancelled', 'noShow'] as const
export const bookingSteps = ['cancel', 'confirm', 'decline', 'checkIn', 'complete', 'rate', 'reveal'] as const

/** What it costs this person, said before booking. */
export const priceView = z.object({ kind: z.enum(['free', 'low', 'paid']), yuan: z.number(), sentence: z.string() })

export const serviceRow = z.object({
  id,
  kind: z.enum(kinds),
  field: z.string(),
  name: z.string(),
  summary: z.string(),
  minutes: z.int(),
  price: priceView,
})

export const sessionView = z.object({
  id,
  title: z.string(),
  organisation: z.string(),
  who: z.optional(z.string()),
  place: z.optional(z.string()),
  start: instant,
  end: instant,
  seats: z.int(),
  left: z.int(),
  mine: z.boolean(),
})

export const bookingRow = z.object({
  id,
  number: z.string(),
  kind: z.enum(kinds),
  state: z.enum(bookingStates),
  stateText: z.string(),
  service: z.object({ id: z.string(), name: z.string() }),
  organisation: z.string(),
  worker: z.optional(z.string()),
  forWhom: z.string(),
  start: instant,
  end: instant,
  place: z.optional(z.string()),
  /** Where to go for a visit, while it is ahead or under way. */
  addressMasked: z.optional(z.string()),
  version: z.int(),
  updatedAt: instant,
})

export const bookingView = z.extend(bookingRow, {
  now: z.string(),
  note: z.string(),
  price: priceView,
  why: reasonView,
  organisationPhone: z.optional(z.string()),
  phoneMasked: z.optional(z.string()),
  /** What the worker wrote for whoever comes next; only staff see it. */
  lastTime: z.optional(z.string()),
  record: z.optional(z.object({ done: z.array(z.string()), note: z.string(), photos: z.array(photoView) })),
  checklist: z.array(z.string()),
  rating: z.optional(z.object({ stars: z.int(), text: z.string() })),
  timeline: z.array(entryView),
  may: z.array(z.enum(bookingSteps)),
})

const bookingList = z.object({ bookings: z.array(bookingRow), next: z.optional(z.string()) })
const step = { booking: id, version }

export const booking = {
  services: query({
    who: ['resident'],
    operations: 2,
    input: z.object({}),
    output: z.object({ fields: z.array(z.object({ id: z.string(), name: z.string(), services: z.array(serviceRow) })) }),
  }),
  /** A service with what can be booked: for a visit, days and windows with the number of free places; else its sessions. */
  service: query({
    who: ['resident'],
    operations: 3,
    input: z.object({ service: id }),
    output: z.extend(serviceRow, {
      includes: z.array(z.string()),
      prepare: z.string(),
      cancelHours: z.int(),
      windows: z.array(z.object({ day, start: instant, end: instant, free: z.int() })),
      sessions: z.array(sessionView),
      /** Whether an address and a phone number must be given first (visits). */
      missing: z.array(z.enum(['address', 'phone'])),
      addressMasked: z.optional(z.string()),
      phoneMasked: z.optional(z.string()),
    }),
  }),
  book: command({
    who: ['resident'],
    operations: 6,
    input: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('visit'), service: id, start: instant, note: z._default(text(300), '') }),
      z.object({ kind: z.literal('appointment'), session: id, note: z._default(text(300), '') }),
      z.object({ kind: z.literal('class'), session: id, note: z._default(text(300), '') }),
    ]),
    output: bookingView,
  }),
  mine: query({ who: ['resident'], operations: 2, input: z.object({ cursor }), output: bookingList }),
  get: query({ who: ['resident'], operations: 3, input: z.object({ booking: id }), output: bookingView }),
  cancel: command({
    who: ['resident'],
    operations: 7,
    input: z.object({ ...step, reason: z._default(text(300), '') }),
    output: bookingView,
  }),
  rate: command({
    who: ['resident'],
    operations: 4,
    input: z.object({ ...step, stars: rating, text: z._default(text(300), '') }),
    output: bookingView,
  }),
  /** The organisation's list: what waits for its answer, or what is coming. */
  board: query({
    who: ['organisation'],
    operations: 2,
    input: z.object({ tab: z.enum(['requested', 'coming', 'past']), cursor }),
    output: bookingList,
  }),
  workers: query({
    who: ['organisation'],
    operations: 4,
    input: z.object({ booking: id }),
    output: z.object({
      workers: z.array(
        z.object({
          id,
          name: z.string(),
          skills: z.array(z.string()),
          load: z.int(),
          busy: z.boolean(),
          fits: z.boolean(),
          detail: z.string(),
        }),
      ),
    }),
  }),
  confirm: command({ who: ['organisation'], operations: 7, input: z.object({ ...step, worker: id }), output: bookingView }),
  decline: command({ who: ['organisation'], operations: 7, input: z.object({ ...step, reason: someText(300) }), output: bookingView }),
  /** The worker's list of one day, in order. */
  visits: query({
    who: ['worker'],
    operations: 2,
    input: z.object({ day: z.optional(day) }),
    output: z.object({ day, bookings: z.array(bookingRow) }),
  }),
  checkIn: command({ who: ['worker'], operations: 4, input: z.object({ ...step, place: z.optional(point) }), output: bookingView }),
  complete: command({
    who: ['worker'],
    operations: 5,
    input: z.object({
      ...step,
      done: z.array(someText(40)).check(z.maxLength(20)),
      note: someText(500),
      nextTime: z._default(text(300), ''),
      photos: z._default(photos, []),
    }),
    output: bookingView,
  }),
  /** Shows a sealed field to the worker or organisation of this booking; who, when and why go to the audit trail. */
  reveal: command({
    who: ['worker', 'organisation'],
    operations: 4,
    input: z.object({ booking: id, field: z.enum(['address', 'phone']), reason: someText(100) }),
    output: z.object({ value: z.string() }),
  }),
}
