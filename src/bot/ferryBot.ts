import { ActivityTypes, TurnContext, type Activity } from 'botbuilder'
import { DialogContextError, runDialog, type Dialog, type DialogState } from 'botbuilder-dialogs'
import { readPress, type CardAction } from '../cards/actions.js'
import type { Reader } from '../cards/reader.js'
import { welcomeCard } from '../cards/welcomeCard.js'
import { FerryError, StoreUnavailableError } from '../domain/errors.js'
import type { PersonId } from '../domain/ids.js'
import { put, type RecordWrite, type Store } from '../domain/ports.js'
import { setTurn, show, tell, type Said } from '../dialogs/turn.js'
import { Answers } from './answers.js'
import type { Identity } from './identity.js'
import { ADDRESSES, dialogueId, DIALOGUES, type Address, type Dialogue } from './records.js'

/** How many answered messages of a person are remembered: Teams repeats within minutes, not after dozens of lines. */
const REMEMBERED = 30

/** No dialogue is open. */
const NOWHERE: DialogState = { dialogStack: [] }

export interface FerryBotParts {
  readonly store: Store
  readonly dialog: Dialog
  readonly identity: Identity
  /** Carries out a press that needs no dialogue; false when it does. */
  readonly command: (context: TurnContext, action: CardAction) => Promise<boolean>
  /** Whether the turn that runs just now has changed a case, which is on disk then. */
  readonly hadEffect: () => boolean
}

/** Turns what Teams sends into a turn of the dialogue, saves what it changed in one write, and only then answers. */
export class FerryBot {
  constructor(private readonly parts: FerryBotParts) {}

  async handle(context: TurnContext): Promise<void> {
    const { activity } = context
    switch (activity.type) {
      case 'message':
        return this.message(context)
      case 'invoke':
        return this.invoke(context)
      case 'conversationUpdate':
      case 'installationUpdate':
        return this.met(context)
      default:
        return undefined
    }
  }

  private async message(context: TurnContext): Promise<void> {
    const value: unknown = context.activity.value
    if (value !== undefined && value !== null) return this.press(context, verbOf(value), value)
    // Teams sends the mention of the bot as part of the text
    const text = (TurnContext.removeRecipientMention(context.activity) ?? context.activity.text ?? '').trim()
    const attached = (context.activity.attachments ?? []).some(({ contentType }) => contentType !== 'text/html')
    if (text === '')
      return this.answer(context, async (reader) =>
        tell(context, reader.words.say(attached ? 'dialog.attachment' : 'dialog.empty')),
      )
    return this.converse(context, { kind: 'line', text })
  }

  private async invoke(context: TurnContext): Promise<void> {
    const { name, value } = context.activity
    const action = name === 'adaptiveCard/action' ? actionOf(value) : undefined
    if (action === undefined) {
      await context.sendActivity({
        type: ActivityTypes.InvokeResponse,
        value: { status: name === 'adaptiveCard/action' ? 400 : 501 },
      })
      return undefined
    }
    return this.press(context, action.verb, action.data)
  }

  private async press(context: TurnContext, verb: unknown, data: unknown): Promise<void> {
    const pressed = readPress(verb, data)
    if (!pressed.success)
      return this.answer(context, async (reader) => tell(context, reader.words.say('dialog.oldButton')))
    return this.converse(context, { kind: 'press', action: pressed.data })
  }

  /** One turn of the dialogue. Its position, the address and the memory of the message are saved together. */
  private async converse(context: TurnContext, said: Said): Promise<void> {
    const { store, identity, dialog } = this.parts
    const person = await identity.personOf(context.activity)
    const id = dialogueId(context.activity.conversation.id, person)
    const stored = await store.get(DIALOGUES, id)
    const seen = stored?.value.seen ?? []
    const activityId = context.activity.id
    // RF26; a press carries its own key and is answered again with what became of it
    if (said.kind === 'line' && activityId !== undefined && seen.includes(activityId)) return

    const reader = identity.readerOf(person, context.activity)
    await this.answering(context, person, async () => {
      if (reader.roles.length === 0) return this.turnAway(context, reader)
      setTurn(context, { actor: { kind: 'person', id: person, roles: reader.roles }, reader, said })
      const before = stored?.value.state ?? NOWHERE
      if (said.kind === 'press' && (await this.parts.command(context, said.action))) {
        return (before.dialogStack ?? []).length === 0
          ? []
          : [put(DIALOGUES, id, 'any', { state: NOWHERE, seen: [...seen] })]
      }
      const position = new DialoguePosition(
        structuredClone(before.dialogStack?.[0]?.id === dialog.id ? before : NOWHERE),
      )
      await runDialog(dialog, context, position).catch(async (error: unknown) => this.startAfresh(id, seen, error))
      const moved = JSON.stringify(position.state) !== JSON.stringify(before)
      if (said.kind === 'press' && !moved) return []
      const remembered =
        said.kind === 'line' && activityId !== undefined ? [...seen, activityId].slice(-REMEMBERED) : seen
      return [put(DIALOGUES, id, 'any', { state: position.state, seen: remembered } satisfies Dialogue)]
    })
  }

  /**
   * A dialogue that a fault of ours ends, or that an older version began, must not fail again at the next word: all
   * answers are in the case, so its place is given up.
   *
   * @throws what was thrown
   */
  private async startAfresh(id: string, seen: readonly string[], thrown: unknown): Promise<never> {
    const error = thrown instanceof DialogContextError ? thrown.error : thrown // a dialog wraps whatever its steps throw
    if (!(error instanceof FerryError)) {
      const afresh: Dialogue = { state: NOWHERE, seen: [...seen] }
      // when this fails too, the first fault is the one to be told
      await this.parts.store.commit('dialogue given up', [put(DIALOGUES, id, 'any', afresh)]).catch(() => undefined)
    }
    throw thrown
  }

  private async turnAway(context: TurnContext, { words }: Reader): Promise<RecordWrite[]> {
    const helpers = this.parts.identity.whoMayHelp()
    await tell(context, words.say('dialog.noRoles', { people: helpers.length === 0 ? '–' : words.list(helpers) }))
    return []
  }

  /** Somebody installed the bot or came into the conversation: greet them once, and remember where to reach them. */
  private async met(context: TurnContext): Promise<void> {
    const { activity } = context
    const added =
      activity.type === 'installationUpdate'
        ? activity.action?.startsWith('add')
        : (activity.membersAdded ?? []).some((member) => member.id === activity.recipient.id)
    if (added !== true || activity.conversation.conversationType !== 'personal') return
    await this.answer(context, async (reader, isNew) => {
      if (isNew) await show(context, welcomeCard(reader))
    })
  }

  private async answer(context: TurnContext, say: (reader: Reader, isNew: boolean) => Promise<void>): Promise<void> {
    const { identity, store } = this.parts
    const person = await identity.personOf(context.activity)
    const isNew = (await store.get(ADDRESSES, person)) === undefined
    await this.answering(context, person, async () => {
      await say(identity.readerOf(person, context.activity), isNew)
      return []
    })
  }

  /** Lets a turn speak, saves what it changed in one write, and only then lets anybody hear it (RP1). */
  private async answering(
    context: TurnContext,
    person: PersonId,
    turn: () => Promise<readonly RecordWrite[]>,
  ): Promise<void> {
    const answers = new Answers(context)
    try {
      const writes = [...(await turn()), ...(await this.addressWrite(context.activity, person))]
      if (writes.length > 0) await this.save(writes)
    } catch (error) {
      answers.abandon()
      throw error
    }
    await answers.release()
  }

  /**
   * What people decided is on disk before this; the place in the dialogue may be lost. So where a case was changed, a full
   * disk keeps nobody from hearing it: that it was not saved would not be true.
   */
  private async save(writes: readonly RecordWrite[]): Promise<void> {
    try {
      await this.parts.store.commit('turn', writes)
    } catch (error) {
      if (!(error instanceof StoreUnavailableError && this.parts.hadEffect())) throw error
    }
  }

  /** Where to reach the person later: refreshed on every turn, written only when it changed (the service URL may). */
  private async addressWrite(activity: Activity, person: PersonId): Promise<RecordWrite[]> {
    if (activity.conversation.conversationType !== undefined && activity.conversation.conversationType !== 'personal')
      return []
    const { activityId: _, ...reference } = TurnContext.getConversationReference(activity)
    const address: Address = { reference }
    const known = await this.parts.store.get(ADDRESSES, person)
    if (known !== undefined && JSON.stringify(known.value) === JSON.stringify(address)) return []
    return [put(ADDRESSES, person, 'any', address)]
  }
}

/** The accessor through which botbuilder reads and writes the dialog stack; saving it is the turn's business. */
class DialoguePosition {
  constructor(public state: DialogState) {}

  async get(): Promise<DialogState> {
    return this.state
  }

  async set(_context: TurnContext, value: DialogState): Promise<void> {
    this.state = value
  }

  async delete(): Promise<void> {
    this.state = { dialogStack: [] }
  }
}

function actionOf(value: unknown): { verb: unknown; data: unknown } | undefined {
  if (typeof value !== 'object' || value === null || !('action' in value)) return undefined
  const { action } = value
  if (typeof action !== 'object' || action === null) return undefined
  return { verb: 'verb' in action ? action.verb : undefined, data: 'data' in action ? action.data : undefined }
}

/** Of an Action.Submit, which sends its verb among the data. */
const verbOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'verb' in value ? value.verb : undefined
