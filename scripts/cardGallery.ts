import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { findChromium } from '../src/cli/browser.js'
import { LANGUAGES, type Language } from '../src/cards/words.js'
import { everyCard } from '../test/cards/everyCard.js'
import { STORIES, type Story } from '../test/cards/samples.js'

/**
 * Draws every card there is, in both languages and for each story, as a picture, so that people can look at them:
 * `npm run build && node dist/scripts/cardGallery.js [story] [width]`. The pictures land in build/gallery.
 */

const OUT = join('build', 'gallery')
const require = createRequire(import.meta.url)

/** Teams' look as far as it changes where lines break and what stands out. */
const HOST_CONFIG = {
  fontFamily: "'Segoe UI', 'Liberation Sans', 'DejaVu Sans', sans-serif",
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
  lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  actions: {
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    buttonSpacing: 8,
    maxActions: 6,
    spacing: 'default',
  },
  factSet: { title: { weight: 'bolder', maxWidth: 140, wrap: true }, value: { wrap: true }, spacing: 12 },
  containerStyles: {
    default: colours('#ffffff'),
    emphasis: colours('#f0f0f0'),
    good: colours('#e7f2da'),
    warning: colours('#fbf0c8'),
    attention: colours('#fbe3e6'),
    accent: colours('#e8ebfa'),
  },
}

function colours(backgroundColor: string) {
  const pair = (colour: string, subtle = colour) => ({ default: colour, subtle })
  return {
    backgroundColor,
    foregroundColors: {
      default: pair('#242424', '#616161'),
      good: pair('#237b4b'),
      warning: pair('#835c00'),
      attention: pair('#c4314b'),
    },
  }
}

const STYLE = `
  body { margin: 0; background: #ebebeb; font: 14px 'Liberation Sans', sans-serif }
  figure { display: inline-block; vertical-align: top; margin: 8px; background: #fff; border-radius: 4px }
  figcaption { padding: 4px 16px; background: #464775; color: #fff; font-size: 12px }
  .ac-pushButton { border: 1px solid #d1d1d1; background: #fff; border-radius: 4px; padding: 6px 12px; font: 600 14px 'Liberation Sans'; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
  .ac-pushButton.style-positive { background: #6264a7; color: #fff }
  .ac-pushButton.style-destructive { color: #c4314b }
  .ac-actionSet { flex-wrap: wrap; row-gap: 8px }
  input, select { box-sizing: border-box; width: 100%; padding: 6px; border: 0; border-bottom: 2px solid #d1d1d1; background: #f5f5f5; font: inherit }
  input[type=radio] { width: auto }
`

const DRAW = `(sheet, config) => {
  const markdown = window.markdownit({ html: false, linkify: true })
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdown.render(text)
    result.didProcess = true
  }
  document.body.replaceChildren(...sheet.cards.map(({ name, card }) => {
    const drawing = new AdaptiveCards.AdaptiveCard()
    drawing.hostConfig = new AdaptiveCards.HostConfig(config)
    drawing.parse(card)
    const figure = document.createElement('figure')
    figure.style.width = sheet.width + 'px'
    figure.id = name
    const caption = document.createElement('figcaption')
    caption.textContent = name
    figure.append(caption, drawing.render() ?? 'not drawn')
    return figure
  }))
}`

interface Picture {
  readonly name: string
  readonly card: object
}

async function emptyPage(browser: Browser, width: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 } })
  await page.setContent(`<meta charset="utf-8"><style>${STYLE}</style><body></body>`)
  await page.addScriptTag({
    content: readFileSync(join('node_modules', 'adaptivecards', 'dist', 'adaptivecards.min.js'), 'utf8'),
  })
  await page.addScriptTag({
    content: readFileSync(require.resolve('markdown-it/browser'), 'utf8'),
  })
  return page
}

const draw = async (page: Page, cards: readonly Picture[], width: number): Promise<void> => {
  await page.evaluate(`(${DRAW})(${JSON.stringify({ cards, width })}, ${JSON.stringify(HOST_CONFIG)})`)
}

/** One picture of several cards for a quick look, and one of each card. */
async function gallery(
  browser: Browser,
  language: Language,
  storyName: string,
  story: Story,
  width: number,
): Promise<number> {
  const folder = join(OUT, `${storyName}-${language}-${width}`)
  mkdirSync(folder, { recursive: true })
  const cards = everyCard(language, story).map(([name, { card }]) => ({ name, card }))
  const page = await emptyPage(browser, 4 * (width + 20))
  for (let first = 0; first < cards.length; first += 4) {
    await draw(page, cards.slice(first, first + 4), width)
    await page.screenshot({ path: join(folder, `sheet-${String(first / 4 + 1).padStart(2, '0')}.png`), fullPage: true })
    for (const { name } of cards.slice(first, first + 4)) {
      const figure = page
        .locator('figure')
        .filter({ has: page.locator('figcaption', { hasText: new RegExp(`^${name}$`) }) })
      await figure.screenshot({ path: join(folder, `${name.replaceAll(/[^\w]+/g, '-')}.png`) })
    }
  }
  await page.close()
  return cards.length
}

const [wanted, width = '460'] = process.argv.slice(2)
const executablePath = findChromium(process.env)
if (executablePath === undefined)
  throw new Error('no Chromium here: install the package chromium, or name one in CHROMIUM_PATH')
rmSync(OUT, { recursive: true, force: true })
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
})
try {
  for (const [storyName, story] of Object.entries(STORIES)) {
    if (wanted !== undefined && wanted !== 'all' && wanted !== storyName) continue
    for (const language of LANGUAGES) {
      const count = await gallery(browser, language, storyName, story, Number(width))
      console.log(`${count} cards of the story “${storyName}” in ${language}: ${OUT}`)
    }
  }
} finally {
  await browser.close()
}
