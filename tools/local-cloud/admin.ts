// The admin protocol: POST /admin or, for a call's own instance, /admin/<instance>.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DatabaseServer, Report } from './database'
import { newId } from './documents'
import { CloudError } from './errors'
import type { Fault } from './faults'
import type { Files } from './files'
import { readBody, readJson, sendJson, TooLarge } from './http'
import type { Call, Invoker } from './invoke'
import type { OpenApi } from './openapi'
import type { Violation } from './violations'

const maximumRequest = 6 * 1024 * 1024

export interface Admin {
  handle: (request: IncomingMessage, response: ServerResponse, instance: string | undefined) => Promise<void>
}

export interface AdminOptions {
  database: DatabaseServer
  files: Files
  openapi: OpenApi
  invoker: () => Invoker
  violation: (violation: Violation) => void
}

export function createAdmin({ database, files, openapi, invoker, violation }: AdminOptions): Admin {
  async function run(action: string, parameters: Record<string, unknown>, call: Call | undefined): Promise<object> {
    const report: Report = (kind, message) => violation({ kind, message, ...(call && { call: call.label }) })
    if (action.startsWith('database.')) return database.handle(action, parameters, report)
    if (action.startsWith('storage.')) return { data: files.handle(action, parameters) }
    if (action === 'functions.invokeFunction') return callFunction(parameters, call)
    throw new CloudError('INVALID_PARAM', `unknown action ${action}`)
  }

  // A function that calls another passes its caller on; an SDK elsewhere has none to pass.
  async function callFunction(parameters: Record<string, unknown>, parent: Call | undefined): Promise<object> {
    const text = parameters['request_data']
    const data: unknown = typeof text === 'string' && text !== '' ? JSON.parse(text) : {}
    const source = parent ? `${parent.caller.source},scf` : 'scf'
    const openid = parent?.caller.openid
    const outcome = await invoker().call(
      String(parameters['function_name']),
      data,
      { source, ...(openid !== undefined && { openid }) },
      { ...(parent && { parent }) },
    )
    if (outcome.errCode === -501000) throw new CloudError('FUNCTIONS_REQUEST_FAIL', outcome.errMsg ?? '')
    if (outcome.errCode !== undefined) throw new CloudError('FUNCTIONS_EXECUTE_FAIL', outcome.errMsg ?? '')
    return { data: { response_data: JSON.stringify(outcome.result ?? null) } }
  }

  function hurt(response: ServerResponse, { fault, call }: { fault: Fault; call: Call }): void {
    if (fault.how === 'error')
      return sendJson(response, {
        code: 'SYS_ERR',
        message: `a fault ${fault.when} operation ${String(fault.at)} was ordered`,
        requestId: newId(),
      })
    if (fault.how === 'kill') void call.instance?.terminate()
    response.destroy()
  }

  return {
    async handle(request, response, instance) {
      const requestId = newId()
      const call = instance === undefined ? undefined : invoker().callOf(instance)
      try {
        if (request.headers['content-type']?.startsWith('multipart/form-data')) {
          const answer = openapi.handle(await readBody(request, maximumRequest), request.headers['content-type'], call)
          response.writeHead(200, { 'content-type': answer.contentType })
          response.end(answer.body)
          return
        }
        const parameters = await readJson(request, maximumRequest)
        const action = String(parameters['action'])
        const hit = call && action.startsWith('database.') ? invoker().countOperation(call) : undefined
        if (hit?.fault.when === 'before') return hurt(response, hit)
        const answer = await run(action, parameters, call)
        if (hit) return hurt(response, hit)
        sendJson(response, { requestId, ...answer })
      } catch (error) {
        // The real server answers errors with status 200 and a code.
        const known = error instanceof CloudError
        const code = known ? error.code : error instanceof TooLarge ? 'EXCEED_REQUEST_LIMIT' : 'INVALID_PARAM'
        sendJson(response, { code, message: error instanceof Error ? error.message : String(error), requestId })
      }
    },
  }
}
