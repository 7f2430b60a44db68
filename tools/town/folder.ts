import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

/** A town is a folder of data. What must be in it, and a clear sentence for everything that is wrong with it. */

export const guzhen = fileURLToPath(new URL('../../towns/guzhen', import.meta.url))

const id = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, 'must be an id of letters, digits, - and _')
const name = z.string().trim().min(1, 'must not be empty').max(60)
const phone = z
  .string()
  .regex(/^(1[3-9]\d{9}|0\d{2,3}-\d{7,8}|1\d{2,4})$/, 'must be a mobile number, a landline with area code, or a short number')
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
const catalogue = z.strictObject({
  classes: z.array(z.strictObject({ id, name, icon: id })).min(1),
  items: z
    .array(
      z.strictObject({
        id,
        class: id,
        name: z.string().min(1).max(16, 'must be at most 16 characters, or it does not fit a button'),
        words: z.array(name).min(1),
        hint: name.optional(),
        emergency: z.enum(['110', '119', '120', '122']).optional(),
        first: z.enum(['cell', 'village', 'town', 'department']).default('cell'),
        departments: z.array(id).default([]),
        questions: z
          .array(
            z.strictObject({ id, text: name, kind: z.enum(['choice', 'text', 'yesno']), options: z.array(name).min(2).optional() }),
          )
          .default([]),
        urgency: z.enum(['normal', 'urgent', 'emergency']).default('normal'),
        public: z.boolean().default(true),
        near: z.number().min(5).max(500).default(50),
        hours: z
          .strictObject({ accept: hours, resolve: hours, promise: hours })
          .refine(
            ({ accept, resolve, promise }) => accept + resolve >= promise * 0.5 && promise >= resolve,
            'the promise must leave time to resolve',
          ),
      }),
    )
    .min(1),
})
const departments = z.array(z.strictObject({ id, name, phone })).min(1)
const replies = z.array(z.strictObject({ id, step: z.enum(['reply', 'resolve', 'return']), text: z.string().trim().min(1).max(300) }))
const service = z.strictObject({
  id,
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
  price: z.strictObject({
    yuan,
    entitled: z.array(z.strictObject({ groups: z.array(id).min(1), yuan, paidBy: name })),
  }),
})
const services = z.strictObject({ fields: z.array(z.strictObject({ id, name })).min(1), services: z.array(service).min(1) })
const organisations = z.array(
  z.strictObject({
    id,
    name,
    field: id,
    phone,
    services: z.array(id).min(1),
    /** Villages served by visits; empty = the whole town. */
    villages: z.array(z.string()),
    rating: z.number().min(1).max(5),
    /** Hours of work that it can still give this month. */
    hours: z.number().min(0),
  }),
)
const groups = z.array(z.strictObject({ id, name }))
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
const folder = { town, villages, catalogue, departments, replies, services, organisations, groups, grids }
const files = { grids: 'grids.geojson' } as Partial<Record<keyof typeof folder, string>>

export type TownFolder = { [K in keyof typeof folder]: z.output<(typeof folder)[K]> }
export type Organisation = TownFolder['organisations'][number]
export type GridFeature = TownFolder['grids']['features'][number]

/** Everything that is wrong with a folder, a line each: file, path in it, what is wrong. */
export class FolderFaults extends Error {
  constructor(readonly faults: string[]) {
    super(`this town can't be loaded:\n${faults.map((fault) => `- ${fault}`).join('\n')}`)
    this.name = 'FolderFaults'
  }
}

export function readJson(path: string, file: string, faults: string[]): unknown {
  if (!existsSync(join(path, file))) {
    faults.push(`${file}: is missing`)
    return undefined
  }
  try {
    return JSON.parse(readFileSync(join(path, file), 'utf8'))
  } catch (error) {
    faults.push(`${file}: is no JSON: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}

function pathText(path: PropertyKey[]): string {
  return path.map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${String(key)}`)).join('')
}

export function faultsOf(file: string, error: z.ZodError): string[] {
  return error.issues.map((issue) => `${file}: ${issue.path.length === 0 ? '' : `${pathText(issue.path)}: `}${issue.message}`)
}

export function readFolder(path: string = guzhen): TownFolder {
  const faults: string[] = []
  const data: Record<string, unknown> = {}
  for (const [key, schema] of Object.entries(folder)) {
    const file = files[key as keyof typeof folder] ?? `${key}.json`
    const content = readJson(path, file, faults)
    if (content === undefined) continue
    const parsed = schema.safeParse(content)
    if (parsed.success) data[key] = parsed.data
    else faults.push(...faultsOf(file, parsed.error))
  }
  if (faults.length === 0) faults.push(...inconsistencies(data as TownFolder))
  if (faults.length > 0) throw new FolderFaults(faults)
  return data as TownFolder
}

/** One file of a folder by itself, for drawing boundaries that are not there yet. */
export function readFile<K extends keyof typeof folder>(path: string, key: K): TownFolder[K] {
  const faults: string[] = []
  const parsed = folder[key].safeParse(readJson(path, `${key}.json`, faults))
  if (faults.length === 0 && parsed.success) return parsed.data as TownFolder[K]
  throw new FolderFaults(parsed.success || faults.length > 0 ? faults : faultsOf(`${key}.json`, parsed.error))
}

function twice(file: string, path: string, ids: string[]): string[] {
  return ids.filter((one, at) => ids.indexOf(one) !== at).map((one) => `${file}: ${path}: "${one}" is there twice`)
}

function unknown(file: string, path: string, named: string[], known: string[], where: string): string[] {
  return named.filter((one) => !known.includes(one)).map((one) => `${file}: ${path}: "${one}" is not in ${where}`)
}

/** What one file alone can't show: ids that are used but not declared, or declared twice. */
function inconsistencies({ town, villages, catalogue, departments, services, organisations, groups, grids }: TownFolder): string[] {
  const codes = villages.map(({ code }) => code)
  const groupIds = groups.map((group) => group.id)
  const fieldIds = services.fields.map((field) => field.id)
  const serviceIds = services.services.map((one) => one.id)
  const classIds = catalogue.classes.map((one) => one.id)
  const cells = grids.features.filter(({ properties }) => properties.level === 'cell')
  return [
    ...twice('villages.json', 'code', codes),
    ...twice('catalogue.json', 'classes', classIds),
    ...twice(
      'catalogue.json',
      'items',
      catalogue.items.map((item) => item.id),
    ),
    ...twice(
      'departments.json',
      'id',
      departments.map((department) => department.id),
    ),
    ...twice('services.json', 'services', serviceIds),
    ...twice(
      'organisations.json',
      'id',
      organisations.map((organisation) => organisation.id),
    ),
    ...twice('groups.json', 'id', groupIds),
    ...twice(
      'grids.geojson',
      'features',
      grids.features.map((feature) => feature.id),
    ),
    ...catalogue.items.flatMap((item, at) => unknown('catalogue.json', `items[${at}].class`, [item.class], classIds, 'classes')),
    ...services.services.flatMap((one, at) => [
      ...unknown('services.json', `services[${at}].field`, [one.field], fieldIds, 'fields'),
      ...one.price.entitled.flatMap((rule, index) =>
        unknown('services.json', `services[${at}].price.entitled[${index}].groups`, rule.groups, groupIds, 'groups.json'),
      ),
    ]),
    ...organisations.flatMap((organisation, at) => [
      ...unknown('organisations.json', `[${at}].field`, [organisation.field], fieldIds, 'services.json'),
      ...unknown('organisations.json', `[${at}].services`, organisation.services, serviceIds, 'services.json'),
      ...unknown('organisations.json', `[${at}].villages`, organisation.villages, codes, 'villages.json'),
    ]),
    ...unknown(
      'grids.geojson',
      'features',
      [town.code, ...codes],
      grids.features.map((feature) => feature.id),
      'the boundaries',
    ),
    ...cells.flatMap((cell) =>
      unknown('grids.geojson', `cell ${cell.id}: village`, [cell.properties.village ?? ''], codes, 'villages.json'),
    ),
  ]
}
