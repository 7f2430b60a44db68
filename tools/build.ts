import { build as bundle } from 'esbuild'
import type { BuildOptions } from 'esbuild'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** A folder of cloudfunctions/ with a config.json is a function. */
function functionNames(): string[] {
  return readdirSync(join(root, 'cloudfunctions')).filter((name) => existsSync(join(root, 'cloudfunctions', name, 'config.json')))
}

/** Path inside an output folder → content. */
type Files = Map<string, Buffer>

/** Makes a folder hold just these files. Whatever runs from it meanwhile never sees half a file, and unchanged files stay untouched. */
function replaceFolder(out: string, files: Files): void {
  for (const [path, content] of files) {
    const target = join(out, path)
    if (existsSync(target) && readFileSync(target).equals(content)) continue
    mkdirSync(dirname(target), { recursive: true })
    const draft = `${target}.${process.pid}.tmp`
    writeFileSync(draft, content)
    renameSync(draft, target)
  }
  if (!existsSync(out)) return
  for (const item of readdirSync(out, { recursive: true, withFileTypes: true })) {
    const path = join(item.parentPath, item.name)
    if (item.isFile() && !item.name.endsWith('.tmp') && !files.has(relative(out, path))) rmSync(path, { force: true })
  }
}

async function bundled(options: BuildOptions): Promise<Buffer> {
  const { outputFiles = [] } = await bundle({ bundle: true, minify: true, format: 'cjs', logLevel: 'error', ...options, write: false })
  return Buffer.from(outputFiles[0]?.contents ?? [])
}

/** One file a function, wx-server-sdk included: loads faster than installed, and pinned by our lockfile. */
async function buildFunctions(): Promise<void> {
  const files: Files = new Map()
  await Promise.all(
    functionNames().map(async (name) => {
      const source = join(root, 'cloudfunctions', name)
      const options: BuildOptions = { keepNames: true, platform: 'node', target: 'node18', charset: 'utf8' }
      files.set(join(name, 'index.js'), await bundled({ entryPoints: [join(source, 'index.ts')], ...options }))
      files.set(join(name, 'config.json'), readFileSync(join(source, 'config.json')))
      files.set(join(name, 'package.json'), Buffer.from(`${JSON.stringify({ name, version: '1.0.0', main: 'index.js' }, null, 2)}\n`))
    }),
  )
  replaceFolder(join(root, 'dist', 'cloudfunctions'), files)
}

interface ComponentConfig {
  usingComponents?: Record<string, string>
}

function* filesOf(folder: string): Generator<string> {
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    if (item.name === 'miniprogram_npm' || item.name === 'node_modules') continue
    const path = join(folder, item.name)
    if (item.isDirectory()) yield* filesOf(path)
    else if (/\.(json|js|wxs|wxml|wxss)$/.test(path) && !path.includes('__test__')) yield path
  }
}

const endings = ['', '.js', '.json', '.wxml', '.wxss', '.wxs', '/index.js']

/**
 * Packs the app's packages as WeChat DevTools' "build npm" does, but of TDesign only the files that the app's components reach: the main
 * package is counted in kilobytes.
 */
async function packPackages(): Promise<void> {
  const app = join(root, 'miniprogram')
  if (!existsSync(app)) return
  const files: Files = new Map()
  const tdesign = join(root, 'node_modules', 'tdesign-miniprogram', 'miniprogram_dist')
  const queue: string[] = []
  const reach = (path: string) => {
    for (const ending of endings) if (existsSync(path + ending) && statSync(path + ending).isFile()) queue.push(path + ending)
  }
  for (const file of filesOf(app)) {
    if (!file.endsWith('.json')) continue
    const { usingComponents = {} } = JSON.parse(readFileSync(file, 'utf8')) as ComponentConfig
    for (const path of Object.values(usingComponents)) {
      const [, name] = /^tdesign-miniprogram\/(.+)$/.exec(path) ?? []
      if (name !== undefined) reach(join(tdesign, name))
    }
  }
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    const path = join('tdesign-miniprogram', relative(tdesign, file))
    if (files.has(path)) continue
    const content = readFileSync(file)
    files.set(path, content)
    for (const [, other = ''] of content.toString().matchAll(/["']((?:\.\.?\/)+[\w./-]+)["']/g)) reach(join(dirname(file), other))
    // What TDesign itself takes from npm.
    for (const [, name = ''] of content.toString().matchAll(/(?:from|import)\s*["']([a-z][\w/.-]*)["']/g))
      reach(join(tdesign, 'miniprogram_npm', name))
  }
  const packages = Object.keys((JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as { dependencies: object }).dependencies)
  for (const name of packages.filter((one) => one !== 'tdesign-miniprogram')) {
    files.set(join(name, 'index.js'), await bundled({ entryPoints: [join(root, 'node_modules', name)], target: 'es2018' }))
  }
  replaceFolder(join(app, 'miniprogram_npm'), files)
}

export async function build(): Promise<void> {
  await Promise.all([buildFunctions(), packPackages()])
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
