import type { TurnContext } from 'botbuilder'
import type { CardAction } from '../cards/actions.js'
import type { Reader } from '../cards/reader.js'
import { explain, explainError, pressedBefore } from '../cards/sentences.js'
import type { Change, Refusal } from '../domain/changes.js'
import { PartnerCenterUnavailableError } from '../domain/errors.js'
import type { LineId, UtcDay } from '../domain/ids.js'
import { IN_PLANNING, isIn, type MoveCase } from '../domain/moveCase.js'
import type { Outcome, Press } from '../domain/moveService.js'
import { unreachable } from '../domain/unreachable.js'
import { showCase } from './caseCards.js'
import type { Desk } from './desk.js'
import { tell, turnOf } from './turn.js'

/** What people do to one case outside the guided dialogues: by button and by word, with the same checks. */
export type CaseCommand =
  | {
      readonly verb:
        'submit' | 'approve' | 'unschedule' | 'order' | 'retry' | 'undo' | 'keepBoth' | 'stop' | 'reopen' | 'complete'
    }
  | { readonly verb: 'reject' | 'decline' | 'overrideRegion'; readonly reason: string }
  | { readonly verb: 'schedule'; readonly day: UtcDay }
  | { readonly verb: 'dropLine'; readonly line: LineId }
  | { readonly verb: 'note' | 'evidence'; readonly text: string }

/** The presses that are such a command; the others steer a dialogue or show something. */
type CommandPress = Extract<CardAction, { verb: CaseCommand['verb'] }>

/** The command that a pressed button means. */
function commandOf(action: CommandPress): CaseCommand {
  switch (action.verb) {
    case 'reject':
    case 'decline':
    case 'overrideRegion':
      return { verb: action.verb, reason: action.reason }
    case 'schedule':
      return { verb: 'schedule', day: action.day }
    case 'dropLine':
      return { verb: 'dropLine', line: action.line }
    default:
      return { verb: action.verb }
  }
}

/**
 * Carries out a press that is a command of its own, which needs no dialogue and ends any that is open.
 *
 * @returns false when the press belongs to a dialogue; then nothing was done
 */
export async function pressedCommand(context: TurnContext, desk: Desk, action: CardAction): Promise<boolean> {
  if (!isCommand(action)) return false
  const move = await desk.moves.get(action.caseId)
  // a line is left out of a plan within its dialogue, which goes on with what is left
  if (move === undefined || (action.verb === 'dropLine' && isIn(move, IN_PLANNING))) return false
  const from: FromCard = { press: { key: action.key, verb: action.verb }, revision: action.revision }
  await carryOut(context, desk, move, commandOf(action), from)
  return true
}

const COMMANDS: ReadonlySet<string> = new Set<CommandPress['verb']>([
  'submit',
  'approve',
  'reject',
  'schedule',
  'unschedule',
  'order',
  'retry',
  'dropLine',
  'undo',
  'decline',
  'keepBoth',
  'overrideRegion',
  'stop',
  'reopen',
  'complete',
])
const isCommand = (action: CardAction): action is CommandPress => COMMANDS.has(action.verb)

/** The press a command came from, with the revision its card was drawn from; none when it was typed. */
export interface FromCard {
  readonly press: Press
  readonly revision: number
}

/** Carries out one command and shows the case as it then stands, with what happened or why nothing did above it. */
export async function carryOut(
  context: TurnContext,
  desk: Desk,
  move: MoveCase,
  command: CaseCommand,
  from?: FromCard,
): Promise<void> {
  const { reader } = turnOf(context)
  try {
    const outcome = (await refusedBefore(desk, move, from)) ?? (await attempt(context, desk, move, command, from))
    if (outcome === undefined) return await tell(context, reader.words.say('dialog.caseGone'))
    return await showCase(context, desk, outcome.move, headlineOf(reader, outcome))
  } catch (error) {
    // what had to be read first was not told: nothing was done, and a press gets its card all the same
    if (!(error instanceof PartnerCenterUnavailableError)) throw error
    const current = (await desk.moves.get(move.id)) ?? move
    return showCase(context, desk, current, explainError(reader.words, error, ''))
  }
}

/** What is said above the case after something was wanted: nothing where it was done, else why not. */
export function headlineOf(reader: Reader, outcome: Outcome): string | undefined {
  if (outcome.ok === 'before') return pressedBefore(reader, outcome.used.by, outcome.used.at)
  return outcome.ok ? undefined : explain(reader.words, outcome.refusal)
}

/** A button that has had its effect, or whose card shows an older case, has no effect now (RF27, RF30). */
async function refusedBefore(desk: Desk, move: MoveCase, from: FromCard | undefined): Promise<Outcome | undefined> {
  if (from === undefined) return undefined
  const used = await desk.moves.usedKey(from.press.key)
  if (used !== undefined) return { ok: 'before', used, move }
  if (from.revision === move.revision) return undefined
  const refusal: Refusal = { code: 'stale', seen: from.revision, current: move.revision }
  return { ok: false, refusal, move }
}

async function attempt(
  context: TurnContext,
  desk: Desk,
  move: MoveCase,
  command: CaseCommand,
  from?: FromCard,
): Promise<Outcome | undefined> {
  const { moves } = desk
  const { actor } = turnOf(context)
  const press = from?.press
  // looked at once more where the change is decided: the plan may change between this press and its effect
  const seen = from === undefined ? {} : { seen: from.revision }
  const change = async (wanted: Change) => moves.change(move.id, wanted, actor, press)
  switch (command.verb) {
    case 'submit':
    case 'approve':
      return change({ type: command.verb, ...seen })
    case 'unschedule':
    case 'keepBoth':
    case 'stop':
    case 'reopen':
      return change({ type: command.verb })
    case 'reject':
      return change({ type: command.verb, reason: command.reason, ...seen })
    case 'decline':
    case 'overrideRegion':
      return change({ type: command.verb, reason: command.reason })
    case 'schedule':
      return change({ type: 'schedule', day: command.day })
    case 'dropLine':
      return change({ type: 'dropLine', line: command.line })
    case 'note':
      return change({ type: 'note', text: command.text })
    case 'evidence':
      return change({ type: 'addEvidence', text: command.text })
    case 'order':
      return moves.start(move.id, actor, press)
    case 'retry':
      return moves.retry(move.id, actor, press)
    case 'undo':
      return moves.undo(move.id, actor, press)
    case 'complete':
      return moves.complete(move.id, actor, press)
    default:
      return unreachable(command)
  }
}
