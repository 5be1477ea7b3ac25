import { inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const BYTES_PER_PIXEL = 4
/** What an icon may unpack to at most, so that a small file cannot fill the memory. */
const MOST_BYTES = 4 * 1024 * 1024

interface Chunk {
  readonly type: string
  readonly content: Buffer
}

/** Width and height from the header of a PNG; `undefined` when it is none. */
export function readPngSize(png: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  const [header] = chunksOf(png)
  if (header?.type !== 'IHDR' || header.content.length !== 13) return undefined
  return { width: header.content.readUInt32BE(0), height: header.content.readUInt32BE(4) }
}

/**
 * Unpacks the pixels of a PNG of 8-bit RGBA, not interlaced: what every drawing program writes for a picture with
 * transparency.
 *
 * @returns four bytes for each pixel, or a sentence that says why it could not be read
 * @see Portable Network Graphics (PNG) Specification, Third Edition, 9 (filtering)
 */
export function readRgba(png: Uint8Array): Uint8Array | string {
  const chunks = chunksOf(png)
  const size = readPngSize(png)
  const kind = chunks[0]?.content.subarray(8).join(' ')
  if (size === undefined) return 'is not a PNG picture'
  if (kind !== '8 6 0 0 0') return 'is not an 8-bit RGBA picture without interlacing: save it as one'
  try {
    const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ content }) => content))
    return unfilter(inflateSync(packed, { maxOutputLength: MOST_BYTES }), size.width, size.height)
  } catch {
    return 'is damaged: its pixels cannot be unpacked'
  }
}

function chunksOf(png: Uint8Array): readonly Chunk[] {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength)
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return []
  const chunks: Chunk[] = []
  for (let at = SIGNATURE.length; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const content = bytes.subarray(at + 8, at + 8 + length)
    if (content.length < length) break
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), content })
    at += 12 + length
  }
  return chunks
}

function unfilter(rows: Buffer, width: number, height: number): Uint8Array {
  const rowBytes = width * BYTES_PER_PIXEL
  if (rows.length < height * (rowBytes + 1)) throw new RangeError('too few rows')
  const pixels = new Uint8Array(height * rowBytes)
  for (let y = 0; y < height; y += 1) {
    const filter = rows[y * (rowBytes + 1)] ?? 0
    for (let x = 0; x < rowBytes; x += 1) {
      const at = y * rowBytes + x
      const left = x < BYTES_PER_PIXEL ? 0 : (pixels[at - BYTES_PER_PIXEL] ?? 0)
      const above = pixels[at - rowBytes] ?? 0
      const aboveLeft = x < BYTES_PER_PIXEL ? 0 : (pixels[at - rowBytes - BYTES_PER_PIXEL] ?? 0)
      pixels[at] = (rows[at + y + 1] ?? 0) + predicted(filter, left, above, aboveLeft)
    }
  }
  return pixels
}

function predicted(filter: number, left: number, above: number, aboveLeft: number): number {
  switch (filter) {
    case 0:
      return 0
    case 1:
      return left
    case 2:
      return above
    case 3:
      return Math.floor((left + above) / 2)
    case 4:
      return paeth(left, above, aboveLeft)
    default:
      throw new RangeError(`unknown filter ${filter}`)
  }
}

/** Whichever of the three lies nearest to `left + above - aboveLeft`; left before above before the corner. */
function paeth(left: number, above: number, aboveLeft: number): number {
  const [toLeft, toAbove, toCorner] = [above - aboveLeft, left - aboveLeft, left + above - 2 * aboveLeft].map(Math.abs)
  if (toLeft === undefined || toAbove === undefined || toCorner === undefined) return 0
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : aboveLeft
}
