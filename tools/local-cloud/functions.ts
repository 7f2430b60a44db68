// The functions that are built: a folder each, with index.js and config.json.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface FunctionDefinition {
  name: string
  bundle: string
  openapi: string[]
  triggers: { name: string; cron: string }[]
}

interface Config {
  permissions?: { openapi?: string[] }
  triggers?: { name: string; type: string; config: string }[]
}

export function readFunctions(folder: string): Map<string, FunctionDefinition> {
  const functions = new Map<string, FunctionDefinition>()
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const bundle = join(folder, entry.name, 'index.js')
    if (!entry.isDirectory() || !existsSync(bundle)) continue
    const file = join(folder, entry.name, 'config.json')
    const config = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Config) : {}
    functions.set(entry.name, {
      name: entry.name,
      bundle,
      openapi: config.permissions?.openapi ?? [],
      triggers: (config.triggers ?? [])
        .filter(({ type }) => type === 'timer')
        .map((trigger) => ({ name: trigger.name, cron: trigger.config })),
    })
  }
  return functions
}
