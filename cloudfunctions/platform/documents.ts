import type { Instant } from '../domain/time'
import { noticesCap, owing, requestsCap, timelineCap } from '../domain/matter'
import type { Matter, Step } from '../domain/matter'
import type { Refusal } from '../domain/result'
import type { CollectionName } from './collections'
import { database } from './sdk'

/**
 * The only door to the database. Reads always name a limit; writes all go through `create` and `change` (law 1).
 * Why they are as they are: the SDK drops undefined from queries (a lost _id would update a whole collection), updates all matches by
 * default, merges nested objects, passes operators from clients through, hides duplicate ids in a general error, and an answer may be
 * lost after the write has landed.
 */

const _ = database.command

type Scalar = string | number | boolean | null
class Operator {
  constructor(
    readonly name: 'gt' | 'gte' | 'lt' | 'lte' | 'neq' | 'in' | 'some',
    readonly value: Scalar | Scalar[] | Record<string, Scalar>,
  ) {}
}
/** The operators that product code may use in a condition. Nothing that comes from a client can be one. */
export const is = {
  gt: (value: Scalar) => new Operator('gt', value),
  gte: (value: Scalar) => new Operator('gte', value),
  lt: (value: Scalar) => new Operator('lt', value),
  lte: (value: Scalar) => new Operator('lte', value),
  neq: (value: Scalar) => new Operator('neq', value),
  in: (values: Scalar[]) => new Operator('in', values),
  /** One and the same element of a list has all these values. */
  some: (values: Record<string, Scalar>) => new Operator('some', values),
  /** Both at once, e.g. a range. */
  both: (...operators: Operator[]) => operators,
}

export type Conditions = Record<string, Scalar | Operator | Operator[]>

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function toCommand(operator: Operator) {
  if (operator.name === 'in') {
    if (!Array.isArray(operator.value) || !operator.value.every(isScalar)) throw new TypeError('is.in takes a list of plain values')
    return _.in(operator.value)
  }
  if (operator.name === 'some') {
    refuseUnsafe(operator.value, 'is.some')
    return _.elemMatch(operator.value)
  }
  if (!isScalar(operator.value)) throw new TypeError(`is.${operator.name} takes a plain value`)
  return _[operator.name](operator.value)
}

function toQuery(conditions: Conditions): Record<string, unknown> {
  const query: Record<string, unknown> = {}
  for (const [field, condition] of Object.entries(conditions)) {
    if (field.startsWith('$')) throw new TypeError(`"${field}" is no field`)
    if (isScalar(condition)) query[field] = condition
    else if (condition instanceof Operator) query[field] = toCommand(condition)
    else if (Array.isArray(condition) && condition.length > 0 && condition.every((one) => one instanceof Operator)) {
      query[field] = _.and(condition.map(toCommand))
    } else throw new TypeError(`condition on "${field}" must be a plain value or one of is.*`)
  }
  return query
}

/** Refuses undefined (the SDK would silently drop it) and keys that the database would take for operators, at any depth. */
function refuseUnsafe(value: unknown, path: string): void {
  if (value === undefined) throw new TypeError(`${path} is undefined`)
  if (isScalar(value)) {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${path} is not a finite number`)
    return
  }
  if (Array.isArray(value)) return value.forEach((item, at) => refuseUnsafe(item, `${path}.${at}`))
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) throw new TypeError(`${path} is no plain value`)
  for (const [key, inner] of Object.entries(value)) {
    if (key.startsWith('$') || key.includes('.')) throw new TypeError(`${path}.${key} is no field name`)
    refuseUnsafe(inner, `${path}.${key}`)
  }
}

export interface FindOptions {
  limit: number
  order?: [field: string, direction: 'asc' | 'desc'][]
  /** Only these fields (and _id). */
  fields?: readonly string[]
}

/** The SDK turns stored GeoJSON into objects of its own classes; to us documents are plain data. */
function plain<D>(data: unknown): D {
  return JSON.parse(JSON.stringify(data)) as D
}

export async function get<D>(collection: CollectionName, id: string): Promise<D | undefined> {
  if (typeof id !== 'string' || id === '') throw new TypeError('get needs an id')
  const { data } = (await database.collection(collection).doc(id).get()) as unknown as { data: unknown }
  return data ? plain<D>(data) : undefined
}

/** Documents that meet all conditions; of a list of conditions, any one of them. */
export async function find<D>(collection: CollectionName, conditions: Conditions | Conditions[], options: FindOptions): Promise<D[]> {
  if (Array.isArray(conditions) && conditions.length === 0) throw new TypeError('a find names a condition')
  const where = Array.isArray(conditions) ? _.or(conditions.map(toQuery)) : toQuery(conditions)
  let query = database.collection(collection).where(where).limit(options.limit)
  for (const [field, direction] of options.order ?? []) query = query.orderBy(field, direction)
  if (options.fields) query = query.field(Object.fromEntries(options.fields.map((field) => [field, true])))
  const { data } = (await query.get()) as unknown as { data: unknown }
  return plain<D[]>(data)
}

/** How many documents there are for each value of a field, among at most `values` of it. One operation. */
export async function countBy(
  collection: CollectionName,
  field: string,
  values: string[],
  conditions: Conditions,
): Promise<Map<string, number>> {
  const { list } = (await database
    .collection(collection)
    .aggregate()
    .match({ ...toQuery(conditions), [field]: _.in(values) })
    .group({ _id: `$${field}`, count: database.command.aggregate.sum(1) })
    .limit(values.length)
    .end()) as { list: { _id: string; count: number }[] }
  return new Map(list.map(({ _id, count }) => [_id, count]))
}

/** The database did not answer as it should, three times; the person may try again, and the same request will not act twice. */
export class Unavailable extends Error {
  constructor(cause: unknown) {
    super('database unavailable', { cause })
    this.name = 'Unavailable'
  }
}

const tries = 3

interface Identified {
  _id: string
  requests: string[]
}

/**
 * Adds a document under an id made from the request. `written` is false when this very request had made it before, whose document is
 * then answered; undefined when the id belongs to another request.
 */
export async function create<D extends Identified>(
  collection: CollectionName,
  document: D,
): Promise<{ written: boolean; document: D } | undefined> {
  refuseUnsafe(document, collection)
  const request = document.requests[0]
  if (request === undefined) throw new TypeError('a new document names the request that makes it')
  let cause: unknown
  for (let attempt = 0; attempt < tries; attempt++) {
    try {
      await database.collection(collection).add({ data: document })
      return { written: true, document }
    } catch (error) {
      cause = error
    }
    try {
      const found = await get<D>(collection, document._id)
      // Joins may have pushed the making request out of the list: an id made of it tells as well.
      if (found) return found.requests.includes(request) || found._id === request ? { written: false, document: found } : undefined
    } catch (error) {
      cause = error
    }
  }
  throw new Unavailable(cause)
}

export interface Change {
  set?: Record<string, unknown>
  unset?: string[]
  inc?: Record<string, number>
  /** Appends, keeping the last `keep` elements. */
  push?: Record<string, { each: unknown[]; keep: number }>
  /** Takes out the elements that have these values. */
  pull?: Record<string, Record<string, Scalar>>
  /** Joining, following and seats don't bump the version. Default true. */
  bump?: boolean
}

export type Changed<D> =
  | { outcome: 'written' }
  /** This request had been written before; the document as it is now. */
  | { outcome: 'already'; document: D }
  /** The guard did not hold; the document as it is now. */
  | { outcome: 'refused'; document: D }
  | { outcome: 'missing' }

function toUpdate(request: string, change: Change): Record<string, unknown> {
  const data: Record<string, unknown> = { requests: _.push({ each: [request], slice: -requestsCap }) }
  if (change.bump !== false) data.version = _.inc(1)
  for (const [field, value] of Object.entries(change.set ?? {})) {
    refuseUnsafe(value, field)
    data[field] = _.set(value)
  }
  for (const field of change.unset ?? []) data[field] = _.remove()
  for (const [field, by] of Object.entries(change.inc ?? {})) data[field] = _.inc(by)
  for (const [field, { each, keep }] of Object.entries(change.push ?? {})) {
    refuseUnsafe(each, field)
    data[field] = _.push({ each, slice: -keep })
  }
  for (const [field, match] of Object.entries(change.pull ?? {})) data[field] = _.pull(match)
  return data
}

/** The SDK updates every match unless told otherwise, which its types don't know. Answers how many were updated: 0 or 1. */
export async function updateOne(
  collection: CollectionName,
  query: Record<string, unknown>,
  data: Record<string, unknown>,
): Promise<number> {
  const options = { data, multi: false }
  const { stats } = (await database.collection(collection).where(query).update(options)) as { stats: { updated: number } }
  return stats.updated
}

/**
 * One conditional update of one document. Safe to repeat: the request's id is written with it, and a document that has it is not changed
 * again, whether the earlier answer came or was lost.
 */
export async function change<D extends Identified>(
  collection: CollectionName,
  id: string,
  request: string,
  guard: Conditions,
  what: Change,
): Promise<Changed<D>> {
  if (typeof id !== 'string' || id === '') throw new TypeError('change needs an id')
  const query = { ...toQuery(guard), _id: id, requests: _.neq(request) }
  const data = toUpdate(request, what)
  let cause: unknown
  for (let attempt = 0; attempt < tries; attempt++) {
    try {
      const updated = await updateOne(collection, query, data)
      if (updated === 1) return { outcome: 'written' }
      const document = await get<D>(collection, id)
      if (!document) return { outcome: 'missing' }
      return { outcome: document.requests.includes(request) ? 'already' : 'refused', document }
    } catch (error) {
      // The write may have landed although its answer did not: the next attempt then matches nothing and finds the request.
      cause = error
    }
  }
  throw new Unavailable(cause)
}

/** Turns what a rule decided into the change to write and the document as it will be. */
export function applyStep<D extends Matter>(document: D, request: string, at: Instant, step: Step<D>): { next: D; change: Change } {
  const notices = owing(step.notices, request, at)
  const entry = { ...step.entry, at, request }
  const set: Record<string, unknown> = { updatedAt: at }
  const unset: string[] = []
  for (const [field, value] of Object.entries(step.set)) {
    if (value === undefined) unset.push(field)
    else set[field] = value
  }
  if (notices.length > 0) set.owed = true
  if (step.bump === false && notices.length > 0) throw new TypeError('a step with messages raises the version')
  const next = {
    ...document,
    ...step.set,
    version: document.version + (step.bump === false ? 0 : 1),
    updatedAt: at,
    requests: [...document.requests, request].slice(-requestsCap),
    timeline: [...document.timeline, entry].slice(-timelineCap),
    notices: [...document.notices, ...notices].slice(-noticesCap),
    owed: document.owed || notices.length > 0,
  }
  return {
    next,
    change: {
      set,
      unset,
      bump: step.bump,
      push: {
        timeline: { each: [entry], keep: timelineCap },
        ...(notices.length > 0 ? { notices: { each: notices, keep: noticesCap } } : {}),
      },
    },
  }
}

export type Stepped<D> = { ok: true; document: D; repeated: boolean } | Refusal

/**
 * Reads a document, lets a rule decide, and writes the step under the version that the rule saw; when somebody else was faster the rule
 * decides again on what is there now. `decide` must be pure. `read` = the document, if it has been read in this call already.
 */
export async function step<D extends Matter>(
  collection: CollectionName,
  id: string,
  request: string,
  at: Instant,
  missing: Refusal,
  busy: Refusal,
  decide: (document: D) => { ok: true; data: Step<D> } | Refusal,
  read?: D,
): Promise<Stepped<D>> {
  let document = read ?? (await get<D>(collection, id))
  for (let attempt = 0; attempt < tries; attempt++) {
    if (!document) return missing
    if (document.requests.includes(request)) return { ok: true, document, repeated: true }
    const decision = decide(document)
    if (!decision.ok) return decision
    const { next, change: what } = applyStep(document, request, at, decision.data)
    // What leaves the version as it is would not see another of its kind: two who urge at once are told apart by when it last changed.
    const guard = { version: document.version, ...(what.bump === false ? { updatedAt: document.updatedAt } : {}) }
    const changed: Changed<D> = await change<D>(collection, id, request, guard, what)
    if (changed.outcome === 'written') return { ok: true, document: next, repeated: false }
    if (changed.outcome === 'already') return { ok: true, document: changed.document, repeated: true }
    document = changed.outcome === 'refused' ? changed.document : undefined
  }
  return busy
}

/** Removes one document. Only for what has served its purpose, such as an answer that was waiting; matters are never removed. */
export async function remove(collection: CollectionName, id: string): Promise<void> {
  if (typeof id !== 'string' || id === '') throw new TypeError('remove needs an id')
  await database.collection(collection).doc(id).remove()
}
