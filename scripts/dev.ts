import { spawn, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** `npm run dev`: both TypeScript projects compile as their files change, and Ferry starts anew when they have. */
const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'))
const compiler = join(typescript, 'bin', 'tsc')

const run = (...args: readonly string[]): ChildProcess => spawn(process.execPath, args, { stdio: 'inherit' })

const children = [
  run(compiler, '-p', 'tsconfig.json', '--watch', '--preserveWatchOutput'),
  run(compiler, '-p', join('src', 'practice', 'page', 'tsconfig.json'), '--watch', '--preserveWatchOutput'),
  run(
    '--disable-warning=ExperimentalWarning',
    '--enable-source-maps',
    '--watch-path=dist/src',
    join('dist', 'src', 'index.js'),
  ),
]
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const child of children) child.kill(signal)
  })
}
