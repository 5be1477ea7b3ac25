import { plannedDayOf } from '../domain/guards.js'
import type { InState } from '../domain/moveCase.js'
import { isMoving } from '../domain/moveLine.js'
import { may } from '../domain/roles.js'
import { monthlyTotals } from './amounts.js'
import { button, onCase, type Button } from './buttons.js'
import { changeText, customerOf, endGroups, pressing, subtitleOf, titleRoom, todayOf } from './caseText.js'
import { cleaned } from './plainText.js'
import { approveTitle, monthlyText, overlapText, riskTexts } from './planText.js'
import type { Reader } from './reader.js'
import { cardFrom, optional, type CardMessage } from './render.js'
import template from './templates/approval.json' with { type: 'json' }

type Waiting = InState<'AWAITING_APPROVAL'>

interface ApprovalData {
  readonly facts: readonly { readonly title: string; readonly value: string }[]
  readonly notes: readonly { readonly text: string }[]
  readonly reasons: readonly { readonly label: string; readonly hint: string; readonly needed: string }[]
}

const render = cardFrom<ApprovalData>(template)

const MOST_LINES = 5

/**
 * The decision in five lines: customer, change, money, risk, deadline. Who submitted the plan, or may not decide, reads
 * the same without the buttons (I10); the bot decides again who may, whatever a card offers (RP9).
 */
export function approvalCard(move: Waiting, reader: Reader, headline?: string): CardMessage {
  const { words } = reader
  const own = move.submission.by === reader.person
  const mayDecide = !own && may('approve', reader.roles) === 'yes'
  return render(
    reader,
    {
      title: words.say('approval.title', { customer: customerOf(move) }),
      subtitle: subtitleOf(reader, move),
      headline,
      refresh: onCase(move),
      buttons: mayDecide ? decisions(move, reader) : [statusButton(move, reader)],
    },
    {
      facts: factsOf(move, reader),
      notes: optional(own ? words.say('approval.own') : mayDecide ? undefined : words.say('approval.otherRole')),
      reasons: mayDecide
        ? [
            {
              label: words.say('approval.reason'),
              hint: words.say('approval.reasonHint'),
              needed: words.say('approval.reasonNeeded'),
            },
          ]
        : [],
    },
  )
}

function decisions(move: Waiting, reader: Reader): readonly Button[] {
  const { words } = reader
  return [
    button(reader, 'approve', onCase(move), {
      title: approveTitle(words, move),
      typed: words.say('typed.approve', { n: move.number }),
      style: 'positive',
    }),
    button(reader, 'reject', onCase(move), {
      title: words.say('button.reject'),
      typed: words.say('typed.reject', { n: move.number }),
      withInputs: true,
      style: 'destructive',
    }),
  ]
}

const statusButton = (move: Waiting, reader: Reader): Button =>
  button(reader, 'refresh', onCase(move), {
    title: reader.words.say('button.refresh'),
    typed: reader.words.say('typed.status', { n: move.number }),
  })

function factsOf(move: Waiting, reader: Reader): ApprovalData['facts'] {
  const { words, nameOf } = reader
  const { domain, tenantId } = move.customer
  const lines = move.lines.filter(isMoving)
  const shown = lines.slice(0, MOST_LINES).map((line) => changeText(words, line, titleRoom(lines.length)))
  const rest = lines.length - shown.length
  const { by, at } = move.submission
  return [
    {
      title: words.say('label.customer'),
      value: words.say('approval.customer', { name: customerOf(move), domain: cleaned(domain), id: tenantId }),
    },
    {
      title: words.say('label.change'),
      value: [...shown, ...(rest === 0 ? [] : [words.say('more', { n: rest })])].join('; '),
    },
    {
      title: words.say('label.money'),
      value: `${monthlyText(words, monthlyTotals(move))}; ${overlapText(words, move)}`,
    },
    { title: words.say('label.risk'), value: riskTexts(move, reader).join(' ') },
    { title: words.say('label.deadline'), value: deadlineText(move, reader) },
    {
      title: words.say('label.askedBy'),
      value: words.say('approval.askedBy', { who: cleaned(nameOf(by)), when: words.moment(at) }),
    },
  ]
}

function deadlineText(move: Waiting, reader: Reader): string {
  const { words } = reader
  const start = plannedDayOf(move)
  const lastSafe = pressing(endGroups(move, todayOf(reader)))?.deadlines.lastSafe
  if (lastSafe === undefined) return words.say('unknown')
  return start === undefined
    ? words.say('approval.deadlineNoStart', { lastSafe: words.dayInText(lastSafe) })
    : words.say('approval.deadline', { start: words.dayInText(start), lastSafe: words.dayInText(lastSafe) })
}
