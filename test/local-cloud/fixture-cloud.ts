// A local cloud whose functions are the fixtures, bundled with the real wx-server-sdk.
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import sdk from 'wx-server-sdk/package.json' with { type: 'json' }
import { createLocalCloud, type Fault, type LocalCloud, type LocalCloudOptions } from '../../tools/local-cloud'

const source = new URL('./fixtures/', import.meta.url).pathname
// Built once for all processes that test with the same sources: into a folder of its own, then renamed to what others look for.
export function buildFixtures(): string {
  const names = readdirSync(source)
  const texts = names.flatMap((name) => readdirSync(join(source, name)).map((file) => readFileSync(join(source, name, file))))
  const hash = createHash('sha256')
    .update(JSON.stringify([names, sdk.version]))
    .update(Buffer.concat(texts))
    .digest('hex')
    .slice(0, 16)
  const finished = join(tmpdir(), `shanlin-fixtures-${hash}`)
  if (existsSync(finished)) return finished
  const folder = mkdtempSync(`${finished}-`)
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
  try {
    renameSync(folder, finished)
  } catch {
    // Another process was first; theirs is the same.
    rmSync(folder, { recursive: true })
  }
  return finished
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
  async function script<T, I>(
    run: (tools: Tools, input: I) => T,
    input?: I,
    callOptions?: { openid?: string; fault?: Fault },
  ): Promise<Awaited<T>> {
    const outcome = await cloud.invoke('script', { code: run.toString(), input }, callOptions)
    if (outcome.errCode !== undefined) throw Object.assign(new Error(outcome.errMsg), { errCode: outcome.errCode, outcome })
    return outcome.result as Awaited<T>
  }
  return { ...cloud, script }
}
