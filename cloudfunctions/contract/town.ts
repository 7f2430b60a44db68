import * as z from 'zod/mini'
import { query } from './action'
import { id, text } from './fields'

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
      /** Village grids, to name a committee. */
      villages: z.array(z.object({ id, name: z.string() })),
      classes: z.array(
        z.object({
          id,
          name: z.string(),
          icon: z.string(),
          items: z.array(
            z.object({
              id,
              name: z.string(),
              words: z.array(z.string()),
              hint: z.optional(z.string()),
              /** Number to call first. */
              emergency: z.optional(z.string()),
              urgency: z.enum(['normal', 'urgent', 'emergency']),
              /** False: a report of it is private whatever the reporter chooses. */
              public: z.boolean(),
              /** Absent when there is nothing to ask. */
              questions: z.optional(
                z.array(
                  z.object({
                    id,
                    text: z.string(),
                    kind: z.enum(['choice', 'text', 'yesno']),
                    options: z.optional(z.array(z.string())),
                  }),
                ),
              ),
            }),
          ),
        }),
      ),
      switches: z.object({ preciseLocation: z.boolean(), phoneNumber: z.boolean(), publicFeed: z.boolean() }),
      templates: z.record(z.string(), z.string()),
      /** Where advice may refer a matter to. */
      referrals: z.array(z.object({ id: z.string(), name: z.string(), phone: z.string(), place: z.string() })),
      /** With the levels of need that staff assess. */
      programmes: z.array(
        z.object({ id: z.string(), name: z.string(), levels: z.array(z.object({ id: z.string(), name: z.string(), hours: z.number() })) }),
      ),
    }),
  }),
  /** Which items a report may be about, best first, each with the reason; from its words and those of past reports. */
  suggest: query({
    who: ['resident'],
    operations: 2,
    input: z.object({ text: text(1000), place: z._default(text(100), '') }),
    output: z.object({ suggestions: z.array(z.object({ item: id, name: z.string(), reason: z.string() })).check(z.maxLength(3)) }),
  }),
}
