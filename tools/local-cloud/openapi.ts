// cloud.openapi.*: multipart requests whose data is a protobuf message, as wx-server-sdk makes them.
import protobuf from 'protobufjs'
import { callEventLimit, checkMedia, checkText, mediaCheckEvent } from './content-check'
import { newId } from './documents'
import { CloudError } from './errors'
import { appId, type Call } from './invoke'
import type { Subscriptions } from './subscribe'

export interface OpenApi {
  handle: (body: Buffer, contentType: string, call: Call | undefined) => { contentType: string; body: Buffer }
}

export interface OpenApiOptions {
  now: () => number
  subscriptions: Subscriptions
  // When this person last opened the app, by a call.
  lastSeen: (openid: string) => number | undefined
  // Later, in simulated time: the result of a picture's check.
  mediaChecked: (event: object) => void
}

// The messages of wx-server-sdk's src/protobuf/openapi, as far as they are used.
const { root } = protobuf.parse(`
  syntax = "proto3";
  message KeyValuePair { string key = 1; bytes value = 2; string contenttype = 3; string filename = 4; }
  message OpenApiData { repeated KeyValuePair pairs = 1; }
  message CommApiData { int32 apiType = 1; OpenApiData openapiData = 2; string appid = 6; }
  message CommOpenApiResp { bytes respData = 1; string contentType = 2; int32 errorCode = 3; uint32 httpCode = 4; }
`)
const request = root.lookupType('CommApiData')
const response = root.lookupType('CommOpenApiResp')

type Data = Record<string, unknown>
type Answer = { errcode: number; errmsg: string } & Data

const ok = { errcode: 0, errmsg: 'ok' }
const functionHasNoPermission = -604101
const apiNotFound = -604100

export function createOpenApi({ now, subscriptions, lastSeen, mediaChecked }: OpenApiOptions): OpenApi {
  const apis: Record<string, (data: Data) => Answer> = {
    'subscribeMessage.send': (data) => {
      const { touser, template_id } = data
      if (typeof touser !== 'string' || touser === '') return { errcode: 40003, errmsg: 'invalid openid' }
      if (typeof template_id !== 'string' || template_id === '') return { errcode: 40037, errmsg: 'invalid template_id' }
      const wrong = wrongField(data['data'])
      if (wrong) return { errcode: 47003, errmsg: `argument invalid! ${wrong}` }
      if (!subscriptions.use(touser, template_id)) return { errcode: 43101, errmsg: 'user refuse to accept the msg' }
      return { ...ok, msgid: Number(BigInt(`0x${newId().slice(0, 12)}`)) }
    },
    'security.msgSecCheck': (data) => {
      const { content, openid, version } = data
      if (typeof content !== 'string' || content === '') return { errcode: 44002, errmsg: 'empty post data' }
      if (version === undefined || Number(version) === 1)
        return checkText(content).suggest === 'risky' ? { errcode: 87014, errmsg: 'risky content' } : ok
      if ([...content].length > 2500) return { errcode: 45002, errmsg: 'content size out of limit' }
      const refused = refuseStranger(openid)
      if (refused) return refused
      const { suggest, label, words } = checkText(content)
      const detail: Data[] = [{ strategy: 'content_model', errcode: 0, suggest, label, prob: 90 }]
      if (words.length > 0) detail.push({ strategy: 'keyword', errcode: 0, suggest, label, level: 20, keyword: words.join(',') })
      return { ...ok, result: { suggest, label }, detail, trace_id: newId() }
    },
    'security.mediaCheckAsync': (data) => {
      const { media_url, media_type, openid } = data
      if (typeof media_url !== 'string' || !URL.canParse(media_url)) return { errcode: 40066, errmsg: 'invalid url' }
      if (media_type !== 1 && media_type !== 2) return { errcode: 40004, errmsg: 'invalid media type' }
      const refused = refuseStranger(openid)
      if (refused) return refused
      const trace = newId()
      mediaChecked(mediaCheckEvent(appId, trace, Math.floor(now() / 1000), checkMedia(media_url)))
      return { ...ok, trace_id: trace }
    },
  }

  function refuseStranger(openid: unknown): Answer | undefined {
    if (typeof openid !== 'string' || openid === '') return { errcode: 40003, errmsg: 'invalid openid' }
    const seen = lastSeen(openid)
    if (seen === undefined || now() - seen > callEventLimit) return { errcode: 61010, errmsg: 'code is expired' }
    return undefined
  }

  return {
    handle(body, contentType, call) {
      const form = readForm(body, contentType)
      const api = String(form.get('apiName'))
      const run = Object.hasOwn(apis, api) ? apis[api] : undefined
      if (call && !call.function.openapi.includes(api)) return reply({ errorCode: functionHasNoPermission })
      if (!run || String(form.get('action')) !== 'wx.openApi') return reply({ errorCode: apiNotFound })
      const data = decodeRequest(form.get('requestData') ?? Buffer.alloc(0))
      const answer = run(data)
      const openid = typeof data['touser'] === 'string' ? data['touser'] : typeof data['openid'] === 'string' ? data['openid'] : undefined
      if (answer.errcode === 0) subscriptions.record({ at: now(), api, openid, data })
      return reply({ respData: Buffer.from(JSON.stringify(answer)), contentType: 'application/json', httpCode: 200 })
    },
  }
}

function reply(message: Data): { contentType: string; body: Buffer } {
  return { contentType: 'application/octet-stream', body: Buffer.from(response.encode(response.create(message)).finish()) }
}

function decodeRequest(bytes: Buffer): Data {
  const message = request.toObject(request.decode(bytes)) as { openapiData?: { pairs?: { key: string; value: Uint8Array }[] } }
  return Object.fromEntries(
    (message.openapiData?.pairs ?? []).map(({ key, value }) => [key, JSON.parse(Buffer.from(value).toString()) as unknown]),
  )
}

// The parts as bytes: what parses forms for the web takes a part without a file name for UTF-8 and breaks the protobuf in it.
function readForm(body: Buffer, contentType: string): Map<string, Buffer> {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1]
  if (!boundary) throw new CloudError('INVALID_PARAM', 'multipart without a boundary')
  const parts = new Map<string, Buffer>()
  const mark = Buffer.from(`--${boundary}`)
  for (let start = body.indexOf(mark); start !== -1;) {
    const end = body.indexOf(mark, start + mark.length)
    if (end === -1) break
    const part = body.subarray(start + mark.length + 2, end - 2)
    const head = part.indexOf('\r\n\r\n')
    const name = /name="([^"]*)"/.exec(part.subarray(0, head).toString())?.[1]
    if (head !== -1 && name !== undefined) parts.set(name, part.subarray(head + 4))
    start = end
  }
  return parts
}

// A template's fields say by their name what they may hold.
function wrongField(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null) return 'data is missing'
  for (const [name, field] of Object.entries(data)) {
    const value: unknown = (field as { value?: unknown } | null)?.value
    const text = typeof value === 'number' ? String(value) : value
    if (typeof text !== 'string' || text === '') return `data.${name}.value is empty`
    const limits: Record<string, number> = {
      thing: 20,
      phrase: 5,
      name: 20,
      character_string: 32,
      number: 32,
      phone_number: 17,
      car_number: 8,
      symbol: 5,
      letter: 32,
    }
    const kind = name.replace(/\d+$/, '')
    if ([...text].length > (limits[kind] ?? 200)) return `data.${name}.value invalid`
    if (kind === 'number' && Number.isNaN(Number(text))) return `data.${name}.value invalid`
    if (kind === 'phrase' && !/^\p{Script=Han}+$/u.test(text)) return `data.${name}.value invalid`
  }
  return undefined
}
