import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { Language } from '../src/cards/words.js'
import { findChromium } from '../src/cli/browser.js'
import { openBrowser } from '../test/support/browser.js'
import { Stage } from '../test/support/stage.js'
import { withPalette } from './icons/palette.js'

/**
 * Takes the pictures of README.md and docs: every card as people meet it on their way through a move, in both languages,
 * and the practice room in each of its looks. `npm run build && node dist/scripts/pictures.js`
 *
 * The pictures are taken of the product itself with its built-in world, so they show nothing that it does not do.
 */

const OUT = join('docs', 'pictures')

/** First names: who moves and who approves. Each reads cards in the language of the pictures. */
interface Cast {
  readonly language: Language
  readonly locale: string
  readonly mover: string
  readonly approver: string
}

const CASTS: readonly Cast[] = [
  { language: 'en', locale: 'en-GB', mover: 'sara', approver: 'ben' },
  { language: 'pl', locale: 'pl-PL', mover: 'piotr', approver: 'marta' },
]

/** Who says what, and the name of the picture of the last card in the chat of `seenBy` afterwards. */
interface Step {
  readonly who: 'mover' | 'approver'
  readonly says: string
  readonly picture?: string
  readonly seenBy?: 'mover' | 'approver'
}

const mover = (says: string, picture?: string, seenBy: Step['seenBy'] = 'mover'): Step => ({
  who: 'mover',
  says,
  seenBy,
  ...(picture !== undefined && { picture }),
})
const approver = (says: string, picture?: string, seenBy: Step['seenBy'] = 'approver'): Step => ({
  ...mover(says, picture, seenBy),
  who: 'approver',
})

/** Words are understood in both languages whoever says them, so one story serves for all. */
const STORY: readonly Step[] = [
  mover('help', 'help'),
  mover('move toys', 'chooseCustomer'),
  mover('cancel'),
  mover('move Wingtip Toys'),
  mover('next', 'regionBlocked'),
  mover('move Contoso', 'facts'),
  mover('next', 'invitation'),
  mover('practice accept Contoso'),
  mover('plan Contoso', 'lines'),
  mover('next', 'dates'),
  mover('next', 'review'),
  mover('next', 'waiting'),
  approver('approvals', 'approvals'),
  approver('status Contoso', 'approval'),
  approver('approve Contoso', 'approved', 'mover'),
  mover('move Blue Yonder'),
  mover('next'),
  mover('my work', 'myWork'),
  mover('practice accept Blue Yonder'),
  mover('plan Blue Yonder'),
  mover('next'),
  mover('next'),
  mover('next'),
  approver('approve Blue Yonder'),
  mover('schedule Contoso 2026-12-11'),
  mover('practice next', 'overlap'),
  mover('practice next', 'checks'),
  mover('complete Contoso', 'completed'),
  mover('schedule Blue Yonder 2026-12-17'),
  mover('practice next', 'partFailure'),
]

class Camera {
  private constructor(
    private readonly page: Page,
    private readonly room: string,
  ) {}

  static async open(browser: Browser, stage: Stage, locale: string, width: number, height: number): Promise<Camera> {
    const { practiceRoom } = stage.ferry
    if (practiceRoom === undefined) throw new Error('there is no practice room to take pictures of')
    const page = await browser.newPage({ viewport: { width, height }, locale, reducedMotion: 'reduce' })
    return new Camera(page, practiceRoom)
  }

  /** Opens the room anew as this person, so that nothing of what came before is still on its way. */
  async look(name: string): Promise<void> {
    await this.page.goto(this.room)
    await this.become(name)
  }

  async become(name: string): Promise<void> {
    const entry = this.page.locator('#people button').filter({ hasText: new RegExp(`${name} `, 'i') })
    await entry.first().click()
    await this.page.locator('article').first().waitFor()
  }

  async lastCard(path: string): Promise<void> {
    await this.page.mouse.move(0, 0)
    save(path, await this.page.locator('article .card').last().screenshot())
  }

  async wholeRoom(path: string, look: string): Promise<void> {
    await this.page.locator('#look').selectOption(look)
    await this.page.mouse.move(0, 0)
    save(path, await this.page.screenshot())
  }

  async narrow(): Promise<void> {
    await this.page.locator('#phone').click()
  }

  async close(): Promise<void> {
    await this.page.close()
  }
}

function save(path: string, taken: Buffer): void {
  const picture = withPalette(taken)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, picture)
  console.log(`${path}: ${Math.ceil(picture.length / 1024)} KB`)
}

async function everyCard(browser: Browser, cast: Cast): Promise<void> {
  const stage = await Stage.open()
  const camera = await Camera.open(browser, stage, cast.locale, 1040, 2400)
  const file = (name: string) => join(OUT, cast.language, `${name}.png`)
  try {
    await camera.look(cast.mover)
    await camera.lastCard(file('welcome'))
    for (const { who, says, picture, seenBy } of STORY) {
      await stage.say(cast[who], says)
      if (picture === undefined) continue
      await camera.look(cast[seenBy ?? who])
      await camera.lastCard(file(picture))
    }
  } finally {
    await camera.close()
    await stage.close()
  }
}

async function theRoom(browser: Browser): Promise<void> {
  const stage = await Stage.open()
  try {
    await stage.say('sara', 'move Contoso')
    await stage.say('sara', 'next')
    await stage.say('sara', 'practice accept Contoso')
    await stage.say('sara', 'plan Contoso')
    await stage.say('sara', 'next')
    for (const [name, look] of [
      ['room', 'light'],
      ['dark', 'dark'],
      ['contrast', 'contrast'],
    ] as const) {
      const camera = await Camera.open(browser, stage, 'en-GB', 1400, 900)
      await camera.look('sara')
      await camera.wholeRoom(join(OUT, `${name}.png`), look)
      await camera.close()
    }
    const camera = await Camera.open(browser, stage, 'en-GB', 1000, 900)
    await camera.look('sara')
    await camera.narrow()
    await camera.become('ben')
    await camera.become('sara')
    await camera.wholeRoom(join(OUT, 'phone.png'), 'light')
    await camera.close()
  } finally {
    await stage.close()
  }
}

const executablePath = findChromium(process.env)
if (executablePath === undefined)
  throw new Error('no Chromium here: install the package chromium, or name one in CHROMIUM_PATH')
const browser = await openBrowser(executablePath)
try {
  for (const cast of CASTS) await everyCard(browser, cast)
  await theRoom(browser)
} finally {
  await browser.close()
}
