// Documents as they travel (canonical EJSON text) and as they are held (plain values).
import { BSONRegExp, EJSON } from 'bson'

export type Document = Record<string, unknown>

export function isObject(value: unknown): value is Document {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

// What only the server can resolve: its own clock, and regular expressions, which EJSON parses to a class that can't match.
const needsReviving = /\$tcb_server_date|\$regularExpression|\$regex/

function revive(value: unknown, now: number): unknown {
  if (Array.isArray(value)) return value.map((item) => revive(item, now))
  if (value instanceof BSONRegExp) return new RegExp(value.pattern, [...value.options].filter((flag) => 'ims'.includes(flag)).join(''))
  if (!isObject(value)) return value
  const serverDate = value['$tcb_server_date']
  if (isObject(serverDate)) return new Date(now + Number(serverDate['offset'] ?? 0))
  for (const key of Object.keys(value)) value[key] = revive(value[key], now)
  return value
}

export function decode(text: string, now: number): unknown {
  const value: unknown = EJSON.parse(text)
  return needsReviving.test(text) ? revive(value, now) : value
}

export function decodeObject(text: unknown, now: number): Document {
  if (text === undefined || text === null || text === '') return {}
  const value = typeof text === 'string' ? decode(text, now) : decode(JSON.stringify(text), now)
  if (!isObject(value)) throw new TypeError('an object is expected')
  return value
}

export function encode(document: unknown): string {
  return EJSON.stringify(document, { relaxed: false })
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
