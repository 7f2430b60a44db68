/**
 * Where a picture was taken, by whom and with what is the resident's own: it goes before anybody else sees the picture. Throws when there is no
 * picture in it.
 */
export function withoutMetadata(bytes: Buffer): Buffer {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpeg(bytes)
  if (bytes.toString('latin1', 1, 4) === 'PNG') return png(bytes)
  return webp(bytes)
}

/**
 * APP1 (Exif, XMP), APP13 (Photoshop) and comments; of Exif the orientation alone is kept, or the picture would lie on its side. What phones put
 * behind the end of the picture (a short film, a second picture, each with a place of its own) goes too.
 */
function jpeg(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, 2)]
  let scans = 0
  let at = 2
  while (at + 4 <= bytes.length) {
    const marker = bytes[at + 1] as number
    // What fills the space before a marker is passed over, as decoders do.
    if (bytes[at] !== 0xff || marker === 0xff) {
      at++
      continue
    }
    if (marker === 0xd9) break
    const header = at + 2 + bytes.readUInt16BE(at + 2)
    const end = marker === 0xda ? endOfScan(bytes, header) : header
    if (marker === 0xda) scans++
    const segment = bytes.subarray(at, end)
    if (marker === 0xe1) {
      const orientation = orientationOf(segment)
      if (orientation > 1) kept.push(onlyOrientation(orientation))
    } else if (marker !== 0xed && marker !== 0xfe) kept.push(segment)
    at = end
  }
  if (scans === 0) throw new Error('a JPEG without a picture')
  return Buffer.concat([...kept, Buffer.from([0xff, 0xd9])])
}

/** Where the coded picture is followed by a marker that is not its own: restarts and stuffed bytes belong to it. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1] as number
    if (bytes[at] === 0xff && next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return bytes.length
}

const exifHeader = 10

function orientationOf(segment: Buffer): number {
  if (segment.toString('latin1', 4, 8) !== 'Exif' || segment.length < exifHeader + 10) return 1
  const tiff = segment.subarray(exifHeader)
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const short = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  for (let entry = 0; entry < short(directory); entry++) {
    const at = directory + 2 + entry * 12
    if (short(at) === 0x0112) return Math.min(8, Math.max(1, short(at + 8)))
  }
  return 1
}

/** An Exif segment of one entry. */
function onlyOrientation(orientation: number): Buffer {
  return Buffer.from(
    `ffe100224578696600004d4d002a000000080001011200030000000100${orientation.toString(16).padStart(2, '0')}000000000000`,
    'hex',
  )
}

const pngTexts = ['eXIf', 'tEXt', 'iTXt', 'zTXt', 'tIME']

function png(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, 8)]
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at)
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (!pngTexts.includes(name)) kept.push(bytes.subarray(at, end))
    if (name === 'IEND') break
    at = end
  }
  if (!bytes.includes('IDAT')) throw new Error('a PNG without a picture')
  return Buffer.concat(kept)
}

function webp(bytes: Buffer): Buffer {
  const kept: Buffer[] = []
  const whole = Math.min(bytes.length, 8 + bytes.readUInt32LE(4))
  for (let at = 12; at + 8 <= whole;) {
    const end = at + 8 + bytes.readUInt32LE(at + 4) + (bytes.readUInt32LE(at + 4) % 2)
    const name = bytes.toString('latin1', at, at + 4)
    const chunk = Buffer.from(bytes.subarray(at, end))
    // The header says which chunks there are: bit 3 Exif, bit 2 XMP.
    if (name === 'VP8X') chunk[8] = (chunk[8] as number) & ~0b1100
    if (name !== 'EXIF' && name !== 'XMP ') kept.push(chunk)
    at = end
  }
  if (!bytes.includes('VP8')) throw new Error('a WebP without a picture')
  const body = Buffer.concat(kept)
  const header = Buffer.from(bytes.subarray(0, 12))
  header.writeUInt32LE(body.length + 4, 4)
  return Buffer.concat([header, body])
}
