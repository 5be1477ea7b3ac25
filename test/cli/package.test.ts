import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { z } from 'zod'
import { pngOf } from '../../scripts/icons/png.js'
import { box, disc, everywhere, paint, type Colour } from '../../scripts/icons/shapes.js'
import { MissingToolError, needed } from '../../src/cli/appPackage/tools.js'
import { EXIT, WrongUseError } from '../../src/cli/command.js'
import { packageIn } from '../../src/cli/package.js'
import { terminal } from '../support/terminal.js'
import { unzip } from '../support/zip.js'

const APP_ID = '6f1c0f0e-5a53-4c0e-9d5e-2b7c1a9e4d10'
const WITH_ID = { MicrosoftAppId: APP_ID }
const WHITE: Colour = [255, 255, 255]

const Report = z.strictObject({
  ok: z.boolean(),
  file: z.string().nullable(),
  manifestVersion: z.string().nullable(),
  problems: z.array(z.string()),
  warnings: z.array(z.string()),
})

describe('ferry package', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ferry-package-'))
    cpSync('appPackage', join(folder, 'appPackage'), { recursive: true })
    cpSync('package.json', join(folder, 'package.json'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const path = (file: string) => join(folder, 'appPackage', file)
  const archive = () => join(folder, 'build', 'ferry-app.zip')
  const replace = (file: string, from: string | RegExp, to: string) => {
    const before = readFileSync(path(file), 'utf8')
    const after = before.replace(from, to)
    expect(after, `the test changes nothing in ${file}`).not.to.equal(before)
    writeFileSync(path(file), after)
  }
  const draw = (file: string, size: number, colour: Colour, shape = disc([size / 2, size / 2], size / 3)) =>
    writeFileSync(path(file), pngOf(paint(size, [{ shape, colour }])))

  async function run(env: Readonly<Record<string, string>> = WITH_ID, args: readonly string[] = ['--json']) {
    const io = terminal(env)
    const code = await packageIn(() => folder).run(args, io)
    return { code, ...io, report: () => Report.parse(JSON.parse(io.said.join('\n'))) }
  }

  describe('on a good package', () => {
    it('writes an archive with exactly the files that Teams wants, side by side', async () => {
      const { code, report } = await run()
      expect(code).to.equal(EXIT.done)
      expect(report())
        .to.include({ ok: true, file: archive(), manifestVersion: '1.30' })
        .and.to.deep.include({ problems: [] })

      const files = unzip(readFileSync(archive()))
      expect([...files.keys()]).to.deep.equal(['manifest.json', 'pl.json', 'color.png', 'outline.png'])
      for (const name of ['pl.json', 'color.png', 'outline.png']) {
        expect(files.get(name)?.equals(readFileSync(path(name))), name).to.equal(true)
      }
      const manifest: unknown = JSON.parse(files.get('manifest.json')?.toString('utf8') ?? '')
      expect(manifest).to.have.property('id', APP_ID)
      expect(JSON.stringify(manifest)).not.to.include('${{')
    })

    it('writes the same bytes again for the same files', async () => {
      await run()
      const first = readFileSync(archive())
      await run()
      expect(readFileSync(archive()).equals(first)).to.equal(true)
    })

    it('says where the archive is, and warns about addresses that are still examples', async () => {
      const { code, said, complained } = await run(WITH_ID, [])
      expect(code).to.equal(EXIT.done)
      expect(said).to.deep.equal([`${archive()}: Teams app package, manifest 1.30`])
      expect(complained.join('\n')).to.match(/^warning: manifest\.json developer\.websiteUrl, .*example address/)
    })

    for (const env of [{}, { MicrosoftAppId: ' ' }] as Record<string, string>[]) {
      it(`warns when the app id is ${'MicrosoftAppId' in env ? 'blank' : 'not set'}: the archive is for looking at only`, async () => {
        const { code, report } = await run(env)
        expect(code).to.equal(EXIT.done)
        expect(report().warnings.join('\n')).to.include('MicrosoftAppId is not set')
      })
    }
  })

  type Break = () => unknown
  const broken: [what: string, breaks: Break, problem: RegExp][] = [
    ['no manifest', () => rmSync(path('manifest.json')), /^manifest\.json cannot be read \(ENOENT\)$/],
    ['a manifest that is not JSON', () => writeFileSync(path('manifest.json'), '{'), /^manifest\.json is not JSON: /],
    [
      'a manifest that is a list',
      () => writeFileSync(path('manifest.json'), '[]'),
      /^manifest\.json manifestVersion: undefined is no version/,
    ],
    [
      'a placeholder nobody fills',
      () => replace('manifest.json', '${{version}}', '${{release}}'),
      /^manifest\.json nothing fills the placeholder release$/,
    ],
    [
      'an unknown scope',
      () => replace('manifest.json', '"scopes": ["personal", "team",', '"scopes": ["personal", "everywhere",'),
      /^manifest\.json bots\[0\]\.scopes\[1\]: .*"team","personal"/,
    ],
    [
      'a short name of 31 characters',
      () => replace('manifest.json', '"short": "Ferry"', `"short": "${'x'.repeat(31)}"`),
      /^manifest\.json name\.short: .*30 characters/,
    ],
    [
      'a short description of 81 characters',
      () => replace('manifest.json', /"short": "Guides[^"]*"/, `"short": "${'x'.repeat(81)}"`),
      /^manifest\.json description\.short: .*80 characters/,
    ],
    [
      'thirteen commands in a menu',
      () =>
        replace(
          'manifest.json',
          '{ "title": "why"',
          '{ "title": "a" }, { "title": "b" }, { "title": "c" }, { "title": "why"',
        ),
      /^manifest\.json bots\[0\]\.commandLists\[0\]\.commands: .*12 items/,
    ],
    [
      'an unknown key',
      () => replace('manifest.json', '"accentColor"', '"colour": "red", "accentColor"'),
      /^manifest\.json the whole file: .*"colour"/,
    ],
    [
      'a colour that is none',
      () => replace('manifest.json', '#0B4F6C', 'teal'),
      /^manifest\.json accentColor: must match/,
    ],
    [
      'an address that is none',
      () => replace('manifest.json', 'https://ferry.example/privacy', 'soon'),
      /^manifest\.json developer\.privacyUrl: must match/,
    ],
    [
      'a version without a schema',
      () => replace('manifest.json', '"manifestVersion": "1.30"', '"manifestVersion": "1.18"'),
      /^manifest\.json manifestVersion: "1\.18" is no version with a schema; the newest is 1\.30$/,
    ],
    [
      'a schema address of another version',
      () => replace('manifest.json', 'teams/v1.30/', 'teams/v1.29/'),
      /^manifest\.json \$schema: names another version than manifestVersion/,
    ],
    [
      'teams without channel features',
      () => replace('manifest.json', /,\s*"supportsChannelFeatures": "tier1"/, ''),
      /^manifest\.json supportsChannelFeatures: must be "tier1"/,
    ],
    [
      'a command twice in a menu',
      () => replace('manifest.json', '"title": "plan"', '"title": "Move"'),
      /^manifest\.json bots\[0\]\.commandLists\[0\]\.commands: "Move" is listed twice$/,
    ],
    [
      'two menus for one scope',
      () => replace('manifest.json', '"scopes": ["team", "groupChat"]', '"scopes": ["team", "personal"]'),
      /^manifest\.json bots\[0\]\.commandLists\[1\]\.scopes: personal has a command list already$/,
    ],
    [
      'a menu for a scope without the bot',
      () => replace('manifest.json', '"scopes": ["personal", "team", "groupChat"]', '"scopes": ["personal", "team"]'),
      /^manifest\.json bots\[0\]\.commandLists\[1\]\.scopes: groupChat is no scope of the bot$/,
    ],
    [
      'a file from outside the folder',
      () => replace('manifest.json', '"file": "pl.json"', '"file": "../package.json"'),
      /^manifest\.json localizationInfo\.additionalLanguages\.0\.file: must be a plain file name/,
    ],
    ['no language file', () => rmSync(path('pl.json')), /^pl\.json cannot be read \(ENOENT\)$/],
    [
      'a language file that is not JSON',
      () => writeFileSync(path('pl.json'), 'null and void'),
      /^pl\.json is not JSON: /,
    ],
    [
      'a text without its Polish',
      () => replace('pl.json', /\s*"bots\[0\]\.commandLists\[0\]\.commands\[1\]\.title": "przenieś",/, ''),
      /^pl\.json bots\[0\]\.commandLists\[0\]\.commands\[1\]\.title: is missing or empty$/,
    ],
    [
      'an empty Polish text',
      () => replace('pl.json', '"przenieś"', '" "'),
      /^pl\.json bots\[0\]\.commandLists\[0\]\.commands\[1\]\.title: is missing or empty$/,
    ],
    [
      'a Polish text for nothing',
      () => replace('pl.json', '"name.full"', '"bots[0].commandLists[1].commands[9].title": "nic", "name.full"'),
      /^pl\.json bots\[0\]\.commandLists\[1\]\.commands\[9\]\.title: the manifest has no such text$/,
    ],
    [
      'a Polish short name of 31 characters',
      () => replace('pl.json', '"name.short": "Ferry"', `"name.short": "${'ż'.repeat(31)}"`),
      /^pl\.json name\.short: .*30 characters/,
    ],
    [
      'a Polish command twice in a menu',
      () => replace('pl.json', '"stan"', '"PRZENIEŚ"'),
      /^pl\.json bots\[0\]\.commandLists\[0\]\.commands: "PRZENIEŚ" is listed twice$/,
    ],
    [
      'a language file of another schema version',
      () => replace('pl.json', 'teams/v1.30/', 'teams/v1.22/'),
      /^pl\.json \$schema: names another version than the manifest/,
    ],
    ['no icon', () => rmSync(path('color.png')), /^color\.png cannot be read \(ENOENT\)$/],
    [
      'an icon of the wrong size',
      () => draw('color.png', 96, WHITE),
      /^color\.png is 96 by 96 pixels instead of 192 by 192$/,
    ],
    ['an icon that is no PNG', () => writeFileSync(path('color.png'), '<svg/>'), /^color\.png is not a PNG picture$/],
    [
      'a small icon of the wrong size',
      () => draw('outline.png', 20, WHITE),
      /^outline\.png is 20 by 20 pixels instead of 32 by 32$/,
    ],
    [
      'a small icon in colour',
      () => draw('outline.png', 32, [255, 255, 254], box([4, 2], [8, 8], 0)),
      /^outline\.png the pixel at 4, 2 is neither white nor transparent$/,
    ],
    [
      'a small icon on a white ground',
      () => draw('outline.png', 32, WHITE, everywhere),
      /^outline\.png no pixel is transparent$/,
    ],
    [
      'a small icon with nothing on it',
      () => draw('outline.png', 32, WHITE, () => false),
      /^outline\.png nothing is drawn on it$/,
    ],
    [
      'a small icon of another kind of PNG',
      () => writeFileSync(path('outline.png'), readFileSync(path('outline.png')).fill(3, 25, 26)),
      /^outline\.png is not an 8-bit RGBA picture/,
    ],
    [
      'a damaged small icon',
      () => writeFileSync(path('outline.png'), readFileSync(path('outline.png')).fill(0xff, 43, 60)),
      /^outline\.png is damaged/,
    ],
  ]

  describe('on a broken package', () => {
    for (const [what, breaks, problem] of broken) {
      it(`refuses ${what}, and names it`, async () => {
        breaks()
        const { code, report } = await run()
        expect(code).to.equal(EXIT.refused)
        expect(
          report().problems.filter((found) => problem.test(found)),
          report().problems.join('\n'),
        ).to.have.lengthOf(1)
        expect(report()).to.include({ ok: false, file: null })
        expect(existsSync(archive())).to.equal(false)
      })
    }

    it('names every problem at once, to a person too', async () => {
      rmSync(path('outline.png'))
      replace('pl.json', '"przenieś"', '""')
      const { code, said, complained } = await run({ MicrosoftAppId: 'contoso' }, [])
      expect(code).to.equal(EXIT.refused)
      expect(said).to.deep.equal([])
      expect(complained.filter((line) => line.startsWith('problem: '))).to.have.lengthOf(4)
      expect(complained.at(-1)).to.equal('Nothing was written.')
    })
  })

  it('refuses an app id that is no GUID', async () => {
    const { report } = await run({ MicrosoftAppId: '"},{"' })
    expect(report().problems.map((problem) => problem.slice(0, problem.indexOf(':')))).to.deep.equal([
      'manifest.json id',
      'manifest.json bots[0].botId',
    ])
  })

  for (const [what, args] of [
    ['a word', ['now']],
    ['an unknown option', ['--zip']],
  ] as const) {
    it(`refuses ${what}: it takes none`, async () => {
      expect(await run(WITH_ID, args).catch((thrown: unknown) => thrown)).to.be.instanceOf(WrongUseError)
    })
  }

  it('says which folder it wants when it runs in another', async () => {
    rmSync(join(folder, 'package.json'))
    const thrown = await run().catch((thrown: unknown) => thrown)
    expect(thrown).to.be.instanceOf(WrongUseError).and.to.have.property('message').that.includes(folder)
  })
})

describe('a tool of development that is not installed', () => {
  it('is named, with what to do', async () => {
    const missing = 'no-such-package-of-ferry'
    const thrown = await needed(missing, () => import(missing)).catch((thrown: unknown) => thrown)
    expect(thrown).to.be.instanceOf(MissingToolError)
    expect(String(thrown)).to.include(missing).and.to.include('npm ci')
  })

  it('is told apart from one that fails', async () => {
    const failure = new TypeError('broken inside')
    expect(await needed('yazl', () => Promise.reject(failure)).catch((thrown: unknown) => thrown)).to.equal(failure)
  })
})
