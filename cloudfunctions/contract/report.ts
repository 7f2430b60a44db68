import * as z from 'zod/mini'
import { command, query } from './action'
import {
  answers,
  cursor,
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
  voice,
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
] as const

export const returnReasons = ['place', 'department', 'notPublic', 'other'] as const
/** Two taps: stars, and what was good or not. */
export const ratingReasons = ['fast', 'polite', 'thorough', 'explained', 'slow', 'rude', 'careless', 'unexplained'] as const
export const channels = ['12345', 'letter', 'window', 'phone', 'direct'] as const
/** Besides what is taken in by hand: help that was called for during a visit. */
export const origins = [...channels, 'visit'] as const
export const queues = ['unowned', 'late', 'reopened', 'returned', 'urged', 'supervised', 'wishes', 'open'] as const

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
  timeline: z.array(entryView),
  /** What the holder asked and nobody has answered yet. */
  question: z.optional(z.string()),
  /** What the holder would like and the command centre has to say yes or no to. */
  wish: z.optional(z.object({ sentence: z.string(), reason: z.string() })),
  supervision: z.optional(z.object({ text: z.string(), until: instant, answered: z.boolean() })),
  mergedInto: z.optional(z.object({ id, number: z.string() })),
  /** Through which other channel it came, with the number that it has there; staff only. */
  origin: z.optional(z.object({ channel: z.enum(origins), number: z.string(), onBehalf: z.string(), phone: z.string() })),
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
  createdAt: instant,
  updatedAt: instant,
})

const caseList = z.object({ cases: z.array(caseRow), next: z.optional(z.string()) })
const step = { case: id, version }
const staff = ['member', 'desk', 'officer'] as const
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
  (input) => input.text.length > 0 || input.photos.length > 0 || input.voice !== undefined,
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
  merge: command({ who: ['dispatcher'], operations: 8, input: z.object({ ...step, into: id, reason: someText(300) }), output: caseView }),
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
}
