// Where a file of the app lives on disk. Everything in the build is named by its logical path inside the app
// ('pages/home/index', 'miniprogram_npm/tdesign-miniprogram/button/button'), never by where it happens to be stored.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'

export interface Source {
  appDir: string
  /** Packages to take from elsewhere when the app has no packed copy: name → folder. */
  npm: Record<string, string>
}

export interface Diagnostic {
  level: 'error' | 'warning'
  file: string
  line?: number
  message: string
}

export function toDisk(source: Source, logical: string): string {
  const own = join(source.appDir, logical)
  if (existsSync(own)) return own
  const [root, ...rest] = logical.split('/')
  if (root !== 'miniprogram_npm') return own
  for (const [name, folder] of Object.entries(source.npm)) {
    const inside = rest.join('/')
    if (inside === name || inside.startsWith(`${name}/`)) return join(folder, inside.slice(name.length))
  }
  return own
}

export function toLogical(source: Source, disk: string): string | undefined {
  const own = posix.relative(source.appDir, disk)
  if (!own.startsWith('..')) return own
  for (const [name, folder] of Object.entries(source.npm)) {
    const inside = posix.relative(folder, disk)
    if (!inside.startsWith('..')) return posix.join('miniprogram_npm', name, inside)
  }
  return undefined
}

export function isFile(source: Source, logical: string): boolean {
  return statSync(toDisk(source, logical), { throwIfNoEntry: false })?.isFile() ?? false
}

export function read(source: Source, logical: string): string {
  return readFileSync(toDisk(source, logical), 'utf8')
}

/** A reference written in `from`: relative, absolute from the app's root, or a package up the tree. Undefined when no candidate exists. */
export function resolve(source: Source, from: string, reference: string, endings: string[]): string | undefined {
  const found = (base: string): string | undefined => endings.map((ending) => base + ending).find((candidate) => isFile(source, candidate))
  if (reference.startsWith('/')) return found(posix.normalize(reference.slice(1)))
  const folder = posix.dirname(from)
  const relative = found(posix.join(folder, reference))
  if (relative !== undefined || reference.startsWith('.')) return relative
  for (let up = folder; ; up = posix.dirname(up)) {
    const packed = found(posix.join(up, 'miniprogram_npm', reference))
    if (packed !== undefined) return packed
    if (up === '.' || up === '/') return undefined
  }
}

export function isThirdParty(logical: string): boolean {
  return logical.includes('miniprogram_npm/')
}
