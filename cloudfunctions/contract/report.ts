import * as z from 'zod/mini'
import { command, query } from './action'
import {
  cursor,
  entryView,
  id,
  instant,
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

export const caseStates = ['reported', 'accepted', 'resolved', 'closed', 'withdrawn'] as const

/** What the person looking at a case may do with it now. The server decides; pages only show the buttons. */
export const caseSteps = ['accept', 'resolve', 'confirm', 'reopen', 'withdraw', 'assign'] as const

export const caseRow = z.object({
  id,
  number: z.string(),
  state: z.enum(caseStates),
  stateText: z.string(),
  item: z.object({ id: z.string(), name: z.string() }),
  text: z.string(),
  photo: z.optional(photoView),
  place: z.object({ longitude: z.number(), latitude: z.number(), name: z.optional(z.string()) }),
  grid: z.string(),
  owner: z.string(),
  due: z.optional(instant),
  late: z.boolean(),
  reopened: z.int(),
  version: z.int(),
  createdAt: instant,
  updatedAt: instant,
})

export const caseView = z.extend(caseRow, {
  photos: z.array(photoView),
  voice: z.optional(z.object({ file: z.string(), seconds: z.number() })),
  private: z.boolean(),
  /** One plain sentence: who has it now and until when. */
  now: z.string(),
  ownerPhone: z.optional(z.string()),
  why: reasonView,
  promise: instant,
  timeline: z.array(entryView),
  rating: z.optional(z.object({ stars: z.int(), text: z.string() })),
  reporter: z.optional(z.string()),
  may: z.array(z.enum(caseSteps)),
})

const caseList = z.object({ cases: z.array(caseRow), next: z.optional(z.string()) })
const step = { case: id, version }

export const report = {
  locate: query({
    who: ['resident'],
    operations: 3,
    input: point,
    output: z.object({ inTown: z.boolean(), grid: z.string(), sentence: z.string() }),
  }),
  submit: command({
    who: ['resident'],
    operations: 6,
    input: z
      .object({
        item: id,
        text: text(1000),
        photos: z._default(photos, []),
        voice: z.optional(voice),
        place,
        private: z._default(z.boolean(), false),
      })
      .check(
        z.refine((input) => input.text.length > 0 || input.photos.length > 0 || input.voice !== undefined, {
          error: '请写一句话、拍一张照片或录一段语音',
        }),
      ),
    output: caseView,
  }),
  mine: query({ who: ['resident'], operations: 2, input: z.object({ cursor }), output: caseList }),
  get: query({ who: ['resident'], operations: 2, input: z.object({ case: id }), output: caseView }),
  inbox: query({
    who: ['member', 'desk', 'officer'],
    operations: 2,
    input: z.object({ done: z._default(z.boolean(), false), cursor }),
    output: caseList,
  }),
  accept: command({ who: ['member', 'desk', 'officer'], operations: 5, input: z.object(step), output: caseView }),
  resolve: command({
    who: ['member', 'desk', 'officer'],
    operations: 5,
    input: z.object({ ...step, note: someText(500), photos: photos.check(z.minLength(1)) }),
    output: caseView,
  }),
  confirm: command({
    who: ['resident'],
    operations: 5,
    input: z.object({ ...step, stars: rating, text: z._default(text(300), '') }),
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
  queue: query({
    who: ['dispatcher'],
    operations: 2,
    input: z.object({ queue: z.enum(['unowned', 'late', 'reopened', 'open']), cursor }),
    output: caseList,
  }),
  /** Who could take a case: the team of its grid and the desks above, with their load. */
  candidates: query({
    who: ['dispatcher'],
    operations: 5,
    input: z.object({ case: id }),
    output: z.object({ candidates: z.array(z.object({ holder: id, name: z.string(), detail: z.string(), load: z.int() })) }),
  }),
  assign: command({
    who: ['dispatcher'],
    operations: 6,
    input: z.object({ ...step, holder: id, reason: someText(300) }),
    output: caseView,
  }),
}
