import * as z from 'zod/mini'
import { command, query } from './action'
import {
  answers,
  cursor,
  day,
  empty,
  entryView,
  happenedAt,
  id,
  instant,
  phone,
  photoView,
  photos,
  place,
  point,
  rating,
  reasonView,
  someText,
  text,
  version,
  visible,
  voice,
  wall,
} from './fields'

/** What is a state and what a mere step: docs/cases.md. */
export const caseStates = ['reported', 'accepted', 'suspended', 'merged', 'resolved', 'closed', 'withdrawn'] as const

/** What the person looking at a case may do with it now. The server decides; pages only show the buttons. */
export const caseSteps = [
  'accept',
  'visit',
  'ask',
  'reply',
  'note',
  'return',
  'transfer',
  'escalate',
  'handOver',
  'extend',
  'suspend',
  'resume',
  'answerWish',
  'finishPart',
  'resolve',
  'confirm',
  'reopen',
  'withdraw',
  'addInformation',
  'urge',
  'assign',
  'supervise',
  'answerSupervision',
  'merge',
  'split',
  'release',
] as const

export const returnReasons = ['place', 'department', 'notPublic', 'other'] as const
/** Two taps: stars, and what was good or not. */
export const ratingReasons = ['fast', 'polite', 'thorough', 'explained', 'slow', 'rude', 'careless', 'unexplained'] as const
export const channels = ['12345', 'letter', 'window', 'phone', 'direct'] as const
/** Besides what is taken in by hand: help that was called for during a visit. */
export const origins = [...channels, 'visit'] as const
export const queues = ['unowned', 'late', 'reopened', 'returned', 'urged', 'supervised', 'wishes', 'held', 'open'] as const

export const caseRow = z.object({
  id,
  number: z.string(),
  state: z.enum(caseStates),
  stateText: z.string(),
  item: z.object({ id: z.string(), name: z.string() }),
  urgency: z.enum(['normal', 'urgent', 'emergency']),
  text: z.string(),
  photo: z.optional(photoView),
  place: z.object({ longitude: z.number(), latitude: z.number(), name: z.optional(z.string()) }),
  grid: z.string(),
  owner: z.string(),
  due: z.optional(instant),
  late: z.boolean(),
  reopened: z.int(),
  returned: z.int(),
  urged: z.int(),
  /** How many other residents said "me too". */
  joined: z.int(),
  /** The holder asked the resident something and has no answer yet. */
  asked: z.boolean(),
  /** 督办: an answer to the command centre is owed; told to staff alone. */
  supervised: z.boolean(),
  version: z.int(),
  createdAt: instant,
  updatedAt: instant,
})

export const caseView = z.extend(caseRow, {
  photos: z.array(photoView),
  voice: z.optional(z.object({ file: z.string(), seconds: z.number() })),
  /** The category's questions with what the resident answered. */
  answers: z.array(z.object({ question: z.string(), answer: z.string() })),
  private: z.boolean(),
  /** One plain sentence: who has it now and until when. */
  now: z.string(),
  ownerPhone: z.optional(z.string()),
  /** Departments that help the owner (联合处置). */
  partners: z.array(z.object({ name: z.string(), done: z.boolean() })),
  why: reasonView,
  promise: instant,
  /** How often the promise was moved. */
  extended: z.int(),
  /** Not shown to others until a person has released its text; told to staff alone. */
  held: z.boolean(),
  timeline: z.array(entryView),
  /** What the holder asked and nobody has answered yet. */
  question: z.optional(z.string()),
  /** What the holder would like and the command centre has to say yes or no to. */
  wish: z.optional(z.object({ sentence: z.string(), reason: z.string() })),
  supervision: z.optional(z.object({ text: z.string(), until: instant, answered: z.boolean() })),
  mergedInto: z.optional(z.object({ id, number: z.string() })),
  /** Through which other channel it came, with the number that it has there; staff only. */
  origin: z.optional(
    z.object({
      channel: z.enum(origins),
      number: z.string(),
      onBehalf: z.string(),
      /** Masked; '' when none was given. */
      phone: z.string(),
      /** Whether the caller may see the whole number now, with `reveal`. */
      mayReveal: z.boolean(),
    }),
  ),
  rating: z.optional(z.object({ stars: z.int(), reasons: z.array(z.enum(ratingReasons)), text: z.string() })),
  reporter: z.optional(z.string()),
  /** From when the resident may urge again; absent when now. */
  urgeAgain: z.optional(instant),
  /** Whether the caller has said "me too" or follows: told by `following`, not here. */
  may: z.array(z.enum(caseSteps)),
})

/** A case as anybody may see it: no name, no voice; text with numbers masked, and a picture only when it passed the check. */
export const publicRow = z.object({
  id,
  number: z.string(),
  item: z.object({ id: z.string(), name: z.string() }),
  stateText: z.string(),
  text: z.string(),
  photo: z.optional(photoView),
  place: z.object({ longitude: z.number(), latitude: z.number() }),
  metres: z.int(),
  joined: z.int(),
  mine: z.boolean(),
  /** What the caller is to it; told by `following` alone. */
  follows: z.optional(z.enum(['joined', 'following'])),
  createdAt: instant,
  updatedAt: instant,
})

/** A wall-clock time of a shift; one that ends at or before its beginning ends on the next day. */
const span = z.object({ from: wall.check(z.refine((at) => at !== '24:00')), to: wall })
const weekday = z.int().check(z.gte(0), z.lte(6))
/** Weekly: 0 is Sunday. */
const shift = z.extend(span, { weekdays: z.array(weekday).check(z.minLength(1), z.maxLength(7)) })

/** Who works in a grid, and when: as of now, and for the coming days. */
const rosterView = z.object({
  grid: z.object({ id, name: z.string(), village: z.string() }),
  /** For `setShifts` and `setDay`, as the version of a case. */
  version: z.int(),
  team: z.array(
    z.object({
      person: id,
      name: z.string(),
      /** 网格长, 网格员, 志愿者. */
      partText: z.string(),
      phone: z.string(),
      standing: z.enum(['onDuty', 'offDuty', 'away', 'volunteer']),
      /** 在岗, 现在不是上班时间, 今天休息, 休息到 11月30日. */
      standingText: z.string(),
      /** Cases in hand. */
      load: z.int(),
      /** The weekly shifts. */
      shifts: z.array(shift),
      /** 错时: on these days other hours than the weekly ones; without spans not at all. From today on. */
      exceptions: z.array(z.object({ day, dayText: z.string(), spans: z.array(span) })),
      /** Going on or to come. The reason is for the person and for whoever may change the roster. */
      absences: z.array(z.object({ from: day, to: day, text: z.string(), reason: z.optional(z.string()), begun: z.boolean() })),
      mayShifts: z.boolean(),
      mayLeave: z.boolean(),
    }),
  ),
  /** Fourteen days from `from`. */
  days: z.array(
    z.object({
      day,
      /** 11月23日 周一. */
      text: z.string(),
      /** 国庆节，按周日的班; 调休上班，按周一的班. */
      note: z.optional(z.string()),
      /** Who works on it, by beginning; empty: nobody, so that the leader or a desk answers. */
      onDuty: z.array(z.object({ person: id, name: z.string(), spans: z.array(span), changed: z.boolean() })),
      away: z.array(z.object({ person: id, name: z.string() })),
    }),
  ),
  /** What was changed, latest first. */
  changes: z.array(z.object({ at: instant, sentence: z.string() })),
})

const caseList = z.object({ cases: z.array(caseRow), next: z.optional(z.string()) })
const step = { case: id, version }
const staff = ['member', 'desk', 'officer'] as const
const rosterStaff = ['member', 'desk', 'dispatcher'] as const
/** With a happening that lies back: work done without network and sent later. */
const work = { ...step, happenedAt }
const written = {
  item: id,
  text: text(1000),
  photos: z._default(photos, []),
  voice: z.optional(voice),
  place,
  answers: z._default(answers, []),
}
const saysSomething = z.refine<{ text: string; photos: string[]; voice?: unknown }>(
  (input) => visible.test(input.text) || input.photos.length > 0 || input.voice !== undefined,
  { error: '请写一句话、拍一张照片或录一段语音' },
)

export const report = {
  locate: query({
    who: ['resident'],
    operations: 2,
    input: point,
    output: z.object({ inTown: z.boolean(), grid: z.string(), sentence: z.string() }),
  }),
  /** Open public reports of the same item so near that they are likely the same: shown before sending. */
  nearby: query({
    who: ['resident'],
    operations: 3,
    input: z.extend(point, { item: id }),
    output: z.object({ cases: z.array(publicRow) }),
  }),
  submit: command({
    who: ['resident'],
    operations: 5,
    input: z.object({ ...written, private: z._default(z.boolean(), false) }).check(saysSomething),
    output: caseView,
  }),
  /** "Me too": counts, and tells the caller what becomes of it, instead of a second case. */
  join: command({ who: ['resident'], operations: 5, input: z.object({ case: id }), output: z.object({ joined: z.int() }) }),
  follow: command({ who: ['resident'], operations: 5, input: z.object({ case: id }), output: empty }),
  unfollow: command({ who: ['resident'], operations: 5, input: z.object({ case: id }), output: empty }),
  mine: query({ who: ['resident'], operations: 2, input: z.object({ cursor }), output: caseList }),
  /** The latest that the caller joined or follows. */
  following: query({
    who: ['resident'],
    operations: 3,
    input: z.object({}),
    output: z.object({ cases: z.array(publicRow) }),
  }),
  /** What is around a point, latest news first; `open` is false where the town has no public feed. */
  around: query({
    who: ['resident'],
    operations: 3,
    input: z.extend(point, { cursor }),
    output: z.object({ open: z.boolean(), cases: z.array(publicRow), next: z.optional(z.string()) }),
  }),
  get: query({ who: ['resident'], operations: 2, input: z.object({ case: id }), output: caseView }),
  confirm: command({
    who: ['resident'],
    operations: 5,
    input: z.object({
      ...step,
      stars: rating,
      reasons: z._default(z.array(z.enum(ratingReasons)).check(z.maxLength(4)), []),
      text: z._default(text(300), ''),
    }),
    output: caseView,
  }),
  reopen: command({
    who: ['resident'],
    operations: 5,
    input: z.object({ ...step, reason: someText(500), photos: z._default(photos, []) }),
    output: caseView,
  }),
  withdraw: command({
    who: ['resident'],
    operations: 5,
    input: z.object({ ...step, reason: z._default(text(300), '') }),
    output: caseView,
  }),
  /** Also answers what the holder asked. Needs no version: what is added spoils nobody's click. */
  addInformation: command({
    who: ['resident'],
    operations: 5,
    input: z
      .object({ case: id, text: z._default(text(500), ''), photos: z._default(photos, []), voice: z.optional(voice) })
      .check(saysSomething),
    output: caseView,
  }),
  /** Once a day; the holder and the dispatcher see it. */
  urge: command({ who: ['resident'], operations: 4, input: z.object({ case: id }), output: caseView }),

  inbox: query({
    who: [...staff],
    operations: 2,
    input: z.object({ done: z._default(z.boolean(), false), cursor }),
    output: caseList,
  }),
  /** Ready sentences of the town. */
  replies: query({
    who: [...staff, 'dispatcher'],
    operations: 2,
    input: z.object({}),
    output: z.object({ replies: z.array(z.object({ id: z.string(), step: z.enum(['reply', 'resolve', 'return']), text: z.string() })) }),
  }),
  accept: command({ who: [...staff], operations: 5, input: z.object(work), output: caseView }),
  /** On site: where, and what it looks like. */
  visit: command({
    who: [...staff],
    operations: 5,
    input: z.object({ ...work, at: point, note: z._default(text(500), ''), photos: z._default(photos, []) }),
    output: caseView,
  }),
  ask: command({ who: [...staff], operations: 5, input: z.object({ case: id, question: someText(300) }), output: caseView }),
  reply: command({
    who: [...staff, 'dispatcher'],
    operations: 5,
    input: z.object({ case: id, text: someText(500) }),
    output: caseView,
  }),
  /** For staff alone; the resident never sees it. */
  note: command({ who: [...staff, 'dispatcher'], operations: 4, input: z.object({ case: id, text: someText(500) }), output: caseView }),
  /** Back to the town desk. */
  return: command({
    who: [...staff],
    operations: 6,
    input: z.object({ ...step, reason: z.enum(returnReasons), text: someText(300) }),
    output: caseView,
  }),
  /** To a colleague of the same grid or to a desk; `candidates` says who. */
  transfer: command({ who: [...staff], operations: 6, input: z.object({ ...step, holder: id, reason: someText(300) }), output: caseView }),
  /** To the level above: from a member to the village, from a village or department to the town. */
  escalate: command({ who: [...staff], operations: 6, input: z.object({ ...step, reason: someText(300) }), output: caseView }),
  /** To a department; with several the first leads (联合处置). */
  handOver: command({
    who: [...staff, 'dispatcher'],
    operations: 5,
    input: z.object({ ...step, departments: z.array(id).check(z.minLength(1), z.maxLength(5)), reason: someText(300) }),
    output: caseView,
  }),
  /** The first working day by oneself, more with the command centre's yes. */
  extend: command({
    who: [...staff],
    operations: 5,
    input: z.object({ ...step, hours: z.number().check(z.gte(1), z.lte(140)), reason: someText(300) }),
    output: caseView,
  }),
  /** 挂账: always with the command centre's yes, always with a day on which it is looked at again. */
  suspend: command({
    who: [...staff],
    operations: 5,
    input: z.object({ ...step, until: instant, reason: someText(300) }),
    output: caseView,
  }),
  resume: command({
    who: [...staff, 'dispatcher'],
    operations: 5,
    input: z.object({ ...step, reason: someText(300) }),
    output: caseView,
  }),
  /** A department that helps has done its part. */
  finishPart: command({
    who: [...staff],
    operations: 5,
    input: z.object({ ...work, note: someText(500), photos: z._default(photos, []) }),
    output: caseView,
  }),
  /** Also from "reported": solved on the spot. */
  resolve: command({
    who: [...staff],
    operations: 5,
    input: z.object({ ...work, note: someText(500), before: z._default(photos, []), photos: photos.check(z.minLength(1)) }),
    output: caseView,
  }),
  answerSupervision: command({ who: [...staff], operations: 5, input: z.object({ ...step, text: someText(500) }), output: caseView }),
  /** 随手办: found and solved by staff themselves, recorded in one step. */
  record: command({
    who: [...staff],
    operations: 5,
    input: z.object({
      item: id,
      text: someText(500),
      place,
      before: z._default(photos, []),
      photos: photos.check(z.minLength(1)),
      happenedAt,
    }),
    output: caseView,
  }),

  queue: query({ who: ['dispatcher'], operations: 2, input: z.object({ queue: z.enum(queues), cursor }), output: caseList }),
  /** How many there are in each queue, counted as far as a person counts. */
  queueCounts: query({
    who: ['dispatcher'],
    operations: 10,
    input: z.object({}),
    output: z.object({ counts: z.array(z.object({ queue: z.enum(queues), count: z.int(), more: z.boolean() })) }),
  }),
  /** By the number that people say: ours, or the one that it has in another channel. */
  numbered: query({
    who: ['desk', 'dispatcher'],
    operations: 2,
    input: z.object({ number: someText(40) }),
    output: z.object({ cases: z.array(caseRow) }),
  }),
  /** Who could take a case: the team of its grid, the desks above, the departments, with their load. */
  candidates: query({
    who: [...staff, 'dispatcher'],
    operations: 6,
    input: z.object({ case: id }),
    output: z.object({ candidates: z.array(z.object({ holder: id, name: z.string(), detail: z.string(), load: z.int() })) }),
  }),
  assign: command({
    who: ['dispatcher'],
    operations: 6,
    input: z.object({ ...step, holder: id, reason: someText(300) }),
    output: caseView,
  }),
  answerWish: command({
    who: ['dispatcher'],
    operations: 5,
    input: z.object({ ...step, grant: z.boolean(), reason: z._default(text(300), '') }),
    output: caseView,
  }),
  /** 督办: an answer is owed by the deadline. */
  supervise: command({
    who: ['dispatcher'],
    operations: 5,
    input: z.object({ ...step, until: instant, text: someText(300) }),
    output: caseView,
  }),
  /** This one goes on inside another; who reported it follows that one, and may say that it is not the same. */
  /** `into`: its id or its number. */
  merge: command({ who: ['dispatcher'], operations: 9, input: z.object({ ...step, into: id, reason: someText(300) }), output: caseView }),
  /** One report that is about two things: the second becomes a case of its own, of the same resident. Answers the new one. */
  split: command({
    who: ['dispatcher'],
    operations: 9,
    input: z.object({ ...step, item: id, text: someText(1000) }),
    output: caseView,
  }),
  /** What came through another channel, with the number it has there, on behalf of a resident. */
  intake: command({
    who: ['dispatcher', 'desk'],
    operations: 6,
    input: z
      .object({
        ...written,
        channel: z.enum(channels),
        number: z._default(text(40), ''),
        onBehalf: z._default(text(20), ''),
        phone: z.optional(phone),
      })
      .check(saysSomething),
    output: caseView,
  }),
  /** Its text came without a check by WeChat (over HTTP, or while the check was down): a person has read it and says whether others may. */
  release: command({
    who: ['desk', 'dispatcher'],
    operations: 5,
    input: z.object({ ...step, show: z._default(z.boolean(), true) }),
    output: caseView,
  }),
  /** The whole phone number of the resident of an intake. Written down before it is shown. */
  reveal: command({
    who: [...staff, 'dispatcher'],
    operations: 4,
    input: z.object({ case: id, reason: someText(100) }),
    output: z.object({ value: z.string() }),
  }),

  /** Places by name, the likeliest first; nothing found says what to do. */
  places: query({
    who: ['resident'],
    operations: 2,
    input: z.object({ text: someText(40) }),
    output: z.object({
      places: z.array(z.object({ name: z.string(), kind: z.string(), village: z.string(), alias: z.optional(z.string()), point })),
      /** 没有找到… or ''. */
      sentence: z.string(),
    }),
  }),

  /** The grids whose roster the caller may look at: a member's own, the village's of its desk, all. */
  rosters: query({
    who: [...rosterStaff],
    operations: 4,
    input: z.object({}),
    output: z.object({
      grids: z.array(z.object({ id, name: z.string(), village: z.string(), text: z.string(), onDuty: z.int(), away: z.int() })),
    }),
  }),
  roster: query({ who: [...rosterStaff], operations: 4, input: z.object({ grid: id, from: z.optional(day) }), output: rosterView }),
  /** The weekly shifts of a member: by the leader, the desk above, the dispatcher. */
  setShifts: command({
    who: [...rosterStaff],
    operations: 6,
    input: z.object({ grid: id, version, person: id, shifts: z.array(shift).check(z.maxLength(20)) }),
    output: rosterView,
  }),
  /** 错时: other hours on one day. Without `spans` the weekly ones again; with an empty list not at all. */
  setDay: command({
    who: [...rosterStaff],
    operations: 6,
    input: z.object({ grid: id, version, person: id, day, spans: z.optional(z.array(span).check(z.maxLength(4))) }),
    output: rosterView,
  }),
  /**
   * By the member, or for them. What they have in hand goes to the next on duty as soon as the leave begins: the first few in this call, the
   * rest by the sweep within minutes.
   */
  takeLeave: command({
    who: [...rosterStaff],
    operations: 24,
    input: z.object({ grid: id, person: id, from: day, to: day, reason: someText(100) }),
    /** Handed on now; still waiting for the sweep. */
    output: z.object({ roster: rosterView, sentence: z.string(), moved: z.int(), waiting: z.int() }),
  }),
  /** Back early, or not away after all: the leave that begins on `from`. Nothing is taken back. */
  endLeave: command({
    who: [...rosterStaff],
    operations: 6,
    input: z.object({ grid: id, person: id, from: day }),
    output: rosterView,
  }),
}
