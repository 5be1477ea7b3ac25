import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'

/** How a file names another: loaded at once, for its types only, or when it is needed. */
export type ImportKind = 'static' | 'type' | 'dynamic'

export interface Import {
  readonly kind: ImportKind
  /** As written; `?` for an `import()` of something that is not a literal. */
  readonly target: string
}

const COMMENT_OR_STRING =
  /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|(?<![\\/])\/\/[^\n]*|\/\*[\s\S]*?\*\//gu
const DECLARATION = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w$*{][^'"`]*?\bfrom\s*)?(['"])([^'"\n]+)\2/gmu
const LATE = /(typeof\s+)?(?<![.\w$])import\(\s*(?:(['"])([^'"\n]+)\2)?/gu
const RESOLVED = /(?:(?<![.\w$])require|\.resolve)\(\s*(['"])([^'"\n]+)\1/gu

/** The program text without its comments, which may mention anything. */
export const codeOf = (source: string): string =>
  source.replace(COMMENT_OR_STRING, (_, string?: string) => string ?? ' ')

/** Everything a source text imports, re-exports or loads later. Rather too much than too little: a finding is looked at. */
export function importsIn(source: string): readonly Import[] {
  const code = codeOf(source)
  const declared = [...code.matchAll(DECLARATION)].map(([, type, , target = '?']): Import => {
    return { kind: type === undefined ? 'static' : 'type', target }
  })
  const late = [...code.matchAll(LATE)].map(([, typeOnly, , target = '?']): Import => {
    return { kind: typeOnly === undefined ? 'dynamic' : 'type', target }
  })
  const resolved = [...code.matchAll(RESOLVED)].map(([, , target = '?']): Import => ({ kind: 'dynamic', target }))
  return [...declared, ...late, ...resolved]
}

export interface SourceFile {
  /** With forward slashes, from the root that was read: `domain/ids.ts`. */
  readonly path: string
  readonly text: string
}

/** All TypeScript files below a folder. */
export const sourcesIn = (root: string): readonly SourceFile[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => ({ path: name.replaceAll('\\', '/'), text: readFileSync(join(root, name), 'utf8') }))

/** The part of the program a path belongs to: its first folder, or a file at the root by its name. */
export const partOf = (path: string): string => path.replace(/\/.*$/, '').replace(/\.(ts|js)$/, '')

/** What an import in `file` leads to: a part of the program, a package by its name, or `node:…` as written. */
export function targetPart(file: string, target: string): string {
  if (target.startsWith('.')) return partOf(posix.normalize(posix.join(dirname(file), target)))
  if (target.startsWith('node:')) return target
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/')
}

/** One way round a circle of parts, the first again at the end; `undefined` when there is none. */
export function circleIn(arrows: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | undefined {
  const done = new Set<string>()
  const from = (part: string, way: readonly string[]): readonly string[] | undefined => {
    const met = way.indexOf(part)
    if (met >= 0) return [...way.slice(met), part]
    if (done.has(part)) return undefined
    for (const next of arrows.get(part) ?? []) {
      const circle = next === part ? undefined : from(next, [...way, part])
      if (circle !== undefined) return circle
    }
    done.add(part)
    return undefined
  }
  for (const part of arrows.keys()) {
    const circle = from(part, [])
    if (circle !== undefined) return circle
  }
  return undefined
}
