import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { colourIcon, outlineIcon } from './icons/ferry.js'
import { pngOf } from './icons/png.js'

// Draws the icons of the Teams app anew: `npm run build && node dist/scripts/drawIcons.js [folder]`.
const folder = process.argv[2] ?? 'appPackage'
for (const [name, picture] of [
  ['color.png', colourIcon()],
  ['outline.png', outlineIcon()],
] as const) {
  const png = pngOf(picture)
  writeFileSync(join(folder, name), png)
  console.log(`${join(folder, name)}: ${picture.width} by ${picture.height} pixels, ${png.length} bytes`)
}
