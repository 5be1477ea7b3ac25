import { expect } from 'chai'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtInWorld } from '../../src/practice/builtInWorld.js'
import { Stage } from '../support/stage.js'

/** Markdown, a link, an expression of the card templates, a mention, and text that turns its direction (RF65, RF66). */
const NAME = '**Boss** [pay](https://evil.example) ${$root} <at>Ben</at> \u202Eesrever'

/** What clients read as Markdown on a card. */
function markdownOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return []
  const own = 'text' in node && 'type' in node && node.type === 'TextBlock' ? [String(node.text)] : []
  const fact = 'title' in node && 'value' in node && !('type' in node) ? [String(node.title), String(node.value)] : []
  return [...own, ...fact, ...Object.values(node).flatMap(markdownOf)]
}

describe('a customer whose name would be more than text', () => {
  let stage: Stage
  let folder: string
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ferry-names-'))
    const world = structuredClone(builtInWorld)
    const contoso = world.customers.find(({ name }) => name === 'Contoso')
    if (contoso === undefined) throw new Error('the built-in world has lost Contoso')
    contoso.name = NAME
    const file = join(folder, 'world.json')
    writeFileSync(file, JSON.stringify(world))
    stage = await Stage.open({ FERRY_WORLD: file })
  })
  after(async () => {
    await stage.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is moved up to the approval, and no card and no sentence becomes anything but words', async () => {
    for (const words of ['move contoso.com', 'next', 'practice accept contoso.com', 'plan contoso.com'])
      await stage.say('sara', words)
    for (const words of ['next', 'next', 'next', 'later', 'status contoso.com']) await stage.say('sara', words)
    expect((await stage.ferry.moves.all())[0]).to.have.property('state', 'AWAITING_APPROVAL')
    const sent = ['sara', 'ben'].flatMap((name) => stage.channel.messages(stage.idOf(name)))
    const shown = sent.flatMap((message) => (message.kind === 'card' ? markdownOf(message.card) : []))
    expect(shown.filter((text) => text.includes('Boss')).length).to.be.greaterThan(5)
    for (const text of shown) expect(text).not.to.match(/(?<!\\)(?:\*\*Boss|\]\(https|<at>)|\u202E/)
    for (const message of sent)
      if (message.kind === 'text' && message.from.who === 'bot') expect(message.format).to.equal('plain')
  })
})
