// The app's own scripts as one bundle of lazy modules, seeing only what WeChat's script engine has.
import { build } from 'esbuild'
import type { Plugin } from 'esbuild'
import { readFile } from 'node:fs/promises'
import { dirname, extname } from 'node:path'
import type { Diagnostic, Source } from './source'
import { isThirdParty, resolve, toDisk, toLogical } from './source'

// WeChat runs app code without a page: these names don't exist there, so they must not work here.
const absent = [
  'window',
  'document',
  'navigator',
  'location',
  'history',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'URL',
  'URLSearchParams',
  'FormData',
  'Blob',
  'File',
  'FileReader',
  'Image',
  'Audio',
  'crypto',
  'structuredClone',
  'AbortController',
  'TextEncoder',
  'TextDecoder',
  'btoa',
  'atob',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'requestIdleCallback',
  'alert',
  'confirm',
  'prompt',
  'self',
  'HTMLElement',
  'MutationObserver',
  'IntersectionObserver',
  'process',
]

const endings = ['', '.ts', '.js', '.json', '/index.ts', '/index.js']

export interface Scripts {
  code: string
  /** Warnings of the bundler become diagnostics. */
}

export async function bundleScripts(
  source: Source,
  modules: { path: string; script: string }[],
  appScript: string | undefined,
  diagnostics: Diagnostic[],
): Promise<string> {
  // Component() is called by each component's script, or for it by a helper in another module;
  // the line put before each script tells the runtime for which path (runtime/code.ts).
  const owners = new Map(modules.map(({ path, script }) => [toDisk(source, script), path]))
  const plugin: Plugin = {
    name: 'mini-program',
    setup(setup) {
      setup.onResolve({ filter: /.*/ }, (request) => {
        if (request.kind === 'entry-point' || request.importer === '<stdin>') return undefined
        const from = toLogical(source, request.importer)
        if (from === undefined) return undefined
        const found = resolve(source, from, request.path, endings)
        if (found !== undefined) return { path: toDisk(source, found) }
        const bare = request.path.split('/')[0]!
        return source.npm[bare] === undefined ? { errors: [{ text: `module not found: ${request.path}` }] } : undefined
      })
      setup.onLoad({ filter: /\.[tj]s$/ }, async ({ path }) => {
        let contents = await readFile(path, 'utf8')
        const owner = owners.get(path)
        if (owner !== undefined) contents = `__shanlinOwner(${JSON.stringify(owner)});${contents}`
        contents = contents.replace(/\brequire\.async\(\s*((['"])[^'"]+\2)\s*\)/g, 'Promise.resolve().then(() => require($1))')
        return { contents, loader: extname(path) === '.ts' ? 'ts' : 'js', resolveDir: dirname(path) }
      })
    },
  }
  const line = (name: string, script: string): string => `${JSON.stringify(name)}: () => require(${JSON.stringify(toDisk(source, script))})`
  const lines = modules.map(({ path, script }) => line(path, script))
  if (appScript !== undefined) lines.push(line('app', appScript))
  try {
    const result = await build({
      stdin: { contents: `module.exports = {\n${lines.join(',\n')}\n}`, resolveDir: source.appDir, loader: 'js' },
      bundle: true,
      write: false,
      format: 'iife',
      globalName: '__shanlinScripts',
      target: 'es2021',
      charset: 'utf8',
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { target: 'ES2022', useDefineForClassFields: false } },
      define: Object.fromEntries(absent.map((name) => [name, 'undefined'])),
      plugins: [plugin],
    })
    for (const warning of result.warnings) {
      const file = toLogical(source, warning.location?.file ?? '') ?? warning.location?.file ?? ''
      if (!isThirdParty(file)) diagnostics.push({ level: 'warning', file, line: warning.location?.line, message: warning.text })
    }
    return result.outputFiles[0]!.text
  } catch (error) {
    const { errors } = error as { errors?: { text: string; location: { file: string; line: number } | null }[] }
    if (errors === undefined) throw error
    for (const { text, location } of errors) {
      diagnostics.push({ level: 'error', file: location?.file ?? 'app', line: location?.line, message: text })
    }
    return ''
  }
}
