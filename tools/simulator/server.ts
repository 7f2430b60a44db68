// Serves the phones: pages, the built app, the town they show, and news of a rebuild.
import { build as bundle } from 'esbuild'
import { existsSync, mkdirSync, readFileSync, watch as watchFolder, type FSWatcher } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { dirname, extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildApp } from './build'
import type { SimulatedTown } from './shell/town'
import type { Person } from './wx/host'

export interface SimulatorOptions {
  appDir: string
  outDir: string
  people(): Person[] | Promise<Person[]>
  town(): SimulatedTown | Promise<SimulatedTown>
  /** '' when the cloud is served from the same origin. */
  cloudUrl?: string
  /** Rebuild when a file of the app changes, and reload the phones. */
  watch?: boolean
  log?: (line: string) => void
}

export interface Simulator {
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  build(): Promise<void>
  close(): void
}

const here = dirname(fileURLToPath(import.meta.url))

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
}

// Nothing of a phone may come from elsewhere; the policy makes sure of it.
const policy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
  "style-src 'self' 'unsafe-inline' blob:",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "font-src 'self' data:",
  "frame-src 'self' blob:",
  "connect-src 'self' blob: data:",
].join('; ')

const page = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>善邻 Shanlin</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%230B7A5E'/%3E%3Cpath d='M6 17l10-9 10 9v8H6z' fill='%23fff'/%3E%3C/svg%3E">
<link rel="stylesheet" href="/simulator/shell/style.css">
</head>
<body><script src="/simulator/shell/main.js"></script></body>
</html>
`

export function createSimulator(options: SimulatorOptions): Simulator {
  const { appDir, outDir, cloudUrl = '', log = () => {} } = options
  const followers = new Set<ServerResponse>()
  let watcher: FSWatcher | undefined
  let building: Promise<void> | undefined
  let again = false

  async function buildShell(): Promise<void> {
    await bundle({
      entryPoints: { main: join(here, 'shell/main.ts'), style: join(here, 'shell/style.css') },
      outdir: join(outDir, 'shell'),
      entryNames: '[name]',
      bundle: true,
      format: 'iife',
      target: 'es2022',
      charset: 'utf8',
      sourcemap: 'inline',
      logLevel: 'silent',
    })
  }

  function tellFollowers(news: { error?: string }): void {
    for (const follower of followers) follower.write(`data: ${JSON.stringify(news)}\n\n`)
  }

  /** One build at a time; a change during one starts another after it. */
  function rebuild(): void {
    if (building) {
      again = true
      return
    }
    building = buildApp({ appDir, outDir: join(outDir, 'app'), log })
      .then(
        () => tellFollowers({}),
        (error: unknown) => {
          const message = error instanceof Error ? error.message : String(error)
          log(message)
          tellFollowers({ error: message })
        },
      )
      .finally(() => {
        building = undefined
        if (again) {
          again = false
          rebuild()
        }
      })
  }

  function sendFile(response: ServerResponse, file: string): boolean {
    const path = normalize(join(outDir, file))
    if (!path.startsWith(normalize(outDir) + sep) || !existsSync(path)) return false
    response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream', 'cache-control': 'no-cache' })
    response.end(readFileSync(path))
    return true
  }

  return {
    async build() {
      mkdirSync(outDir, { recursive: true })
      await Promise.all([buildShell(), buildApp({ appDir, outDir: join(outDir, 'app'), log })])
      if (options.watch) {
        let settle: ReturnType<typeof setTimeout> | undefined
        watcher = watchFolder(appDir, { recursive: true }, (_event, file) => {
          if (file?.includes('miniprogram_npm')) return
          // Editors write a file in several steps.
          clearTimeout(settle)
          settle = setTimeout(rebuild, 80)
        })
      }
    },

    async handle(request, response) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false
      const { pathname } = new URL(request.url ?? '/', 'http://simulator')
      if (pathname === '/' || /^\/phone\/[^/]+$/.test(pathname)) {
        response.writeHead(200, {
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-cache',
          'content-security-policy': policy,
        })
        response.end(page)
        return true
      }
      if (pathname === '/simulator/town.json') {
        const [people, town] = await Promise.all([options.people(), options.town()])
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache' })
        response.end(JSON.stringify({ ...town, people, cloudUrl }))
        return true
      }
      if (pathname === '/simulator/builds') {
        response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
        response.write(': open\n\n')
        followers.add(response)
        response.on('close', () => followers.delete(response))
        return true
      }
      return pathname.startsWith('/simulator/') && sendFile(response, decodeURIComponent(pathname.slice('/simulator/'.length)))
    },

    close() {
      watcher?.close()
      for (const follower of followers) follower.end()
    },
  }
}
