// Documents in memory with their indexes, and in one SQLite file: every write is in the file before it is answered.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { CloudError } from './errors'
import { decode, encode, idKey, type Document } from './documents'
import { createIndexTree, type IndexDeclaration, type IndexTree, type Stored } from './index-tree'

export type { Stored }
export type Declarations = Record<string, { indexes: IndexDeclaration[] }>

export interface Collection {
  name: string
  records: Map<string, Stored>
  indexes: IndexTree[]
}

export interface Change {
  collection: Collection
  id: string
  // Undefined removes the document.
  document?: Document
}

export interface Store {
  collection: (name: string) => Collection | undefined
  addCollection: (name: string, indexes?: IndexDeclaration[]) => void
  // All or nothing. `before` sees what a change replaces, for those who need the older version.
  write: (changes: Change[]) => void
  onReplace: (listener: (collection: Collection, id: string, before: Stored | undefined) => void) => void
  // Small facts of the cloud itself (clock, consents, files), in the same file.
  fact: <T>(name: string) => T | undefined
  facts: <T>(prefix: string) => [name: string, value: T][]
  // Undefined forgets it.
  setFact: (name: string, value: unknown) => void
  close: () => void
}

export function openStore(folder: string, declarations: Declarations): Store {
  const inMemory = folder === ':memory:'
  if (!inMemory) mkdirSync(folder, { recursive: true })
  const database = new Database(inMemory ? ':memory:' : join(folder, 'documents.sqlite'))
  // NORMAL: a killed process loses nothing that was answered; only a power failure may.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  database.exec('CREATE TABLE IF NOT EXISTS documents (collection TEXT, id TEXT, body TEXT, PRIMARY KEY (collection, id))')
  database.exec('CREATE TABLE IF NOT EXISTS collections (name TEXT PRIMARY KEY)')
  database.exec('CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT)')
  const upsert = database.prepare(
    'INSERT INTO documents (collection, id, body) VALUES (?, ?, ?) ON CONFLICT (collection, id) DO UPDATE SET body = excluded.body',
  )
  const erase = database.prepare('DELETE FROM documents WHERE collection = ? AND id = ?')
  const collections = new Map<string, Collection>()
  const facts = new Map<string, string>()
  let replaced: (collection: Collection, id: string, before: Stored | undefined) => void = () => {}

  for (const { name, value } of database.prepare('SELECT name, value FROM facts').all() as { name: string; value: string }[])
    facts.set(name, value)
  for (const [name, { indexes }] of Object.entries(declarations)) addCollection(name, indexes)
  for (const { name } of database.prepare('SELECT name FROM collections').all() as { name: string }[]) addCollection(name)
  for (const row of database.prepare('SELECT collection, id, body FROM documents ORDER BY rowid').iterate() as Iterable<Row>) {
    // A collection that is no longer declared keeps its documents in the file.
    collections.get(row.collection)?.records.set(row.id, { id: row.id, document: decode(row.body, 0) as Document, body: row.body })
  }
  for (const { records, indexes } of collections.values()) for (const index of indexes) index.build(records.values())

  function addCollection(name: string, indexes: IndexDeclaration[] = []): void {
    if (collections.has(name)) return
    // That ids are unique is the map's doing; this index gives them an order.
    const trees = [{ name: '_id_', keys: { _id: 1 } as const }, ...indexes].map(createIndexTree)
    collections.set(name, { name, records: new Map(), indexes: trees })
    if (declarations[name] === undefined) database.prepare('INSERT OR IGNORE INTO collections (name) VALUES (?)').run(name)
  }

  function put({ records, indexes, name }: Collection, id: string, record: Stored | undefined): void {
    const before = records.get(id)
    if (before) for (const index of indexes) index.remove(before)
    const violated = record && indexes.find((index) => index.unique && index.conflict(record))
    const kept = violated ? before : record
    if (kept) {
      records.set(id, kept)
      for (const index of indexes) index.insert(kept)
    } else records.delete(id)
    if (violated) {
      const key = violated.fields.map(({ path }) => path).join(', ')
      throw new CloudError(
        'DATABASE_DUPLICATE_WRITE',
        `E11000 duplicate key error collection: ${name} index: ${violated.name} dup key: { ${key} }`,
      )
    }
  }

  function write(changes: Change[]): void {
    const done: { collection: Collection; id: string; before: Stored | undefined }[] = []
    try {
      for (const { collection, id, document } of changes) {
        const before = collection.records.get(id)
        put(collection, id, document && { id, document, body: encode(document) })
        done.push({ collection, id, before })
      }
      persist(changes)
    } catch (error) {
      for (const { collection, id, before } of done.reverse()) put(collection, id, before)
      throw error
    }
    for (const { collection, id, before } of done) replaced(collection, id, before)
  }

  function persist(changes: Change[]): void {
    if (changes.length > 1) database.exec('BEGIN')
    try {
      for (const { collection, id, document } of changes) {
        if (document) upsert.run(collection.name, id, collection.records.get(id)?.body ?? encode(document))
        else erase.run(collection.name, id)
      }
      if (changes.length > 1) database.exec('COMMIT')
    } catch (error) {
      if (changes.length > 1) database.exec('ROLLBACK')
      throw error
    }
  }

  return {
    collection: (name) => collections.get(name),
    addCollection,
    write,
    onReplace: (listener) => (replaced = listener),
    fact: <T>(name: string) => {
      const value = facts.get(name)
      return value === undefined ? undefined : (JSON.parse(value) as T)
    },
    facts: <T>(prefix: string) =>
      [...facts]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]): [string, T] => [name.slice(prefix.length), JSON.parse(value) as T]),
    setFact(name, value) {
      if (value === undefined) {
        database.prepare('DELETE FROM facts WHERE name = ?').run(name)
        facts.delete(name)
        return
      }
      const text = JSON.stringify(value)
      database
        .prepare('INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
        .run(name, text)
      facts.set(name, text)
    },
    close: () => void database.close(),
  }
}

interface Row {
  collection: string
  id: string
  body: string
}

export function recordId(document: Document): string {
  return idKey(document['_id'])
}
