/** Where a picture was taken, by whom and with what is the resident's own: it goes before anybody else sees the picture. */
export function withoutMetadata(bytes: Buffer): Buffer {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpeg(bytes)
  if (bytes.toString('latin1', 1, 4) === 'PNG') return png(bytes)
  return webp(bytes)
}

/** APP1 (Exif, XMP), APP13 (Photoshop) and comments; of Exif the orientation alone is kept, or the picture would lie on its side. */
function jpeg(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, 2)]
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] as number
    // From the start of the scan on there is only the picture.
    if (marker === 0xda || marker === 0xd9) break
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    const segment = bytes.subarray(at, end)
    if (marker === 0xe1) {
      const orientation = orientationOf(segment)
      if (orientation > 1) kept.push(onlyOrientation(orientation))
    } else if (marker !== 0xed && marker !== 0xfe) kept.push(segment)
    at = end
  }
  return Buffer.concat([...kept, bytes.subarray(at)])
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
    if (!pngTexts.includes(bytes.toString('latin1', at + 4, at + 8))) kept.push(bytes.subarray(at, end))
    at = end
  }
  return Buffer.concat(kept)
}

function webp(bytes: Buffer): Buffer {
  const kept: Buffer[] = []
  for (let at = 12; at + 8 <= bytes.length;) {
    const end = at + 8 + bytes.readUInt32LE(at + 4) + (bytes.readUInt32LE(at + 4) % 2)
    const name = bytes.toString('latin1', at, at + 4)
    const chunk = Buffer.from(bytes.subarray(at, end))
    // The header says which chunks there are: bit 3 Exif, bit 2 XMP.
    if (name === 'VP8X') chunk[8] = (chunk[8] as number) & ~0b1100
    if (name !== 'EXIF' && name !== 'XMP ') kept.push(chunk)
    at = end
  }
  const body = Buffer.concat(kept)
  const header = Buffer.from(bytes.subarray(0, 12))
  header.writeUInt32LE(body.length + 4, 4)
  return Buffer.concat([header, body])
}
