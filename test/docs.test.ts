import { expect } from 'chai'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const PAGES = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

describe('the pages for people', () => {
  for (const page of PAGES) {
    it(`${page} points at nothing that is not there`, () => {
      const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].flatMap(
        ([, link]) => link ?? [],
      )
      const dead = links.filter((link) => !/^https?:/.test(link) && !existsSync(join(dirname(page), link)))
      expect(dead).to.deep.equal([])
    })
  }

  it('no test looks for a browser by itself: one place knows when it may be skipped', () => {
    const files = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'))
    const alone = files.filter((name) =>
      /describe\.skip|['"]\/usr\/bin\/chromium/.test(readFileSync(join('test', name), 'utf8')),
    )
    expect(alone.filter((name) => !/^(docs|cli)/.test(name))).to.deep.equal([])
  })
})
