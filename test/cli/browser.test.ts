import { expect } from 'chai'
import { findChromium } from '../../src/cli/browser.js'
import { chromiumPath } from '../support/chromium.js'

describe('the browser for the tests of the practice room', () => {
  const there =
    (...paths: string[]) =>
    (path: string) =>
      paths.includes(path)

  const cases: [what: string, env: Record<string, string>, installed: string[], found: string | undefined][] = [
    ['the one that is named', { CHROMIUM_PATH: '/opt/chrome' }, ['/opt/chrome', '/usr/bin/chromium'], '/opt/chrome'],
    ['Debian’s before Google’s', {}, ['/usr/bin/google-chrome', '/usr/bin/chromium'], '/usr/bin/chromium'],
    ['Google’s when it is the only one', { CHROMIUM_PATH: '' }, ['/usr/bin/google-chrome'], '/usr/bin/google-chrome'],
    ['none rather than another than the named', { CHROMIUM_PATH: '/opt/chrome' }, ['/usr/bin/chromium'], undefined],
    ['none where none is', {}, [], undefined],
  ]
  for (const [what, env, installed, found] of cases) {
    it(`is ${what}`, () => expect(findChromium(env, there(...installed))).to.equal(found))
  }

  it('does not take a folder of that name for one that is missing', () => {
    expect(findChromium({ CHROMIUM_PATH: '/no/such/browser' })).to.equal(undefined)
  })

  it('is missed loudly in CI, where nothing is skipped', () => {
    expect(() => chromiumPath({ CI: 'true' }, () => undefined)).to.throw(
      /No Chromium here, and CI skips nothing: install/,
    )
  })

  it('is missed quietly elsewhere', () => {
    expect(chromiumPath({}, () => undefined)).to.equal(undefined)
  })
})
