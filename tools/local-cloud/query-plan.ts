// Which declared index serves a query, as MongoDB would choose.
//
// The rule. A query is served when
// - it names documents by _id (equal or in), or
// - an index pins its first field (equal, in, or as the last one used a range), or every branch of its $or is served so, or
// - it has no condition at all: reading the first n of a collection, or n in the order of an index, costs n.
// Its sort must come out of that same index: after the fields pinned to one value (those may be left out of the sort), the sort's
// fields follow in the index's order, all in its directions or all against them; fields pinned by `in` count as pinned, the parts
// being merged, up to 200 parts, and a range may only be on the first field of the sort or on a field behind the sort (where it filters only).
// Sorting what at most one document can answer (a unique index fully pinned) needs no index. Regular expressions with a literal
// beginning count as a range, $elemMatch pins the fields within its array. $ne, $nin, $exists, $not pin nothing.
import { isObject, type Document } from './documents'
import { indexable, type IndexTree, type Range } from './index-tree'
import type { Sort } from './order'

export type Plan =
  | { kind: 'ids'; ids: unknown[] }
  | { kind: 'scan'; index: IndexTree; parts: unknown[][]; range?: Range; backwards: boolean; sorted: boolean }
  | { kind: 'union'; plans: Plan[]; sorted: boolean }
  | { kind: 'everything'; sorted: boolean }

export interface Choice {
  plan: Plan
  // Why no declared index serves it; undefined when one does.
  unserved?: string
}

interface Constraint {
  in?: unknown[]
  low?: Range['low']
  high?: Range['high']
}

const maximumParts = 200

export function choosePlan(filter: Document, sort: Sort, indexes: IndexTree[], withinBranch = false): Choice {
  const { constraints, branches } = constraintsOf(filter)
  const ids = constraints.get('_id')?.in
  if (ids) return { plan: { kind: 'ids', ids } }

  const best = indexes
    .map((index) => useOf(index, constraints, sort))
    .filter((use) => use !== undefined)
    .sort((a, b) => b.rating - a.rating)[0]
  if (best && (best.sorted || best.single)) return { plan: best.plan }

  // One $or is split; a second one within it only filters.
  for (const branch of withinBranch ? [] : branches) {
    const choices = branch.map((condition) => choosePlan({ $and: [filter, condition] }, sort, indexes, true))
    if (choices.every(({ unserved }) => unserved === undefined)) {
      return { plan: { kind: 'union', plans: choices.map(({ plan }) => plan), sorted: false } }
    }
  }

  if (best) return { plan: best.plan, unserved: `index ${best.plan.index.name} finds the documents but does not deliver the order` }
  const plan: Plan = { kind: 'everything', sorted: sort.length === 0 }
  if (Object.keys(filter).length === 0 && sort.length === 0) return { plan }
  return { plan, unserved: 'no declared index begins with a field that it pins' }
}

interface Use {
  plan: Extract<Plan, { kind: 'scan' }>
  rating: number
  sorted: boolean
  single: boolean
}

function useOf(index: IndexTree, constraints: Map<string, Constraint>, sort: Sort): Use | undefined {
  const { fields } = index
  let parts: unknown[][] = [[]]
  let pinned = 0
  for (const { path } of fields) {
    const values = constraints.get(path)?.in
    if (!values || parts.length * values.length > 10_000) break
    parts = parts.flatMap((part) => values.map((value) => [...part, value]))
    pinned++
  }
  const single = index.unique && pinned === fields.length && parts.length === 1
  const constraint = constraints.get(fields[pinned]?.path ?? '')
  const range = constraint && rangeOf(constraint, index)
  const order = orderOf(index, pinned, parts.length, constraints, sort)
  const wholeInOrder = pinned === 0 && !range && order && sort.length > 0 && constraints.size === 0
  if (pinned === 0 && !range && !wholeInOrder) return undefined
  const sorted = sort.length === 0 || order !== undefined
  const plan: Use['plan'] = { kind: 'scan', index, parts, backwards: order === 'backwards', sorted: sorted && parts.length === 1 }
  if (range) plan.range = range
  return { plan, sorted, single, rating: (sorted ? 1000 : 0) + (single ? 500 : 0) + pinned * 2 + (range ? 1 : 0) }
}

function orderOf(
  index: IndexTree,
  pinned: number,
  parts: number,
  constraints: Map<string, Constraint>,
  sort: Sort,
): 'forwards' | 'backwards' | undefined {
  if (sort.length === 0) return 'forwards'
  if (parts > maximumParts) return undefined
  // A field pinned to one value has no order of its own to give.
  const wanted = sort.filter(([path]) => constraints.get(path)?.in?.length !== 1)
  const pinnedByIn = index.fields.slice(0, pinned).filter(({ path }) => constraints.get(path)?.in?.length !== 1)
  if (pinnedByIn.some(({ path }) => wanted.some(([other]) => other === path))) {
    // Sorting by a field that is itself pinned by `in`: the index gives it only when nothing else stands before it.
    return follows(
      index,
      index.fields.findIndex(({ path }) => path === wanted[0]?.[0]),
      wanted,
    )
  }
  return wanted.length === 0 ? 'forwards' : follows(index, pinned, wanted)
}

function follows(index: IndexTree, from: number, wanted: Sort): 'forwards' | 'backwards' | undefined {
  let direction: 1 | -1 | undefined
  for (const [i, [path, wantedDirection]] of wanted.entries()) {
    const field = index.fields[from + i]
    if (field?.path !== path) return undefined
    const turn = (field.direction * wantedDirection) as 1 | -1
    if (direction !== undefined && turn !== direction) return undefined
    direction = turn
  }
  return direction === -1 ? 'backwards' : 'forwards'
}

// In an array two bounds may be met by two elements, so only one of them can narrow the scan.
function rangeOf({ low, high }: Constraint, index: IndexTree): Range | undefined {
  if (!low && !high) return undefined
  if (low && high && index.multikey()) return { low }
  return { ...(low && { low }), ...(high && { high }) }
}

function constraintsOf(filter: Document): { constraints: Map<string, Constraint>; branches: Document[][] } {
  const constraints = new Map<string, Constraint>()
  const branches: Document[][] = []
  read(filter, '')
  return { constraints, branches }

  function read(condition: Document, prefix: string): void {
    for (const [key, value] of Object.entries(condition)) {
      if (key === '$and' && Array.isArray(value)) {
        for (const part of value) if (isObject(part)) read(part, prefix)
      } else if (key === '$or' && Array.isArray(value) && prefix === '') {
        if (value.length === 1 && isObject(value[0])) read(value[0], prefix)
        else branches.push(value.filter(isObject))
      } else if (!key.startsWith('$')) {
        readField(prefix + key, value)
      }
    }
  }

  function readField(path: string, value: unknown): void {
    if (value instanceof RegExp) return readRegExp(path, value)
    if (!isObject(value) || !Object.keys(value).some((key) => key.startsWith('$'))) return pin(path, [value])
    for (const [operator, operand] of Object.entries(value)) readOperator(path, operator, operand, value)
  }

  function readOperator(path: string, operator: string, operand: unknown, whole: Document): void {
    switch (operator) {
      case '$eq':
        return pin(path, [operand])
      case '$in':
        return Array.isArray(operand) ? pin(path, operand) : undefined
      case '$all':
        return Array.isArray(operand) && operand.length > 0 ? pin(path, [operand[0]]) : undefined
      case '$gt':
      case '$gte':
        return bound(path, 'low', operand, operator === '$gte')
      case '$lt':
      case '$lte':
        return bound(path, 'high', operand, operator === '$lte')
      case '$regex': {
        if (operand instanceof RegExp) readRegExp(path, operand)
        else if (typeof operand === 'string' && !whole['$options']) readRegExp(path, new RegExp(operand))
        return
      }
      case '$elemMatch': {
        if (!isObject(operand)) return
        if (Object.keys(operand).every((key) => key.startsWith('$') && key !== '$and' && key !== '$or')) readField(path, operand)
        else read(operand, `${path}.`)
        return
      }
      // A place is looked up in an index on its field; there is no narrowing beyond that.
      case '$nearSphere':
      case '$near':
      case '$geoWithin':
      case '$geoIntersects':
        return bound(path, 'low', {}, true)
      default:
        return
    }
  }

  function readRegExp(path: string, { source, flags }: RegExp): void {
    const literal = /^\^([\p{L}\p{N}_\-: ]+)(?![*+?{|])/u.exec(source)?.[1]
    if (!literal || flags !== '' || source.includes('|')) return
    // The last character may be followed by a quantifier that makes it optional.
    const start = /[*?{]/.test(source.charAt(literal.length + 1)) ? literal.slice(0, -1) : literal
    if (start === '') return
    bound(path, 'low', start, true)
    bound(path, 'high', `${start}\uffff`, true)
  }

  function pin(path: string, values: unknown[]): void {
    if (!values.every(indexable)) return
    const constraint = constraints.get(path) ?? {}
    // Two conditions on one array may be met by two elements; either alone finds the candidates, the shorter one fewer.
    if (!constraint.in || values.length < constraint.in.length) constraint.in = values
    constraints.set(path, constraint)
  }

  function bound(path: string, side: 'low' | 'high', value: unknown, inclusive: boolean): void {
    if (value === null || value === undefined) return
    const constraint = constraints.get(path) ?? {}
    constraint[side] ??= { value, inclusive }
    constraints.set(path, constraint)
  }
}
