// Documents as they travel (canonical EJSON text) and as they are held (plain values).
import { EJSON } from 'bson'

export type Document = Record<string, unknown>

export function isObject(value: unknown): value is Document {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

// EJSON is spoken here for the common types, several times faster than by bson; the rare ones are left to it.
function revive(value: unknown, now: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = revive(value[i], now)
    return value
  }
  const document = value as Document
  for (const key in document) {
    // An operator of a query ($gt) begins alike, and is walked through like any other key.
    if (key.charCodeAt(0) === 36) {
      const scalar = reviveScalar(key, document, now)
      if (scalar !== undefined) return scalar
    }
    const item = document[key]
    if (typeof item === 'object') document[key] = revive(item, now)
  }
  return document
}

function reviveScalar(key: string, document: Document, now: number): unknown {
  const value = document[key]
  switch (key) {
    case '$numberInt':
    case '$numberLong':
    case '$numberDouble':
      return Number(value)
    case '$date':
      return new Date(isObject(value) ? Number(value['$numberLong']) : (value as string))
    // What only the server can resolve: its own clock, and patterns, which bson parses to a class that can't match.
    case '$tcb_server_date':
      return new Date(now + Number(revive((value as Document | null)?.['offset'] ?? 0, now)))
    case '$regularExpression': {
      const { pattern, options } = value as { pattern: string; options: string }
      return regExp(pattern, options)
    }
    case '$regex':
      return typeof value === 'string' ? regExp(value, typeof document['$options'] === 'string' ? document['$options'] : '') : undefined
    case '$oid':
    case '$binary':
    case '$uuid':
    case '$numberDecimal':
    case '$timestamp':
    case '$minKey':
    case '$maxKey':
    case '$symbol':
    case '$code':
      return EJSON.parse(JSON.stringify(document)) as unknown
    default:
      return undefined
  }
}

// MongoDB's own flags, as far as JavaScript has them.
function regExp(pattern: string, options: string): RegExp {
  return new RegExp(pattern, [...options].filter((flag) => 'ims'.includes(flag)).join(''))
}

export function decode(text: string, now: number): unknown {
  return revive(JSON.parse(text), now)
}

export function decodeObject(text: unknown, now: number): Document {
  if (text === undefined || text === null || text === '') return {}
  const value = typeof text === 'string' ? decode(text, now) : decode(JSON.stringify(text), now)
  if (!isObject(value)) throw new TypeError('an object is expected')
  return value
}

export function encode(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value)
  if (typeof value === 'number') return encodeNumber(value)
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return `[${value.map(encode).join(',')}]`
  if (value instanceof Date) return `{"$date":{"$numberLong":"${value.getTime()}"}}`
  if (value instanceof RegExp) return `{"$regularExpression":{"pattern":${JSON.stringify(value.source)},"options":"${value.flags}"}}`
  if (!isObject(value)) return EJSON.stringify(value, { relaxed: false })
  let text = ''
  for (const key in value) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${encode(value[key])}`
  return `{${text}}`
}

function encodeNumber(value: number): string {
  if (!Number.isInteger(value) || Object.is(value, -0) || Math.abs(value) >= 2 ** 63) {
    const text = Object.is(value, -0) ? '-0.0' : Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value)
    return `{"$numberDouble":"${text}"}`
  }
  return value === (value | 0) ? `{"$numberInt":"${value}"}` : `{"$numberLong":"${value}"}`
}

export function clone<T>(value: T): T {
  if (Array.isArray(value)) return value.map(clone) as T
  if (value instanceof Date) return new Date(value) as T
  if (!isObject(value)) return value
  const copy: Document = {}
  for (const key of Object.keys(value)) copy[key] = clone(value[key])
  return copy as T
}

// An id may be a string or a number; 1 and '1' are two documents.
export function idKey(id: unknown): string {
  return typeof id === 'string' ? id : `\u0000${encode(id)}`
}

// CloudBase makes ids of 32 hexadecimal digits.
export function newId(): string {
  return crypto.randomUUID().replaceAll('-', '')
}
