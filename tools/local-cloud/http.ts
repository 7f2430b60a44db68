// Reading requests and writing answers.
import type { IncomingMessage, ServerResponse } from 'node:http'

export class TooLarge extends Error {}
export class BadRequest extends Error {}

export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
  }
  // Read to the end all the same, or the sender would see a broken connection instead of the answer.
  if (size > limit) throw new TooLarge(`the body is larger than ${Math.floor(limit / 1024 / 1024)} MB`)
  return Buffer.concat(chunks)
}

export async function readJson(request: IncomingMessage, limit: number): Promise<Record<string, unknown>> {
  const text = (await readBody(request, limit)).toString()
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new BadRequest('the body is not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BadRequest('the body is not a JSON object')
  return value as Record<string, unknown>
}

export function sendJson(response: ServerResponse, value: unknown, status = 200, headers: Record<string, string> = {}): void {
  if (response.headersSent || response.destroyed) return
  const text = JSON.stringify(value)
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text), ...headers })
  response.end(text)
}
