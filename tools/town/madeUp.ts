import * as z from 'zod'
import { FolderFaults, guzhen } from './folder'
import type { TownFolder } from './folder'
import { faultsOf, readJson } from './json'
import type { Json } from './json'

/** What a demonstration's people, rosters, courses, cases and bookings are made from: the folder `made-up` of a town. A real town has none. */

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
  /** What somebody of the family is to an elder. */
  relations: texts,
  away: texts,
  demonstration: z.strictObject({
    village: text,
    grid: text,
    organisation: text,
    resident: living,
    elder: living,
    /** Of the elder, in another city. */
    daughter: z.strictObject({ name: text, relation: text, phone: text }),
    /** Has no WeChat and trusts the resident; assessed. */
    enrolled: living.extend({ relation: text, level: text }),
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
const shift = z.strictObject({ from: wall, until: wall })
const rosters = z.strictObject({
  note: text,
  seed: text,
  /** Where appointments are. */
  park: z.strictObject({ name: text, village: text }),
  /** Weeks that people work, by a name. */
  weeks: z.record(z.string(), z.array(shift.extend({ days: z.array(z.int().min(0).max(6)).min(1) }))),
  /** Who works at each organisation: so many people, each with all of the skills, or with this share of them. */
  organisations: z.record(
    z.string(),
    z.array(
      z.strictObject({
        count: z.int().min(1),
        skills: texts,
        share: z.number().min(0).max(1).optional(),
        /** Taken in turn; none = only when named for a day. */
        weeks: z.array(text),
      }),
    ),
  ),
  /** Whose lawyers advise which village's committee, one each in turn. */
  advisers: z.array(z.strictObject({ village: text, organisation: text })),
  /** Days on which somebody works otherwise. */
  exceptions: z.strictObject({
    leave: z.strictObject({ share: z.number(), why: texts }),
    late: shift.extend({ share: z.number(), why: text }),
    holiday: shift.extend({ share: z.number(), why: text }),
    /** Of the social worker on the phones, on the days around today. */
    shown: shift.extend({ why: text }),
  }),
})
const courses = z.strictObject({
  note: text,
  seed: text,
  atEachPoint: z.strictObject({ over: z.int(), running: z.int(), coming: z.int() }),
  /** Services of the courses in the village of the people on the phones. */
  shown: z.strictObject({ over: texts, running: texts, coming: texts }),
  courses: z.array(z.strictObject({ service: text, title: text, walls: z.array(wall).min(1), seats: z.int(), lessons: texts })).min(1),
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
  /** People in the queue of each full class. */
  waiting: z.int(),
  /** Part of each contract that is used when the demonstration's life begins. */
  used: z.record(z.string(), z.number().min(0).max(1)),
  notes: spoken,
  records: texts,
  nextTime: spoken,
  praise: spoken,
  declined: texts,
  intake: texts,
  advice: texts,
  /** How somebody agreed for whom staff booked. */
  agreed: texts,
  cancelled: texts,
  demonstration: z.array(
    z.strictObject({
      /** The daughter books for the elder, the grid member for the one without WeChat. */
      by: z.enum([...by.options, 'daughter', 'member']),
      service: text,
      /** Days from today; where nothing is on that day, the nearest session on the same side of now. Waiting is for a full class. */
      day: z.int(),
      /** Of a visit. */
      wall: wall.optional(),
      fate: z.enum(['waiting', 'requested', 'assigned', 'done', 'rated']),
      /** Asks for the social worker on the phones. */
      carer: z.boolean().optional(),
      /** Every so many weeks, so many times. */
      repeat: z.strictObject({ weeks: z.int().min(1).max(4), times: z.int().min(2).max(26) }).optional(),
      nextTime: text.optional(),
    }),
  ),
})
const schemas = { people, rosters, courses, cases, bookings }

export type MadeUp = { [K in keyof typeof schemas]: z.output<(typeof schemas)[K]> }

type Sources = Partial<Record<keyof typeof schemas, Json>>

function read(folder: string): { data: Partial<MadeUp>; sources: Sources; faults: string[] } {
  const faults: string[] = []
  const data: Record<string, unknown> = {}
  const sources: Sources = {}
  for (const [key, schema] of Object.entries(schemas)) {
    const json = readJson(folder, `made-up/${key}.json`, faults)
    if (!json) continue
    sources[key as keyof typeof schemas] = json
    const parsed = schema.safeParse(json.value)
    if (parsed.success) data[key] = parsed.data
    else faults.push(...faultsOf(json, parsed.error))
  }
  return { data, sources, faults }
}

export function readMadeUp(folder: string = guzhen): MadeUp {
  const { data, faults } = read(folder)
  if (faults.length > 0) throw new FolderFaults(faults)
  return data as MadeUp
}

/** Everything that is wrong with what a demonstration is made from, also where it names what the town does not have. */
export function faultsOfMadeUp(folder: string, town?: TownFolder): string[] {
  const { data, sources, faults } = read(folder)
  return faults.length > 0 || !town ? faults : inconsistencies(data as MadeUp, sources, town)
}

function inconsistencies({ people, rosters, courses, bookings }: MadeUp, sources: Sources, town: TownFolder): string[] {
  const { services } = town.services
  const idsOf = (list: { id: string }[]) => list.map(({ id }) => id)
  const unknown = (file: keyof typeof schemas, path: PropertyKey[], id: string, known: string[], where: string): string[] =>
    known.includes(id) ? [] : [(sources[file] as Json).fault(path, `"${id}" is not in ${where}`)]
  const villages = town.villages.map(({ code }) => code)
  const taught = idsOf(services.filter(({ kind }) => kind === 'class'))
  const organised = Object.entries(rosters.organisations).flatMap(([id, groups]) => {
    const offered = town.organisations.find((one) => one.id === id)?.services ?? []
    const skills = services.filter((service) => offered.includes(service.id)).map(({ skill }) => skill)
    const able = groups.flatMap((group) => group.skills)
    return [
      ...unknown('rosters', ['organisations', id], id, idsOf(town.organisations), 'organisations.json'),
      ...groups.flatMap((group, at) => [
        ...group.weeks.flatMap((week, nth) =>
          unknown('rosters', ['organisations', id, at, 'weeks', nth], week, Object.keys(rosters.weeks), 'weeks'),
        ),
        ...group.skills.flatMap((skill, nth) =>
          unknown('rosters', ['organisations', id, at, 'skills', nth], skill, skills, `what ${id} offers in services.json`),
        ),
      ]),
      ...skills
        .filter((skill) => !able.includes(skill))
        .map((skill) => (sources.rosters as Json).fault(['organisations', id], `offers what needs "${skill}", and nobody can do it`)),
    ]
  })
  const advised = rosters.advisers.map(({ village }) => village)
  return [
    ...organised,
    ...unknown('rosters', ['park', 'village'], rosters.park.village, villages, 'villages.json'),
    ...rosters.advisers.flatMap(({ village, organisation }, at) => [
      ...unknown('rosters', ['advisers', at, 'village'], village, villages, 'villages.json'),
      ...unknown('rosters', ['advisers', at, 'organisation'], organisation, Object.keys(rosters.organisations), 'organisations'),
      ...(advised.indexOf(village) < at
        ? [(sources.rosters as Json).fault(['advisers', at, 'village'], `"${village}" is there twice`)]
        : []),
    ]),
    ...villages
      .filter((village) => !advised.includes(village))
      .map((village) => (sources.rosters as Json).fault(['advisers'], `"${village}" has no adviser`)),
    ...courses.courses.flatMap(({ service }, at) =>
      unknown('courses', ['courses', at, 'service'], service, taught, 'the classes of services.json'),
    ),
    ...Object.entries(courses.shown).flatMap(([phase, list]) =>
      list.flatMap((service, at) =>
        unknown(
          'courses',
          ['shown', phase, at],
          service,
          courses.courses.map((course) => course.service),
          'courses',
        ),
      ),
    ),
    ...Object.keys(bookings.used).flatMap((id) => unknown('bookings', ['used', id], id, idsOf(town.contracts.contracts), 'contracts.json')),
    ...bookings.demonstration.flatMap(({ service }, at) =>
      unknown('bookings', ['demonstration', at, 'service'], service, idsOf(services), 'services.json'),
    ),
    ...unknown(
      'people',
      ['demonstration', 'enrolled', 'level'],
      people.demonstration.enrolled.level,
      idsOf(town.programmes.flatMap(({ levels }) => levels)),
      'the levels of programmes.json',
    ),
  ]
}
