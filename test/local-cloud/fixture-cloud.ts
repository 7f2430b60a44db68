// A local cloud whose functions are the fixtures, bundled with the real wx-server-sdk.
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { createLocalCloud, type Fault, type LocalCloud, type LocalCloudOptions } from '../../tools/local-cloud'

const source = new URL('./fixtures/', import.meta.url).pathname
let built: string | undefined

export function buildFixtures(): string {
  if (built) return built
  const folder = mkdtempSync(join(tmpdir(), 'shanlin-fixtures-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const names = readdirSync(source)
  buildSync({
    entryPoints: Object.fromEntries(names.map((name) => [`${name}/index`, join(source, name, 'index.ts')])),
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    minify: true,
    logLevel: 'error',
  })
  for (const name of names) {
    const config = join(source, name, 'config.json')
    if (existsSync(config)) copyFileSync(config, join(folder, name, 'config.json'))
  }
  return (built = folder)
}

export const collections: LocalCloudOptions['collections'] = {
  items: {
    indexes: [
      { name: 'kind_rank', keys: { kind: 1, rank: -1 } },
      { name: 'tags', keys: { tags: 1 } },
      { name: 'takers', keys: { 'takers.openid': 1 } },
      { name: 'code', keys: { code: 1 } },
    ],
  },
  unique: { indexes: [{ name: 'number', keys: { number: 1 }, unique: true }] },
  events: { indexes: [{ name: 'at', keys: { at: 1 } }] },
}

export type Tools = {
  /* eslint-disable-next-line @typescript-eslint/no-explicit-any -- the SDK's own types are loose, and a script is run elsewhere */
  [name in 'cloud' | 'db' | '_' | '$' | 'state' | 'event' | 'context']: any
}

export interface FixtureCloud extends LocalCloud {
  // Runs a script inside the function `script`; throws what the call answers as an error.
  script<T, I>(run: (tools: Tools, input: I) => T, input?: I, callOptions?: { openid?: string; fault?: Fault }): Promise<Awaited<T>>
}

export async function fixtureCloud(options: Partial<LocalCloudOptions> = {}): Promise<FixtureCloud> {
  const cloud = await createLocalCloud({
    functionsDir: buildFixtures(),
    security: { '*': { invoke: true }, closed: { invoke: false }, timed: { invoke: false } },
    collections,
    data: ':memory:',
    ...options,
  })
  async function script<T, I>(run: (tools: Tools, input: I) => T, input?: I, callOptions?: { openid?: string; fault?: Fault }): Promise<Awaited<T>> {
    const outcome = await cloud.invoke('script', { code: run.toString(), input }, callOptions)
    if (outcome.errCode !== undefined) throw Object.assign(new Error(outcome.errMsg), { errCode: outcome.errCode, outcome })
    return outcome.result as Awaited<T>
  }
  return { ...cloud, script }
}
