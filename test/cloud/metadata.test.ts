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
const scan = Buffer.from('ffda000200e1ffe1ffd9', 'hex')
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
  assert.deepEqual(
    made.photos.map(({ file }) => file),
    photos,
    'the files keep their ids',
  )
  // WeChat's check is given an address of what is stored.
  const addresses = JSON.stringify(town.cloud.outgoing()).match(/http:[^"]+\/file\/[^"]+/g) ?? []
  assert.equal(addresses.length, 2)
  for (const address of addresses) {
    const response = await fetch(address)
    assert.equal(response.status, 200)
    const bytes = Buffer.from(await response.arrayBuffer())
    assert.ok(bytes.length > 0 && !bytes.includes('GPS') && !bytes.includes('HE MIN'))
  }
})
