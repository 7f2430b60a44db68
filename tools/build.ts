import { build as bundle } from 'esbuild'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** A folder of cloudfunctions/ with a config.json is a function. */
export function functionNames(): string[] {
  return readdirSync(join(root, 'cloudfunctions')).filter((name) => existsSync(join(root, 'cloudfunctions', name, 'config.json')))
}

/** One file a function, wx-server-sdk included: loads faster than installed, and pinned by our lockfile. */
async function buildFunctions(): Promise<void> {
  const out = join(root, 'dist', 'cloudfunctions')
  rmSync(out, { recursive: true, force: true })
  await Promise.all(
    functionNames().map(async (name) => {
      const folder = join(out, name)
      mkdirSync(folder, { recursive: true })
      await bundle({
        entryPoints: [join(root, 'cloudfunctions', name, 'index.ts')],
        outfile: join(folder, 'index.js'),
        bundle: true,
        minify: true,
        keepNames: true,
        platform: 'node',
        target: 'node18',
        format: 'cjs',
        charset: 'utf8',
        logLevel: 'error',
      })
      cpSync(join(root, 'cloudfunctions', name, 'config.json'), join(folder, 'config.json'))
      writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ name, version: '1.0.0', main: 'index.js' }, null, 2)}\n`)
    }),
  )
}

interface ComponentConfig {
  usingComponents?: Record<string, string>
}

function* filesOf(folder: string): Generator<string> {
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    if (item.name === 'miniprogram_npm' || item.name === 'node_modules') continue
    const path = join(folder, item.name)
    if (item.isDirectory()) yield* filesOf(path)
    else if (/\.(json|js|wxs|wxml|wxss)$/.test(path)) yield path
  }
}

/**
 * Packs the app's packages as WeChat DevTools' "build npm" does, but only the TDesign components that the app uses and what they use:
 * the main package is counted in kilobytes.
 */
async function packPackages(): Promise<void> {
  const app = join(root, 'miniprogram')
  if (!existsSync(app)) return
  const out = join(app, 'miniprogram_npm')
  rmSync(out, { recursive: true, force: true })
  const tdesign = join(root, 'node_modules', 'tdesign-miniprogram', 'miniprogram_dist')
  const queue: string[] = []
  for (const file of filesOf(app)) {
    if (!file.endsWith('.json')) continue
    const { usingComponents = {} } = JSON.parse(readFileSync(file, 'utf8')) as ComponentConfig
    for (const path of Object.values(usingComponents)) {
      if (path.startsWith('tdesign-miniprogram/')) queue.push(path.split('/')[1] as string)
    }
  }
  const packed = new Set<string>()
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (packed.has(name)) continue
    packed.add(name)
    const from = join(tdesign, name)
    cpSync(from, join(out, 'tdesign-miniprogram', name), { recursive: true, filter: (source) => !/\.d\.ts$|README|__test__/.test(source) })
    for (const file of filesOf(from)) {
      for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/["']((?:\.\.?\/)+[\w./-]+)["']/g)) {
        const target = relative(tdesign, join(dirname(file), path)).split('/')[0] as string
        if (target !== '..' && existsSync(join(tdesign, target, target + '.json'))) queue.push(target)
      }
    }
  }
  for (const shared of ['common', 'mixins', 'miniprogram_npm']) {
    if (packed.size > 0 && existsSync(join(tdesign, shared))) {
      cpSync(join(tdesign, shared), join(out, 'tdesign-miniprogram', shared), {
        recursive: true,
        filter: (source) => !/\.d\.ts$/.test(source),
      })
    }
  }
  const packages = Object.keys((JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as { dependencies: object }).dependencies)
  for (const name of packages.filter((one) => one !== 'tdesign-miniprogram')) {
    await bundle({
      entryPoints: [join(root, 'node_modules', name)],
      outfile: join(out, name, 'index.js'),
      bundle: true,
      minify: true,
      format: 'cjs',
      target: 'es2018',
      logLevel: 'error',
    })
  }
}

export async function build(): Promise<void> {
  await Promise.all([buildFunctions(), packPackages()])
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
