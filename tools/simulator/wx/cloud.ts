// wx.cloud, spoken to the local cloud over HTTP. The client's database is closed by rule, so there is none here.
import { api, type Callbacks, Failure, settle } from './call'
import type { PhoneHost } from './host'

type Progress = { progress: number; totalBytesSent: number; totalBytesExpectedToSend: number }

class CloudFailure extends Failure {
  constructor(api: string, errCode: number, reason: string) {
    super(`cloud.${api}:fail Error: errCode: ${errCode} ${reason}`, { errCode })
  }
}

export function cloudApi(host: PhoneHost) {
  const { files, cloudUrl, person } = host
  let ready = false

  const offline = (name: string) => new CloudFailure(name, -1, '| errMsg: request:fail -118:net::ERR_CONNECTION_TIMED_OUT')
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  const check = (name: string) => {
    if (!ready) throw new CloudFailure(name, -1, "| errMsg: Cloud API isn't enabled, please call wx.cloud.init first")
    if (host.network() === 'none') throw offline(name)
  }
  const failCode = (name: string, errCode: number, errMsg: string) => new CloudFailure(name, errCode, `| errMsg: ${errMsg}`)

  function send(
    path: string,
    init: { method: string; type?: string; body?: XMLHttpRequestBodyInit },
    onProgress?: (sent: number, of: number) => void,
  ) {
    const request = new XMLHttpRequest()
    const answer = new Promise<Record<string, unknown>>((resolve, reject) => {
      request.open(init.method, `${cloudUrl}${path}`)
      request.setRequestHeader('x-wx-openid', person.openid)
      if (init.type) request.setRequestHeader('content-type', init.type)
      if (onProgress) request.upload.onprogress = (event) => onProgress(event.loaded, event.total)
      request.onload = () => {
        try {
          resolve(JSON.parse(request.responseText) as Record<string, unknown>)
        } catch {
          reject(new Failure(`system error: HTTP ${request.status}`, { errCode: -1 }))
        }
      }
      request.onerror = () => reject(new Failure('request:fail', { errCode: -1 }))
      request.onabort = () => reject(new Failure('abort'))
      request.send(init.body)
    })
    return { answer, abort: () => request.abort() }
  }

  const callFunction = api('cloud.callFunction', async ({ name, data }: { name: string; data?: unknown }) => {
    check('callFunction')
    if (!name) throw failCode('callFunction', -401002, 'parameter.name should be string')
    const answer = await send('/invoke', {
      method: 'POST',
      type: 'application/json',
      body: JSON.stringify({ name, data: data ?? {} }),
    }).answer.catch(() => {
      throw offline('callFunction')
    })
    if (answer['errCode']) throw failCode('callFunction', Number(answer['errCode']), text(answer['errMsg']))
    return { result: answer['result'], requestID: crypto.randomUUID() }
  })

  /** A promise without callbacks, a task with them: so the real one does. */
  function uploadFile(
    options: { cloudPath: string; filePath: string } & Callbacks<{ fileID: string; statusCode: number; errMsg: string }>,
  ) {
    const progress = new Set<(progress: Progress) => void>()
    let abort = () => {}
    const outcome = (async () => {
      check('uploadFile')
      const file = files.find(options.filePath)
      if (!file) throw new Failure(`file doesn't exist ${options.filePath}`, { errCode: -402000 })
      const sending = send(
        `/upload?path=${encodeURIComponent(options.cloudPath)}`,
        { method: 'POST', type: file.mime, body: new Blob([file.bytes], { type: file.mime }) },
        (sent, of) => {
          for (const listener of progress)
            listener({ progress: Math.round((sent / of) * 100), totalBytesSent: sent, totalBytesExpectedToSend: of })
        },
      )
      abort = sending.abort
      const answer = await sending.answer
      if (answer['errCode']) throw failCode('uploadFile', Number(answer['errCode']), text(answer['errMsg']))
      return { fileID: String(answer['fileID']), statusCode: 204 }
    })()
    const promise = settle('cloud.uploadFile', options, outcome)
    return (
      promise ?? {
        abort: () => abort(),
        onProgressUpdate: (listener: (progress: Progress) => void) => void progress.add(listener),
        offProgressUpdate: (listener?: (progress: Progress) => void) => (listener ? void progress.delete(listener) : progress.clear()),
        onHeadersReceived() {},
        offHeadersReceived() {},
      }
    )
  }

  const download = async (name: string, source: string) => {
    check(name)
    const response = await fetch(await files.url(source)).catch(() => undefined)
    if (!response?.ok) throw failCode(name, -403003, 'file not exists')
    const mime = response.headers.get('content-type')?.split(';')[0] ?? 'application/octet-stream'
    return { tempFilePath: files.temporary(new Uint8Array(await response.arrayBuffer()), mime), statusCode: 200 }
  }

  const getTempFileURL = api(
    'cloud.getTempFileURL',
    async ({ fileList }: { fileList: (string | { fileID: string; maxAge?: number })[] }) => {
      check('getTempFileURL')
      const ids = fileList.map((item) => (typeof item === 'string' ? item : item.fileID))
      if (ids.length > 50) throw failCode('getTempFileURL', -401002, 'at most 50 files')
      const urls = await files.cloudUrls(ids)
      return {
        fileList: ids.map((fileID, index) => {
          const url = urls[index]
          return url
            ? { fileID, tempFileURL: new URL(url, location.href).href, maxAge: 7200, status: 0, errMsg: 'ok' }
            : { fileID, tempFileURL: '', status: -503003, errMsg: 'STORAGE_FILE_NONEXIST' }
        }),
      }
    },
  )

  const deleteFile = api('cloud.deleteFile', async ({ fileList }: { fileList: string[] }) => {
    check('deleteFile')
    const body = JSON.stringify({ action: 'storage.batchDeleteFile', fileid_list: fileList })
    const answer = await send('/admin', { method: 'POST', type: 'application/json', body }).answer
    const deleted = (answer['data'] as { delete_list?: { code: string; fileID: string }[] } | undefined)?.delete_list ?? []
    return {
      fileList: deleted.map(({ code, fileID }) => ({
        fileID,
        status: code === 'SUCCESS' ? 0 : -503003,
        errMsg: code === 'SUCCESS' ? 'ok' : code,
      })),
    }
  })

  const cloud = {
    init: () => void (ready = true),
    callFunction,
    uploadFile,
    downloadFile: api('cloud.downloadFile', ({ fileID }: { fileID: string }) => download('downloadFile', fileID)),
    getTempFileURL,
    deleteFile,
    /** Another environment's door; the simulator has one environment. */
    Cloud: function Cloud() {
      return { ...cloud, init: () => Promise.resolve(void (ready = true)) }
    },
  }

  // A local host is the only domain that the simulator's app may speak to.
  const local = (url: string) => {
    if (host.network() === 'none') throw new Failure('timeout', { errno: 5 })
    if (new URL(url, location.href).origin !== location.origin) throw new Failure('url not in domain list', { errno: 600002 })
  }

  return {
    cloud,
    downloadFile: api('downloadFile', async ({ url }: { url: string }) => {
      local(url)
      const response = await fetch(url)
      const mime = response.headers.get('content-type')?.split(';')[0] ?? 'application/octet-stream'
      return { tempFilePath: files.temporary(new Uint8Array(await response.arrayBuffer()), mime), statusCode: response.status }
    }),
    uploadFile: api(
      'uploadFile',
      async ({ url, filePath, name, formData }: { url: string; filePath: string; name: string; formData?: Record<string, string> }) => {
        local(url)
        const file = files.find(filePath)
        if (!file) throw new Failure('file not exist')
        const form = new FormData()
        for (const [key, value] of Object.entries(formData ?? {})) form.append(key, value)
        form.append(name, new Blob([file.bytes], { type: file.mime }), filePath.slice(filePath.lastIndexOf('/') + 1))
        const response = await fetch(url, { method: 'POST', body: form })
        return { data: await response.text(), statusCode: response.status }
      },
    ),
  }
}
