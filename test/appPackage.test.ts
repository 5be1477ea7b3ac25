import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { z } from 'zod'
import { colourIcon, COLOUR_SIZE, DEEP_WATER, OUTLINE_SIZE, outlineIcon } from '../scripts/icons/ferry.js'
import { loadManifestSchemas } from '../src/cli/appPackage/manifestSchemas.js'
import { ManifestParts, readerTexts } from '../src/cli/appPackage/manifestParts.js'
import { readPngSize, readRgba } from '../src/cli/appPackage/png.js'
import { checkProjectPackage } from '../src/cli/package.js'
import { readCommand } from '../src/dialogs/commands.js'

const APP_ID = '6f1c0f0e-5a53-4c0e-9d5e-2b7c1a9e4d10'
/** More than this Teams does not show in the menu of a bot, whatever the schema allows. */
const SHOWN_COMMANDS = 10

const json = (file: string): unknown => JSON.parse(readFileSync(`appPackage/${file}`, 'utf8'))
const manifest = ManifestParts.parse(json('manifest.json'))
const english = readerTexts(manifest)
const polish = new Map(Object.entries(z.record(z.string(), z.string()).parse(json('pl.json'))))

describe('the Teams app package of this project', () => {
  it('is one that Teams takes, once the app id is set', async () => {
    const { problems, warnings } = await checkProjectPackage('.', { MicrosoftAppId: APP_ID })
    expect(problems).to.deep.equal([])
    expect(warnings.filter((warning) => warning.includes('MicrosoftAppId'))).to.deep.equal([])
  })

  it('follows the newest manifest schema there is', async () => {
    expect(manifest.manifestVersion).to.equal((await loadManifestSchemas()).versions[0])
  })

  it('carries the app id and the version of this project', async () => {
    const { files } = await checkProjectPackage('.', { MicrosoftAppId: APP_ID })
    const filled: unknown = JSON.parse(files.get('manifest.json')?.toString('utf8') ?? '')
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8')))
    expect(filled).to.include({ id: APP_ID, version }).and.to.have.nested.property('bots[0].botId', APP_ID)
  })

  it('offers the bot in personal chats, teams and group chats', () => {
    expect(manifest.bots.map(({ scopes }) => scopes)).to.deep.equal([['personal', 'team', 'groupChat']])
  })

  it('has no more commands in a menu than are shown', () => {
    const menus = manifest.bots.flatMap(({ commandLists }) => commandLists.map(({ commands }) => commands.length))
    expect(menus).to.have.lengthOf(2)
    for (const commands of menus) expect(commands).to.be.within(1, SHOWN_COMMANDS)
  })

  it('asks for the same word in English and in Polish, and Ferry knows both', () => {
    const titles = [...english].filter(([key]) => key.endsWith('.title'))
    const verbs = titles.map(([key, title]) => [
      title,
      readCommand(title)?.verb,
      readCommand(polish.get(key) ?? '')?.verb,
    ])
    expect(verbs).to.have.length.above(0)
    for (const [title, inEnglish, inPolish] of verbs) {
      expect(inEnglish, title).to.be.a('string')
      expect(inPolish, title).to.equal(inEnglish)
    }
  })

  it('is written in Polish throughout, with an example where English has one', () => {
    const described = [...english].filter(([key]) => key.endsWith('.description') || key.startsWith('description.'))
    for (const [key, text] of described) {
      expect(polish.get(key), key).to.be.a('string').and.not.equal(text)
      expect(polish.get(key)?.includes('na przykład: '), key).to.equal(text.includes('for example: '))
    }
  })

  it('gives an example that Ferry understands wherever it gives one', () => {
    const examples = [...english.values(), ...polish.values()].flatMap(
      (text) => /(?:for example|na przykład): (.*)$/u.exec(text)?.[1] ?? [],
    )
    expect(examples).to.have.length.above(0)
    for (const example of examples)
      expect(readCommand(example), example).to.have.property('customer').that.equals('Contoso')
  })
})

describe('the icons', () => {
  for (const [file, size, draw] of [
    ['color.png', COLOUR_SIZE, colourIcon],
    ['outline.png', OUTLINE_SIZE, outlineIcon],
  ] as const) {
    it(`${file} is what scripts/drawIcons.ts draws, ${size} by ${size}`, () => {
      const png = readFileSync(`appPackage/${file}`)
      expect(readPngSize(png)).to.deep.equal({ width: size, height: size })
      expect(Buffer.from(readRgba(png)).equals(draw().rgba)).to.equal(true)
    })
  }

  it('stand on the accent colour of the manifest', () => {
    const { accentColor } = z.object({ accentColor: z.string() }).parse(json('manifest.json'))
    expect(Buffer.from(accentColor.slice(1), 'hex')).to.deep.equal(Buffer.from(DEEP_WATER))
  })
})
