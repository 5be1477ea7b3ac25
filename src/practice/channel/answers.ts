import type { Card } from './cards.js'
import type { DeliveryAnswer } from './delivery.js'
import type { ChatHistory } from './history.js'
import type { InvokeAnswer } from './invokeAnswer.js'
import type { Problem } from './messages.js'
import type { ChannelPerson } from './people.js'

/** Puts into a person's chat what came of something they did. */
export class Answers {
  constructor(private readonly history: ChatHistory) {}

  /**
   * The answer to a press, or to the client's own asking (`automatic`). When nobody pressed, only a card is of use; the
   * rest is dropped without a word.
   */
  async show(
    person: ChannelPerson,
    messageId: string,
    answer: InvokeAnswer,
    trigger: 'manual' | 'automatic',
  ): Promise<void> {
    if (answer.kind === 'card') return this.replaceFor(person, messageId, answer.card)
    if (trigger === 'automatic') return
    if (answer.kind === 'message') {
      const { id } = this.history.personal(person.id)
      const from = { who: 'bot' } as const
      await this.history.add(id, { kind: 'text', from, text: answer.text, format: 'markdown', files: [] })
      return
    }
    await this.tell(person, answer.kind === 'refused' ? 'refused' : 'unreadable', answer.detail)
  }

  /** The bot did not take what the person sent. */
  async undelivered(person: ChannelPerson, answer: DeliveryAnswer): Promise<void> {
    switch (answer.outcome) {
      case 'answered':
        return this.tell(person, 'failed', `HTTP ${answer.status}: ${JSON.stringify(answer.body).slice(0, 500)}`)
      case 'noAnswer':
        return this.tell(person, 'noAnswer', 'The bot did not answer in time, twice.')
      case 'unreachable':
        return this.tell(person, 'unreachable', answer.detail)
    }
  }

  private async tell(person: ChannelPerson, problem: Problem, detail: string): Promise<void> {
    await this.history.add(this.history.personal(person.id).id, { kind: 'note', problem, detail })
  }

  /** The message may have been edited or deleted while the answer was on its way: a deleted one stays deleted. */
  private async replaceFor(person: ChannelPerson, messageId: string, card: Card): Promise<void> {
    const message = this.history.find(this.history.personal(person.id).id, messageId)
    if (message?.kind === 'card')
      await this.history.replace({ ...message, views: { ...message.views, [person.id]: card } })
  }
}
