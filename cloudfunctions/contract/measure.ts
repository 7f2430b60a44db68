import * as z from 'zod/mini'
import { query } from './action'
import { day, id } from './fields'

/** Part and whole as counted; the value is missing when the whole is too small for a share of it to mean anything. */
const figure = z.object({ part: z.number(), whole: z.int(), value: z.optional(z.number()) })
const row = z.object({
  id,
  name: z.string(),
  reported: z.int(),
  withdrawn: z.int(),
  merged: z.int(),
  figures: z.record(z.string(), figure),
})
export const measureViews = ['grid', 'village', 'department', 'item'] as const

/** How the town does, computed from the cases; definitions come with the figures. */
export const measure = {
  month: query({
    who: ['dispatcher', 'desk'],
    operations: 2,
    input: z.object({
      /** Of the reports: YYYY-MM on the town's clock. */
      month: z.string().check(z.regex(/^20\d{2}-(0[1-9]|1[0-2])$/)),
      by: z._default(z.enum(measureViews), 'village'),
    }),
    output: z.object({
      month: z.string(),
      by: z.enum(measureViews),
      total: row,
      rows: z.array(row),
      /** Of each day with reports, how many came and how many of these are solved by now; in order. */
      days: z.array(z.object({ day, reported: z.int(), solved: z.int() })),
      definitions: z.array(z.object({ id, name: z.string(), meaning: z.string(), source: z.string(), unit: z.string() })),
      /** Under so many there is no value. */
      fewest: z.int(),
    }),
  }),
}
