import * as z from 'zod'
import { FolderFaults, guzhen } from './folder'
import { faultsOf, readJson } from './json'

/** What a demonstration's people, sessions, cases and bookings are made from: the folder `made-up` of a town. A real town has none. */

const text = z.string().min(1)
const texts = z.array(text).min(1)
const wall = z.string().regex(/^\d\d:\d\d$/)
const named = z.strictObject({ name: text })
const living = z.strictObject({ name: text, address: text, phone: text, groups: z.array(text).optional() })
const absent = z.strictObject({ name: text, away: text })

const people = z.strictObject({
  note: text,
  seed: text,
  members: z.int(),
  residents: z.int(),
  elders: z.int(),
  dispatchers: z.int(),
  officersADepartment: z.int(),
  surnames: texts,
  women: texts,
  men: texts,
  streets: texts,
  languages: texts,
  furtherLanguages: texts,
  foreignLanguages: texts,
  away: texts,
  demonstration: z.strictObject({
    village: text,
    grid: text,
    organisation: text,
    resident: living,
    elder: living,
    member: named,
    leader: absent,
    second: absent,
    worker: named,
    staff: named,
    dispatcher: named,
    officer: named,
    desk: named,
  }),
})
const calendar = z.strictObject({
  note: text,
  seed: text,
  days: z.int(),
  /** When each kind of visit starts. */
  windows: z.record(z.string(), z.array(wall)),
  /** When appointments start. */
  slots: z.array(wall),
  classes: z.array(z.strictObject({ service: text, walls: z.array(wall).min(1), seats: z.int(), lessons: texts })),
  classesAWeekAtEachPoint: z.int(),
  park: z.strictObject({ name: text, village: text }),
})
const spoken = z.array(z.string()).min(1)
const by = z.enum(['resident', 'elder', 'neighbour'])
const cases = z.strictObject({
  note: text,
  seed: text,
  count: z.int(),
  outsideTown: z.int(),
  /** What people write about each item; {street} is filled in. */
  texts: z.record(z.string(), texts),
  /** What staff write when it is done, by class. */
  resolved: z.record(z.string(), texts),
  reopened: texts,
  withdrawn: texts,
  thanks: spoken,
  reassigned: texts,
  /** The cases of the people on the phones, their steps spread evenly up to now. */
  demonstration: z.array(
    z.strictObject({
      by,
      item: text,
      text,
      hoursAgo: z.number().positive(),
      steps: z.array(z.enum(['accept', 'resolve', 'confirm', 'reopen'])),
      /** Just beyond the town's border, so that it comes to the town's desk. */
      outside: z.boolean().optional(),
    }),
  ),
})
const bookings = z.strictObject({
  note: text,
  seed: text,
  past: z.int(),
  coming: z.int(),
  fullClasses: z.int(),
  notes: spoken,
  records: texts,
  nextTime: spoken,
  praise: spoken,
  declined: texts,
  cancelled: texts,
  demonstration: z.array(
    z.strictObject({
      by,
      service: text,
      /** Days from today; where nothing is on that day, the nearest session on the same side of now. */
      day: z.int(),
      wall: wall.optional(),
      fate: z.enum(['requested', 'assigned', 'done', 'rated']),
      nextTime: text.optional(),
    }),
  ),
})
const schemas = { people, calendar, cases, bookings }

export type MadeUp = { [K in keyof typeof schemas]: z.output<(typeof schemas)[K]> }

export function readMadeUp(folder: string = guzhen): MadeUp {
  const faults: string[] = []
  const data: Record<string, unknown> = {}
  for (const [key, schema] of Object.entries(schemas)) {
    const file = `made-up/${key}.json`
    const json = readJson(folder, file, faults)
    if (!json) continue
    const parsed = schema.safeParse(json.value)
    if (parsed.success) data[key] = parsed.data
    else faults.push(...faultsOf(json, parsed.error))
  }
  if (faults.length > 0) throw new FolderFaults(faults)
  return data as MadeUp
}
