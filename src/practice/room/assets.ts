import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Asset {
  readonly path: string
  readonly type: string
  /** @throws {Error} when the file is not there: the page was not built */
  readonly content: () => Buffer
}

const require = createRequire(import.meta.url)
const here = dirname(fileURLToPath(import.meta.url))

const SCRIPT = 'text/javascript; charset=utf-8'
const STYLE = 'text/css; charset=utf-8'
const PAGE = 'text/html; charset=utf-8'

/** The page's own scripts, compiled beside this folder by the page's own TypeScript project. */
const SCRIPTS = [
  'main',
  'api',
  'cards',
  'chat',
  'dom',
  'hostConfig',
  'look',
  'markdown',
  'people',
  'words',
  'wordsEn',
  'wordsPl',
  'world',
]

/**
 * The page's style and frame are not compiled, so they stay with its source; that is above this file, however deep the
 * folder is into which this file was compiled.
 */
function sourceOf(name: string): string {
  for (let folder = here; ; folder = dirname(folder)) {
    const file = join(folder, 'src', 'practice', 'page', name)
    if (existsSync(file)) return file
    if (folder === dirname(folder))
      throw new Error(`the practice room's ${name} is missing: run it from a full checkout`)
  }
}

/** All files the page consists of; nothing else is ever served. Each is read once, when it is first asked for. */
export function roomAssets(prefix: string): Asset[] {
  const asset = (name: string, type: string, file: () => string): Asset => {
    let read: Buffer | undefined
    return { path: name === '' ? prefix : `${prefix}/${name}`, type, content: () => (read ??= readFileSync(file())) }
  }
  return [
    asset('', PAGE, () => sourceOf('index.html')),
    asset('page.css', STYLE, () => sourceOf('page.css')),
    asset('cards.css', STYLE, () => sourceOf('cards.css')),
    ...SCRIPTS.map((name) => asset(`${name}.js`, SCRIPT, () => join(here, '..', 'page', `${name}.js`))),
    asset('adaptivecards.js', SCRIPT, () => require.resolve('adaptivecards/dist/adaptivecards.min.js')),
    asset('markdown-it.js', SCRIPT, () => require.resolve('markdown-it/browser')),
  ]
}
