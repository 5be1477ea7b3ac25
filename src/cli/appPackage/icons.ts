import { readPngSize, readRgba } from './png.js'

/** Sizes that Teams asks for, in pixels. */
const COLOR_SIZE = 192
const OUTLINE_SIZE = 32

/** The app's picture in the store and in chats: any PNG of the right size. */
export const colorIconProblems = (png: Uint8Array): readonly string[] => sizeProblems(png, COLOR_SIZE)

/** The small picture in the side bar: white on transparent, nothing else, for Teams paints it itself. */
export function outlineIconProblems(png: Uint8Array): readonly string[] {
  const wrongSize = sizeProblems(png, OUTLINE_SIZE)
  if (wrongSize.length > 0) return wrongSize
  const rgba = readRgba(png)
  if (typeof rgba === 'string') return [rgba]

  const pixels = Array.from({ length: rgba.length / 4 }, (_, index) => rgba.subarray(index * 4, index * 4 + 4))
  const alphas = pixels.map((pixel) => pixel[3] ?? 0)
  const tinted = pixels.findIndex(
    (pixel) => (pixel[3] ?? 0) > 0 && pixel.subarray(0, 3).some((channel) => channel !== 0xff),
  )
  if (tinted >= 0) {
    const at = `${tinted % OUTLINE_SIZE}, ${Math.floor(tinted / OUTLINE_SIZE)}`
    return [`the pixel at ${at} is neither white nor transparent`]
  }
  if (alphas.every((alpha) => alpha === 0)) return ['nothing is drawn on it']
  if (alphas.every((alpha) => alpha > 0)) return ['no pixel is transparent']
  return []
}

function sizeProblems(png: Uint8Array, size: number): readonly string[] {
  const found = readPngSize(png)
  if (found === undefined) return ['is not a PNG picture']
  if (found.width === size && found.height === size) return []
  return [`is ${found.width} by ${found.height} pixels instead of ${size} by ${size}`]
}
