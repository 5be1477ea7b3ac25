import { expect } from 'chai'
import type { RecordKind, RecordWrite, Store, Stored } from '../../../src/domain/ports.js'
import { personalConversationId } from '../../../src/practice/channel/people.js'
import { storeJournal } from '../../../src/practice/channel/records.js'
import { attached, cardAnswer, cardOf, execute, piotr, sara, teamsWith } from './support.js'

/** A store in memory that keeps JSON text, so that only what survives a file is read back. */
class TextStore implements Store {
  readonly records = new Map<string, { version: number; text: string }>()
  readonly commits: string[] = []
  full = false

  async get<T>(kind: RecordKind<T>, id: string): Promise<Stored<T> | undefined> {
    return (await this.all(kind)).find((record) => record.id === id)
  }

  async all<T>(kind: RecordKind<T>): Promise<readonly Stored<T>[]> {
    return [...this.records]
      .filter(([key]) => key.startsWith(`${kind.name}/`))
      .map(([key, { version, text }]) => ({
        id: key.slice(kind.name.length + 1),
        version,
        value: kind.schema.parse(JSON.parse(text)),
      }))
  }

  async commit(what: string, writes: readonly RecordWrite[]): Promise<void> {
    if (this.full) throw new Error('disk full')
    this.commits.push(what)
    for (const write of writes) {
      const key = `${write.kind.name}/${write.id}`
      if ('remove' in write) this.records.delete(key)
      else
        this.records.set(key, { version: (this.records.get(key)?.version ?? 0) + 1, text: JSON.stringify(write.value) })
    }
  }
}

const chat = personalConversationId(sara.id)

describe('a channel with a store', () => {
  it('shows the same chat after a restart: messages, edits, cards that one person sees, what was read', async () => {
    const store = new TextStore()
    const before = await teamsWith({ journal: storeJournal(store) })
    await before.channel.say(sara.id, 'move Contoso')
    const card = await before.bot.posts(chat, { attachments: [attached(cardOf('Move?', [execute('Next')]))] })
    before.bot.turn = () => cardAnswer(cardOf('Lines', [execute('Back')]))
    await before.channel.press(sara.id, card, 'Next')
    await before.bot.posts(chat, { text: 'unread' })
    await before.bot.posts(personalConversationId(piotr.id), { text: 'for Piotr' })
    await before.close()

    const after = await teamsWith({ journal: storeJournal(store) })
    expect(after.channel.messages(sara.id)).to.deep.equal(before.channel.messages(sara.id))
    expect(after.channel.screen(sara.id)).to.equal(
      'Sara: move Contoso\nFerry: (in place) [Lines | Back]\nFerry: unread',
    )
    expect([after.channel.unread(sara.id), after.channel.unread(piotr.id)]).to.deep.equal([1, 1])
    await after.channel.open(sara.id)
    expect(after.bot.delivered, 'installed already').to.deep.equal([])
    after.bot.turn = () => cardAnswer(cardOf('Move?'))
    await after.channel.press(sara.id, card, 'Back')
    const fresh = await after.channel.say(sara.id, 'new')
    expect(before.channel.messages(sara.id).map(({ id }) => id)).not.to.include(fresh)
    await after.close()
  })

  it('writes one record per message, in GUID-shaped places', async () => {
    const store = new TextStore()
    const teams = await teamsWith({ journal: storeJournal(store) })
    const id = await teams.bot.posts(chat, { text: 'one' })
    const path = `/v3/conversations/${encodeURIComponent(chat)}/activities/${id}`
    await teams.bot.connector('PUT', path, { type: 'message', text: 'two' })
    await teams.channel.settled()
    expect(store.commits).to.deep.equal(['practice chat', 'practice chat'])
    expect([...store.records]).to.have.length(1)
    expect([...store.records.keys()][0]).to.match(/^practiceMessage\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    await teams.close()
  })

  it('forgets everything when it is cleared, and installs anew at next sight', async () => {
    const store = new TextStore()
    const teams = await teamsWith({ journal: storeJournal(store) })
    await teams.channel.say(sara.id, 'hello')
    await teams.channel.clear()
    expect([store.records.size, teams.channel.screen(sara.id), teams.channel.transcript(sara.id)]).to.deep.equal([
      0,
      '',
      '',
    ])
    await teams.channel.open(sara.id)
    expect(teams.bot.delivered.filter(({ type }) => type === 'installationUpdate')).to.have.length(2)
    await teams.close()
  })

  it('goes on in memory when the store takes nothing, and reports it', async () => {
    const store = new TextStore()
    const problems: string[] = []
    const report = (problem: string, error: unknown) => problems.push(`${problem}: ${(error as Error).message}`)
    const teams = await teamsWith({ journal: storeJournal(store), report })
    await teams.channel.open(sara.id)
    store.full = true
    await teams.bot.posts(chat, { text: 'not kept' })
    await teams.channel.settled()
    expect(problems).to.deep.equal(['a practice chat could not be kept: disk full'])
    store.full = false
    await teams.bot.posts(chat, { text: 'kept' })
    expect(teams.channel.screen(sara.id)).to.equal('Ferry: not kept\nFerry: kept')
    expect([...store.records.keys()].filter((key) => key.startsWith('practiceMessage'))).to.have.length(1)
    await teams.close()
  })
})
