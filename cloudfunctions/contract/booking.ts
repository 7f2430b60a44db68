import * as z from 'zod/mini'
import { command, query } from './action'
import {
  cursor,
  day,
  entryView,
  happenedAt,
  id,
  instant,
  photoView,
  photos,
  point,
  rating,
  reasonView,
  someText,
  text,
  version,
} from './fields'

export const kinds = ['visit', 'appointment', 'class'] as const
export const bookingStates = [
  'waiting',
  'held',
  'requested',
  'assigned',
  'checkedIn',
  'done',
  'rated',
  'declined',
  'expired',
  'cancelled',
  'noShow',
] as const
export const bookingSteps = [
  'accept',
  'cancel',
  'reschedule',
  'repeat',
  'confirm',
  'decline',
  'reassign',
  'checkIn',
  'complete',
  'alarm',
  'rate',
  'reveal',
] as const
export const channels = ['office', 'phone', 'home', 'video'] as const
export const genders = ['woman', 'man'] as const

/** 08:30 */
export const wall = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/))
export const month = z.string().check(z.regex(/^2\d{3}-(0[1-9]|1[0-2])$/))
const shifts = z.array(z.object({ from: wall, until: wall })).check(z.maxLength(4))

/** What it costs this person, said before booking. */
export const priceView = z.object({ kind: z.enum(['free', 'low', 'paid']), yuan: z.number(), sentence: z.string() })

/** What a person is entitled to of a programme this month, and why; in plain sentences. */
export const entitlementView = z.object({
  programme: z.string(),
  category: z.string(),
  level: z.optional(z.string()),
  hours: z.number(),
  hoursLeft: z.number(),
  sentence: z.string(),
})

export const serviceRow = z.object({
  id,
  kind: z.enum(kinds),
  field: z.string(),
  name: z.string(),
  summary: z.string(),
  minutes: z.int(),
  price: priceView,
})

/** A lesson keeps its number, also when it does not take place. */
const lessonView = z.object({
  title: z.string(),
  start: instant,
  end: instant,
  /** The substitute, if somebody else than the course's own teacher gives it. */
  teacher: z.optional(z.string()),
  cancelled: z.optional(z.boolean()),
  why: z.optional(z.string()),
})

/** A course. */
export const sessionView = z.object({
  id,
  title: z.string(),
  organisation: z.string(),
  who: z.optional(z.string()),
  place: z.optional(z.string()),
  start: instant,
  end: instant,
  term: z.optional(z.string()),
  about: z.optional(z.string()),
  lessons: z.array(lessonView),
  seats: z.int(),
  left: z.int(),
  /** People in the queue; with somebody in it nobody passes them. */
  queued: z.int(),
  mine: z.boolean(),
  /** The guest's state if `mine`: also waiting or held. */
  booking: z.optional(id),
  /** Why this person can't take it, although there is room: a clash, a conflict of interest, a missing prerequisite. */
  obstacle: z.optional(z.string()),
  /** The obstacle is something else that the guest has then; named, if it is the viewer's own. Who waits may have it. */
  clash: z.optional(z.object({ booking: z.optional(id) })),
})

/** Somebody who advises, with their hours: there are hundreds, so what they share is said once, and of each only what is not usual. */
export const adviserView = z.object({
  who: z.optional(z.string()),
  organisation: z.string(),
  /** The adviser who sits beside the leader. */
  beside: z.optional(z.string()),
  place: z.optional(z.string()),
  channels: z.array(z.enum(channels)),
  minutes: z.int(),
  hours: z.array(
    z.object({
      id,
      start: instant,
      /** Somebody has it. */
      taken: z.optional(z.boolean()),
      /** The guest's own. */
      booking: z.optional(id),
      /** Why this person can't take it, although it is free: a clash, a conflict of interest. */
      obstacle: z.optional(z.string()),
    }),
  ),
})

export const bookingRow = z.object({
  id,
  number: z.string(),
  kind: z.enum(kinds),
  state: z.enum(bookingStates),
  stateText: z.string(),
  service: z.object({ id: z.string(), name: z.string() }),
  title: z.optional(z.string()),
  organisation: z.string(),
  worker: z.optional(z.string()),
  /** Whom to call about it: the organisation. */
  organisationPhone: z.optional(z.string()),
  forWhom: z.string(),
  /** Whether it is the viewer's own, and not one that they booked for somebody. */
  own: z.boolean(),
  start: instant,
  end: instant,
  /** Of a course of several lessons: the one that is next or under way. */
  next: z.optional(z.object({ start: instant, end: instant })),
  /** An answer is due by then: of the organisation (requested) or of the guest (held). */
  dueAt: z.optional(instant),
  place: z.optional(z.string()),
  channel: z.optional(z.enum(channels)),
  series: z.optional(id),
  /** Where to go for a visit, while it is ahead or under way. */
  addressMasked: z.optional(z.string()),
  version: z.int(),
  updatedAt: instant,
})

export const bookingView = z.extend(bookingRow, {
  /** The session, for registers and queues. */
  session: id,
  now: z.string(),
  note: z.string(),
  price: priceView,
  why: reasonView,
  bookedBy: z.optional(z.string()),
  /** To the guest and who booked, for booking again and for moving; to the organisation that visits, whose need it may assess. */
  guest: z.optional(id),
  /** To the guest and who booked: how staff said that they agreed, against whom it is. */
  consent: z.optional(z.enum(['phone', 'inPerson'])),
  against: z.optional(id),
  phoneMasked: z.optional(z.string()),
  /** For the way there, to staff while it is open. */
  home: z.optional(point),
  /** The adviser's meeting room, to the guest and the adviser. */
  video: z.optional(z.string()),
  /** Whether there is a sealed text about the matter that the adviser may open. */
  intake: z.boolean(),
  lessons: z.array(
    z.extend(lessonView, {
      attended: z.boolean(),
      /** What the guest has at that time since the lesson was moved: nobody expects them. */
      clash: z.optional(z.object({ booking: id, name: z.string() })),
    }),
  ),
  /** Place in the queue, from 1, while waiting. */
  queuePlace: z.optional(z.int()),
  /** What the worker wrote for whoever comes next; only staff see it. */
  lastTime: z.optional(z.string()),
  record: z.optional(
    z.object({
      done: z.array(z.string()),
      note: z.string(),
      photos: z.array(photoView),
      agreedBy: z.optional(z.enum(['guest', 'family'])),
      outcome: z.optional(z.string()),
    }),
  ),
  checklist: z.array(z.string()),
  /** Of a visit with an alarm: the case that was made. */
  alarmCase: z.optional(id),
  rating: z.optional(z.object({ stars: z.int(), text: z.string() })),
  timeline: z.array(entryView),
  may: z.array(z.enum(bookingSteps)),
})

/** The number of changes that the person was looking at; a stale one is refused. */
const courseChange = { session: id, changes: z.int().check(z.gte(0)) }
const courseChanged = z.object({ changes: z.int(), sentence: z.string() })

const bookingList = z.object({ bookings: z.array(bookingRow), next: z.optional(z.string()) })
const step = { booking: id, version }

/** For whom it is, if not for the caller: somebody who trusts the caller, or who lives in the caller's grid and agreed. */
const about = { forWhom: z.optional(id) }
const wish = z._default(z.object({ worker: z.optional(id), language: z.optional(text(20)), gender: z.optional(z.enum(genders)) }), {})
const common = {
  service: id,
  note: z._default(text(300), ''),
  /** Yuan that the person was told; a higher price is refused with PRICE_CHANGED. */
  yuan: z.number().check(z.gte(0)),
  /** Only keeps the place, for ten minutes, until it is accepted. */
  hold: z._default(z.boolean(), false),
  /** How somebody agreed for whom staff books. */
  consent: z.optional(z.object({ how: z.enum(['phone', 'inPerson']), note: z._default(text(100), '') })),
  ...about,
}

export const booking = {
  services: query({
    who: ['resident'],
    operations: 3,
    input: z.object(about),
    output: z.object({
      fields: z.array(z.object({ id: z.string(), name: z.string(), services: z.array(serviceRow) })),
      entitlements: z.array(entitlementView),
    }),
  }),
  /**
   * A service with what can be booked in a month (default: from now on): for a visit, times with the number of workers who could come;
   * for advice, advisers with their hours; for a class, its sessions. `against` = a village grid, for advice against its committee.
   * `moving` = a booking of the guest that is to be moved: what it has itself is in nobody's way.
   */
  service: query({
    who: ['resident'],
    operations: 3,
    input: z.object({
      service: id,
      month: z.optional(month),
      against: z.optional(id),
      moving: z.optional(id),
      wish,
      ...about,
    }),
    output: z.extend(serviceRow, {
      includes: z.array(z.string()),
      prepare: z.string(),
      cancelHours: z.int(),
      channels: z.array(z.enum(channels)),
      adversarial: z.boolean(),
      forWhom: z.object({ id: z.string(), name: z.string() }),
      entitlement: z.optional(entitlementView),
      /** What it costs by the month in which it begins: an entitlement is by the month. The price of the row is that of now. */
      prices: z.array(z.object({ month, price: priceView })),
      /** Times with the number of workers who could come, of them those who meet every wish; a clash is with the guest's own diary. */
      windows: z.array(z.object({ day, start: instant, end: instant, free: z.int(), wished: z.int(), clash: z.boolean() })),
      advisers: z.array(adviserView),
      sessions: z.array(sessionView),
      /** Carers who have come before, for "the same as last time". */
      carers: z.array(z.object({ id, name: z.string(), organisation: z.string() })),
      languages: z.array(z.string()),
      /** Remarks of the organisations that offer it. */
      remarks: z.array(z.object({ organisation: z.string(), remark: z.string() })),
      /** Whether an address and a phone number must be given first (visits). */
      missing: z.array(z.enum(['address', 'phone'])),
      addressMasked: z.optional(z.string()),
      phoneMasked: z.optional(z.string()),
    }),
  }),
  /** One thing to book with one tap: the same as last time, or the next good time of a service. Nothing when there is none. */
  proposal: query({
    who: ['resident'],
    operations: 5,
    input: z.object({ service: z.optional(id), ...about }),
    output: z.object({
      proposal: z.optional(
        z.object({
          service: z.object({ id: z.string(), name: z.string() }),
          start: instant,
          end: instant,
          worker: z.optional(z.object({ id, name: z.string() })),
          organisation: z.string(),
          price: priceView,
          /** Why this time, in a few words: 和上次一样. */
          why: z.string(),
          sentence: z.string(),
        }),
      ),
    }),
  }),
  book: command({
    who: ['resident'],
    operations: 5,
    input: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('visit'), start: instant, wish, ...common }),
      z.object({
        kind: z.literal('appointment'),
        session: id,
        channel: z._default(z.enum(channels), 'office'),
        against: z.optional(id),
        /** Sealed. */
        intake: z._default(text(500), ''),
        ...common,
      }),
      z.object({ kind: z.literal('class'), session: id, ...common }),
    ]),
    output: bookingView,
  }),
  /** Joins the queue of a full session. */
  wait: command({
    who: ['resident'],
    operations: 5,
    input: z.object({ service: id, session: id, note: z._default(text(300), ''), consent: common.consent, ...about }),
    output: bookingView,
  }),
  /** Takes what is held for the guest: a place from the queue, or one kept while thinking. */
  accept: command({ who: ['resident'], operations: 6, input: z.object(step), output: bookingView }),
  /** Moves to another time or session; the old place is left only when the new one is there. */
  reschedule: command({
    who: ['resident'],
    operations: 12,
    input: z.object({ ...step, start: z.optional(instant), session: z.optional(id) }),
    output: bookingView,
  }),
  /** The same visit every so many weeks; booked as far ahead as days are laid out, the sweep goes on. */
  repeat: command({
    who: ['resident'],
    operations: 40,
    input: z.object({ ...step, weeks: z.int().check(z.gte(1), z.lte(4)), times: z.int().check(z.gte(2), z.lte(26)) }),
    output: z.object({
      series: id,
      bookings: z.array(bookingRow),
      /** Days on which it could not be booked, and why. */
      missed: z.array(z.object({ day, why: z.string() })),
      sentence: z.string(),
    }),
  }),
  /** Ends a series; what is booked of it ahead is cancelled where that is still in time. */
  endSeries: command({
    who: ['resident'],
    operations: 60,
    input: z.object({ series: id }),
    output: z.object({ cancelled: z.int(), kept: z.int() }),
  }),
  /** What is for the caller, and what they booked for others, latest first; or only what is `ahead` or under way, nearest first. */
  mine: query({
    who: ['resident'],
    operations: 3,
    input: z.object({ ahead: z._default(z.boolean(), false), cursor }),
    output: bookingList,
  }),
  get: query({ who: ['resident'], operations: 4, input: z.object({ booking: id }), output: bookingView }),
  cancel: command({
    who: ['resident'],
    operations: 10,
    input: z.object({ ...step, reason: z._default(text(300), '') }),
    output: bookingView,
  }),
  rate: command({
    who: ['resident'],
    operations: 5,
    input: z.object({ ...step, stars: rating, text: z._default(text(300), '') }),
    output: bookingView,
  }),
  /** Present at a lesson, by the code at its door. */
  attend: command({
    who: ['resident'],
    // Four, and two more each time that the teacher calls the register at the same moment.
    operations: 9,
    input: z.object({ code: z.string().check(z.regex(/^[A-Za-z0-9_.:-]{10,200}$/)) }),
    output: z.object({ sentence: z.string(), booking: id }),
  }),
  /** Hours of classes that the caller has attended. */
  hours: query({
    who: ['resident'],
    operations: 2,
    input: z.object({}),
    output: z.object({ hours: z.number(), courses: z.array(z.object({ name: z.string(), lessons: z.int(), hours: z.number() })) }),
  }),

  /** The organisation's list: what waits for its answer, or what is coming. */
  board: query({
    who: ['organisation'],
    operations: 2,
    input: z.object({ tab: z.enum(['requested', 'coming', 'past']), cursor }),
    output: bookingList,
  }),
  /** Seven days at once: who works, what they have, where the gaps are, what is not confirmed. */
  week: query({
    who: ['organisation'],
    operations: 5,
    input: z.object({ from: z.optional(day) }),
    output: z.object({
      from: day,
      days: z.array(
        z.object({
          day,
          unconfirmed: z.int(),
          workers: z.array(
            z.object({
              id,
              name: z.string(),
              away: z.boolean(),
              hours: z.number(),
              booked: z.number(),
              gaps: z.array(z.object({ start: instant, end: instant })),
              items: z.array(
                z.object({
                  booking: z.optional(id),
                  session: z.optional(id),
                  title: z.string(),
                  start: instant,
                  end: instant,
                  confirmed: z.boolean(),
                }),
              ),
            }),
          ),
        }),
      ),
      contracts: z.array(
        z.object({
          id,
          name: z.string(),
          buyer: z.string(),
          hours: z.number(),
          promised: z.number(),
          used: z.number(),
          left: z.number(),
          until: day,
        }),
      ),
    }),
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
          /** The one whom dispatch proposes. */
          proposed: z.boolean(),
          detail: z.string(),
        }),
      ),
    }),
  }),
  confirm: command({ who: ['organisation'], operations: 10, input: z.object({ ...step, worker: id }), output: bookingView }),
  /** A requested visit goes to the next organisation, if there is one. */
  decline: command({ who: ['organisation'], operations: 12, input: z.object({ ...step, reason: someText(300) }), output: bookingView }),
  /** Another worker for a confirmed visit. */
  reassign: command({ who: ['organisation'], operations: 8, input: z.object({ ...step, worker: id }), output: bookingView }),
  /** The organisation's offerings, with what the town says of each service. */
  offerings: query({
    who: ['organisation'],
    operations: 4,
    input: z.object({}),
    output: z.object({
      offerings: z.array(
        z.object({
          id,
          version: z.int(),
          kind: z.enum(kinds),
          service: z.object({ id: z.string(), name: z.string() }),
          open: z.boolean(),
          remark: z.string(),
          area: z.array(z.object({ id: z.string(), name: z.string() })),
          yuan: z.number(),
          programme: z.optional(z.string()),
          after: z.array(z.string()),
          rating: z.number(),
          rated: z.int(),
        }),
      ),
      /** Services of the organisation's field that it does not offer yet. */
      others: z.array(z.object({ id: z.string(), name: z.string(), kind: z.enum(kinds) })),
      villages: z.array(z.object({ id: z.string(), name: z.string() })),
    }),
  }),
  /** Publishes or changes an offering. */
  setOffering: command({
    who: ['organisation'],
    operations: 10,
    input: z.object({
      organisation: z.optional(id),
      service: id,
      /** 0 = new. */
      version: z.int().check(z.gte(0)),
      open: z.boolean(),
      remark: text(200),
      area: z.array(id).check(z.maxLength(50)),
    }),
    output: z.object({ id, version: z.int() }),
  }),
  roster: query({
    who: ['organisation'],
    operations: 3,
    input: z.object({}),
    output: z.object({
      version: z.int(),
      workers: z.array(
        z.object({
          id,
          name: z.string(),
          skills: z.array(z.string()),
          languages: z.array(z.string()),
          gender: z.optional(z.enum(genders)),
          week: z.array(shifts),
        }),
      ),
      exceptions: z.array(z.object({ worker: id, name: z.string(), day, shifts, why: z.string() })),
      /** What the services of the organisation's field ask for, by the names of those services. */
      skills: z.array(z.object({ id: z.string(), name: z.string() })),
    }),
  }),
  setRoster: command({
    who: ['organisation'],
    operations: 100,
    input: z.object({
      version,
      worker: id,
      skills: z.array(someText(20)).check(z.maxLength(20)),
      languages: z.array(someText(20)).check(z.maxLength(10)),
      week: z.array(shifts).check(z.length(7)),
    }),
    output: z.object({ version: z.int(), sentence: z.string() }),
  }),
  /** Other hours on one day (错时); without shifts a day off. */
  setException: command({
    who: ['organisation'],
    operations: 100,
    input: z.object({ version, worker: id, day, shifts, why: someText(50) }),
    output: z.object({ version: z.int(), sentence: z.string() }),
  }),
  /** Ill or on leave, from now or a day on: the visits go to others at once or by the next sweep, and people are told. */
  takeLeave: command({
    who: ['organisation', 'worker'],
    operations: 100,
    input: z.object({ worker: z.optional(id), from: day, until: day, why: someText(50) }),
    output: z.object({
      moved: z.int(),
      pending: z.int(),
      sentence: z.string(),
      /** Lessons that somebody else has to give, or that have to be moved or cancelled. */
      lessons: z.array(z.object({ session: id, lesson: z.int(), title: z.string(), start: instant })),
    }),
  }),
  contracts: query({
    who: ['organisation', 'dispatcher'],
    operations: 3,
    input: z.object({}),
    output: z.object({
      contracts: z.array(
        z.object({
          id,
          organisation: z.object({ id: z.string(), name: z.string() }),
          name: z.string(),
          buyer: z.string(),
          from: day,
          until: day,
          hours: z.number(),
          promised: z.number(),
          used: z.number(),
          left: z.number(),
        }),
      ),
    }),
  }),
  /** What an organisation did in a month, with a table to open in WPS or Excel. */
  statement: query({
    who: ['organisation', 'dispatcher'],
    operations: 10,
    input: z.object({ organisation: z.optional(id), month, format: z.optional(z.enum(['csv', 'xlsx'])) }),
    output: z.object({
      organisation: z.string(),
      month: z.string(),
      visits: z.int(),
      hours: z.number(),
      yuan: z.number(),
      paidByProgramme: z.number(),
      guests: z.int(),
      noShow: z.int(),
      stars: z.optional(z.number()),
      rows: z.array(
        z.object({
          number: z.string(),
          day,
          service: z.string(),
          guest: z.string(),
          worker: z.string(),
          hours: z.number(),
          yuan: z.number(),
          paidByProgramme: z.number(),
          state: z.string(),
        }),
      ),
      /** Classes: what really took place, by course. */
      courses: z.array(
        z.object({
          title: z.string(),
          teachers: z.string(),
          lessons: z.int(),
          hours: z.number(),
          /** Persons present, each at each lesson. */
          present: z.int(),
          personHours: z.number(),
          unmarked: z.int(),
          cancelled: z.int(),
        }),
      ),
      classes: z.object({ lessons: z.int(), hours: z.number(), present: z.int(), personHours: z.number(), formula: z.string() }),
      /** Cloud file, if a format was asked for. */
      file: z.optional(z.string()),
    }),
  }),
  /** The level of need, assessed at home; hours a month follow from it. */
  assess: command({
    who: ['organisation', 'desk', 'dispatcher'],
    operations: 8,
    input: z.object({ person: id, programme: id, level: id, note: z._default(text(200), '') }),
    output: z.object({ sentence: z.string() }),
  }),
  /** Lays out a course of lessons at a teaching point. */
  setCourse: command({
    who: ['organisation'],
    operations: 7,
    input: z.object({
      service: id,
      term: someText(20),
      title: someText(40),
      worker: id,
      place: z.extend(point, { name: someText(40) }),
      seats: z.int().check(z.gte(1), z.lte(500)),
      first: day,
      from: wall,
      lessons: z.array(someText(40)).check(z.minLength(1), z.maxLength(30)),
      about: z._default(text(200), ''),
    }),
    output: z.object({ session: id, sentence: z.string() }),
  }),
  /** A course as its organisation changes it, with who could teach which of its lessons to come. */
  course: query({
    who: ['organisation'],
    operations: 5,
    input: z.object({ session: id }),
    output: z.object({
      session: id,
      changes: z.int(),
      title: z.string(),
      about: z.string(),
      place: z.optional(z.extend(point, { name: z.string() })),
      seats: z.int(),
      taken: z.int(),
      queued: z.int(),
      teacher: z.optional(z.object({ id, name: z.string() })),
      calledOff: z.optional(z.string()),
      lessons: z.array(z.extend(lessonView, { over: z.boolean() })),
      /** Who knows how to teach it; `busy`: lessons to come at which they can't, and why. */
      teachers: z.array(z.object({ id, name: z.string(), busy: z.array(z.object({ lesson: z.int(), why: z.string() })) })),
    }),
  }),
  /** A teacher can't come: somebody else gives the lesson, or it is moved, or it does not take place. Everybody enrolled is told. */
  changeLesson: command({
    who: ['organisation'],
    operations: 7,
    input: z.object({
      ...courseChange,
      lesson: z.int().check(z.gte(0)),
      change: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('substitute'), worker: id }),
        z.object({ kind: z.literal('moved'), day, from: wall, why: someText(50) }),
        z.object({ kind: z.literal('cancelled'), why: someText(50) }),
      ]),
    }),
    output: courseChanged,
  }),
  /** Name, description, place, seats and teacher of a course that is laid out; never fewer seats than are taken. */
  changeCourse: command({
    who: ['organisation'],
    operations: 7,
    input: z.object({
      ...courseChange,
      title: someText(40),
      about: text(200),
      place: z.extend(point, { name: someText(40) }),
      seats: z.int().check(z.gte(1), z.lte(500)),
      worker: id,
    }),
    output: courseChanged,
  }),
  /** Calls off what is left of a course: everybody is told, also those who wait. */
  cancelCourse: command({
    who: ['organisation'],
    operations: 8,
    input: z.object({ ...courseChange, why: someText(50) }),
    output: courseChanged,
  }),
  /** The code at the door of a lesson, as text of a QR code. */
  door: query({
    who: ['worker', 'organisation'],
    operations: 2,
    input: z.object({ session: id, lesson: z.int().check(z.gte(0)) }),
    output: z.object({ code: z.string(), title: z.string(), from: instant, until: instant }),
  }),
  /** Who is on the list of a session, and who was there. */
  register: query({
    who: ['worker', 'organisation'],
    operations: 3,
    input: z.object({ session: id }),
    output: z.object({
      title: z.string(),
      lessons: z.array(lessonView),
      /** Whether the viewer answers for the organisation that gives it, and so may change it. */
      own: z.boolean(),
      calledOff: z.optional(z.string()),
      pupils: z.array(z.object({ booking: id, name: z.string(), state: z.enum(bookingStates), attended: z.array(z.int()) })),
      queued: z.int(),
    }),
  }),
  /** The teacher's list of one lesson: who is present; sent again it replaces what the teacher said before. */
  mark: command({
    who: ['worker', 'organisation'],
    operations: 220,
    input: z.object({ session: id, lesson: z.int().check(z.gte(0)), present: z.array(id).check(z.maxLength(100)) }),
    output: z.object({ present: z.int() }),
  }),

  /** The worker's list of one day, in order. */
  visits: query({
    who: ['worker'],
    operations: 3,
    input: z.object({ day: z.optional(day) }),
    output: z.object({
      day,
      /** With the point of the home, for the way there. */
      bookings: z.array(z.extend(bookingRow, { home: z.optional(point) })),
      sessions: z.array(sessionView),
    }),
  }),
  checkIn: command({
    who: ['worker'],
    operations: 6,
    input: z.object({ ...step, place: z.optional(point), happenedAt }),
    output: bookingView,
  }),
  complete: command({
    who: ['worker'],
    operations: 8,
    input: z.object({
      ...step,
      done: z.array(someText(40)).check(z.maxLength(20)),
      note: someText(500),
      nextTime: z._default(text(300), ''),
      photos: z._default(photos, []),
      /** Who agreed on the spot. */
      agreedBy: z.optional(z.enum(['guest', 'family'])),
      /** Of advice: where the matter was referred to (id of the town's referrals), if anywhere. */
      referral: z.optional(id),
      place: z.optional(point),
      happenedAt,
    }),
    output: bookingView,
  }),
  /** Help during a visit: makes an emergency case, so that grid member, leader and town desk are told at once. */
  alarm: command({
    who: ['resident', 'worker'],
    operations: 14,
    input: z.object({ booking: id, text: z._default(text(200), '') }),
    output: z.object({ case: id, sentence: z.string(), call: z.string() }),
  }),
  /** Shows a sealed field to the worker or organisation of this booking; who, when and why go to the audit trail. */
  reveal: command({
    who: ['worker', 'organisation'],
    operations: 4,
    input: z.object({ booking: id, field: z.enum(['address', 'phone', 'intake']), reason: someText(100) }),
    output: z.object({ value: z.string() }),
  }),
}
