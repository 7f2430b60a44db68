// npm start: the local cloud and the simulator on one port, with the demonstration town.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import * as z from 'zod'
import { eachAction } from '../cloudfunctions/contract'
import type { Person } from '../cloudfunctions/domain/person'
import { collections } from '../cloudfunctions/platform/collections'
import { build } from './build'
import { createLocalCloud, type LocalCloud } from './local-cloud'
import { scenery } from './simulator/scenery'
import { createSimulator, type Simulator } from './simulator/server'
import { readFolder } from './town/folder'
import { demonstrationPeople, loadTown } from './town/load'

const root = join(import.meta.dirname, '..')
const wanted = Number(process.env['PORT'] ?? 4180)
const data = process.env['DATA'] ?? join(root, '.local')
const log = process.env['LOG'] ? (line: string) => console.error(line) : () => {}

/** The key that seals personal data: made once and kept beside the data, or for this run only. */
function sealKey(): string {
  const made = () => randomBytes(32).toString('base64')
  if (data === ':memory:') return made()
  const file = join(data, 'seal-key')
  if (!existsSync(file)) {
    mkdirSync(data, { recursive: true })
    writeFileSync(file, made(), { mode: 0o600 })
  }
  return readFileSync(file, 'utf8')
}

function contractAsJson(): string {
  const actions = eachAction().map(({ name, action: { input, who, operations } }) => [
    name,
    { input: z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }), who, operations },
  ])
  return JSON.stringify(Object.fromEntries(actions))
}

function sendJson(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(text)
}

interface Parts {
  cloud: LocalCloud
  simulator: Simulator
}

async function startParts(url: string): Promise<Parts> {
  process.env['SEAL_KEY'] ??= sealKey()
  await build()
  const cloud = await createLocalCloud({
    functionsDir: join(root, 'dist', 'cloudfunctions'),
    security: JSON.parse(readFileSync(join(root, 'cloudfunctions', 'security.json'), 'utf8')) as Record<string, { invoke: boolean }>,
    collections,
    data,
    env: {
      SEAL_KEY: process.env['SEAL_KEY'],
      // A key that everybody may read opens a demonstration on this machine, and nothing else.
      OPEN311_KEYS: process.env['OPEN311_KEYS'] ?? 'demonstration:demonstration-key-of-this-machine',
    },
    allowed: Object.fromEntries(eachAction().map(({ name, action }) => [name, action.operations])),
    runTimers: true,
    pushTo: 'pushed',
    publicUrl: url,
    clockRoute: true,
    log,
  })
  if (cloud.dump('grids').length === 0) loadTown(cloud, { now: cloud.now() })
  const everyone = () => cloud.dump('people') as Person[]
  const people = () => demonstrationPeople(everyone())
  const homes = () => new Map(everyone().flatMap(({ openid, home }) => (home ? [[openid, home] as const] : [])))
  const folder = readFolder()
  const simulator = createSimulator({
    appDir: join(root, 'miniprogram'),
    outDir: join(root, 'dist', 'simulator'),
    people,
    town: () => scenery(folder, people(), homes()),
    watch: process.argv.includes('--watch'),
    log,
  })
  await simulator.build()
  return { cloud, simulator }
}

let ready: Promise<Parts> | undefined
let closing = false

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!ready) return
  const { cloud, simulator } = await ready
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
  if (request.method === 'GET' && pathname === '/contract') return sendJson(response, contractAsJson())
  if (request.method === 'GET' && pathname === '/people') {
    return sendJson(response, JSON.stringify(demonstrationPeople(cloud.dump('people') as Person[])))
  }
  if (await simulator.handle(request, response)) return
  if (await cloud.handle(request, response)) return
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('not found')
}

function stop(reason: string): never {
  console.error(reason)
  process.exit(1)
}

const server = createServer((request, response) => {
  handle(request, response).catch((error: unknown) => {
    console.error(error)
    if (!response.headersSent) response.writeHead(500).end()
  })
})
server.keepAliveTimeout = 60_000
server.on('error', (error: NodeJS.ErrnoException) =>
  stop(error.code === 'EADDRINUSE' ? `Port ${wanted} is already in use. Choose another one: PORT=${wanted + 1} npm start` : String(error)),
)
// The port first: whether it is free should be known before anything is built.
server.listen(wanted, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  ready = startParts(url)
  ready.then(
    () => console.log(`App: ${url}/\nCloud: ${url}/admin`),
    (error: unknown) => {
      if (!closing) stop(error instanceof Error ? (error.stack ?? error.message) : String(error))
    },
  )
})

async function close(): Promise<void> {
  if (closing) return
  closing = true
  server.close()
  server.closeAllConnections()
  const parts = await ready?.catch(() => undefined)
  parts?.simulator.close()
  await parts?.cloud.close()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void close())
