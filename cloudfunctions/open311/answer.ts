import type { Fault } from '../domain/open311'
import { toXml } from './xml'

export type Format = 'json' | 'xml'

/** What an HTTP-triggered function answers. */
export interface HttpAnswer {
  isBase64Encoded: false
  statusCode: number
  headers: Record<string, string>
  body: string
}

/** A value under the name of its element in XML. */
export function answer(format: Format, element: string, value: unknown, statusCode = 200): HttpAnswer {
  const type = format === 'xml' ? 'text/xml' : 'application/json'
  return {
    isBase64Encoded: false,
    statusCode,
    headers: { 'content-type': `${type}; charset=utf-8`, 'access-control-allow-origin': '*' },
    body: format === 'xml' ? toXml(element, value) : JSON.stringify(value),
  }
}

export function refusal(format: Format, { status, description }: Fault): HttpAnswer {
  return answer(format, 'errors', [{ code: status, description }], status)
}
