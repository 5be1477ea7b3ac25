import { plannedDayOf } from '../domain/guards.js'
import { isIn, TERMINAL, type MoveCase } from '../domain/moveCase.js'
import { isMoving, type MoveLine } from '../domain/moveLine.js'
import type { CaseVerb, NextSteps } from '../domain/nextSteps.js'
import { isOpenFailure } from '../domain/settle.js'
import { unreachable } from '../domain/unreachable.js'
import { button, onCase, type Button } from './buttons.js'
import { cleaned, cleanedTitle } from './plainText.js'
import type { Reader } from './reader.js'

/** Buttons of a card below which Teams shows no more. */
const MOST_BUTTONS = 6
/** Failed lines that get a button of their own; the others are named by what to type. */
const MOST_DROPS = 2

/** What this reader may do next with a case, as buttons: the main thing first. What needs an input is on its own card. */
export function caseButtons(move: MoveCase, next: NextSteps, reader: Reader): readonly Button[] {
  const { mainVerb, verbs } = next
  const main = mainVerb === undefined ? [] : buttonsFor(mainVerb, move, reader).map(asMain)
  const others = verbs.filter((verb) => verb !== mainVerb).flatMap((verb) => buttonsFor(verb, move, reader))
  return [...manualWay(move, verbs, reader), ...main, ...others, ...lookAgain(move, reader)].slice(0, MOST_BUTTONS)
}

/** Out of a transfer, which nothing sends yet, to the way that works. */
function manualWay(move: MoveCase, verbs: readonly CaseVerb[], reader: Reader): readonly Button[] {
  if (move.path !== 'TRANSFER' || !verbs.includes('plan')) return []
  const look = {
    title: reader.words.say('button.change.path'),
    typed: reader.words.say('typed.manual', { n: move.number }),
  }
  return [asMain(button(reader, 'change', { ...onCase(move), field: 'path' }, look))]
}

const asMain = (one: Button): Button => (one.style === 'default' ? { ...one, style: 'positive' } : one)

function buttonsFor(verb: CaseVerb, move: MoveCase, reader: Reader): readonly Button[] {
  const { words } = reader
  const at = onCase(move)
  const n = move.number
  const seats = seatsToOrder(move)
  switch (verb) {
    case 'invite': {
      const title = move.state === 'READY_TO_INVITE' ? 'button.invite' : 'button.move'
      return [
        button(
          reader,
          'move',
          { customer: move.customer.tenantId },
          {
            title: words.say(title, { customer: cleaned(move.customer.name, 40) }),
            typed: words.say('typed.openCase', { n }),
          },
        ),
      ]
    }
    case 'plan':
    case 'submit':
    case 'decline':
    case 'keepBoth':
    case 'stop':
    case 'reopen':
    case 'complete':
      return [
        button(reader, verb, at, { title: words.say(`button.${verb}`), typed: words.say(`typed.${verb}`, { n }) }),
      ]
    case 'order':
      return [
        button(reader, 'order', at, {
          title: words.say('button.order', { n: seats }),
          typed: words.say('typed.order', { n }),
        }),
      ]
    case 'schedule': {
      const day = plannedDayOf(move)
      if (day === undefined) return []
      return [
        button(
          reader,
          'schedule',
          { ...at, day },
          {
            title: words.say('button.schedule', { n: seats, day: words.dayMonth(day) }),
            typed: words.say('typed.schedule', { n, day }),
          },
        ),
      ]
    }
    case 'unschedule': {
      const day = move.state === 'APPROVED' ? move.scheduled?.day : undefined
      if (day === undefined) return []
      return [
        button(reader, 'unschedule', at, {
          title: words.say('button.unschedule', { day: words.dayMonth(day) }),
          typed: words.say('typed.unschedule', { n }),
        }),
      ]
    }
    case 'retry':
      return [
        button(reader, 'retry', at, {
          title: words.say('button.retry', { n: move.lines.filter(isOpenFailure).length }),
          typed: words.say('typed.retry', { n }),
        }),
      ]
    case 'dropLine':
      return move.lines
        .filter(isOpenFailure)
        .slice(0, MOST_DROPS)
        .map((line) => dropButton(move, line, reader))
    case 'undo':
      return undoButton(move, reader)
    // each needs an input, which has its place on a card of its own
    case 'approve':
    case 'reject':
    case 'overrideRegion':
      return []
    default:
      return unreachable(verb)
  }
}

/** Where something happens by itself, or somebody else acts, a person may want to see whether it has. */
const lookAgain = (move: MoveCase, reader: Reader): readonly Button[] =>
  isIn(move, TERMINAL)
    ? []
    : [
        button(reader, 'refresh', onCase(move), {
          title: reader.words.say('button.refresh'),
          typed: reader.words.say('typed.status', { n: move.number }),
        }),
      ]

const dropButton = (move: MoveCase, line: MoveLine, reader: Reader): Button => {
  const { words } = reader
  const number = line.id.slice(1)
  return button(
    reader,
    'dropLine',
    { ...onCase(move), line: line.id },
    {
      title: words.say('button.dropLine', { line: number, title: cleanedTitle(line.title, 30) }),
      typed: words.say('typed.dropLine', { line: number, n: move.number }),
      style: 'destructive',
    },
  )
}

/** Says until when: the earliest window of the active lines closes it for all. */
function undoButton(move: MoveCase, reader: Reader): readonly Button[] {
  const { words } = reader
  const [until] = move.lines.flatMap(({ order }) => (order.status === 'active' ? [order.undoUntil] : [])).sort()
  if (until === undefined) return []
  return [
    button(reader, 'undo', onCase(move), {
      title: words.say('button.undo', { until: words.shortly(until) }),
      typed: words.say('typed.undo', { n: move.number }),
      style: 'destructive',
    }),
  ]
}

const seatsToOrder = (move: MoveCase): number =>
  move.lines
    .filter((line) => isMoving(line) && line.order.status !== 'active')
    .reduce((sum, line) => sum + line.seats, 0)
