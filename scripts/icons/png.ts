import { crc32, deflateSync } from 'node:zlib'

/** A picture as rows of red, green, blue and alpha, one byte each, from the top left. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const EIGHT_BITS = 8
const COLOUR_WITH_ALPHA = 6

/**
 * Writes a picture as a PNG of 8-bit RGBA, not interlaced.
 *
 * @see Portable Network Graphics (PNG) Specification, Third Edition, 5 (structure) and 9 (filtering: none here)
 */
export function pngOf({ width, height, rgba }: Picture): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([EIGHT_BITS, COLOUR_WITH_ALPHA], 8)

  const rowBytes = width * 4
  const rows = Buffer.alloc(height * (rowBytes + 1)) // a zero before each row: no filter
  for (let y = 0; y < height; y += 1) rows.set(rgba.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1)

  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([SIGNATURE, ...chunks])
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
