// One declared index in memory: entries in order, in pages, so that inserting costs the same in a large collection.
import { isObject, type Document } from './documents'
import { compareValues, rank, valuesAt } from './order'

export interface IndexDeclaration {
  name: string
  keys: Record<string, 1 | -1>
  unique?: boolean
}

export interface Stored {
  id: string
  document: Document
  body: string
}

interface Entry {
  key: unknown[]
  record: Stored
}

// Bounds of the field after the pinned ones, within one type as MongoDB brackets them.
export interface Range {
  low?: { value: unknown; inclusive: boolean }
  high?: { value: unknown; inclusive: boolean }
}

export interface IndexTree {
  name: string
  fields: { path: string; direction: 1 | -1 }[]
  unique: boolean
  multikey: () => boolean
  conflict: (record: Stored) => Stored | undefined
  insert: (record: Stored) => void
  remove: (record: Stored) => void
  build: (records: Iterable<Stored>) => void
  scan: (pinned: unknown[], range: Range | undefined, backwards: boolean) => Generator<Stored>
}

const pageSize = 256

export function createIndexTree(declaration: IndexDeclaration): IndexTree {
  const fields = Object.entries(declaration.keys).map(([path, direction]) => ({ path, direction, parts: path.split('.') }))
  let pages: Entry[][] = []
  // How many documents put several entries here: only then must a scan look for doubles.
  let multikeys = 0

  const only = fields.length === 1 ? fields[0] : undefined

  function keysOf(document: Document): unknown[][] {
    const name = only?.parts.length === 1 ? only.path : undefined
    if (name !== undefined && !Array.isArray(document[name])) return [[document[name] ?? null]]
    let keys: unknown[][] = [[]]
    for (const { parts } of fields) {
      const { values } = valuesAt(document, parts)
      keys = values.length === 1 ? keys.map((key) => [...key, values[0]]) : keys.flatMap((key) => values.map((value) => [...key, value]))
    }
    return keys.length < 2 ? keys : distinct(keys)
  }

  function distinct(keys: unknown[][]): unknown[][] {
    const sorted = keys.sort((a, b) => compareKeys(a, b))
    return sorted.filter((key, i) => i === 0 || compareKeys(key, sorted[i - 1] as unknown[]) !== 0)
  }

  function compareKeys(a: unknown[], b: unknown[]): number {
    const length = Math.min(a.length, b.length)
    for (let i = 0; i < length; i++) {
      const order = compareValues(a[i], b[i])
      if (order !== 0) return order * (fields[i]?.direction ?? 1)
    }
    return 0
  }

  function compareEntries(a: Entry, b: Entry): number {
    return compareKeys(a.key, b.key) || (a.record.id < b.record.id ? -1 : a.record.id > b.record.id ? 1 : 0)
  }

  // The first place for which `before` no longer holds.
  function seek(before: (entry: Entry) => boolean): [page: number, place: number] {
    let low = 0
    let high = pages.length
    while (low < high) {
      const middle = (low + high) >> 1
      const page = pages[middle] as Entry[]
      if (before(page[page.length - 1] as Entry)) low = middle + 1
      else high = middle
    }
    const page = pages[low]
    if (!page) return [low, 0]
    let from = 0
    let to = page.length
    while (from < to) {
      const middle = (from + to) >> 1
      if (before(page[middle] as Entry)) from = middle + 1
      else to = middle
    }
    return [low, from]
  }

  function insertEntry(entry: Entry): void {
    let [number, place] = seek((other) => compareEntries(other, entry) < 0)
    if (number === pages.length) {
      if (pages.length === 0) pages.push([])
      number = pages.length - 1
      place = (pages[number] as Entry[]).length
    }
    const page = pages[number] as Entry[]
    page.splice(place, 0, entry)
    if (page.length > pageSize * 2) pages.splice(number, 1, page.slice(0, pageSize), page.slice(pageSize))
  }

  function removeEntry(entry: Entry): void {
    const [number, place] = seek((other) => compareEntries(other, entry) < 0)
    const page = pages[number]
    const found = page?.[place]
    if (!page || !found || compareEntries(found, entry) !== 0) throw new Error(`index ${declaration.name} lost an entry`)
    page.splice(place, 1)
    if (page.length === 0) pages.splice(number, 1)
  }

  function* walk(number: number, place: number, step: 1 | -1): Generator<Entry> {
    for (let page = pages[number]; page; number += step, page = pages[number], place = step === 1 ? 0 : (page?.length ?? 0) - 1) {
      for (; place >= 0 && place < page.length; place += step) yield page[place] as Entry
    }
  }

  // -1: before the bounds, 0: within, 1: behind, in the order of the index.
  function position(entry: Entry, pinned: unknown[], range: Range | undefined): number {
    const order = compareKeys(entry.key, pinned)
    if (order !== 0 || !range) return order
    const field = fields[pinned.length]
    if (!field) return 0
    const value = entry.key[pinned.length]
    const bracket = rank((range.low ?? range.high)?.value)
    const type = rank(value)
    const side = type !== bracket ? (type < bracket ? -1 : 1) : outside(value, range)
    return side * field.direction
  }

  return {
    name: declaration.name,
    fields,
    unique: declaration.unique ?? false,
    multikey: () => multikeys > 0,
    conflict(record) {
      for (const key of keysOf(record.document)) {
        const [number, place] = seek((other) => compareKeys(other.key, key) < 0)
        for (const entry of walk(number, place, 1)) {
          if (compareKeys(entry.key, key) !== 0) break
          if (entry.record.id !== record.id) return entry.record
        }
      }
      return undefined
    },
    insert(record) {
      const keys = keysOf(record.document)
      if (keys.length > 1) multikeys++
      for (const key of keys) insertEntry({ key, record })
    },
    remove(record) {
      const keys = keysOf(record.document)
      if (keys.length > 1) multikeys--
      for (const key of keys) removeEntry({ key, record })
    },
    build(records) {
      const entries: Entry[] = []
      multikeys = 0
      for (const record of records) {
        const keys = keysOf(record.document)
        if (keys.length > 1) multikeys++
        for (const key of keys) entries.push({ key, record })
      }
      entries.sort(compareEntries)
      pages = []
      for (let i = 0; i < entries.length; i += pageSize) pages.push(entries.slice(i, i + pageSize))
    },
    *scan(pinned, range, backwards) {
      const seen = multikeys > 0 ? new Set<string>() : undefined
      const [number, place] = seek((entry) => position(entry, pinned, range) < (backwards ? 1 : 0))
      // Backwards: start at the last entry that isn't behind the bounds.
      const start: [number, number] = !backwards
        ? [number, place]
        : place > 0
          ? [number, place - 1]
          : [number - 1, (pages[number - 1]?.length ?? 0) - 1]
      for (const entry of walk(start[0], start[1], backwards ? -1 : 1)) {
        if (position(entry, pinned, range) !== 0) return
        if (seen?.has(entry.record.id)) continue
        seen?.add(entry.record.id)
        yield entry.record
      }
    },
  }
}

function outside(value: unknown, { low, high }: Range): number {
  if (low) {
    const order = compareValues(value, low.value)
    if (order < 0 || (order === 0 && !low.inclusive)) return -1
  }
  if (high) {
    const order = compareValues(value, high.value)
    if (order > 0 || (order === 0 && !high.inclusive)) return 1
  }
  return 0
}

// A value that an index can look up as it is: arrays and objects are compared by other rules than entries are.
export function indexable(value: unknown): boolean {
  return !Array.isArray(value) && !isObject(value) && !(value instanceof RegExp) && value !== undefined
}
