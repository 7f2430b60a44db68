/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument -- scripts run inside a function, on the SDK's loose types */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fixtureCloud, type FixtureCloud } from './fixture-cloud'

const parent = mkdtempSync(join(tmpdir(), 'shanlin-storage-'))
const folder = join(parent, 'data')
let cloud: FixtureCloud
let base: string
before(async () => {
  cloud = await fixtureCloud({ data: folder })
  base = await cloud.listen(0)
})
after(async () => {
  await cloud.close()
  rmSync(parent, { recursive: true })
})

test('the SDK uploads, downloads, addresses and deletes a file', async () => {
  const result = await cloud.script(async ({ cloud: sdk }) => {
    const { fileID } = await sdk.uploadFile({ cloudPath: '照片/a b.png', fileContent: Buffer.from([1, 2, 255]) })
    const { fileContent } = await sdk.downloadFile({ fileID })
    const { fileList } = await sdk.getTempFileURL({ fileList: [fileID, { fileID, maxAge: 60 }, 'cloud://local.local-storage/none.png'] })
    const deleted = (await sdk.deleteFile({ fileList: [fileID, fileID] })).fileList
    return { fileID, bytes: [...fileContent], fileList, deleted }
  })
  assert.equal(result.fileID, 'cloud://local.local-storage/照片/a b.png')
  assert.deepEqual(result.bytes, [1, 2, 255])
  assert.deepEqual(
    result.fileList.map(({ status }: { status: number }) => status),
    [0, 0, -503003],
  )
  assert.deepEqual(
    result.deleted.map(({ status }: { status: number }) => status),
    [0, -503003],
  )
})

test('a phone uploads by POST /upload; the address of a file is signed, expires, and is of its type', async () => {
  const upload = await fetch(`${base}/upload?path=photos/1.jpg`, { method: 'POST', headers: { 'x-wx-openid': 'me' }, body: 'picture' })
  const { fileID } = (await upload.json()) as { fileID: string }
  assert.equal((await fetch(`${base}/upload?path=photos/2.jpg`, { method: 'POST', body: 'picture' })).status, 401)
  const address = await cloud.script(
    async ({ cloud: sdk }, id) => (await sdk.getTempFileURL({ fileList: [id] })).fileList[0].tempFileURL,
    fileID,
  )
  const file = await fetch(address)
  assert.deepEqual([file.status, file.headers.get('content-type'), await file.text()], [200, 'image/jpeg', 'picture'])
  assert.equal((await fetch(address, { method: 'HEAD' })).headers.get('content-length'), '7')
  assert.equal((await fetch(address.replace('1.jpg', '2.jpg'))).status, 403)
  assert.equal((await fetch(address.split('?')[0] as string)).status, 403)
  assert.equal((await fetch(address, { method: 'PUT', body: 'other' })).status, 403)
  await cloud.advance(3 * 3_600_000)
  assert.equal((await fetch(address)).status, 403)
})

test('no path leads out of the folder', async () => {
  for (const path of ['../out.txt', 'a/../../out.txt', '/etc/out.txt', 'a//b', 'a\\..\\b', 'a#b', 'a%2e', '']) {
    const response = await fetch(`${base}/upload?path=${encodeURIComponent(path)}`, {
      method: 'POST',
      headers: { 'x-wx-openid': 'me' },
      body: 'x',
    })
    assert.equal(response.status, 400, path)
    const code = await cloud.script(
      ({ cloud: sdk }, cloudPath) =>
        sdk.uploadFile({ cloudPath, fileContent: Buffer.from('x') }).then(
          () => 0,
          (error: { errCode: number }) => error.errCode,
        ),
      path,
    )
    assert.notEqual(code, 0, path)
  }
  assert.deepEqual(readdirSync(parent), ['data'])
})
