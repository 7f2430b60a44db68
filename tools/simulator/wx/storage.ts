import { api, Failure } from './call'
import type { PhoneHost } from './host'

const limitKB = 10 * 1024
const entryLimit = 1024 * 1024

/** WeChat keeps the type of a primitive and of a Date; the rest goes through JSON. */
interface Entry {
  type: string
  text: string
}

function pack(value: unknown): Entry {
  const type = value instanceof Date ? 'Date' : value === null ? 'Null' : typeof value
  if (type === 'function' || type === 'symbol') throw new Failure(`parameter error: data of type ${type} can not be stored`)
  return { type, text: type === 'undefined' ? '' : JSON.stringify(value) }
}

function unpack({ type, text }: Entry): unknown {
  if (type === 'undefined') return undefined
  return type === 'Date' ? new Date(JSON.parse(text) as string) : JSON.parse(text)
}

function size(entries: Iterable<[string, Entry]>): number {
  let bytes = 0
  for (const [key, { text }] of entries) bytes += key.length + text.length
  return bytes
}

export function storageApi({ disk }: PhoneHost) {
  const stored = () => disk.entries('storage') as ReadonlyMap<string, Entry>

  function set(key: string, data: unknown): void {
    if (!key) throw new Failure('parameter error: key should not be empty')
    const entry = pack(data)
    if (entry.text.length > entryLimit) throw new Failure('exceed max size of a single entry')
    const rest = size([...stored()].filter(([other]) => other !== key))
    if (rest + key.length + entry.text.length > limitKB * 1024) throw new Failure('exceed storage max size 10Mb')
    disk.put('storage', key, entry)
  }
  function get(key: string): unknown {
    const entry = stored().get(key)
    return entry ? unpack(entry) : ''
  }
  const info = () => ({ keys: [...stored().keys()], currentSize: Math.ceil(size(stored()) / 1024), limitSize: limitKB })
  const sync = (name: string, act: () => void) => {
    try {
      act()
    } catch (error) {
      throw new Error(`${name}:fail ${(error as Error).message}`, { cause: error })
    }
  }

  return {
    setStorage: api('setStorage', ({ key, data }: { key: string; data: unknown }) => set(key, data)),
    getStorage: api('getStorage', ({ key }: { key: string }) => {
      if (!stored().has(key)) throw new Failure('data not found')
      return { data: get(key) }
    }),
    removeStorage: api('removeStorage', ({ key }: { key: string }) => disk.remove('storage', key)),
    clearStorage: api('clearStorage', () => disk.clear('storage')),
    getStorageInfo: api('getStorageInfo', info),
    setStorageSync: (key: string, data: unknown) => sync('setStorageSync', () => set(key, data)),
    getStorageSync: get,
    removeStorageSync: (key: string) => disk.remove('storage', key),
    clearStorageSync: () => disk.clear('storage'),
    getStorageInfoSync: info,
    batchSetStorageSync: (list: { key: string; value: unknown }[]) =>
      sync('batchSetStorageSync', () => list.forEach(({ key, value }) => set(key, value))),
    batchGetStorageSync: (keys: string[]) => keys.map(get),
  }
}
