// The routes. A request that is none of them is somebody else's.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Admin } from './admin'
import { parseFault, type Fault } from './faults'
import type { Files } from './files'
import { CloudError } from './errors'
import { BadRequest, readBody, readJson, sendJson, TooLarge } from './http'
import { answerHttp, httpEvent } from './http-function'
import type { Outcome } from './invoke'
import type { Subscriptions } from './subscribe'

export interface Routes {
  admin: Admin
  files: Files
  subscriptions: Subscriptions
  invoke: (name: string, data: unknown, options: { openid?: string; fault?: Fault }) => Promise<Outcome>
  push: (name: string, event: object) => Promise<Outcome>
  http: (name: string, event: object) => Promise<Outcome>
  clock: Record<'advance' | 'sleep', (milliseconds: number) => Promise<void>> | undefined
  now: () => number
}

const maximumCall = 6 * 1024 * 1024
const maximumFile = 50 * 1024 * 1024

type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> | void

export function createHandler(routes: Routes): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const handlers: Record<string, Handler> = {
    'POST /invoke': async (request, response) => {
      const { name, data } = await readJson(request, maximumCall)
      if (typeof name !== 'string') throw new BadRequest('name must be the name of a function')
      const openid = openidOf(request)
      const ordered = request.headers['x-local-fault']
      const fault = typeof ordered === 'string' ? readFault(ordered) : undefined
      const outcome = await routes.invoke(name, data, { ...(openid !== undefined && { openid }), ...(fault && { fault }) })
      if (outcome.lost) return void response.destroy()
      sendOutcome(response, outcome)
    },
    'POST /push': async (request, response) => {
      const { name, event } = await readJson(request, maximumCall)
      if (typeof name !== 'string' || typeof event !== 'object' || event === null) throw new BadRequest('name and event are needed')
      sendOutcome(response, await routes.push(name, event))
    },
    'POST /upload': async (request, response, url) => {
      const path = url.searchParams.get('path')
      if (!path) throw new BadRequest('path is needed')
      const openid = openidOf(request)
      if (openid === undefined || !routes.files.mayWrite(path, openid))
        return sendJson(response, { errCode: -503002, errMsg: 'cloud.uploadFile:fail storage permission denied' }, 401)
      sendJson(response, { fileID: routes.files.save(path, await readBody(request, maximumFile), openid) })
    },
    'POST /consent': async (request, response) => {
      const { openid, templateIds } = await readJson(request, maximumCall)
      if (typeof openid !== 'string' || !Array.isArray(templateIds)) throw new BadRequest('openid and templateIds are needed')
      routes.subscriptions.consent(openid, templateIds.map(String))
      sendJson(response, {})
    },
    'POST /clock': async (request, response) => {
      if (!routes.clock) return sendJson(response, { error: 'the clock of this cloud cannot be moved' }, 403)
      const { advance, sleep } = await readJson(request, maximumCall)
      const [how, milliseconds] = sleep === undefined ? (['advance', advance] as const) : (['sleep', sleep] as const)
      if (typeof milliseconds !== 'number' || !(milliseconds >= 0)) throw new BadRequest(`${how} must be milliseconds, not negative`)
      await routes.clock[how](milliseconds)
      sendJson(response, { now: new Date(routes.now()).toISOString() })
    },
    'GET /outgoing': (_, response, url) => {
      const openid = url.searchParams.get('openid')
      sendJson(
        response,
        routes.subscriptions.outgoing().filter((entry) => openid === null || entry.openid === openid),
      )
    },
    'GET /outgoing/stream': (request, response, url) => {
      const openid = url.searchParams.get('openid')
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'keep-alive' })
      response.write(': open\n\n')
      const stop = routes.subscriptions.onOutgoing((entry) => {
        if (openid === null || entry.openid === openid) response.write(`data: ${JSON.stringify(entry)}\n\n`)
      })
      request.on('close', stop)
    },
  }

  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://local')
    const admin = /^\/admin(?:\/(i\d+))?\/?$/.exec(url.pathname)
    const file = url.pathname.startsWith('/file/')
    const open311 = url.pathname.startsWith('/open311/v2/')
    const handler = handlers[`${request.method} ${url.pathname}`]
    const known = Object.keys(handlers).some((route) => route.endsWith(` ${url.pathname}`))
    if (!admin && !file && !known && !open311) return false
    try {
      if (admin && request.method === 'POST') await routes.admin.handle(request, response, admin[1])
      else if (file && ['GET', 'HEAD', 'PUT'].includes(request.method ?? '')) await routes.files.serve(request, response, url)
      else if (open311) answerHttp(response, await routes.http('open311', await httpEvent(request, url, maximumCall)))
      else if (handler) await handler(request, response, url)
      else sendJson(response, { error: `${request.method} is not allowed here` }, 405)
    } catch (error) {
      const status =
        error instanceof TooLarge
          ? 413
          : error instanceof BadRequest || error instanceof CloudError || error instanceof URIError
            ? 400
            : 500
      sendJson(response, { error: error instanceof Error ? error.message : String(error) }, status)
    }
    return true
  }
}

function sendOutcome(response: ServerResponse, { result, errCode, errMsg, operations }: Outcome): void {
  sendJson(response, errCode === undefined ? { result } : { errCode, errMsg }, 200, { 'x-operations': String(operations) })
}

function openidOf(request: IncomingMessage): string | undefined {
  const openid = request.headers['x-wx-openid']
  return typeof openid === 'string' && openid !== '' ? openid : undefined
}

function readFault(text: string): Fault {
  try {
    return parseFault(text)
  } catch (error) {
    throw new BadRequest(`x-local-fault: ${error instanceof Error ? error.message : String(error)}`)
  }
}
