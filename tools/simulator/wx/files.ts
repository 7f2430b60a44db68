// The phone's local files: http://tmp/ for what an API made, wxfile://store_ for what saveFile kept, wxfile://usr/ for the app's own.
import { api, Failure } from './call'
import type { Disk } from './disk'

export interface StoredFile {
  bytes: Uint8Array<ArrayBuffer>
  mime: string
  modified: number
}

interface Directory {
  directory: true
  modified: number
}

export interface Files {
  userDataPath: string
  /** A new temporary file; answers its path. */
  temporary(bytes: Uint8Array<ArrayBuffer>, mime: string): string
  find(path: string): StoredFile | undefined
  /** Local, in the cloud or in the package. */
  read(path: string): Promise<StoredFile>
  /** What a browser can load in place of the path; unchanged when it is not ours. */
  url(path: string): string | Promise<string>
  /** Signed addresses of files in the cloud, as wx.cloud.getTempFileURL gets them. Null where there is no such file. */
  cloudUrls(fileIds: string[]): Promise<(string | null)[]>
  keep(path: string, file: StoredFile): void
  tree: {
    get(path: string): StoredFile | Directory | undefined
    paths(): string[]
    set(path: string, node: StoredFile | Directory): void
    remove(path: string): void
  }
}

const extensions: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
  'audio/wav': 'wav',
  'audio/webm': 'webm',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'application/pdf': 'pdf',
  'application/json': 'json',
  'text/plain': 'txt',
  'text/csv': 'csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
}

export function mimeOf(path: string): string {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase()
  if (extension === 'jpeg') return 'image/jpeg'
  return Object.entries(extensions).find(([, known]) => known === extension)?.[0] ?? 'application/octet-stream'
}

export function createFiles(disk: Disk, cloudUrl: string): Files {
  const temporaries = new Map<string, StoredFile>()
  const urls = new Map<string, { file: StoredFile; url: string }>()
  const isTemporary = (path: string) => path.startsWith('http://tmp/')
  const userDataPath = 'wxfile://usr'
  const saved = () => disk.entries('files') as ReadonlyMap<string, StoredFile | Directory>

  const tree: Files['tree'] = {
    get(path) {
      if (path === userDataPath || path === `${userDataPath}/`) return { directory: true, modified: 0 }
      return isTemporary(path) ? temporaries.get(path) : saved().get(path.replace(/\/$/, ''))
    },
    paths: () => [...saved().keys()],
    set(path, node) {
      disk.put('files', path.replace(/\/$/, ''), node)
    },
    remove(path) {
      if (isTemporary(path)) temporaries.delete(path)
      else disk.remove('files', path.replace(/\/$/, ''))
    },
  }
  const find = (path: string) => {
    const node = tree.get(path)
    return node && !('directory' in node) ? node : undefined
  }
  const signed = new Map<string, { url: string; until: number }>()
  async function cloudUrls(fileIds: string[]): Promise<(string | null)[]> {
    const asked = fileIds.filter((id) => (signed.get(id)?.until ?? 0) < Date.now())
    if (asked.length) {
      const response = await fetch(`${cloudUrl}/admin`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ action: 'storage.batchGetDownloadUrl', file_list: asked.map((fileid) => ({ fileid })) }),
      })
      const answer = (await response.json()) as { data?: { download_list?: { fileID: string; tempFileURL: string; maxAge?: number }[] } }
      for (const { fileID, tempFileURL, maxAge = 0 } of answer.data?.download_list ?? []) {
        if (!tempFileURL) continue
        // The cloud may know itself by another name than the one this page was opened by.
        const { pathname, search } = new URL(tempFileURL)
        const url = new URL(`${cloudUrl}${pathname}${search}`, globalThis.location?.href).href
        signed.set(fileID, { url, until: Date.now() + (maxAge * 1000) / 2 })
      }
    }
    return fileIds.map((id) => signed.get(id)?.url ?? null)
  }

  const url = (path: string): string | Promise<string> => {
    const file = find(path)
    if (file) {
      const known = urls.get(path)
      if (known?.file === file) return known.url
      if (known) URL.revokeObjectURL(known.url)
      const made = URL.createObjectURL(new Blob([file.bytes], { type: file.mime }))
      urls.set(path, { file, url: made })
      return made
    }
    return path.startsWith('cloud://') ? cloudUrls([path]).then(([found]) => found ?? path) : path
  }

  return {
    userDataPath,
    tree,
    find,
    url,
    cloudUrls,
    keep: (path, file) => tree.set(path, file),
    temporary(bytes, mime) {
      const path = `http://tmp/${crypto.randomUUID().replaceAll('-', '')}.${extensions[mime.split(';')[0] ?? ''] ?? 'bin'}`
      temporaries.set(path, { bytes, mime, modified: Date.now() })
      return path
    },
    async read(path) {
      const file = find(path)
      if (file) return file
      if (/^(http:\/\/tmp|wxfile:)/.test(path)) throw new Failure(`no such file or directory, open ${path}`)
      const response = await fetch(await url(path)).catch(() => undefined)
      if (!response?.ok) throw new Failure(`no such file or directory, open ${path}`)
      const mime = response.headers.get('content-type')?.split(';')[0] || mimeOf(path)
      return { bytes: new Uint8Array(await response.arrayBuffer()), mime, modified: Date.now() }
    },
  }
}

type Encoding = 'utf8' | 'utf-8' | 'base64' | 'hex' | 'ascii' | 'binary' | 'latin1'

const binaryText = (bytes: Uint8Array) => {
  let text = ''
  for (let start = 0; start < bytes.length; start += 0x8000) text += String.fromCharCode(...bytes.subarray(start, start + 0x8000))
  return text
}
const fromBinaryText = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

export function arrayBufferToBase64(buffer: ArrayBuffer): string {
  return btoa(binaryText(new Uint8Array(buffer)))
}

export function base64ToArrayBuffer(text: string): ArrayBuffer {
  return fromBinaryText(atob(text)).buffer
}

function decode(bytes: Uint8Array<ArrayBuffer>, encoding: Encoding | undefined): string | ArrayBuffer {
  switch (encoding) {
    case undefined:
      return bytes.slice().buffer
    case 'utf8':
    case 'utf-8':
      return new TextDecoder().decode(bytes)
    case 'base64':
      return btoa(binaryText(bytes))
    case 'hex':
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
    case 'ascii':
    case 'binary':
    case 'latin1':
      return binaryText(bytes)
  }
}

function encode(data: string | ArrayBuffer, encoding: Encoding = 'utf8'): Uint8Array<ArrayBuffer> {
  if (typeof data !== 'string') return new Uint8Array(data.slice(0))
  switch (encoding) {
    case 'utf8':
    case 'utf-8':
      return new TextEncoder().encode(data)
    case 'base64':
      return new Uint8Array(base64ToArrayBuffer(data))
    case 'hex':
      return Uint8Array.from(data.match(/../g) ?? [], (pair) => parseInt(pair, 16))
    case 'ascii':
    case 'binary':
    case 'latin1':
      return fromBinaryText(data)
  }
}

export function fileSystemApi(files: Files) {
  const { tree } = files
  const missing = (verb: string, path: string) => new Failure(`no such file or directory, ${verb} ${path}`, { errno: 1300002 })
  const parentOf = (path: string) => path.replace(/\/[^/]*\/?$/, '')
  const writable = (verb: string, path: string) => {
    if (!path.startsWith(`${files.userDataPath}/`)) throw new Failure(`permission denied, ${verb} ${path}`, { errno: 1300013 })
    const parent = tree.get(parentOf(path))
    if (!parent || !('directory' in parent)) throw missing(verb, path)
  }
  const read = (verb: string, path: string) => {
    const file = files.find(path)
    if (!file) throw missing(verb, path)
    return file
  }
  const children = (path: string) => {
    const prefix = path.replace(/\/?$/, '/')
    return tree.paths().filter((other) => other.startsWith(prefix) && !other.slice(prefix.length).includes('/'))
  }
  const write = (path: string, data: string | ArrayBuffer, encoding?: Encoding) => {
    writable('open', path)
    tree.set(path, { bytes: encode(data, encoding), mime: mimeOf(path), modified: Date.now() })
  }
  const slice = (bytes: Uint8Array<ArrayBuffer>, position = 0, length?: number) =>
    bytes.slice(position, length === undefined ? undefined : position + length)

  // Each operation once; its callback form and its sync form are made from it.
  const operations = {
    access({ path }: { path: string }) {
      if (!tree.get(path)) throw missing('access', path)
    },
    readFile({ filePath, encoding, position, length }: { filePath: string; encoding?: Encoding; position?: number; length?: number }) {
      return { data: decode(slice(read('open', filePath).bytes, position, length), encoding) }
    },
    writeFile({ filePath, data, encoding }: { filePath: string; data: string | ArrayBuffer; encoding?: Encoding }) {
      write(filePath, data, encoding)
    },
    appendFile({ filePath, data, encoding }: { filePath: string; data: string | ArrayBuffer; encoding?: Encoding }) {
      const before = read('open', filePath)
      writable('open', filePath)
      const more = encode(data, encoding)
      const bytes = new Uint8Array(before.bytes.length + more.length)
      bytes.set(before.bytes)
      bytes.set(more, before.bytes.length)
      tree.set(filePath, { ...before, bytes, modified: Date.now() })
    },
    saveFile({ tempFilePath, filePath }: { tempFilePath: string; filePath?: string }) {
      const file = files.find(tempFilePath)
      if (!file) throw new Failure('tempFilePath file not exist')
      if (filePath) writable('open', filePath)
      const savedFilePath = filePath ?? `wxfile://store_${tempFilePath.slice(tempFilePath.lastIndexOf('/') + 1)}`
      tree.set(savedFilePath, { ...file, modified: Date.now() })
      tree.remove(tempFilePath)
      return { savedFilePath }
    },
    unlink({ filePath }: { filePath: string }) {
      const node = tree.get(filePath)
      if (!node) throw missing('unlink', filePath)
      if ('directory' in node) throw new Failure(`operation not permitted, unlink ${filePath}`)
      tree.remove(filePath)
    },
    removeSavedFile({ filePath }: { filePath: string }) {
      read('unlink', filePath)
      tree.remove(filePath)
    },
    stat({ path }: { path: string; recursive?: boolean }) {
      const node = tree.get(path)
      if (!node) throw missing('stat', path)
      const directory = 'directory' in node
      const time = Math.floor(node.modified / 1000)
      const stats = {
        mode: directory ? 16877 : 33188,
        size: directory ? 0 : node.bytes.length,
        lastAccessedTime: time,
        lastModifiedTime: time,
        isDirectory: () => directory,
        isFile: () => !directory,
      }
      return { stats }
    },
    getFileInfo({ filePath }: { filePath: string }) {
      return { size: read('open', filePath).bytes.length }
    },
    getSavedFileList() {
      const fileList = tree
        .paths()
        .filter((path) => path.startsWith('wxfile://store_'))
        .map((filePath) => {
          const file = read('open', filePath)
          return { filePath, size: file.bytes.length, createTime: Math.floor(file.modified / 1000) }
        })
      return { fileList }
    },
    copyFile({ srcPath, destPath }: { srcPath: string; destPath: string }) {
      const file = read('copyFile', srcPath)
      writable('copyFile', destPath)
      tree.set(destPath, { ...file, modified: Date.now() })
    },
    rename({ oldPath, newPath }: { oldPath: string; newPath: string }) {
      const file = read('rename', oldPath)
      writable('rename', newPath)
      tree.set(newPath, file)
      tree.remove(oldPath)
    },
    mkdir({ dirPath, recursive }: { dirPath: string; recursive?: boolean }) {
      const path = dirPath.replace(/\/$/, '')
      if (tree.get(path)) {
        if (recursive) return
        throw new Failure(`file already exists ${dirPath}`)
      }
      if (recursive && !tree.get(parentOf(path))) operations.mkdir({ dirPath: parentOf(path), recursive })
      writable('mkdir', path)
      tree.set(path, { directory: true, modified: Date.now() })
    },
    readdir({ dirPath }: { dirPath: string }) {
      const node = tree.get(dirPath)
      if (!node || !('directory' in node)) throw missing('scandir', dirPath)
      return { files: children(dirPath).map((path) => path.slice(path.lastIndexOf('/') + 1)) }
    },
    rmdir({ dirPath, recursive }: { dirPath: string; recursive?: boolean }) {
      const node = tree.get(dirPath)
      if (!node || !('directory' in node)) throw missing('rmdir', dirPath)
      const inside = tree.paths().filter((path) => path.startsWith(dirPath.replace(/\/?$/, '/')))
      if (inside.length && !recursive) throw new Failure('directory not empty')
      for (const path of inside) tree.remove(path)
      tree.remove(dirPath)
    },
  }

  type Operations = typeof operations
  const asynchronous = Object.fromEntries(
    Object.entries(operations).map(([name, run]) => [name, api(name, run as (options: object) => object | void)]),
  ) as unknown as { [K in keyof Operations]: (options: Parameters<Operations[K]>[0] & object) => Promise<{ errMsg: string }> | undefined }

  const sync = <T>(name: string, act: () => T): T => {
    try {
      return act()
    } catch (error) {
      throw Object.assign(new Error(`${name}:fail ${(error as Error).message}`), { errMsg: `${name}:fail ${(error as Error).message}` })
    }
  }
  const manager = {
    ...asynchronous,
    accessSync: (path: string) => sync('accessSync', () => operations.access({ path })),
    readFileSync: (filePath: string, encoding?: Encoding, position?: number, length?: number) =>
      sync('readFileSync', () => operations.readFile({ filePath, encoding, position, length }).data),
    writeFileSync: (filePath: string, data: string | ArrayBuffer, encoding?: Encoding) =>
      sync('writeFileSync', () => operations.writeFile({ filePath, data, encoding })),
    appendFileSync: (filePath: string, data: string | ArrayBuffer, encoding?: Encoding) =>
      sync('appendFileSync', () => operations.appendFile({ filePath, data, encoding })),
    saveFileSync: (tempFilePath: string, filePath?: string) =>
      sync('saveFileSync', () => operations.saveFile({ tempFilePath, filePath }).savedFilePath),
    unlinkSync: (filePath: string) => sync('unlinkSync', () => operations.unlink({ filePath })),
    statSync: (path: string) => sync('statSync', () => operations.stat({ path }).stats),
    copyFileSync: (srcPath: string, destPath: string) => sync('copyFileSync', () => operations.copyFile({ srcPath, destPath })),
    renameSync: (oldPath: string, newPath: string) => sync('renameSync', () => operations.rename({ oldPath, newPath })),
    mkdirSync: (dirPath: string, recursive?: boolean) => sync('mkdirSync', () => operations.mkdir({ dirPath, recursive })),
    readdirSync: (dirPath: string) => sync('readdirSync', () => operations.readdir({ dirPath }).files),
    rmdirSync: (dirPath: string, recursive?: boolean) => sync('rmdirSync', () => operations.rmdir({ dirPath, recursive })),
  }
  return {
    getFileSystemManager: () => manager,
    saveFile: manager.saveFile,
    getFileInfo: manager.getFileInfo,
    getSavedFileList: manager.getSavedFileList,
    removeSavedFile: manager.removeSavedFile,
    arrayBufferToBase64,
    base64ToArrayBuffer,
  }
}
