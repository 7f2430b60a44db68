// Functions that are reached over HTTP, as CloudBase's HTTP access calls them and takes their answers.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isObject } from './documents'
import { readBody, sendJson } from './http'
import type { Outcome } from './invoke'

export async function httpEvent(request: IncomingMessage, url: URL, limit: number): Promise<object> {
  const body = await readBody(request, limit)
  return {
    path: url.pathname,
    httpMethod: request.method ?? 'GET',
    headers: { 'x-forwarded-proto': 'http', ...request.headers },
    queryStringParameters: Object.fromEntries(url.searchParams),
    requestContext: {},
    body: body.toString(),
    isBase64Encoded: false,
  }
}

export function answerHttp(response: ServerResponse, { result, errCode, errMsg, operations }: Outcome): void {
  if (errCode !== undefined || !isObject(result) || typeof result['statusCode'] !== 'number') {
    return sendJson(response, { error: errMsg ?? 'the function gave no HTTP answer' }, 502)
  }
  const { statusCode, headers, body, isBase64Encoded } = result as {
    statusCode: number
    headers?: Record<string, string>
    body?: string
    isBase64Encoded?: boolean
  }
  response.writeHead(statusCode, { ...headers, 'x-operations': String(operations) })
  response.end(isBase64Encoded ? Buffer.from(body ?? '', 'base64') : body)
}
