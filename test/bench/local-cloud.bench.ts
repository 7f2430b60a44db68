// How fast the local cloud is: what every other figure of the project stands on.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalCloud } from '../../tools/local-cloud'
import { buildFixtures, collections } from '../local-cloud/fixture-cloud'

type Figure = { name: string; value: number; unit: string }

const count = 100_000
const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

export async function bench(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shanlin-bench-'))
  const options = { functionsDir: buildFixtures(), security: { '*': { invoke: true } }, collections, data: folder }
  const figures: Figure[] = []
  const add = (name: string, value: number, unit: string): void =>
    void figures.push({ name: `local cloud: ${name}`, value: Math.round(value * 100) / 100, unit })

  add('start, empty', await timed(async () => (await createLocalCloud(options)).close()), 'ms')
  const first = await createLocalCloud(options)
  const documents = Array.from({ length: count }, (_, i) => ({
    _id: `d${i}`,
    kind: `k${i % 1000}`,
    rank: i,
    code: `c${i}`,
    tags: [`t${i % 50}`],
    text: 'x'.repeat(300),
    takers: [{ openid: `o${i % 5000}`, at: new Date(i) }],
  }))
  add(`load ${count} documents`, await timed(() => Promise.resolve(first.load('items', documents))), 'ms')
  await first.close()

  let cloud = await createLocalCloud({ ...options, data: ':memory:' })
  await cloud.close()
  add(`start with ${count} documents`, await timed(async () => (cloud = await createLocalCloud(options))), 'ms')

  const call = (code: string) => cloud.invoke('script', { code })
  add('cold start of an instance', await timed(() => call('() => 1')), 'ms')
  add(
    'cold start of a second instance',
    await timed(() => Promise.all([call('() => new Promise((done) => setTimeout(done, 5))'), call('() => 1')])),
    'ms',
  )
  const one = 'async ({ db }) => (await db.collection("items").doc("d5").get()).data.rank'
  for (let i = 0; i < 50; i++) await call(one)

  const through = async (code: string, concurrency: number): Promise<number> => {
    const calls = 400
    const took = await timed(() =>
      Promise.all(
        Array.from({ length: concurrency }, async () => {
          for (let i = 0; i < calls / concurrency; i++) await call(code)
        }),
      ),
    )
    return (calls / took) * 1000
  }
  add('warm calls, no operation, one after another', await through('() => 1', 1), 'calls/s')
  add('warm calls, one read, one after another', await through(one, 1), 'calls/s')
  add('warm calls, one read, four at once', await through(one, 4), 'calls/s')
  add(
    'warm calls, one conditional update, four at once',
    await through(
      '({ db, _ }) => db.collection("items").where({ _id: "d7", rank: _.gte(0) }).update({ data: { rank: _.inc(1) }, multi: false })',
      4,
    ),
    'calls/s',
  )

  const admin = `${await cloud.listen(0)}/admin`
  const query = async (parameters: object): Promise<number> => {
    const body = JSON.stringify({ action: 'database.getDocument', collectionName: 'items', queryType: 'WHERE', ...parameters })
    const times: number[] = []
    for (let i = 0; i < 60; i++) times.push(await timed(async () => (await fetch(admin, { method: 'POST', body })).json()))
    return median(times)
  }
  add(`20 of ${count} by index, sorted`, await query({ query: '{"kind":"k7"}', order: '{"rank":-1}', limit: 20 }), 'ms')
  add(`20 of ${count} by an index on an array`, await query({ query: '{"takers.openid":"o77"}', limit: 20 }), 'ms')
  add(`20 of ${count} by in, sorted`, await query({ query: '{"kind":{"$in":["k1","k2","k3"]}}', order: '{"rank":-1}', limit: 20 }), 'ms')
  const write = async (): Promise<number> => {
    const times: number[] = []
    for (let i = 0; i < 100; i++) {
      const body = JSON.stringify({
        action: 'database.insertDocument',
        collectionName: 'items',
        data: [JSON.stringify({ kind: 'new', rank: i })],
      })
      times.push(await timed(async () => (await fetch(admin, { method: 'POST', body })).json()))
    }
    return median(times)
  }
  add(`one document written to a collection of ${count}`, await write(), 'ms')
  await cloud.close()
  rmSync(folder, { recursive: true })
  return figures
}
