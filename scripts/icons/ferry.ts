import type { Picture } from './png.js'
import { box, disc, everywhere, line, paint, polygon, wave, type Colour, type Layer } from './shapes.js'

/** Ferry's two icons for Teams: a car ferry under way, seen from the side. */

export const COLOUR_SIZE = 192
export const OUTLINE_SIZE = 32

/** Also the manifest's accent colour. */
export const DEEP_WATER: Colour = [0x0b, 0x4f, 0x6c]
const HULL: Colour = [0xff, 0xff, 0xff]
const DECK: Colour = [0xd7, 0xec, 0xf4]
const FUNNEL: Colour = [0xf5, 0x8a, 0x2c]
const FOAM: Colour = [0x5f, 0xc4, 0xe0]
const WHITE: Colour = [0xff, 0xff, 0xff]

/** The boat keeps inside the middle 120 by 120 pixels, which Teams shows however it crops the corners. */
export function colourIcon(): Picture {
  const portholes = [66, 80, 94, 108, 122].map((x): Layer => ({ shape: disc([x, 95], 3.6), colour: DEEP_WATER }))
  // prettier-ignore
  return paint(COLOUR_SIZE, [
    { shape: everywhere, colour: DEEP_WATER },
    { shape: polygon([[74, 64], [78, 42], [98, 42], [94, 64]]), colour: FUNNEL },
    { shape: polygon([[76.4, 53], [77.3, 48], [97.3, 48], [96.4, 53]]), colour: HULL },
    { shape: line([[124, 66], [124, 46]], 3), colour: DECK },
    { shape: box([62, 62], [130, 86], 5), colour: DECK },
    { shape: box([108, 67], [126, 77], 2), colour: DEEP_WATER },
    { shape: box([50, 84], [140, 112], 5), colour: HULL },
    ...portholes,
    { shape: polygon([[36, 106], [156, 106], [142, 134], [50, 134]]), colour: HULL },
    { shape: line([[43, 113], [149, 113]], 3), colour: FUNNEL },
    { shape: wave([36, 131], 156, 40, 4.5, 13), colour: DEEP_WATER },
    { shape: wave([39, 135], 153, 38, 4.5, 7), colour: FOAM },
    { shape: wave([58, 150], 134, 38, 4.5, 7), colour: FOAM },
  ])
}

/** Points of straight lines lie between two pixels, so that a line of this width fills both. */
const STROKE = 2

/** White lines on nothing, drawn for 32 pixels rather than scaled down. */
export function outlineIcon(): Picture {
  // prettier-ignore
  const lines = [
    line([[13, 11], [14, 5], [17, 5], [16, 11]], STROKE),
    line([[7, 17], [7, 11], [24, 11], [25, 17]], STROKE),
    line([[11, 14], [12, 14]], STROKE),
    line([[15, 14], [16, 14]], STROKE),
    line([[19, 14], [20, 14]], STROKE),
    line([[5, 23], [2.2, 17], [29.8, 17], [27, 23]], STROKE),
    wave([2, 26.5], 30, 28 / 3, 1.7, STROKE),
  ]
  return paint(
    OUTLINE_SIZE,
    lines.map((shape) => ({ shape, colour: WHITE })),
  )
}
