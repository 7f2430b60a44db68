import * as z from 'zod/mini'
import { query } from './action'
import { id } from './fields'

/** What the app needs to know of the town; the same for everyone, so that the app may keep it. */
export const town = {
  get: query({
    who: ['resident'],
    operations: 2,
    input: z.object({}),
    output: z.object({
      name: z.string(),
      centre: z.object({ longitude: z.number(), latitude: z.number() }),
      desk: z.object({ name: z.string(), phone: z.string() }),
      classes: z.array(
        z.object({
          id,
          name: z.string(),
          icon: z.string(),
          items: z.array(
            z.object({ id, name: z.string(), words: z.array(z.string()), hint: z.optional(z.string()), emergency: z.optional(z.string()) }),
          ),
        }),
      ),
      switches: z.object({ preciseLocation: z.boolean(), phoneNumber: z.boolean(), publicFeed: z.boolean() }),
      templates: z.record(z.string(), z.string()),
    }),
  }),
}
