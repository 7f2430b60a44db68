// Walks app.json and every usingComponents, and answers what pages and components the app is made of.
import { posix } from 'node:path'
import type { Diagnostic, Source } from './source'
import { isFile, isThirdParty, read, resolve } from './source'
import { templateTags } from './tags'
import { builtins, structural } from '../elements/manifest'

export type StyleIsolation = 'isolated' | 'apply-shared' | 'shared'

export interface AppConfig {
  pages: string[]
  subPackages?: { root: string; pages: string[]; name?: string; independent?: boolean }[]
  subpackages?: AppConfig['subPackages']
  usingComponents?: Record<string, string>
  window?: Record<string, unknown>
  tabBar?: { custom?: boolean; list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[] }
  [key: string]: unknown
}

export interface ComponentConfig {
  component?: boolean
  usingComponents: Record<string, string>
  componentGenerics?: Record<string, true | { default?: string }>
  componentPlaceholder?: Record<string, string>
  styleIsolation: StyleIsolation
  [key: string]: unknown
}

export interface ComponentFiles {
  path: string
  page: boolean
  config: ComponentConfig
  /** Logical path of the script with its ending. */
  script: string
  template: boolean
  style: boolean
}

export interface AppTree {
  config: AppConfig
  pages: string[]
  components: Map<string, ComponentFiles>
  appScript: string | undefined
}

const scriptEndings = ['.ts', '.js']
const componentEndings = ['.json', '/index.json']

export function readJson(source: Source, logical: string, diagnostics: Diagnostic[]): Record<string, unknown> {
  try {
    return JSON.parse(read(source, logical)) as Record<string, unknown>
  } catch (error) {
    diagnostics.push({ level: 'error', file: logical, message: (error as Error).message })
    return {}
  }
}

export function walkApp(source: Source, diagnostics: Diagnostic[]): AppTree {
  const config = readJson(source, 'app.json', diagnostics) as AppConfig
  const packages = [...(config.subPackages ?? []), ...(config.subpackages ?? [])]
  const pages = [...(config.pages ?? []), ...packages.flatMap((part) => part.pages.map((page) => posix.join(part.root, page)))].map(
    (page) => page.replace(/^\//, ''),
  )
  const components = new Map<string, ComponentFiles>()
  const waiting: { path: string; page: boolean }[] = pages.map((path) => ({ path, page: true }))
  if (config.tabBar?.custom) waiting.push({ path: 'custom-tab-bar/index', page: false })

  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { path, page } = next
    if (components.has(path)) continue
    const script = scriptEndings.map((ending) => path + ending).find((file) => isFile(source, file))
    if (script === undefined) {
      diagnostics.push({ level: 'error', file: path, message: `${page ? 'page' : 'component'} has no script` })
      continue
    }
    const raw = isFile(source, `${path}.json`) ? readJson(source, `${path}.json`, diagnostics) : {}
    const local = (raw.usingComponents ?? {}) as Record<string, string>
    const inherited = isThirdParty(path) ? {} : (config.usingComponents ?? {})
    const generics = (raw.componentGenerics ?? {}) as NonNullable<ComponentConfig['componentGenerics']>
    const template = isFile(source, `${path}.wxml`)
    if (!template) diagnostics.push({ level: page ? 'error' : 'warning', file: `${path}.wxml`, message: 'missing template' })
    const tags = template ? templateTags(source, `${path}.wxml`, diagnostics) : []
    const used = new Set(tags.flatMap((tag) => [tag.name, ...tag.genericTargets]))

    const usingComponents: Record<string, string> = {}
    const use = (name: string, reference: string, from: string): void => {
      if (reference.startsWith('plugin')) {
        diagnostics.push({ level: 'error', file: `${from}.json`, message: `plugin component ${reference} is not supported` })
        return
      }
      const found = resolve(source, from, reference, componentEndings) ?? resolve(source, from, reference, scriptEndings)
      if (found === undefined) {
        diagnostics.push({ level: 'error', file: `${from}.json`, message: `component ${name} not found: ${reference}` })
        return
      }
      const target = found.replace(/\.\w+$/, '')
      usingComponents[name] = `/${target}`
      waiting.push({ path: target, page: false })
    }
    for (const [name, reference] of Object.entries(inherited)) {
      if (used.has(name) && !(name in local)) use(name, reference, 'app')
    }
    for (const [name, reference] of Object.entries(local)) use(name, reference, path)
    for (const [name, target] of Object.entries(generics)) {
      if (target === true || target.default === undefined) continue
      const found = resolve(source, path, target.default, componentEndings)
      if (found === undefined) diagnostics.push({ level: 'error', file: `${path}.json`, message: `generic ${name} not found` })
      else {
        target.default = `/${found.replace(/\.json$/, '')}`
        waiting.push({ path: found.replace(/\.json$/, ''), page: false })
      }
    }
    for (const tag of tags) {
      if (structural.has(tag.name) || tag.name in usingComponents || tag.name in generics) continue
      const element = builtins[tag.name]
      if (element === undefined) {
        const level = isThirdParty(path) ? 'warning' : 'error'
        diagnostics.push({ level, file: tag.file, line: tag.line, message: `<${tag.name}> is neither an element nor in usingComponents` })
      } else if (!isThirdParty(path)) {
        for (const complaint of element.complaints?.(tag.attributes) ?? []) {
          diagnostics.push({ level: 'error', file: tag.file, line: tag.line, message: `<${tag.name}> ${complaint}` })
        }
      }
    }
    const styleIsolation = isolationOf(read(source, script), raw, page)
    const { component: _component, ...rest } = raw
    components.set(path, {
      path,
      page,
      config: {
        ...rest,
        ...(page ? {} : { component: true }),
        usingComponents,
        ...(Object.keys(generics).length > 0 ? { componentGenerics: generics } : {}),
        styleIsolation,
      },
      script,
      template,
      style: isFile(source, `${path}.wxss`),
    })
  }
  const appScript = scriptEndings.map((ending) => `app${ending}`).find((file) => isFile(source, file))
  return { config, pages, components, appScript }
}

// A script can set the isolation too (`options: { styleIsolation: 'shared' }`); the class prefixes are made here,
// before the script runs, so the build reads it from the text.
function isolationOf(script: string, json: Record<string, unknown>, page: boolean): StyleIsolation {
  const inScript = /\bstyleIsolation\s*[:=]\s*['"]([\w-]+)['"]/.exec(script)?.[1]
  const addGlobalClass = json.addGlobalClass === true || /\baddGlobalClass\s*:\s*(true|!0)/.test(script)
  const named = (inScript ?? json.styleIsolation ?? (page ? 'shared' : addGlobalClass ? 'apply-shared' : 'isolated')) as string
  const plain = named.replace(/^page-/, '')
  return plain === 'shared' || plain === 'apply-shared' ? plain : 'isolated'
}
