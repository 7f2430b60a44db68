import * as z from 'zod/mini'
import { command, query, roles } from './action'
import { empty, id, instant, phone, point, someText } from './fields'

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
  messages: query({ who: ['resident'], operations: 4, input: z.object({}), output: z.object({ messages: z.array(messageView) }) }),
  /** Marks every message up to an instant as read. */
  read: command({ who: ['resident'], operations: 2, input: z.object({ until: instant }), output: empty }),
}
