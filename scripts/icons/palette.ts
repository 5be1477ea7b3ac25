import { crc32, deflateSync, inflateSync } from 'node:zlib'

/**
 * Makes pictures of text on plain ground small: a PNG of 8-bit RGB or RGBA, as a browser takes it, becomes one with at
 * most 256 colours. Alpha is dropped: a page has none.
 *
 * @see Portable Network Graphics (PNG) Specification, Third Edition, 5 (structure), 9 (filtering), 11.2.2 (PLTE)
 */
export function withPalette(png: Buffer): Buffer {
  const { width, height, bytesPerPixel, rows } = read(png)
  const pixels = colours(rows, width * height, bytesPerPixel)
  const { palette, indexOf } = paletteOf(pixels)
  const indexed = Buffer.alloc(height * (width + 1)) // a zero before each row: no filter
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) indexed[y * (width + 1) + 1 + x] = indexOf(pixels[y * width + x] ?? 0)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3], 8) // eight bits, indexed colour
  const data = deflateSync(indexed, { level: 9 })
  const parts = [chunk('IHDR', header), chunk('PLTE', palette), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([png.subarray(0, 8), ...parts])
}

interface Read {
  readonly width: number
  readonly height: number
  readonly bytesPerPixel: number
  /** The bytes of all rows, without their filters. */
  readonly rows: Buffer
}

function read(png: Buffer): Read {
  const data: Buffer[] = []
  let header: Buffer = Buffer.alloc(0)
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    const content = png.subarray(at + 8, at + 8 + length)
    if (type === 'IHDR') header = content
    if (type === 'IDAT') data.push(content)
    at += 12 + length
  }
  const [depth, kind] = [header[8], header[9]]
  if (depth !== 8 || (kind !== 2 && kind !== 6))
    throw new Error(`a PNG of kind ${kind} with ${depth} bits is not read here`)
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const bytesPerPixel = kind === 2 ? 3 : 4
  return {
    width,
    height,
    bytesPerPixel,
    rows: unfiltered(inflateSync(Buffer.concat(data)), width * bytesPerPixel, bytesPerPixel),
  }
}

function unfiltered(raw: Buffer, rowBytes: number, step: number): Buffer {
  const height = raw.length / (rowBytes + 1)
  const out = Buffer.alloc(height * rowBytes)
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (rowBytes + 1)] ?? 0
    const row = y * rowBytes
    for (let x = 0; x < rowBytes; x += 1) {
      const left = x < step ? 0 : (out[row + x - step] ?? 0)
      const up = y === 0 ? 0 : (out[row - rowBytes + x] ?? 0)
      const corner = y === 0 || x < step ? 0 : (out[row - rowBytes + x - step] ?? 0)
      out[row + x] = (raw[y * (rowBytes + 1) + 1 + x] ?? 0) + predicted(filter, left, up, corner)
    }
  }
  return out
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left
    case 2:
      return up
    case 3:
      return (left + up) >> 1
    case 4:
      return nearest(left, up, corner)
    default:
      return 0
  }
}

/** Paeth's predictor: whichever of the three is nearest to left + up - corner. */
function nearest(left: number, up: number, corner: number): number {
  const aim = left + up - corner
  const [fromLeft, fromUp, fromCorner] = [Math.abs(aim - left), Math.abs(aim - up), Math.abs(aim - corner)]
  if (fromLeft <= fromUp && fromLeft <= fromCorner) return left
  return fromUp <= fromCorner ? up : corner
}

const colours = (rows: Buffer, count: number, step: number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, pixel) => rows.readUIntBE(pixel * step, 3))

/** The most frequent colours stay as they are; each rare one takes the nearest of them. */
function paletteOf(pixels: Uint32Array): { readonly palette: Buffer; readonly indexOf: (colour: number) => number } {
  const counts = new Map<number, number>()
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  const byCount = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour)
  const kept = byCount.slice(0, 256)
  const places = new Map(kept.map((colour, index) => [colour, index]))
  for (const colour of byCount.slice(256)) places.set(colour, nearestOf(kept, colour))
  return {
    palette: Buffer.from(kept.flatMap((colour) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff])),
    indexOf: (colour) => places.get(colour) ?? 0,
  }
}

function nearestOf(kept: readonly number[], colour: number): number {
  const far = (other: number) =>
    [16, 8, 0].reduce((sum, shift) => sum + (((other >> shift) & 0xff) - ((colour >> shift) & 0xff)) ** 2, 0)
  return kept.reduce((best, other, index) => (far(other) < far(kept[best] ?? 0) ? index : best), 0)
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
