import { expect } from 'chai'
import markdownIt from 'markdown-it'
import { cleaned, cleanedTitle, escaped, literal } from '../../src/cards/plainText.js'

/** What a client shows of Markdown: the most it could make of it, links found in plain text included. */
const html = markdownIt({ html: false, linkify: true, breaks: true })
const shown = (text: string): string =>
  html
    .render(text)
    .replace(/^<p>|<\/p>\n$/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

describe('outside text in a card', () => {
  const hostile: readonly (readonly [what: string, text: string])[] = [
    ['emphasis', '**bold** _it_ ~~no~~'],
    ['a link', '[click](https://evil.example)'],
    ['a bare address', 'see https://evil.example and www.evil.example now'],
    ['a mention', '<at>Ada Nowak</at>'],
    ['HTML', '<img src=x onerror=alert(1)> <b>x</b>'],
    ['an entity', 'A&lt;B &amp; &#42;'],
    ['code', '`rm -rf`'],
    ['a heading', '# Big'],
    ['a list', '- item'],
    ['another list', '+ item'],
    ['a numbered list', '1. first'],
    ['a numbered list with a parenthesis', '1) first'],
    ['a quotation', '> said'],
    ['a backslash', 'C:\\temp\\*'],
    ['a picture', '![x](https://evil.example/x.png)'],
    ['parentheses and an ampersand as they are', 'R&D (no Teams)'],
    ['a template expression', '${x} and ${json(root)}'],
    ['a date function', '{{DATE(2026-01-01T00:00:00Z, SHORT)}} {{{x}}}'],
  ]
  for (const [what, text] of hostile) {
    it(`shows ${what} literally (RF65)`, () => expect(shown(literal(text))).to.equal(text))
  }

  it('leaves nothing that a template or a client would evaluate', () => {
    expect(escaped('${x} {{DATE(1)}} {{{y}}}')).to.not.match(/\$\{|\{\{/)
  })

  const invisible: readonly (readonly [what: string, text: string, shows: string])[] = [
    ['direction overrides', 'photo\u202Egnp.exe', 'photognp.exe'],
    ['isolates of others', '\u2066Contoso\u2069', 'Contoso'],
    ['zero-width characters', 'Con\u200Bto\u200Dso\uFEFF', 'Contoso'],
    ['control characters', 'Con\u0000to\u0007so', 'Contoso'],
    ['line breaks, which become spaces', 'a\r\nb\u2028c\td', 'a b c d'],
    ['halves of a surrogate pair', 'a\uD83Db', 'ab'],
    ['blank letters', '\u3164\u2800', '–'],
    ['nothing at all', '   ', '–'],
    ['emoji, which stay', 'Contoso 🚀', 'Contoso 🚀'],
    ['marks piled on a letter', `a${'\u0301'.repeat(50)}b`, `a${'\u0301'.repeat(4)}b`],
  ]
  for (const [what, text, shows] of invisible) {
    it(`strips ${what} (RF66)`, () => expect(cleaned(text)).to.equal(shows))
  }

  it('closes off right-to-left text, so that it does not turn the line around it (RF66)', () => {
    expect(cleaned('חברה')).to.equal('\u2068חברה\u2069')
  })

  it('limits the length without cutting a character in two (RF66)', () => {
    const cut = cleaned('𝕏'.repeat(10_000))
    expect(Array.from(cut)).to.have.lengthOf(80)
    expect(cut.endsWith('𝕏…')).to.equal(true)
  })

  it('keeps the end of a product’s name, which tells it from its twin (I7)', () => {
    expect(cleanedTitle('Microsoft 365 Enterprise E5 with Audio Conferencing (no Teams)', 40)).to.equal(
      'Microsoft 365 Enterprise E…ng (no Teams)',
    )
  })

  it('is done with 100 kB within 50 ms, whatever is repeated in it (RF67)', () => {
    for (const repeated of ['a', '*', '\u200B', ' ', '\u0301', '1', '${', 'www.', '\n#', '\n', ':/']) {
      const text = repeated.repeat(100_000 / repeated.length)
      const before = process.cpuUsage()
      literal(text)
      escaped(text)
      const { user } = process.cpuUsage(before)
      expect(user / 1000, JSON.stringify(repeated)).to.be.below(50)
    }
  })
})
