// The order of values in MongoDB: by type first, then by value.
import { isObject, type Document } from './documents'

// In an index: an empty array has an entry of its own, below null; a missing field counts as null.
const emptyArray = Symbol('empty array')

export function rank(value: unknown): number {
  if (value === emptyArray) return 0
  if (value === null || value === undefined) return 1
  if (typeof value === 'number' || typeof value === 'bigint') return 2
  if (typeof value === 'string') return 3
  if (typeof value === 'boolean') return 8
  if (Array.isArray(value)) return 5
  if (value instanceof Date) return 9
  if (value instanceof RegExp) return 11
  return isObject(value) ? 4 : 7
}

export function compareValues(a: unknown, b: unknown): number {
  // By far the most common, and compared a million times when an index is built.
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  const rankA = rank(a)
  const rankB = rank(b)
  if (rankA !== rankB) return rankA < rankB ? -1 : 1
  switch (rankA) {
    case 0:
    case 1:
      return 0
    case 4:
      return compareLists(Object.entries(a as Document).flat(), Object.entries(b as Document).flat())
    case 5:
      return compareLists(a as unknown[], b as unknown[])
    case 7:
    case 11:
      return compareScalars(String(a), String(b))
    default:
      return compareScalars(a as number, b as number)
  }
}

function compareScalars<T extends number | string | boolean | Date>(a: T, b: T): number {
  // NaN is the smallest number and equal to itself.
  if (a !== a) return b !== b ? 0 : -1
  if (b !== b) return 1
  return a < b ? -1 : a > b ? 1 : 0
}

function compareLists(a: unknown[], b: unknown[]): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const order = compareValues(a[i], b[i])
    if (order !== 0) return order
  }
  return a.length - b.length
}

// Every value that a dotted path reaches, through arrays, as an index sees it.
export function valuesAt(value: unknown, path: string[], from = 0): { values: unknown[]; multiple: boolean } {
  if (from === path.length) {
    if (!Array.isArray(value)) return { values: [value ?? null], multiple: false }
    return { values: value.length === 0 ? [emptyArray] : value.map((item: unknown) => item ?? null), multiple: true }
  }
  const key = path[from] as string
  if (Array.isArray(value)) {
    if (/^\d+$/.test(key)) return { ...valuesAt(value[Number(key)], path, from + 1), multiple: true }
    const values = value.flatMap((item: unknown) => (isObject(item) ? valuesAt(item, path, from).values : []))
    return { values: values.length === 0 ? [null] : values, multiple: true }
  }
  return isObject(value) ? valuesAt(value[key], path, from + 1) : { values: [null], multiple: false }
}

export type Sort = [path: string, direction: 1 | -1][]

// A sort that no index delivers. An array counts as its smallest element upwards and its greatest downwards.
export function sortDocuments<T extends { document: Document }>(records: T[], sort: Sort): T[] {
  const paths = sort.map(([path, direction]) => ({ path: path.split('.'), direction }))
  const keyed = records.map((record) => ({
    record,
    key: paths.map(({ path, direction }) =>
      valuesAt(record.document, path).values.reduce((best, value) => (compareValues(value, best) * direction < 0 ? value : best)),
    ),
  }))
  keyed.sort((a, b) => {
    for (let i = 0; i < paths.length; i++) {
      const order = compareValues(a.key[i], b.key[i]) * (paths[i]?.direction ?? 1)
      if (order !== 0) return order
    }
    return 0
  })
  return keyed.map(({ record }) => record)
}
