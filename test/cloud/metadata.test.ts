import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { withoutMetadata } from '../../cloudfunctions/platform/metadata'
import { png, startTown } from './harness'
import type { TestTown } from './harness'
import { inCell } from './smallTown'

/** A segment as phones write it: Exif, big-endian, one entry for the orientation, then words that tell who and where. */
function exif(orientation: number): Buffer {
  const body = Buffer.concat([
    Buffer.from('4578696600004d4d002a00000008000101120003000000010000000000000000', 'hex'),
    Buffer.from('GPS 22.605 113.185 phone of HE MIN'),
  ])
  body.writeUInt16BE(orientation, 24)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(body.length + 2)
  return Buffer.concat([Buffer.from('ffe1', 'hex'), length, body])
}
const tables = Buffer.from('ffdb000401ff', 'hex')
const scan = Buffer.from('ffda000200e1ff00e1ffd0e1ffd9', 'hex')
const jpeg = (orientation: number) => Buffer.concat([Buffer.from('ffd8', 'hex'), exif(orientation), tables, scan])
const chunk = (name: string, body: string) => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  return Buffer.concat([length, Buffer.from(name + body, 'latin1'), Buffer.alloc(4)])
}
const pngWithText = Buffer.concat([png.subarray(0, 33), chunk('eXIf', 'GPS 22.605'), chunk('tEXt', 'Author HE MIN'), png.subarray(33)])

test('a JPEG loses its metadata and keeps the picture, and its orientation where it has one', () => {
  assert.deepEqual(withoutMetadata(jpeg(1)), Buffer.concat([Buffer.from('ffd8', 'hex'), tables, scan]))
  const turned = withoutMetadata(jpeg(6))
  assert.ok(!turned.includes('GPS') && turned.includes('Exif'))
  assert.equal(turned.readUInt16BE(30), 6)
  assert.deepEqual(withoutMetadata(turned), turned, 'cleaned again it stays as it is')
  assert.deepEqual(turned.subarray(-scan.length), scan)
})

test('what phones put behind the end of a picture goes too: a short film or a second picture has a place of its own', () => {
  const plain = Buffer.concat([Buffer.from('ffd8', 'hex'), tables, scan])
  assert.deepEqual(withoutMetadata(Buffer.concat([jpeg(1), jpeg(1), Buffer.from('ftypmp42 GPS 22.605')])), plain)
  assert.deepEqual(withoutMetadata(Buffer.concat([pngWithText, chunk('eXIf', 'GPS 22.605')])), png)
})

test('what only begins like a picture is none', () => {
  for (const head of ['ffd8ff', 'ffd8ffe00010', '89504e470d0a1a0a', '524946460400000057454250']) {
    assert.throws(() => withoutMetadata(Buffer.concat([Buffer.from(head, 'hex'), Buffer.from('<script>')])), /without a picture/)
  }
})

test('metadata does not hide behind filled space, nor between two scans', () => {
  const between = Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    tables,
    Buffer.from('ffff', 'hex'),
    exif(1),
    scan.subarray(0, -2),
    exif(1),
    scan,
  ])
  assert.ok(!withoutMetadata(between).includes('GPS'))
})

test('a PNG loses its texts, a clean one is left as it is', () => {
  assert.deepEqual(withoutMetadata(pngWithText), png)
  assert.deepEqual(withoutMetadata(png), png)
})

let town: TestTown
beforeEach(async () => void (town = await startTown()))
afterEach(() => town.close())

test('a picture that carries metadata is taken, and none of it is left in the store', async () => {
  const photos = await Promise.all([town.upload('resident-1', jpeg(6), 'a.jpg'), town.upload('resident-1', pngWithText)])
  const input = { item: 'refuse', text: '', photos, place: inCell['cell-b1'] }
  const made = await town.act('resident-1', 'report.submit', input)
  const kept = made.photos.map(({ file }) => file)
  // WeChat's check is given an address of what is stored.
  const addresses = JSON.stringify(town.cloud.outgoing()).match(/http:[^"]+\/file\/[^"]+/g) ?? []
  assert.equal(addresses.length, 2)
  for (const address of addresses) {
    const response = await fetch(address)
    assert.equal(response.status, 200)
    const bytes = Buffer.from(await response.arrayBuffer())
    assert.ok(bytes.length > 0 && !bytes.includes('GPS') && !bytes.includes('HE MIN'))
  }
  for (const bytes of await Promise.all([...kept, ...photos].map((file) => stored(file)))) {
    assert.ok(bytes.length > 0 && !bytes.includes('GPS') && !bytes.includes('HE MIN'))
  }
})

test('a picture that was taken can be changed by nobody afterwards, and its name does not tell whose it is', async () => {
  const photo = await town.upload('resident-1', png, 'mine.png')
  const made = await town.act('resident-1', 'report.submit', { item: 'refuse', text: '', photos: [photo], place: inCell['cell-b1'] })
  const file = made.photos[0]?.file as string
  assert.ok(!file.includes((await town.act('resident-1', 'person.me', {})).id), file)
  const path = (id: string) => encodeURIComponent(id.replace(/^cloud:\/\/[^/]*\//, ''))
  const put = (openid: string, id: string) =>
    fetch(`${town.url}/upload?path=${path(id)}`, { method: 'POST', headers: { 'x-wx-openid': openid }, body: 'something else' })
  assert.equal((await put('resident-2', photo)).status, 401)
  assert.equal((await put('resident-1', file)).status, 401)
  assert.equal((await put('resident-1', photo)).status, 200, 'the upload is their own')
  assert.deepEqual(await stored(file), png)
  assert.equal(
    await town.refused('resident-1', 'report.submit', { item: 'refuse', text: '', photos: [file], place: inCell['cell-b1'] }),
    'FILE_NOT_YOURS',
  )
})

async function stored(file: string): Promise<Buffer> {
  const body = JSON.stringify({ action: 'storage.batchGetDownloadUrl', file_list: [{ fileid: file }] })
  const answer = (await (await fetch(`${town.url}/admin`, { method: 'POST', body })).json()) as {
    data: { download_list: { tempFileURL: string }[] }
  }
  return Buffer.from(await (await fetch(answer.data.download_list[0]?.tempFileURL as string)).arrayBuffer())
}
