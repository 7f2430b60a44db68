import { definitionOf, discoveryOf, isFault, publicItems, serviceOf } from '../domain/open311'
import type { Fault } from '../domain/open311'
import { now } from '../platform/clock'
import { describe, log } from '../platform/log'
import { townData } from '../platform/townData'
import { calledByHttp } from '../platform/trigger'
import { answer, refusal } from './answer'
import type { Format, HttpAnswer } from './answer'
import { partnerOf } from './apiKey'
import { post } from './post'
import { request, requests } from './requests'

/** What CloudBase hands to a function that is reached over HTTP. */
interface HttpEvent {
  path: string
  httpMethod: string
  headers?: Record<string, string | undefined>
  queryStringParameters?: Record<string, string | undefined>
  body?: string
  isBase64Encoded?: boolean
}

const mostBody = 64 * 1024

function isHttp(event: unknown): event is HttpEvent {
  const { path, httpMethod } = (typeof event === 'object' && event !== null ? event : {}) as Partial<HttpEvent>
  return typeof path === 'string' && typeof httpMethod === 'string'
}

/** Open311 GeoReport v2. Closed to clients; CloudBase's HTTP access calls it. */
export async function main(event: unknown): Promise<HttpAnswer | { errCode: 'NOT_ALLOWED' }> {
  if (!calledByHttp() || !isHttp(event)) return { errCode: 'NOT_ALLOWED' }
  const [, resource = '', extension] = /^\/(?:open311\/)?(?:v2\/)?(.*?)(?:\.([a-z]+))?\/?$/.exec(event.path) ?? []
  const format: Format = extension === 'xml' ? 'xml' : 'json'
  if (extension !== 'json' && extension !== 'xml') return refusal('json', { status: 404, description: 'ask for .json or .xml' })
  try {
    return await route(event, resource.split('/').map(decodeURIComponent), format)
  } catch (error) {
    if (error instanceof URIError) return refusal(format, { status: 404, description: 'there is no such resource' })
    log('error', 'open311 failed', describe(error))
    return answer(format, 'errors', [{ code: 500, description: 'something went wrong; try again later' }], 500)
  }
}

async function route(event: HttpEvent, [kind = '', id, ...rest]: string[], format: Format): Promise<HttpAnswer> {
  const at = now()
  const asked = event.queryStringParameters ?? {}
  const give = (element: string, value: object | Fault, status = 200) =>
    isFault(value) ? refusal(format, value) : answer(format, element, value, status)
  const nowhere: Fault = { status: 404, description: 'there is no such resource' }
  if (rest.length > 0 || !['services', 'requests', 'discovery'].includes(kind)) return refusal(format, nowhere)

  const method = event.httpMethod.toUpperCase()
  const posts = kind === 'requests' && id === undefined && method === 'POST'
  if (method !== 'GET' && !posts) return refusal(format, { status: 405, description: `${method} is not allowed here` })
  const sent = posts ? formOf(event) : {}
  if (sent === 'tooLarge') return refusal(format, { status: 400, description: 'the request is too large' })
  const town = await townData(at)
  const jurisdiction = sent.jurisdiction_id ?? asked.jurisdiction_id
  if (jurisdiction !== undefined && jurisdiction !== '' && jurisdiction !== town.grid) {
    return refusal(format, { status: 404, description: 'jurisdiction_id was not found; it may be left out' })
  }

  if (kind === 'discovery') return id === undefined ? give('discovery', discoveryOf(town, addressOf(event))) : refusal(format, nowhere)
  if (kind === 'services') {
    if (id === undefined)
      return give(
        'services',
        publicItems(town).map((item) => serviceOf(item, town.classes)),
      )
    const item = publicItems(town).find((one) => one.id === id)
    return item
      ? give('service_definition', definitionOf(item))
      : refusal(format, { status: 404, description: 'service_code was not found' })
  }
  const partner = partnerOf(sent.api_key ?? asked.api_key)
  if (posts) {
    if (partner === undefined) return refusal(format, { status: 403, description: 'api_key is missing or not known' })
    return give('service_requests', await post(partner, sent, at), 201)
  }
  return give('service_requests', id === undefined ? await requests(asked, at) : await request(id, partner))
}

/** The address under which the caller reached us, without the resource. */
function addressOf({ path, headers = {} }: HttpEvent): string {
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const scheme = given['x-forwarded-proto'] ?? 'https'
  return `${scheme}://${given.host ?? ''}${path.replace(/\/discovery\.[a-z]+\/?$/, '')}`
}

function formOf({ body = '', isBase64Encoded }: HttpEvent): Record<string, string> | 'tooLarge' {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body
  return text.length > mostBody ? 'tooLarge' : Object.fromEntries(new URLSearchParams(text))
}
