import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createLocalCloud } from '../../tools/local-cloud'
import { buildFixtures, collections } from './fixture-cloud'

// A cloud in a process of its own: prints its address, and lives until it is killed.
const child = (folder: string) => `
  import { createLocalCloud } from './tools/local-cloud/index.ts'
  const cloud = await createLocalCloud(${JSON.stringify({ functionsDir: buildFixtures(), security: { '*': { invoke: true } }, collections, data: folder })})
  console.log(await cloud.listen(0))
`

test('killed in the middle of writes, a cloud has everything that it acknowledged', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shanlin-killed-'))
  const process_ = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', child(folder)], {
    cwd: new URL('../..', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [first] = (await once(process_.stdout, 'data')) as [Buffer]
  const base = first.toString().trim()
  const acknowledged = new Set<string>()
  let running = true
  const admin = async (parameters: object) => {
    const response = await fetch(`${base}/admin`, { method: 'POST', body: JSON.stringify(parameters) })
    return (await response.json()) as { code?: string; data: { updated?: number } }
  }
  await admin({ action: 'database.insertDocument', collectionName: 'items', data: ['{"_id":"counter","n":0}'] })
  let counted = 0
  const writer = async (name: string): Promise<void> => {
    for (let i = 0; running; i++) {
      const _id = `${name}-${i}`
      const added = await admin({
        action: 'database.insertDocument',
        collectionName: 'items',
        data: [JSON.stringify({ _id, kind: 'written' })],
      })
      if (!added.code) acknowledged.add(_id)
      const step = { action: 'database.modifyDocument', collectionName: 'items', queryType: 'DOC', query: '{"_id":"counter"}', merge: true }
      if ((await admin({ ...step, data: '{"$inc":{"n":1}}' })).data.updated === 1) counted++
    }
  }
  const writers = ['a', 'b', 'c', 'd'].map((name) => writer(name).catch(() => 0))
  while (acknowledged.size < 200) await new Promise((resolve) => setTimeout(resolve, 5))
  process_.kill('SIGKILL')
  await once(process_, 'exit')
  running = false
  await Promise.all(writers)

  const cloud = await createLocalCloud({ functionsDir: buildFixtures(), security: { '*': { invoke: true } }, collections, data: folder })
  const documents = cloud.dump('items') as { _id: string; n?: number }[]
  const ids = new Set(documents.map(({ _id }) => _id))
  assert.deepEqual(
    [...acknowledged].filter((id) => !ids.has(id)),
    [],
  )
  const counter = documents.find(({ _id }) => _id === 'counter')?.n ?? 0
  assert.ok(counter >= counted && counter <= counted + 4, `${counter} of ${counted}`)
  await cloud.close()
  rmSync(folder, { recursive: true })
})

test('a cloud that is closed and opened again knows documents, collections, consents and the clock', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shanlin-again-'))
  const options = { functionsDir: buildFixtures(), security: { '*': { invoke: true } }, collections, data: folder }
  const first = await createLocalCloud(options)
  first.load('items', [{ _id: 'kept', at: new Date(5), kind: 'a', rank: 1 }])
  const code = 'async ({ db }) => { await db.createCollection("extra"); await db.collection("extra").add({ data: { _id: "x" } }) }'
  assert.equal((await first.invoke('script', { code })).errCode, undefined)
  first.consent('me', ['T1', 'T1'])
  const upload = 'async ({ cloud }) => (await cloud.uploadFile({ cloudPath: "a/b.txt", fileContent: Buffer.from("kept") })).fileID'
  const id = (await first.invoke('script', { code: upload })).result
  await first.advance(1_000_000)
  await first.close()
  const second = await createLocalCloud(options)
  assert.deepEqual(second.dump('items'), [{ _id: 'kept', at: new Date(5), kind: 'a', rank: 1 }])
  assert.deepEqual(second.dump('extra'), [{ _id: 'x' }])
  assert.ok(second.now() - Date.now() > 900_000)
  const send = `async ({ cloud }) => {
    const message = { touser: 'me', templateId: 'T1', data: { thing1: { value: 'x' } } }
    const codes = []
    for (let i = 0; i < 3; i++) codes.push(await cloud.openapi.subscribeMessage.send(message).then(() => 0, (error) => error.errCode))
    return [...codes, (await cloud.downloadFile({ fileID: ${JSON.stringify(id)} })).fileContent.toString()]
  }`
  assert.deepEqual((await second.invoke('script', { code: send })).result, [0, 0, 43101, 'kept'])
  await second.close()
  rmSync(folder, { recursive: true })
})
