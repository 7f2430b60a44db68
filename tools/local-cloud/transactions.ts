// Snapshot isolation, as MongoDB: a transaction reads what was committed when it began, a document that it writes is locked,
// and writing one that is locked or has changed since fails at once with a conflict. Writes outside wait for the lock.
import { CloudError } from './errors'
import { newId, type Document } from './documents'
import type { Change, Collection, Store, Stored } from './store'

export interface Transaction {
  id: string
  read: (collection: Collection, id: string) => Document | undefined
  // What a query would see: the collection as it was when the transaction began, with its own writes.
  all: (collection: Collection) => Document[]
  write: (collection: Collection, id: string, document: Document | undefined) => void
}

export interface Transactions {
  start: () => Transaction
  get: (id: string) => Transaction
  commit: (id: string) => void
  abort: (id: string) => void
  // Resolves once none of these documents is locked by a transaction.
  unlocked: (collection: Collection, ids: string[]) => Promise<void>
  isLocked: (collection: Collection, id: string) => boolean
  close: () => void
}

interface Open extends Transaction {
  before: Map<string, Stored | undefined>
  writes: Map<string, Change>
  timer: NodeJS.Timeout
}

export function createTransactions(store: Store, timeout: number): Transactions {
  const open = new Map<string, Open>()
  const locks = new Map<string, string>()
  let waiting: (() => void)[] = []

  const keyOf = (collection: Collection, id: string): string => `${collection.name}\u0000${id}`

  store.onReplace((collection, id, before) => {
    const key = keyOf(collection, id)
    for (const transaction of open.values()) if (!transaction.before.has(key)) transaction.before.set(key, before)
  })

  function end(transaction: Open): void {
    clearTimeout(transaction.timer)
    open.delete(transaction.id)
    for (const [key, owner] of locks) if (owner === transaction.id) locks.delete(key)
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  }

  function get(id: string): Open {
    const transaction = open.get(id)
    if (!transaction) throw new CloudError('DATABASE_TRANSACTION_NOT_EXIST', `transaction ${id} does not exist or is over`)
    return transaction
  }

  const isLocked = (collection: Collection, id: string): boolean => locks.has(keyOf(collection, id))

  return {
    start() {
      const id = newId()
      const before = new Map<string, Stored | undefined>()
      const writes = new Map<string, Change>()
      const seen = (collection: Collection, recordId: string): Document | undefined => {
        const key = keyOf(collection, recordId)
        return (before.has(key) ? before.get(key) : collection.records.get(recordId))?.document
      }
      const transaction: Open = {
        id,
        before,
        writes,
        timer: setTimeout(() => end(transaction), timeout),
        read(collection, recordId) {
          const own = writes.get(keyOf(collection, recordId))
          return own ? own.document : seen(collection, recordId)
        },
        all(collection) {
          const ids = new Set(collection.records.keys())
          for (const key of [...before.keys(), ...writes.keys()]) {
            const [name, recordId] = [key.slice(0, key.indexOf('\u0000')), key.slice(key.indexOf('\u0000') + 1)]
            if (name === collection.name) ids.add(recordId)
          }
          return [...ids].map((recordId) => transaction.read(collection, recordId)).filter((document) => document !== undefined)
        },
        write(collection, recordId, document) {
          const key = keyOf(collection, recordId)
          const owner = locks.get(key)
          if ((owner !== undefined && owner !== id) || before.has(key)) {
            // MongoDB ends a transaction that met a conflict; the next call on it fails.
            end(transaction)
            throw new CloudError(
              'DATABASE_TRANSACTION_CONFLICT',
              'Transaction is conflict, maybe resource operated by others. WriteConflict',
            )
          }
          locks.set(key, id)
          writes.set(key, { collection, id: recordId, ...(document && { document }) })
        },
      }
      transaction.timer.unref()
      open.set(id, transaction)
      return transaction
    },
    get,
    commit(id) {
      const transaction = get(id)
      try {
        // Out of the list first: what it writes is not news to itself.
        open.delete(id)
        store.write([...transaction.writes.values()])
      } finally {
        end(transaction)
      }
    },
    abort: (id) => end(get(id)),
    isLocked,
    async unlocked(collection, ids) {
      while (ids.some((id) => isLocked(collection, id))) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    close() {
      for (const transaction of [...open.values()]) end(transaction)
    },
  }
}
