// Builds a mini-program's folder into one script that a phone page boots: window.shanlinBoot(host).
import { build } from 'esbuild'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join, resolve as absolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { walkApp } from './components'
import { bundleScripts } from './scripts'
import type { Diagnostic, Source } from './source'
import { isFile, isThirdParty } from './source'
import { compileStyle } from './styles'
import { compileTemplates } from './templates'

export type { Diagnostic } from './source'

export interface BuildOptions {
  appDir: string
  outDir: string
  /** Packages for an app whose miniprogram_npm hasn't been packed: name → folder. */
  npm?: Record<string, string>
  log?: (line: string) => void
}

export interface BuildResult {
  pages: string[]
  diagnostics: Diagnostic[]
  milliseconds: number
  bytes: number
}

export class BuildError extends Error {
  readonly diagnostics: Diagnostic[]
  constructor(diagnostics: Diagnostic[]) {
    super(`the app can't be built:\n${diagnostics.map(describe).join('\n')}`)
    this.diagnostics = diagnostics
  }
}

export function describe({ level, file, line, message }: Diagnostic): string {
  return `${level} ${file}${line === undefined ? '' : `:${line}`} ${message}`
}

const here = dirname(fileURLToPath(import.meta.url))
const assets = join(here, '../runtime/assets')
const assetEndings = new Set(['.png', '.jpg', '.jpeg', '.gif', '.svg', '.webp', '.woff', '.woff2', '.ttf'])

export async function buildApp(options: BuildOptions): Promise<BuildResult> {
  const started = performance.now()
  const source: Source = { appDir: absolute(options.appDir), npm: options.npm ?? {} }
  const diagnostics: Diagnostic[] = []
  const tree = walkApp(source, diagnostics)
  const components = [...tree.components.values()]
  const [scripts, runtime] = await Promise.all([bundleScripts(source, components, tree.appScript, diagnostics), bundleRuntime()])
  const templates = compileTemplates(
    source,
    components.filter((component) => component.template).map((component) => component.path),
    diagnostics,
  )
  const glyphs = readGlyphs()
  const asset = (logical: string): string => `files/${logical}`
  const styles: Record<string, string> = {}
  const scopes: Record<string, string> = {}
  components.forEach(({ path, config, style }, index) => {
    const scope = config.styleIsolation === 'shared' ? '' : `_${basename(path)}${index}`
    scopes[path] = scope
    if (style) {
      styles[path] = compileStyle(source, `${path}.wxss`, { scope, hostSelector: `[wx-is="${path}"]`, glyphs, asset }, diagnostics)
    }
  })
  if (isFile(source, 'app.wxss')) {
    styles.app = compileStyle(source, 'app.wxss', { scope: '', hostSelector: 'wx-page', glyphs, asset }, diagnostics)
  }
  const errors = diagnostics.filter((diagnostic) => diagnostic.level === 'error')
  for (const diagnostic of diagnostics) {
    if (diagnostic.level === 'error' || !isThirdParty(diagnostic.file)) options.log?.(describe(diagnostic))
  }
  if (errors.length > 0) throw new BuildError(errors)

  const bundle = {
    config: tree.config,
    pages: tree.pages,
    components: Object.fromEntries(components.map(({ path, config, page }) => [path, { config, page, scope: scopes[path] }])),
    styles,
  }
  const code = [
    '(() => {',
    'const __shanlinOwner = (path) => globalThis.shanlinOwner(path);',
    scripts,
    runtime,
    `const bundle = ${JSON.stringify(bundle)};`,
    `bundle.templates = () => ${templates};`,
    'bundle.scripts = __shanlinScripts;',
    "bundle.base = new URL('.', document.currentScript.src).href;",
    'window.shanlinBoot = (host) => __shanlinRuntime.bootApp(host, bundle);',
    '})();',
  ].join('\n')
  mkdirSync(options.outDir, { recursive: true })
  writeFileSync(join(options.outDir, 'app.js'), code)
  cpSync(join(assets, 'icons.woff'), join(options.outDir, 'icons.woff'))
  copyAssets(source.appDir, join(options.outDir, 'files'))
  const milliseconds = Math.round(performance.now() - started)
  return { pages: tree.pages, diagnostics, milliseconds, bytes: Buffer.byteLength(code) }
}

async function bundleRuntime(): Promise<string> {
  const result = await build({
    entryPoints: [join(here, '../runtime/index.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: '__shanlinRuntime',
    target: 'es2022',
    charset: 'utf8',
    loader: { '.css': 'text' },
    // glass-easel keeps a slower development mode that counts every call.
    define: { 'process.env.NODE_ENV': '"production"', process: '{"env":{"NODE_ENV":"production"}}' },
    logLevel: 'silent',
  })
  return result.outputFiles[0]!.text
}

function readGlyphs(): (name: string) => string | undefined {
  const { first, names } = JSON.parse(readFileSync(join(assets, 'icons.json'), 'utf8')) as { first: number; names: string }
  const codes = new Map(names.split(' ').map((name, index) => [name, (first + index).toString(16)]))
  return (name) => codes.get(name)
}

function copyAssets(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !assetEndings.has(extname(entry.name).toLowerCase())) continue
    const path = join(entry.parentPath, entry.name)
    const target = join(to, path.slice(from.length))
    if (!existsSync(dirname(target))) mkdirSync(dirname(target), { recursive: true })
    cpSync(path, target)
  }
}
