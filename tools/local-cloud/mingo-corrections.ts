// Where mingo 7 differs from MongoDB. Each correction has a test that names it.
import { evalExpr } from 'mingo/core'
import { Lazy, type Iterator } from 'mingo/lazy'
import { Query } from 'mingo/query'
import type { Any, AnyObject, Options } from 'mingo/types'
import { isObject, type Document } from './documents'
import { compareValues, rank, valuesAt } from './order'

type Predicate = (document: Document) => boolean

// $mod: only numbers have a remainder (mingo takes null for 0 and '4' for 4), and operands are cut to whole numbers.
function $mod(path: string, operand: number[]): Predicate {
  const divisor = Math.trunc(operand[0] ?? NaN)
  const remainder = Math.trunc(operand[1] ?? NaN)
  const parts = path.split('.')
  return (document) =>
    valuesAt(document, parts).values.some((value) => typeof value === 'number' && Math.trunc(value) % divisor === remainder)
}

// $exists: a path through an array of objects exists when one of them has it.
function $exists(path: string, wanted: unknown): Predicate {
  const parts = path.split('.')
  return (document) => reaches(document, parts, 0) === Boolean(wanted)
}

function reaches(value: unknown, path: string[], from: number): boolean {
  if (from === path.length) return value !== undefined
  const key = path[from] as string
  if (Array.isArray(value)) {
    if (/^\d+$/.test(key) && Number(key) < value.length) return reaches(value[Number(key)], path, from + 1)
    return value.some((item) => isObject(item) && reaches(item, path, from))
  }
  return isObject(value) && Object.hasOwn(value, key) && reaches(value[key], path, from + 1)
}

// $elemMatch: conditions on one element, be it an object or a plain value, of any array that the path reaches.
function $elemMatch(path: string, criteria: AnyObject, options: Options): Predicate {
  const keys = Object.keys(criteria)
  const onValue = keys.length > 0 && keys.every((key) => key.startsWith('$') && !['$and', '$or', '$nor'].includes(key))
  const query = new Query<AnyObject>(onValue ? { element: criteria } : criteria, options)
  const matches = (element: unknown): boolean => {
    if (onValue) return query.test({ element: element })
    return (isObject(element) || Array.isArray(element)) && query.test(element as AnyObject)
  }
  const parts = path.split('.')
  return (document) => arraysAt(document, parts, 0).some((array) => array.some(matches))
}

function arraysAt(value: unknown, path: string[], from: number): unknown[][] {
  if (from === path.length) return Array.isArray(value) ? [value] : []
  const key = path[from] as string
  if (Array.isArray(value)) {
    if (/^\d+$/.test(key)) return arraysAt(value[Number(key)], path, from + 1)
    return value.flatMap((item) => (isObject(item) ? arraysAt(item, path, from) : []))
  }
  return isObject(value) ? arraysAt(value[key], path, from + 1) : []
}

export const queryCorrections = { $mod, $exists, $elemMatch }

// Dates in a zone: by the zone's own calendar, every zone that Intl knows, and offsets such as +08 or -00:30.
function offsetMinutes(zone: string | null | undefined, date: Date): number {
  if (zone === undefined || zone === null || zone === '') return 0
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)
  if (match) return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0))
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(date)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const offset = /GMT([+-])(\d{2}):(\d{2})/.exec(name)
  return offset ? (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) : 0
}

const monthNames = 'January February March April May June July August September October November December'.split(' ')
const pad = (value: number, width: number): string => String(value).padStart(width, '0')

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1
}

// The Thursday of a week decides its year and number.
function isoWeek(date: Date): { year: number; week: number } {
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * 86_400_000)
  return { year: thursday.getUTCFullYear(), week: Math.ceil(dayOfYear(thursday) / 7) }
}

function formatDate(date: Date, format: string, minutes: number): string {
  const local = new Date(date.getTime() + minutes * 60_000)
  const specifiers: Record<string, () => string> = {
    Y: () => pad(local.getUTCFullYear(), 4),
    G: () => pad(isoWeek(local).year, 4),
    m: () => pad(local.getUTCMonth() + 1, 2),
    d: () => pad(local.getUTCDate(), 2),
    H: () => pad(local.getUTCHours(), 2),
    M: () => pad(local.getUTCMinutes(), 2),
    S: () => pad(local.getUTCSeconds(), 2),
    L: () => pad(local.getUTCMilliseconds(), 3),
    j: () => pad(dayOfYear(local), 3),
    u: () => String(local.getUTCDay() || 7),
    w: () => String(local.getUTCDay() + 1),
    U: () => pad(Math.floor((dayOfYear(local) + 6 - local.getUTCDay()) / 7), 2),
    V: () => pad(isoWeek(local).week, 2),
    b: () => (monthNames[local.getUTCMonth()] ?? '').slice(0, 3),
    B: () => monthNames[local.getUTCMonth()] ?? '',
    z: () => `${minutes < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(minutes) / 60), 2)}${pad(Math.abs(minutes) % 60, 2)}`,
    Z: () => `${minutes < 0 ? '-' : '+'}${pad(Math.abs(minutes), 3)}`,
    '%': () => '%',
  }
  return format.replace(/%(.)/g, (_, letter: string) => {
    const specifier = specifiers[letter]
    if (!specifier) throw new Error(`$dateToString: invalid format character '%${letter}'`)
    return specifier()
  })
}

function $dateToString(document: AnyObject, expression: AnyObject, options: Options): unknown {
  const args = evalExpr(document, expression, options) as { date?: unknown; format?: string; timezone?: string | null; onNull?: unknown }
  if (args.date === undefined || args.date === null) return args.onNull ?? null
  if (!(args.date instanceof Date)) throw new Error(`can't convert from ${typeof args.date} to Date`)
  const zoned = args.timezone !== undefined && args.timezone !== null && args.timezone !== 'UTC'
  return formatDate(args.date, args.format ?? `%Y-%m-%dT%H:%M:%S.%L${zoned ? '' : 'Z'}`, offsetMinutes(args.timezone, args.date))
}

// Strings are counted in characters, from either end where MongoDB allows it.
function $indexOfCP(document: AnyObject, expression: Any[], options: Options): unknown {
  const [text, wanted, start, end] = evalExpr(document, expression, options) as [string?, string?, number?, number?]
  if (text === undefined || text === null) return null
  const characters = [...text]
  const target = [...(wanted ?? '')]
  for (let i = start ?? 0; i + target.length <= Math.min(end ?? characters.length, characters.length); i++) {
    if (target.every((character, k) => characters[i + k] === character)) return i
  }
  return -1
}

// $substr counts bytes; a negative length means to the end.
function $substr(document: AnyObject, expression: Any[], options: Options): unknown {
  const [text, start, length] = evalExpr(document, expression, options) as [string | number | Date | null | undefined, number, number]
  if (text === undefined || text === null) return ''
  if (start < 0) return ''
  const bytes = Buffer.from(text instanceof Date ? text.toISOString() : String(text))
  const slice = length < 0 ? bytes.subarray(start) : bytes.subarray(start, start + length)
  const result = slice.toString()
  if (result.includes('\ufffd')) throw new Error('$substrBytes: the range starts or ends inside a character')
  return result
}

export const expressionCorrections = { $dateToString, $indexOfCP, $substr, $substrBytes: $substr }

// $bucket: a value on a boundary belongs to the bucket that it begins.
function $bucket(documents: Iterator, expression: AnyObject, options: Options): Iterator {
  const boundaries = expression['boundaries'] as unknown[]
  const byDefault = expression['default']
  const output = expression['output'] ?? { count: { $sum: 1 } }
  return Lazy(results())

  function* results(): Generator<unknown> {
    const buckets = new Map<unknown, AnyObject[]>(boundaries.slice(0, -1).map((boundary) => [boundary, []]))
    const others: AnyObject[] = []
    documents.each((item) => {
      const document = item as AnyObject
      const key = evalExpr(document, expression['groupBy'], options)
      const place = boundaries.findLastIndex((boundary) => rank(boundary) === rank(key) && compareValues(boundary, key) <= 0)
      const bucket = place < boundaries.length - 1 ? buckets.get(boundaries[place]) : undefined
      if (!bucket && byDefault === undefined) throw new Error('$switch could not find a matching branch: $bucket needs a default')
      ;(bucket ?? others).push(document)
    })
    const filled = [...buckets, [byDefault, others] as const].filter(([, group]) => group.length > 0)
    for (const [key, group] of filled) yield { _id: key, ...(evalExpr(group, output, options) as object) }
  }
}

export const stageCorrections = { $bucket }
