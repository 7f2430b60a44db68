import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { inconsistencies } from './inconsistencies'
import type { Sources } from './inconsistencies'
import { faultsOf, readJson } from './json'

/** A town is a folder of data. What must be in it, and a clear sentence for everything that is wrong with it. */

export const guzhen = fileURLToPath(new URL('../../towns/guzhen', import.meta.url))

const id = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, 'must be an id of letters, digits, - and _')
const name = z.string().trim().min(1, 'must not be empty').max(60)
const phone = z
  .string()
  .regex(/^(1[3-9]\d{9}|0\d{2,3}-\d{7,8}|1\d{2,4})$/, 'must be a mobile number, a landline with area code, or a short number')
/** Ids of services and organisations are parts of ids of sessions, which must stay within 80 characters. */
const shortId = id.max(18, 'must be at most 18 characters')
const wall = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time like 08:30')
const day = z.iso.date('must be a day like 2026-03-01')
const yuan = z.number().min(0).max(100_000)
const point = z.object({ longitude: z.number().min(73).max(136), latitude: z.number().min(3).max(54) })
const template = z.strictObject({ id: name, fields: z.strictObject({ title: id, text: id, time: id }) })

const town = z.strictObject({
  name,
  code: z.string().regex(/^\d{9}$/, 'must be the nine digits of the statistics bureau'),
  centre: point,
  desk: z.strictObject({ name, phone }),
  switches: z.strictObject({ preciseLocation: z.boolean(), phoneNumber: z.boolean(), publicFeed: z.boolean() }),
  templates: z.strictObject({ caseAssigned: template, caseProgress: template, bookingProgress: template, workerAssigned: template }),
})
const villages = z
  .array(z.strictObject({ code: z.string().regex(/^\d{12}$/, 'must be the twelve digits of the statistics bureau'), name, office: name }))
  .min(1)
const hours = z.number().positive().max(2000)
/** What a class of the standard is called and where it comes from; items name one, so that figures can be given by it. */
const catalogue = z.strictObject({
  source: z.string().min(1),
  standards: z.array(z.strictObject({ id, name, source: name })).min(1),
  classes: z.array(z.strictObject({ id, name, icon: id })).min(1),
})
const question = z
  .strictObject({ id, text: name, kind: z.enum(['choice', 'text', 'yesno']), options: z.array(name).min(2).max(8).optional() })
  .refine(({ kind, options }) => (kind === 'choice') === (options !== undefined), {
    error: 'a choice lists its options, and nothing else does',
    path: ['options'],
  })
/** The items of one class: catalogue/<class>.json. */
const items = z
  .array(
    z
      .strictObject({
        id,
        name: z.string().trim().min(1, 'must not be empty').max(16, 'must be at most 16 characters, or it does not fit a button'),
        words: z.array(name).min(1, 'must hold at least one everyday word'),
        standard: id,
        hint: name.optional(),
        emergency: z.enum(['110', '119', '120', '122']).optional(),
        first: z.enum(['cell', 'village', 'town', 'department']).default('cell'),
        departments: z.array(id).default([]),
        questions: z.array(question).max(4).default([]),
        urgency: z.enum(['normal', 'urgent', 'emergency']).default('normal'),
        public: z.boolean().default(true),
        near: z.number().min(5).max(500).default(50),
        hours: z
          .strictObject({ accept: hours, resolve: hours, promise: hours })
          .refine(({ accept, resolve, promise }) => promise >= accept + resolve, 'the promise must leave time to accept and to resolve'),
      })
      .refine(({ urgency, emergency }) => urgency !== 'emergency' || emergency !== undefined, {
        error: 'an emergency names the number to call first',
        path: ['emergency'],
      })
      .refine(({ first, departments }) => first !== 'department' || departments.length > 0, {
        error: 'handled first by a department, so one must be named',
        path: ['departments'],
      }),
  )
  .min(1)
const departments = z.array(z.strictObject({ id, name, phone })).min(1)
const replies = z.array(z.strictObject({ id, step: z.enum(['reply', 'resolve', 'return']), text: z.string().trim().min(1).max(300) }))
const channels = ['office', 'phone', 'home', 'video'] as const
const service = z
  .strictObject({
    id: shortId,
    kind: z.enum(['visit', 'appointment', 'class']),
    field: id,
    name,
    summary: name,
    minutes: z.int().min(10).max(480),
    includes: z.array(name).min(1),
    prepare: name,
    checklist: z.array(name).min(1),
    skill: id,
    cancelHours: z.number().min(0).max(168),
    price: z.strictObject({ yuan, programme: id.optional() }),
    /** Visits: when one may begin. */
    starts: z.array(wall).min(1).optional(),
    /** Classes: services of which one must have been completed before. */
    after: z.array(id).min(1).optional(),
    /** Appointments. */
    channels: z.array(z.enum(channels)).min(1).optional(),
    adversarial: z.boolean().optional(),
    monthly: z.strictObject({ day: z.int().min(1).max(31), from: wall, until: wall, beside: id.optional() }).optional(),
  })
  .refine(({ kind, starts }) => (kind === 'visit') === (starts !== undefined), {
    error: 'a visit says at what times it may begin, and nothing else does',
    path: ['starts'],
  })
  .refine(({ kind, after }) => kind === 'class' || after === undefined, { error: 'only a class comes after another', path: ['after'] })
  .refine(({ kind, channels: list }) => kind === 'appointment' || list === undefined, {
    error: 'only an appointment has ways to meet',
    path: ['channels'],
  })
  .refine(({ kind, adversarial, monthly }) => kind === 'appointment' || (adversarial === undefined && monthly === undefined), {
    error: 'only an appointment can be adversarial or monthly',
    path: ['kind'],
  })
const services = z.strictObject({ fields: z.array(z.strictObject({ id, name })).min(1), services: z.array(service).min(1) })
const entitledHours = z.number().min(0).max(744)
/** Who is entitled to how many hours a month, and who pays: rule data. The names of the categories are those of the groups. */
const programmes = z.array(
  z.strictObject({
    id,
    name,
    paidBy: name,
    unit: z.strictObject({ name, minutes: z.int().min(5).max(480) }).optional(),
    categories: z.array(z.strictObject({ group: id, hours: entitledHours, share: z.number().min(0.05).max(1) })).min(1),
    levels: z.array(z.strictObject({ id, name, hours: entitledHours })),
  }),
)
/** Hours that were bought of an organisation. */
const contracts = z.strictObject({
  note: z.string().optional(),
  contracts: z.array(
    z
      .strictObject({ id, organisation: id, programme: id, buyer: name, name, from: day, until: day, hours: z.number().positive() })
      .refine(({ from, until }) => from <= until, { error: 'must not be before the first day', path: ['until'] }),
  ),
})
const referrals = z.array(z.strictObject({ id, name, phone, place: name }))
const organisations = z.array(
  z.strictObject({
    id: shortId,
    name,
    field: id,
    phone,
    services: z.array(id).min(1),
    /** Villages served by visits; empty = the whole town. */
    villages: z.array(z.string()),
    rating: z.number().min(1).max(5),
  }),
)
const groups = z.array(z.strictObject({ id, name }))
/** What people call a place; may be empty, then nobody finds one by name. */
const places = z.strictObject({
  note: z.string().optional(),
  places: z
    .array(z.strictObject({ name, other: z.array(name).max(8), kind: name, village: z.string(), ...point.shape }))
    // They lie in one document, which has a limit of its own.
    .max(5000),
})
const ring = z.array(z.tuple([z.number(), z.number()])).min(4, 'a ring has at least four positions, the last one the first again')
const polygon = z.strictObject({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1) })
const multiPolygon = z.strictObject({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring).min(1)).min(1) })
const grids = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      id,
      properties: z.strictObject({ level: z.enum(['town', 'village', 'cell']), name, village: z.string().optional() }),
      geometry: z.discriminatedUnion('type', [polygon, multiPolygon]),
    }),
  ),
})
const folder = {
  town,
  villages,
  catalogue,
  departments,
  replies,
  services,
  programmes,
  contracts,
  referrals,
  organisations,
  groups,
  places,
  grids,
}
const files = { grids: 'grids.geojson' } as Partial<Record<keyof typeof folder, string>>

export type FolderFile = keyof typeof folder
type Read = { [K in keyof typeof folder]: z.output<(typeof folder)[K]> }
/** The items know their class by their file. */
export type TownFolder = Omit<Read, 'catalogue'> & {
  catalogue: Read['catalogue'] & { items: (z.output<typeof items>[number] & { class: string })[] }
}
export type GridFeature = TownFolder['grids']['features'][number]

/** Everything that is wrong with a folder, a line each: file and line, path in it, what is wrong. */
export class FolderFaults extends Error {
  constructor(readonly faults: string[]) {
    super(`this town can't be loaded:\n${faults.map((fault) => `- ${fault}`).join('\n')}`)
    this.name = 'FolderFaults'
  }
}

export function readFolder(path: string = guzhen): TownFolder {
  const { data, faults } = checkFolder(path)
  if (!data) throw new FolderFaults(faults)
  return data
}

/** Everything that is wrong with a folder at once; its data when nothing is. */
export function checkFolder(path: string): { data?: TownFolder; faults: string[] } {
  const faults: string[] = []
  const data: Record<string, unknown> = {}
  const sources: Sources = { files: {}, items: {} }
  for (const [key, schema] of Object.entries(folder)) {
    const json = readJson(path, files[key as keyof typeof folder] ?? `${key}.json`, faults)
    if (!json) continue
    sources.files[key as keyof typeof folder] = json
    const parsed = schema.safeParse(json.value)
    if (parsed.success) data[key] = parsed.data
    else faults.push(...faultsOf(json, parsed.error))
  }
  const folderOfItems = join(path, 'catalogue')
  const found: TownFolder['catalogue']['items'] = []
  for (const file of existsSync(folderOfItems) ? readdirSync(folderOfItems).sort() : []) {
    const json = readJson(path, `catalogue/${file}`, faults)
    if (!json) continue
    const of = file.replace(/\.json$/, '')
    sources.items[of] = json
    const parsed = items.safeParse(json.value)
    if (parsed.success) found.push(...parsed.data.map((item) => ({ ...item, class: of })))
    else faults.push(...faultsOf(json, parsed.error))
  }
  if (faults.length > 0) return { faults }
  const read = data as Read
  const order = read.catalogue.classes.map((one) => one.id)
  found.sort((a, b) => order.indexOf(a.class) - order.indexOf(b.class))
  const town: TownFolder = { ...read, catalogue: { ...read.catalogue, items: found } }
  const inconsistent = inconsistencies(town, sources)
  return inconsistent.length > 0 ? { faults: inconsistent } : { data: town, faults: [] }
}

/** One file of a folder by itself, for drawing boundaries that are not there yet. */
export function readFile<K extends keyof typeof folder>(path: string, key: K): Read[K] {
  const faults: string[] = []
  const json = readJson(path, `${key}.json`, faults)
  if (!json) throw new FolderFaults(faults)
  const parsed = folder[key].safeParse(json.value)
  if (!parsed.success) throw new FolderFaults(faultsOf(json, parsed.error))
  return parsed.data as Read[K]
}
