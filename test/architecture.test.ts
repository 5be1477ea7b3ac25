import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { z } from 'zod'
import { circleIn, codeOf, importsIn, partOf, sourcesIn, targetPart, type SourceFile } from './support/imports.js'

interface Rule {
  /** Parts of src, and packages. `node:*` stands for everything that Node brings along. */
  readonly from: readonly string[]
  readonly because: string
}

/** What each part of src may import, and why no more. An import that is not listed here fails the build. */
const RULES: Readonly<Record<string, Rule>> = {
  domain: {
    from: ['zod', 'decimal.js', 'temporal-polyfill'],
    because: 'the rules of a move must be readable, and testable, for somebody who knows nothing of Teams',
  },
  cards: {
    from: ['domain', 'zod', 'adaptivecards-templating', 'intl-messageformat'],
    because: 'what a card shows is handed to it',
  },
  dialogs: {
    from: ['cards', 'domain', 'botbuilder', 'botbuilder-dialogs', 'zod'],
    because: 'the order of questions is all that is decided here',
  },
  bot: {
    from: [
      'dialogs',
      'cards',
      'domain',
      'botbuilder',
      'botbuilder-dialogs',
      'botframework-connector',
      'restify',
      'zod',
      'pino',
      'node:*',
    ],
    because: 'it speaks Teams to one side and the domain’s words to the other',
  },
  store: {
    from: ['domain', 'lowdb', 'zod', 'node:*'],
    because: 'it would keep the records of any product',
  },
  partnerCenter: {
    from: ['domain', 'zod', 'node:*'],
    because: 'Microsoft’s paths, headers and names end here',
  },
  config: {
    from: ['rolesFile', 'domain', 'zod', 'node:*'],
    because: 'settings are read before anything else exists',
  },
  rolesFile: {
    from: ['domain', 'zod'],
    because: 'it is a setting too',
  },
  background: {
    from: ['bot', 'node:async_hooks'],
    because: 'it runs what it is handed and knows no more than where to log',
  },
  index: {
    from: ['app', 'bot', 'config', 'domain', 'node:*'],
    because: 'it reads the settings, opens the log, starts the program and says so',
  },
}

/** Parts that put the others together. Nothing that they put together may know them. */
const WIRING: Readonly<Record<string, string>> = {
  app: 'it puts the program together',
  cli: 'it is another way to use its parts',
  practice: 'it stands in for Teams, the clock and the customers, and a live bot has none of it',
}
const MAY_IMPORT_PRACTICE = ['app', 'cli']

/** Dependencies that no file of ours names, each with the proof of why it is there. */
const UNNAMED: Readonly<Record<string, { readonly because: string; readonly peerOf: string }>> = {
  'adaptive-expressions': {
    because: 'adaptivecards-templating asks its user to bring it along',
    peerOf: 'adaptivecards-templating',
  },
}

/** What a rule of the domain must be handed, and may not fetch for itself. */
const IMPURE: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['Date.now', /\bDate\.now\b/u],
  ['new Date without a moment', /\bnew\s+Date\b(?!\s*\(\s*[^\s)])/u],
  ['Date called as a function', /(?<!new\s+)(?<![\w.$])Date\(\s*\)/u],
  ['Temporal.Now', /\bTemporal\.Now\b/u],
  ['performance.now', /\bperformance\.now\b/u],
  ['Math.random', /\bMath\.random\b/u],
  ['crypto', /\bcrypto\.|\brandomUUID\b/u],
  ['process', /\bprocess\./u],
  ['a timer', /\bset(?:Timeout|Interval|Immediate)\b/u],
  ['fetch', /(?<![\w.$])fetch\(/u],
  ['console', /\bconsole\./u],
]
const ENVIRONMENT = /\bprocess\.env\b|\bprocess\[/u
const MAY_READ_ENVIRONMENT = ['config', 'index', 'cli']

const PackageJson = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
})

const sources = sourcesIn('src')
const parts = [...new Set(sources.map(({ path }) => partOf(path)))]

describe('architecture', () => {
  it('has a rule for every part of src, and files for every rule', () => {
    expect(parts.toSorted()).to.have.members([...Object.keys(RULES), ...Object.keys(WIRING)])
  })

  for (const [part, rule] of Object.entries(RULES)) {
    it(`${part} imports only itself, ${rule.from.join(', ')}: ${rule.because}`, () => {
      expect(filesOf(part).flatMap((file) => strangers(file, rule))).to.deep.equal([])
    })
  }

  it('nothing but src/app.ts and the terminal knows the practice world', () => {
    const knowing = sources.filter(({ path }) => !['practice', ...MAY_IMPORT_PRACTICE].includes(partOf(path)))
    expect(knowing.flatMap((file) => strangersTo(file, (target) => target !== 'practice'))).to.deep.equal([])
  })

  it('no parts import each other in a circle', () => {
    expect(circleIn(arrowsOf(sources))).to.equal(undefined)
  })

  it('the domain is handed its clock, its ids and its luck', () => {
    expect(filesOf('domain').flatMap(impurities)).to.deep.equal([])
  })

  it(`the environment is read by ${MAY_READ_ENVIRONMENT.join(', ')} only: one place knows every setting`, () => {
    const reading = sources.filter(
      ({ path, text }) => ENVIRONMENT.test(codeOf(text)) && !MAY_READ_ENVIRONMENT.includes(partOf(path)),
    )
    expect(reading.map(({ path }) => path)).to.deep.equal([])
  })
})

describe('the dependencies', () => {
  const { dependencies } = packageJson('package.json')
  const imported = sources.flatMap(({ path, text }) =>
    importsIn(text).map(({ kind, target }) => ({
      path,
      kind,
      package: targetPart(path, target),
      relative: target.startsWith('.'),
    })),
  )
  const packages = imported.filter(({ package: name, relative }) => !relative && !name.startsWith('node:'))

  for (const name of Object.keys(dependencies)) {
    const unnamed = UNNAMED[name]
    if (unnamed === undefined) {
      it(`${name} is imported by src`, () => expect(packages.map((one) => one.package)).to.include(name))
    } else {
      it(`${name} is there because ${unnamed.because}`, () => {
        expect(packageJson(`node_modules/${unnamed.peerOf}/package.json`).peerDependencies).to.have.property(name)
      })
    }
  }

  it('every package that src loads is one of them; tools of development are loaded late, by the terminal', () => {
    const late = ({ path, kind }: (typeof packages)[number]) =>
      kind === 'type' || (kind === 'dynamic' && partOf(path) === 'cli')
    const foreign = packages.filter((one) => !Object.hasOwn(dependencies, one.package) && !late(one))
    expect(foreign.map(({ path, package: name }) => `${path} imports ${name}`)).to.deep.equal([])
  })
})

describe('the scan behind the architecture rules', () => {
  const madeUp = (text: string): SourceFile => ({ path: 'domain/madeUp.ts', text })
  const { domain } = RULES
  const found: [what: string, text: string, target: string][] = [
    ['a default import', `import restify from 'restify'`, 'restify'],
    ['a named import over several lines', `import {\n  type Turn,\n  say,\n} from "botbuilder"`, 'botbuilder'],
    ['an import of types', `import type { Turn } from 'botbuilder'`, 'botbuilder'],
    ['an import for its effect', `import 'pino/file'`, 'pino'],
    ['a whole namespace', `import * as fs from 'node:fs'`, 'node:fs'],
    ['a re-export', `export { open } from '../store/jsonStore.js'`, 'store'],
    ['a re-export of everything', `export * from '../bot/server.js'`, 'bot'],
    ['a late import', `const open = () => import('lowdb/node')`, 'lowdb'],
    ['a type of a late import', `type Low = import('lowdb').Low`, 'lowdb'],
    ['a late import of something computed', 'const load = (name: string) => import(name)', '?'],
    ['a CommonJS import', `const server = require('restify')`, 'restify'],
    ['a package whose place is looked up', `const file = import.meta.resolve('lowdb/package.json')`, 'lowdb'],
    ['a scoped package', `import { x } from '@microsoft/app-manifest/build'`, '@microsoft/app-manifest'],
    ['an import behind a comment on its line', `/* one */ import x from 'restify'`, 'restify'],
    ['an import after an export without one', `export const one = 1\nimport x from 'restify'`, 'restify'],
    ['the practice world', `import { world } from '../practice/world.js'`, 'practice'],
  ]
  for (const [what, text, target] of found) {
    it(`finds ${what}`, () => {
      expect(domain && strangers(madeUp(text), domain)).to.deep.equal([`domain/madeUp.ts imports ${target}`])
    })
  }

  const passed: [what: string, text: string][] = [
    ['a package that is allowed', `import { z } from 'zod'\nimport { Decimal } from 'decimal.js'`],
    ['a neighbour', `import { decide } from './rules/decide.js'\nexport * from './ids.js'`],
    ['an import in a comment', `// import x from 'restify'\n/*\nimport y from 'pino'\n*/`],
    ['words in a string', `const told = 'import restify from nowhere'`],
    ['a method called require', `reader.require('PORT')\nclass Reader {\n  require(name: string) {}\n}`],
  ]
  for (const [what, text] of passed) {
    it(`lets ${what} pass`, () => expect(domain && strangers(madeUp(text), domain)).to.deep.equal([]))
  }

  const impure = [
    'const now = Date.now()',
    'const now = new Date()',
    'const now = new Date',
    'const now = Date()',
    'const now = Temporal.Now.instant()',
    'const luck = Math.random()',
    'const id = crypto.randomUUID()',
    'const home = process.env.HOME',
    'setTimeout(() => {}, 5)',
    `const read = await fetch('https://contoso.com')`,
  ]
  for (const text of impure) it(`finds ${text}`, () => expect(impurities(madeUp(text))).to.have.length.at.least(1))

  it('lets a moment that was handed in pass, and a comment about the clock', () => {
    expect(
      impurities(madeUp(`const day = new Date(instant) // never Date.now()\nexport const prefetch = () => refetch()`)),
    ).to.deep.equal([])
  })

  it('finds a circle of parts, and names the way round', () => {
    const files = [
      { path: 'cards/one.ts', text: `import type { Two } from '../dialogs/two.js'` },
      { path: 'dialogs/two.ts', text: `import { three } from '../bot/three.js'\nimport '../domain/ids.js'` },
      { path: 'bot/three.ts', text: `import { one } from '../cards/one.js'` },
    ]
    expect(circleIn(arrowsOf(files))).to.deep.equal(['cards', 'dialogs', 'bot', 'cards'])
  })
})

const filesOf = (part: string) => sources.filter(({ path }) => partOf(path) === part)

const strangers = (file: SourceFile, { from }: Rule): string[] =>
  strangersTo(
    file,
    (target) =>
      target === partOf(file.path) || from.includes(target) || (from.includes('node:*') && target.startsWith('node:')),
  )

const strangersTo = (file: SourceFile, allowed: (target: string) => boolean): string[] =>
  importsIn(file.text)
    .map(({ target }) => targetPart(file.path, target))
    .filter((target) => !allowed(target))
    .map((target) => `${file.path} imports ${target}`)

const impurities = ({ path, text }: SourceFile): string[] =>
  IMPURE.filter(([, pattern]) => pattern.test(codeOf(text))).map(([what]) => `${path} uses ${what}`)

function arrowsOf(files: readonly SourceFile[]): ReadonlyMap<string, ReadonlySet<string>> {
  const arrows = new Map<string, Set<string>>()
  for (const { path, text } of files) {
    const part = arrows.get(partOf(path)) ?? new Set()
    const own = importsIn(text).filter(({ target }) => target.startsWith('.'))
    for (const { target } of own) part.add(targetPart(path, target))
    arrows.set(partOf(path), part)
  }
  return arrows
}

function packageJson(path: string): z.infer<typeof PackageJson> {
  return PackageJson.parse(JSON.parse(readFileSync(path, 'utf8')))
}
