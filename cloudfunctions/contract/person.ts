import * as z from 'zod/mini'
import { command, query, roles } from './action'
import { empty, id, instant, point, someText } from './fields'

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
  me: query({ who: ['resident'], operations: 4, input: z.object({}), output: meView }),
  update: command({
    who: ['resident'],
    operations: 7,
    input: z.object({
      name: z.optional(someText(20)),
      phone: z.optional(z.string().check(z.regex(/^1[3-9]\d{9}$|^0\d{2,3}-?\d{7,8}$/, '请填 11 位手机号,或带区号的座机号'))),
      address: z.optional(someText(100)),
      home: z.optional(point),
      careMode: z.optional(z.boolean()),
    }),
    output: meView,
  }),
  messages: query({ who: ['resident'], operations: 3, input: z.object({}), output: z.object({ messages: z.array(messageView) }) }),
  /** Marks every message up to an instant as read. */
  read: command({ who: ['resident'], operations: 2, input: z.object({ until: instant }), output: empty }),
}
