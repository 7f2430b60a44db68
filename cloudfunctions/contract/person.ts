import * as z from 'zod/mini'
import { command, query, roles } from './action'
import { empty, id, instant, phone, point, someText, text } from './fields'

export const meView = z.object({
  id,
  name: z.string(),
  roles: z.array(z.object({ role: z.enum(roles), name: z.string() })),
  careMode: z.boolean(),
  phoneMasked: z.optional(z.string()),
  addressMasked: z.optional(z.string()),
  /** Where this person's uploads must go: the first folder of cloudPath. */
  folder: z.string(),
  grid: z.optional(z.object({ name: z.string(), member: z.optional(z.object({ name: z.string(), phone: z.string() })) })),
  unread: z.int(),
})

export const messageView = z.object({
  id: z.string(),
  at: instant,
  title: z.string(),
  text: z.string(),
  page: z.string(),
  unread: z.boolean(),
})

/** What is known of where somebody lives and how to reach them. */
const contactView = { addressMasked: z.optional(z.string()), phoneMasked: z.optional(z.string()), grid: z.optional(z.string()) }

/** How somebody agreed for whom staff acts. */
const consent = z.optional(z.object({ how: z.enum(['phone', 'inPerson']) }))

export const person = {
  me: query({ who: ['resident'], operations: 5, input: z.object({}), output: meView }),
  update: command({
    who: ['resident'],
    operations: 8,
    input: z.object({
      name: z.optional(someText(20)),
      phone: z.optional(phone),
      address: z.optional(someText(100)),
      home: z.optional(point),
      careMode: z.optional(z.boolean()),
    }),
    output: meView,
  }),
  /**
   * Address and phone of somebody who trusts the caller, or whom the caller looks after and who agreed; they are told, and can change it
   * back. The grid is found from the place, as for oneself.
   */
  setContact: command({
    who: ['resident'],
    operations: 8,
    input: z.object({ forWhom: id, phone: z.optional(phone), address: z.optional(someText(100)), home: z.optional(point), consent }),
    output: z.object(contactView),
  }),
  messages: query({ who: ['resident'], operations: 4, input: z.object({}), output: z.object({ messages: z.array(messageView) }) }),
  /** Marks every message up to an instant as read. */
  read: command({ who: ['resident'], operations: 2, input: z.object({ until: instant }), output: empty }),
  /** People who trust the caller (whom the caller may book for), and whom the caller trusts. */
  family: query({
    who: ['resident'],
    operations: 2,
    input: z.object({}),
    output: z.object({
      iMayBookFor: z.array(z.object({ id, name: z.string(), relation: z.string(), since: instant, ...contactView })),
      mayBookForMe: z.array(z.object({ id, name: z.string(), relation: z.string(), since: instant, how: z.string() })),
      /** The invitation that is out, if any. */
      invitation: z.optional(z.object({ code: z.string(), until: instant })),
    }),
  }),
  /** A code for one person of one's family, good for a day; a new one ends the old. Staff ask for one for whoever told them so. */
  invite: command({
    who: ['resident'],
    operations: 5,
    input: z.object({ forWhom: z.optional(id), consent }),
    output: z.object({ code: z.string(), until: instant }),
  }),
  /** Takes up an invitation: the inviter agreed by giving the code, both are told. */
  join: command({
    who: ['resident'],
    operations: 6,
    input: z.object({ code: z.string().check(z.regex(/^[A-Za-z0-9]{8,32}$/)), relation: someText(10) }),
    output: z.object({ name: z.string() }),
  }),
  /** Ends it, from either side; both are told. Of two who trust each other only the side that is named, else both. */
  revoke: command({
    who: ['resident'],
    operations: 40,
    input: z.object({ person: id, side: z.optional(z.enum(['iMayBookFor', 'mayBookForMe'])) }),
    output: empty,
  }),
  /** Consent that an elder gave to staff by phone or in person, for somebody of the family. */
  recordTrust: command({
    who: ['member', 'desk', 'dispatcher'],
    operations: 6,
    input: z.object({ person: id, trusted: id, relation: someText(10), how: z.enum(['phone', 'inPerson']) }),
    output: empty,
  }),
  /** Residents whom the caller looks after and whose name begins so, to book for them. */
  residents: query({
    who: ['member', 'desk', 'dispatcher'],
    operations: 3,
    input: z.object({ name: text(20) }),
    output: z.object({
      residents: z.array(
        z.object({ id, name: z.string(), grid: z.string(), addressMasked: z.optional(z.string()), phoneMasked: z.optional(z.string()) }),
      ),
    }),
  }),
  /** Enters a resident who has no WeChat, at the desk or by a grid member. */
  enrol: command({
    who: ['member', 'desk', 'dispatcher'],
    operations: 6,
    input: z.object({ name: someText(20), phone: z.optional(phone), address: someText(100), home: point }),
    output: z.object({ id, name: z.string() }),
  }),
}
