// Cloud storage: files by cloud path, addresses that are signed and expire.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { CloudError } from './errors'
import { readBody } from './http'
import { environment } from './invoke'
import type { Store } from './store'

export interface Files {
  handle: (action: string, parameters: Record<string, unknown>) => object
  // GET and HEAD of an address, PUT of what an SDK uploads.
  serve: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>
  save: (path: string, bytes: Buffer, owner?: string) => string
  // A client writes what is new or its own; functions write anything.
  mayWrite: (path: string, openid: string) => boolean
  read: (fileId: string) => Buffer | undefined
}

const bucket = `${environment}-storage`
const maximumFile = 50 * 1024 * 1024
const temporary = 2 * 60 * 60

const types: Record<string, string> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  pdf: 'application/pdf',
}

export function createFiles(store: Store, folder: string | undefined, now: () => number, publicUrl: () => string): Files {
  const memory = new Map<string, Buffer>()
  const secret = store.fact<string>('fileSecret') ?? randomBytes(32).toString('hex')
  if (store.fact('fileSecret') === undefined) store.setFact('fileSecret', secret)
  const owners = new Map(store.facts<string>('file '))

  const fileId = (path: string): string => `cloud://${environment}.${bucket}/${path}`

  function pathOf(id: unknown): string | undefined {
    const prefix = fileId('')
    return typeof id === 'string' && id.startsWith(prefix) ? id.slice(prefix.length) : undefined
  }

  // A cloud path names a file under the folder and nothing above it. Addresses get encoded once by whoever uses them, so it has
  // no sign of its own in them.
  function checkPath(path: unknown): string {
    const good = typeof path === 'string' && path !== '' && path.length <= 850 && !path.startsWith('/') && !/[\\#?%]/.test(path)
    if (!good || /\p{Cc}/u.test(path) || path.split('/').some((part) => part === '' || part === '.' || part === '..')) {
      throw new CloudError('STORAGE_SIGN_PARAM_INVALID', `not a cloud path: ${String(path)}`)
    }
    return path
  }

  // On disk under a name that no path can escape from.
  const place = (path: string): string => join(folder ?? '', ...path.split('/').map((part) => encodeURIComponent(part)))

  function save(path: string, bytes: Buffer, owner = ''): string {
    checkPath(path)
    if (folder === undefined) memory.set(path, bytes)
    else {
      mkdirSync(dirname(place(path)), { recursive: true })
      writeFileSync(place(path), bytes)
    }
    owners.set(path, owner)
    store.setFact(`file ${path}`, owner)
    return fileId(path)
  }

  function load(path: string): Buffer | undefined {
    if (!owners.has(path)) return undefined
    return folder === undefined ? memory.get(path) : readFileSync(place(path))
  }

  const sign = (method: string, path: string, expires: number): string =>
    createHmac('sha256', secret).update(`${method} ${path} ${expires}`).digest('hex')

  function address(method: 'get' | 'put', path: string, seconds: number): string {
    const expires = Math.floor(now() / 1000) + seconds
    const query = new URLSearchParams({ expires: String(expires), sign: sign(method, path, expires) })
    return `${publicUrl()}/file/${encodeURI(path)}?${query.toString()}`
  }

  function checkSignature(method: 'get' | 'put', path: string, url: URL): string | undefined {
    const expires = Number(url.searchParams.get('expires'))
    const given = Buffer.from(url.searchParams.get('sign') ?? '')
    const right = Buffer.from(sign(method, path, expires))
    if (given.length !== right.length || !timingSafeEqual(given, right)) return 'SignatureDoesNotMatch'
    return expires * 1000 < now() ? 'AccessDenied' : undefined
  }

  const actions: Record<string, (parameters: Record<string, unknown>) => object> = {
    'storage.getUploadMetadata': ({ path }) => ({
      url: address('put', checkPath(path), 900),
      token: 'local',
      authorization: 'local',
      fileId: fileId(checkPath(path)),
      // Travels in a header, so in plain letters.
      cosFileId: Buffer.from(checkPath(path)).toString('base64url'),
    }),
    'storage.batchGetDownloadUrl': ({ file_list }) => ({
      download_list: (file_list as { fileid: string; max_age?: number }[]).map(({ fileid, max_age }) => {
        const path = pathOf(fileid)
        if (path === undefined || !owners.has(path)) return { code: 'STORAGE_FILE_NONEXIST', fileID: fileid, tempFileURL: '' }
        const seconds = max_age ?? temporary
        // The SDK encodes the address once more before it downloads.
        return { code: 'SUCCESS', fileID: fileid, tempFileURL: decodeURI(address('get', path, seconds)), maxAge: seconds }
      }),
    }),
    'storage.batchDeleteFile': ({ fileid_list }) => ({
      delete_list: (fileid_list as string[]).map((id) => {
        const path = pathOf(id)
        if (path === undefined || !owners.delete(path)) return { code: 'STORAGE_FILE_NONEXIST', fileID: id }
        memory.delete(path)
        if (folder !== undefined) rmSync(place(path), { force: true })
        store.setFact(`file ${path}`, undefined)
        return { code: 'SUCCESS', fileID: id }
      }),
    }),
    'storage.getFileAuthority': ({ fileList }) => ({
      fileList: (fileList as { path: string; type: string }[]).map(({ path, type }) => ({
        path,
        type,
        read: true,
        cosFileId: fileId(path),
      })),
    }),
    'storage.batchCopyFile': ({ file_list }) => ({
      copy_list: (file_list as { src_path: string; dst_path: string; overwrite?: boolean; remove_original?: boolean }[]).map((file) => {
        const bytes = load(file.src_path)
        if (!bytes) return { code: 'STORAGE_FILE_NONEXIST', fileId: fileId(file.src_path), message: 'the file does not exist' }
        if (file.overwrite === false && owners.has(file.dst_path))
          return { code: 'STORAGE_FILE_EXIST', fileId: fileId(file.dst_path), message: 'the file exists' }
        save(file.dst_path, bytes, owners.get(file.src_path))
        if (file.remove_original) actions['storage.batchDeleteFile']?.({ fileid_list: [fileId(file.src_path)] })
        return { code: 'SUCCESS', fileId: fileId(file.dst_path) }
      }),
    }),
  }

  return {
    save,
    mayWrite: (path, openid) => (owners.get(path) ?? openid) === openid,
    read(id) {
      const path = pathOf(id)
      return path === undefined ? undefined : load(path)
    },
    handle(action, parameters) {
      const run = Object.hasOwn(actions, action) ? actions[action] : undefined
      if (!run) throw new CloudError('INVALID_PARAM', `unknown action ${action}`)
      return run(parameters)
    },
    async serve(request, response, url) {
      const path = decodeURIComponent(url.pathname.slice('/file/'.length))
      const putting = request.method === 'PUT'
      const refused = checkSignature(putting ? 'put' : 'get', path, url)
      if (refused) return refuse(response, 403, refused)
      if (putting) {
        save(path, await readBody(request, maximumFile), owners.get(path))
        response.writeHead(200).end()
        return
      }
      const bytes = load(path)
      if (!bytes) return refuse(response, 404, 'NoSuchKey')
      const type = types[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream'
      response.writeHead(200, {
        'content-type': type,
        'content-length': bytes.length,
        'cache-control': 'private, max-age=600',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
        'access-control-allow-origin': '*',
      })
      response.end(request.method === 'HEAD' ? undefined : bytes)
    },
  }
}

function refuse(response: ServerResponse, status: number, code: string): void {
  const xml = `<?xml version='1.0' encoding='utf-8' ?><Error><Code>${code}</Code><Message>${code}</Message><RequestId>local</RequestId><TraceId>local</TraceId></Error>`
  response.writeHead(status, { 'content-type': 'application/xml' }).end(xml)
}
