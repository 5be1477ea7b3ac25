import { expect } from 'chai'
import markdownIt from 'markdown-it'
import { readPress } from '../../src/cards/actions.js'
import type { CardMessage } from '../../src/cards/render.js'
import { LANGUAGES } from '../../src/cards/words.js'
import { readCommand } from '../../src/dialogs/commands.js'
import { AdaptiveCard, nodesOf, type Node } from './cardSchema.js'
import { everyCard, LINK } from './everyCard.js'
import { STORIES } from './samples.js'

/** Teams refuses about 100 KB; with room for what is put around a card, ours are a fifth of that. */
const LARGEST = 20_000

const html = markdownIt({ html: false, linkify: true })

const actionsOf = (card: object): readonly Node[] => nodesOf(card).filter(({ type }) => type === 'Action.Execute')
const MARKDOWN = new Set(['TextBlock'])
const markdownOf = (card: object): readonly string[] =>
  nodesOf(card).flatMap((node) => [
    ...(MARKDOWN.has(node.type) ? [String(node['text'])] : []),
    ...(node.type === 'FactSet'
      ? (node['facts'] as { title: string; value: string }[]).flatMap(({ title, value }) => [title, value])
      : []),
  ])

for (const language of LANGUAGES) {
  for (const [storyName, story] of Object.entries(STORIES)) {
    describe(`every card in ${language}, with ${storyName} names`, () => {
      const cards = everyCard(language, story)
      const each = (what: string, check: (message: CardMessage, name: string) => void) =>
        it(what, () => {
          for (const [name, message] of cards) check(message, name)
        })

      each('is an Adaptive Card 1.5 of elements that Teams has', ({ card }, name) => {
        const read = AdaptiveCard.safeParse(card)
        expect(read.success ? '' : `${name}: ${read.error.message}`).to.equal('')
      })

      each(`has fewer than ${LARGEST} characters`, ({ card }, name) => {
        expect(JSON.stringify(card).length, name).to.be.below(LARGEST)
      })

      each('has at most six buttons, each with a short title and a key of its own', ({ card }, name) => {
        const actions = actionsOf(card)
        expect(actions.length, name).to.be.at.most(6)
        expect(new Set(actions.map((action) => (action['data'] as { press: string }).press)).size, name).to.equal(
          actions.length,
        )
        for (const title of actions.map((action) => String(action['title']))) {
          expect(Array.from(title).length, `${name}: ${title}`).to.be.within(2, 60)
        }
      })

      each('has buttons that the bot will accept, pressed either way', ({ card }, name) => {
        for (const action of actionsOf(card)) {
          const data = action['data'] as Record<string, unknown>
          expect(readPress(data['verb'], data).success, `${name}: ${JSON.stringify(data)}`).to.equal(true)
          expect(readPress(action['verb'], data).success, name).to.equal(true)
          expect(action['fallback'], name).to.deep.include({ type: 'Action.Submit', title: action['title'], data })
        }
      })

      each('says everything in its text twin, and is itself the fallback', ({ card, text }, name) => {
        expect(text.length, name).to.be.greaterThan(20)
        for (const node of nodesOf(card)) {
          if (node.type === 'TextBlock')
            expect(plain(String(node['text'])), name).to.satisfy((shown: string) => text.includes(shown))
          if (node.type === 'Action.Execute') expect(text, name).to.include(String(node['title']))
        }
        expect(plain((card as { fallbackText: string }).fallbackText), name).to.equal(text)
      })

      each('names what to type for each button', ({ card, text }, name) => {
        const typed = text.split('\n').flatMap((line) => /[“„]([^“”„]+)”$/.exec(line)?.[1] ?? [])
        for (const action of actionsOf(card)) {
          const line = text.split('\n').find((candidate) => candidate.startsWith(`${String(action['title'])}: `))
          expect(line, `${name}: ${String(action['title'])}`).to.match(/[“„].+”$/)
        }
        // a region block is overridden by its button: the words people type do not have it
        for (const word of typed.filter((one) => !/^(override|uchyl) /.test(one))) {
          expect(readCommand(word), `${name}: ${word}`).to.not.equal(undefined)
        }
      })

      each('leaves no field unbound and nothing to evaluate', ({ card }, name) => {
        for (const text of markdownOf(card)) expect(text, name).to.not.match(/\$\{|\{\{/)
      })

      each('shows outside text literally: no link, mention, emphasis or code (RF65)', ({ card }, name) => {
        for (const text of markdownOf(card)) {
          // an address of the sample that looks like mail is linked by the test’s Markdown only
          const drawn = html.render(text.replace('erika@contoso.com', ''))
          expect(drawn, `${name}: ${text}`).to.not.match(/<(a|strong|em|code|h\d|ul|ol|blockquote|img|s)\b/)
        }
      })

      each('holds no invisible characters but the isolates of right-to-left text (RF66)', ({ card, text }, name) => {
        const titles = actionsOf(card).map((action) => String(action['title']))
        for (const shown of [text, ...markdownOf(card), ...titles]) {
          expect(shown.replace(/[\n\u2068\u2069]/g, ''), name).to.not.match(/[\p{Cc}\p{Cf}]/u)
        }
      })

      each('gives every colour a word to stand under', ({ card }, name) => {
        for (const node of nodesOf(card)) {
          const styled = node['style'] !== undefined && ['Column', 'Container'].includes(node.type)
          if (styled && node['style'] !== 'default')
            expect(
              nodesOf(node).some(({ type }) => /TextBlock/.test(type)),
              name,
            ).to.equal(true)
        }
      })
    })
  }
}

describe('the invitation', () => {
  const card = (language: 'en' | 'pl') =>
    everyCard(language, STORIES.short).find(([name]) => name === 'status INVITED')?.[1]

  it('holds the link as it is, to be copied', () => {
    const runs = nodesOf(card('en')?.card ?? {}).filter(({ type }) => type === 'RichTextBlock')
    expect(runs.map((node) => (node['inlines'] as { text: string }[])[0]?.text)).to.include(LINK)
  })

  it('is in the customer’s language, whatever the reader’s', () => {
    expect(card('pl')?.text).to.include('Guten Tag Erika Muster,')
    expect(card('en')?.text).to.include('6. Dezember 2026')
  })
})

/** The text a Markdown reader shows. */
const plain = (markdown: string): string => markdown.replace(/\\([!-/:-@[-`{-~])/g, '$1')
