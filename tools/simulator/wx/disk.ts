// One person's phone memory: kept in IndexedDB, read whole before the app starts so that sync calls can answer.

export type Drawer = 'storage' | 'files' | 'settings'

export interface Disk {
  entries: (drawer: Drawer) => ReadonlyMap<string, unknown>
  put: (drawer: Drawer, key: string, value: unknown) => void
  remove: (drawer: Drawer, key: string) => void
  clear: (drawer: Drawer) => void
}

const drawers: Drawer[] = ['storage', 'files', 'settings']

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the phone memory does not answer'))
  })
}

export function memoryDisk(): Disk {
  const maps = Object.fromEntries(drawers.map((drawer) => [drawer, new Map<string, unknown>()])) as Record<Drawer, Map<string, unknown>>
  return {
    entries: (drawer) => maps[drawer],
    put: (drawer, key, value) => void maps[drawer].set(key, value),
    remove: (drawer, key) => void maps[drawer].delete(key),
    clear: (drawer) => maps[drawer].clear(),
  }
}

export async function openDisk(name: string): Promise<Disk> {
  const opening = indexedDB.open(`shanlin:${name}`, 1)
  opening.onupgradeneeded = () => {
    for (const drawer of drawers) opening.result.createObjectStore(drawer)
  }
  const database = await done(opening)
  const memory = memoryDisk()
  for (const drawer of drawers) {
    const store = database.transaction(drawer).objectStore(drawer)
    const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())])
    keys.forEach((key, index) => memory.put(drawer, key as string, values[index]))
  }
  // commit() at once: a write made just before the page goes away must still land.
  const write = (drawer: Drawer, change: (store: IDBObjectStore) => void) => {
    const transaction = database.transaction(drawer, 'readwrite')
    change(transaction.objectStore(drawer))
    transaction.onabort = () => console.error('phone memory', transaction.error)
    transaction.commit()
  }
  return {
    entries: memory.entries,
    put(drawer, key, value) {
      memory.put(drawer, key, value)
      write(drawer, (store) => store.put(value, key))
    },
    remove(drawer, key) {
      memory.remove(drawer, key)
      write(drawer, (store) => store.delete(key))
    },
    clear(drawer) {
      memory.clear(drawer)
      write(drawer, (store) => store.clear())
    },
  }
}
