// Update operators on one document, with MongoDB's rules about paths and types (an operator on a value of another type is an error,
// a path through a number or a word is an error, a path through nothing makes objects).
import { isDeepStrictEqual } from 'node:util'
import { clone, isObject, type Document } from './documents'
import { compareValues, sortDocuments } from './order'

export class UpdateError extends Error {}

type Operator = (current: unknown, operand: unknown, path: string, matches: (filter: Document, value: unknown) => boolean) => unknown

const nothing = Symbol('nothing')

const operators: Record<string, Operator> = {
  $set: (_, operand) => operand,
  $unset: () => nothing,
  $setOnInsert: (current) => current,
  $inc: (current, operand, path) => number(current, 0, '$inc', path) + number(operand, 0, '$inc', path),
  $mul: (current, operand, path) => number(current, 0, '$mul', path) * number(operand, 0, '$mul', path),
  $min: (current, operand) => (current === undefined || compareValues(operand, current) < 0 ? operand : current),
  $max: (current, operand) => (current === undefined || compareValues(operand, current) > 0 ? operand : current),
  $push: (current, operand, path) => push(list(current, '$push', path) ?? [], operand),
  $addToSet: (current, operand, path) => {
    const items = [...(list(current, '$addToSet', path) ?? [])]
    const added = isObject(operand) && Array.isArray(operand['$each']) ? operand['$each'] : [operand]
    for (const item of added) if (!items.some((other) => isDeepStrictEqual(other, item))) items.push(item)
    return items
  },
  $pop: (current, operand, path) => {
    const items = list(current, '$pop', path)
    return items && (operand === -1 ? items.slice(1) : items.slice(0, -1))
  },
  $pullAll: (current, operand, path) =>
    list(current, '$pullAll', path)?.filter((item) => !(operand as unknown[]).some((other) => isDeepStrictEqual(other, item))),
  $pull: (current, operand, path, matches) =>
    list(current, '$pull', path)?.filter((item) => {
      if (!isObject(operand)) return operand instanceof RegExp ? !operand.test(String(item)) : !isDeepStrictEqual(item, operand)
      if (Object.keys(operand).some((key) => key.startsWith('$'))) return !matches({ item: operand }, { item })
      return !(isObject(item) && matches(operand, item))
    }),
  $bit: (current, operand, path) => {
    let value = number(current, 0, '$bit', path)
    for (const [kind, bits] of Object.entries(operand as Record<string, number>)) {
      value = kind === 'and' ? value & bits : kind === 'or' ? value | bits : value ^ bits
    }
    return value
  },
}

export function updateDocument(
  document: Document,
  update: Document,
  now: number,
  matches: (filter: Document, value: unknown) => boolean,
): Document {
  const changed = clone(document)
  refuseOverlaps(update)
  for (const [name, fields] of Object.entries(update)) {
    if (!isObject(fields)) throw new UpdateError(`${name} needs an object`)
    for (const [path, operand] of Object.entries(fields)) {
      if (name === '$rename') rename(changed, path, String(operand))
      else if (name === '$currentDate') change(changed, path, () => new Date(now))
      else {
        const operator = operators[name]
        if (!operator) throw new UpdateError(`Unknown modifier: ${name}`)
        change(
          changed,
          path,
          (current) => operator(current, clone(operand), path, matches),
          name === '$unset' || name.startsWith('$pull') || name === '$pop',
        )
      }
    }
  }
  if (!isDeepStrictEqual(changed['_id'], document['_id']))
    throw new UpdateError("Performing an update on the path '_id' would modify the immutable field '_id'")
  return changed
}

// Two operators on one path, or on a path and its inside, have no defined order.
function refuseOverlaps(update: Document): void {
  const paths = Object.values(update)
    .flatMap((fields) => Object.keys(fields ?? {}))
    .sort()
  for (let i = 1; i < paths.length; i++) {
    if (paths.slice(0, i).some((path) => path === paths[i] || paths[i]?.startsWith(`${path}.`))) {
      throw new UpdateError(`Updating the path '${paths[i]}' would create a conflict at '${paths[i]}'`)
    }
  }
}

function change(document: Document, path: string, operate: (current: unknown) => unknown, onlyExisting = false): void {
  const parts = path.split('.')
  let holder: Document | unknown[] = document
  for (const [i, part] of parts.slice(0, -1).entries()) {
    let next: unknown = read(holder, part)
    if (next === undefined || (next === null && onlyExisting)) {
      if (onlyExisting) return
      next = {}
      write(holder, part, next)
    }
    if (!isObject(next) && !Array.isArray(next)) {
      if (onlyExisting) return
      throw new UpdateError(`Cannot create field '${parts[i + 1]}' in element {${part}: ${JSON.stringify(next)}}`)
    }
    holder = next
  }
  const last = parts[parts.length - 1] as string
  const current = read(holder, last)
  if (onlyExisting && current === undefined) return
  const value = operate(current)
  if (value === undefined) return
  if (value !== nothing) write(holder, last, value)
  else if (Array.isArray(holder)) holder[Number(last)] = null
  else delete holder[last]
}

function read(holder: Document | unknown[], key: string): unknown {
  if (!Array.isArray(holder)) return Object.hasOwn(holder, key) ? holder[key] : undefined
  if (!/^\d+$/.test(key)) throw new UpdateError(`Cannot use the part (${key}) to traverse an array`)
  return holder[Number(key)]
}

function write(holder: Document | unknown[], key: string, value: unknown): void {
  if (!Array.isArray(holder)) {
    holder[key] = value
    return
  }
  while (holder.length < Number(key)) holder.push(null)
  holder[Number(key)] = value
}

function rename(document: Document, from: string, to: string): void {
  let value: unknown
  change(document, from, (current) => ((value = current), nothing), true)
  if (value !== undefined) change(document, to, () => value)
}

function number(value: unknown, missing: number, operator: string, path: string): number {
  if (value === undefined) return missing
  if (typeof value !== 'number') throw new UpdateError(`Cannot apply ${operator} to a value of non-numeric type (${path})`)
  return value
}

function list(value: unknown, operator: string, path: string): unknown[] | undefined {
  if (value === undefined) return undefined
  if (!Array.isArray(value)) throw new UpdateError(`The field '${path}' must be an array for ${operator}`)
  return value as unknown[]
}

function push(items: unknown[], operand: unknown): unknown[] {
  if (!isObject(operand) || !Array.isArray(operand['$each'])) return [...items, operand]
  const place = typeof operand['$position'] === 'number' ? operand['$position'] : items.length
  let result = [...items]
  result.splice(place, 0, ...(operand['$each'] as unknown[]))
  const sort = operand['$sort']
  if (typeof sort === 'number') result.sort((a, b) => compareValues(a, b) * sort)
  else if (isObject(sort)) {
    const keys = Object.entries(sort) as [string, 1 | -1][]
    result = sortDocuments(
      result.map((document) => ({ document: document as Document })),
      keys,
    ).map(({ document }) => document)
  }
  const slice = operand['$slice']
  if (typeof slice !== 'number') return result
  return slice < 0 ? result.slice(slice) : result.slice(0, slice)
}
