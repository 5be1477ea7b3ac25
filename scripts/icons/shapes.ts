import type { Picture } from './png.js'

/** Whether a point lies in it. Right and down are positive; the unit is one pixel of the finished picture. */
export type Shape = (x: number, y: number) => boolean
export type Point = readonly [x: number, y: number]
export type Colour = readonly [red: number, green: number, blue: number]

/** One shape in one colour. Later layers cover earlier ones. */
export interface Layer {
  readonly shape: Shape
  readonly colour: Colour
}

/** Samples per pixel along one axis: edges get 25 shades. */
const SAMPLES = 5

/**
 * Paints layers on a transparent square. A partly covered pixel keeps the pure colour of what covers it and gets a lower
 * alpha, so that white on transparent stays white up to its edge.
 */
export function paint(size: number, layers: readonly Layer[]): Picture {
  const rgba = new Uint8Array(size * size * 4)
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) rgba.set(pixel(x, y, layers), (y * size + x) * 4)
  }
  return { width: size, height: size, rgba }
}

function pixel(x: number, y: number, layers: readonly Layer[]): readonly [number, number, number, number] {
  const sum: [number, number, number] = [0, 0, 0]
  let covered = 0
  for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
    const sx = x + ((sample % SAMPLES) + 0.5) / SAMPLES
    const sy = y + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES
    const top = layers.findLast(({ shape }) => shape(sx, sy))
    if (top === undefined) continue
    covered += 1
    for (const channel of [0, 1, 2] as const) sum[channel] += top.colour[channel]
  }
  if (covered === 0) return [0, 0, 0, 0]
  const mean = (total: number) => Math.round(total / covered)
  return [mean(sum[0]), mean(sum[1]), mean(sum[2]), Math.round((covered * 255) / (SAMPLES * SAMPLES))]
}

export const everywhere: Shape = () => true

export const disc =
  ([cx, cy]: Point, radius: number): Shape =>
  (x, y) =>
    square(x - cx) + square(y - cy) <= square(radius)

/** An upright rectangle with rounded corners. */
export const box =
  ([left, top]: Point, [right, bottom]: Point, radius: number): Shape =>
  (x, y) => {
    const dx = Math.max(left + radius - x, x - right + radius, 0)
    const dy = Math.max(top + radius - y, y - bottom + radius, 0)
    return square(dx) + square(dy) <= square(radius) && x >= left && x <= right && y >= top && y <= bottom
  }

/** The inside of a closed line, by the even-odd rule. */
export function polygon(corners: readonly Point[]): Shape {
  const edges = segments([...corners, ...corners.slice(0, 1)])
  const crossed = (x: number, y: number, [[ax, ay], [bx, by]]: Segment) =>
    ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)
  return (x, y) => {
    let inside = false
    for (const edge of edges) if (crossed(x, y, edge)) inside = !inside
    return inside
  }
}

/** A line of even width through the points, with round ends and corners. */
export function line(points: readonly Point[], width: number): Shape {
  const parts = segments(points)
  return (x, y) => parts.some((part) => squaredDistance(x, y, part) <= square(width / 2))
}

/** A line of even width along crests and troughs made of parabolas, with round ends; starts with a crest at `from`. */
export function wave([from, middle]: Point, to: number, wavelength: number, amplitude: number, width: number): Shape {
  const height = (x: number) => middle - amplitude * swell(phase((x - from) / wavelength))
  const steepness = (x: number) => (amplitude / wavelength) * slope(phase((x - from) / wavelength))
  const ends = [disc([from, height(from)], width / 2), disc([to, height(to)], width / 2)]
  return (x, y) => {
    if (x < from || x > to) return ends.some((end) => end(x, y))
    // Off the line, the nearest way to it is shorter than straight up or down by the steepness there.
    return square(y - height(x)) <= square(width / 2) * (1 + square(steepness(x)))
  }
}

/** One period of a wave over 0 to 1, between -1 and 1. Parabolas instead of a sine: the same bits on every machine. */
const swell = (t: number): number => (t < 0.5 ? 1 - square(4 * t - 1) : square(4 * t - 3) - 1)
const slope = (t: number): number => (t < 0.5 ? -8 * (4 * t - 1) : 8 * (4 * t - 3))
const phase = (turns: number): number => turns - Math.floor(turns)

type Segment = readonly [Point, Point]

const square = (value: number): number => value * value

const segments = (points: readonly Point[]): Segment[] =>
  points.slice(1).flatMap((end, index) => {
    const start = points[index]
    return start === undefined ? [] : [[start, end] as const]
  })

function squaredDistance(x: number, y: number, [[ax, ay], [bx, by]]: Segment): number {
  const length = square(bx - ax) + square(by - ay)
  const share = length === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length
  const t = Math.min(1, Math.max(0, share))
  return square(x - ax - t * (bx - ax)) + square(y - ay - t * (by - ay))
}
