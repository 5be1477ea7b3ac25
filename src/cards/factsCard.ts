import { creditAdvice } from '../domain/creditAdvice.js'
import type { TimeStatus } from '../domain/deadlines.js'
import { SourceChannel } from '../domain/facts.js'
import { regionOk } from '../domain/guards.js'
import type { MoveCase } from '../domain/moveCase.js'
import { isMoving, oldSeatsOf, type MoveLine } from '../domain/moveLine.js'
import { pathFactsOf, proposePath } from '../domain/pathChoice.js'
import { regionCheck } from '../domain/regions.js'
import { may } from '../domain/roles.js'
import { currentTermStart } from '../domain/terms.js'
import { button, onCase, type Button } from './buttons.js'
import {
  colourOf,
  customerOf,
  daysLeftText,
  endGroups,
  listed,
  matchText,
  pressing,
  subtitleOf,
  titleRoom,
  todayOf,
  type EndGroup,
} from './caseText.js'
import { cleaned, cleanedTitle } from './plainText.js'
import type { Reader } from './reader.js'
import { regionBlockedCard } from './regionBlockedCard.js'
import { cardFrom, optional, type CardMessage } from './render.js'
import { lastSafeText, regimeText, timeStatusText } from './sentences.js'
import template from './templates/facts.json' with { type: 'json' }
import type { Words } from './words.js'

interface Fact {
  readonly title: string
  readonly value: string
}

interface FactsCardData {
  readonly facts: readonly Fact[]
  readonly tenant: string
  readonly hasTitle: string
  readonly groups: readonly { readonly products: readonly { readonly text: string }[]; readonly ends: string }[]
  /** Products that are not moved, and how many were left out of the list. */
  readonly others: readonly { readonly text: string }[]
  readonly proposal: readonly Fact[]
  readonly verdicts: readonly { readonly text: string; readonly color: string }[]
  readonly channels: readonly {
    readonly label: string
    readonly value: SourceChannel
    readonly choices: readonly Fact[]
  }[]
}

const render = cardFrom<FactsCardData>(template)

/** Products named one by one; whoever has more sees how many. */
const MOST_PRODUCTS = 12

/** Step 1: everything known of the customer, the way we propose, and the invitation as its one main button. */
export function factsCard(move: MoveCase, reader: Reader): CardMessage {
  if (move.state === 'REGION_BLOCKED') return regionBlockedCard(move, reader)
  const { words } = reader
  const groups = endGroups(move, todayOf(reader))
  const status = pressing(groups)?.deadlines.timeStatus
  return render(
    reader,
    {
      title: words.say('facts.title', { customer: customerOf(move) }),
      subtitle: subtitleOf(reader, move, 'facts'),
      buttons: buttonsOf(move, reader),
    },
    {
      facts: customerFacts(move, words),
      tenant: words.say('facts.tenant', { id: move.customer.tenantId }),
      hasTitle: words.say('label.has'),
      groups: groupsText(groups, reader),
      others: othersText(move, groups, words),
      proposal: proposalFacts(move, groups, reader),
      verdicts: verdictsOf(move, status, words),
      channels: [
        {
          label: words.say('label.channel'),
          value: move.channel,
          choices: SourceChannel.options.map((channel) => ({ title: words.say(`channel.${channel}`), value: channel })),
        },
      ],
    },
  )
}

/** What decides whether to go on at all: a region that does not fit, or else how much time is left. */
function verdictsOf(move: MoveCase, status: TimeStatus | undefined, words: Words): FactsCardData['verdicts'] {
  const blocked = regionVerdict(move, words)
  if (blocked !== undefined) return [{ text: blocked, color: 'Attention' }]
  if (status === undefined) return []
  return [{ text: `${words.say('label.time')}: ${timeStatusText(words, status)}`, color: colourOf(status) }]
}

function regionVerdict(move: MoveCase, words: Words): string | undefined {
  const region = 'region' in move ? move.region : undefined
  if (region?.override !== undefined) return undefined
  const { result, partnerRegion, customerRegion } = region ?? regionCheck(move.partner.country, move.customer.country)
  if (result === 'MISMATCH')
    return words.say('blocked.mismatch', { ours: words.region(partnerRegion), theirs: words.region(customerRegion) })
  return result === 'UNKNOWN'
    ? words.say('blocked.unknown', { country: words.country(move.customer.country) })
    : undefined
}

function buttonsOf(move: MoveCase, reader: Reader): readonly Button[] {
  const { words } = reader
  const at = { ...onCase(move), step: 'facts' } as const
  const go = button(reader, 'next', at, {
    title: goTitle(move, words),
    typed: words.say('typed.next'),
    withInputs: true,
    style: 'positive',
  })
  return [
    ...(may('sendInvitation', reader.roles) === 'yes' ? [go] : []),
    button(reader, 'later', at, { title: words.say('button.later'), typed: words.say('typed.later') }),
  ]
}

/** What the main button leads to: an invitation only where one may be sent. */
function goTitle(move: MoveCase, words: Words): string {
  if (move.relationship === 'ACTIVE') return words.say('button.toLines')
  return regionOk(move) === undefined
    ? words.say('button.invite', { customer: customerOf(move, 40) })
    : words.say('button.save')
}

function customerFacts(move: MoveCase, words: Words): readonly Fact[] {
  const seller = move.soldBy === undefined ? [] : [{ title: words.say('label.soldBy'), value: cleaned(move.soldBy) }]
  return [
    { title: words.say('label.customer'), value: `${customerOf(move)}, ${cleaned(move.customer.domain)}` },
    { title: words.say('label.country'), value: regionText(move, words) },
    ...seller,
  ]
}

function regionText(move: MoveCase, words: Words): string {
  const country = words.country(move.customer.country)
  const region = 'region' in move ? move.region : undefined
  if (region?.override !== undefined)
    return words.say('region.overridden', { country, reason: cleaned(region.override.reason, 120) })
  const { result, partnerRegion, customerRegion, listDate } =
    region ?? regionCheck(move.partner.country, move.customer.country)
  return words.say(`region.${result}`, {
    country,
    region: words.region(customerRegion),
    ours: words.region(partnerRegion),
    date: words.date(listDate),
  })
}

function groupsText(groups: readonly EndGroup[], reader: Reader): FactsCardData['groups'] {
  const { words } = reader
  let room = MOST_PRODUCTS
  return groups.slice(0, 6).map(({ endDate, deadlines, lines }) => {
    const shown = lines.slice(0, room)
    room -= shown.length
    return {
      products: shown.map((line) => ({ text: productText(line, words, titleRoom(lines.length)) })),
      ends: words.say('facts.ends', {
        day: words.day(endDate),
        left: daysLeftText(words, deadlines.daysLeft),
        after: regimeText(words, deadlines.regime, endDate, todayOf(reader)),
      }),
    }
  })
}

function productText(line: MoveLine, words: Words, room: number): string {
  const pool = words.say('facts.pool', {
    seats: words.say('seats', { n: oldSeatsOf(line) }),
    title: cleanedTitle(line.title, room),
    assigned: words.number(line.assigned),
  })
  const sellers = [...new Set(line.sources.flatMap(({ soldBy }) => soldBy ?? []))]
  return sellers.length === 0 ? pool : `${pool}, ${words.say('facts.soldBy', { seller: listed(words, sellers, 2) })}`
}

function othersText(move: MoveCase, groups: readonly EndGroup[], words: Words): readonly { text: string }[] {
  const moving = groups.reduce((sum, group) => sum + group.lines.length, 0)
  const excluded = move.lines.filter((line) => !isMoving(line))
  const rest = moving - Math.min(moving, MOST_PRODUCTS)
  return [
    ...optional(rest === 0 ? undefined : words.say('more', { n: rest })),
    ...excluded.slice(0, 3).map((line) => ({ text: `${cleanedTitle(line.title, 40)}: ${matchText(words, line)}` })),
    ...optional(
      excluded.length <= 3
        ? undefined
        : listed(
            words,
            excluded.slice(3).map((line) => line.title),
            3,
          ),
    ),
    ...optional(move.lines.length === 0 ? words.say('facts.nothing') : undefined),
  ]
}

function proposalFacts(move: MoveCase, groups: readonly EndGroup[], reader: Reader): readonly Fact[] {
  const { words } = reader
  const today = todayOf(reader)
  const sources = move.lines.flatMap((line) => line.sources)
  const { path, why } = proposePath(pathFactsOf(move.channel, sources, today), today)
  const first = pressing(groups)
  const ended = first !== undefined && first.deadlines.daysLeft < 0
  return [
    { title: words.say('label.path'), value: path === null ? words.say('facts.noPath') : words.say(`path.${path}`) },
    { title: words.say('label.why'), value: words.say(ended && path === 'MANUAL' ? 'path.oldEnded' : `path.${why}`) },
    ...(first === undefined ? [] : deadlineFacts(first, move, reader)),
    { title: words.say('label.credit'), value: creditText(move, reader) },
  ]
}

function deadlineFacts({ deadlines }: EndGroup, move: MoveCase, reader: Reader): readonly Fact[] {
  const { words } = reader
  const { lastSafe, inviteBy } = deadlines
  const best = words.day(inviteBy)
  const invite = inviteBy < todayOf(reader) ? words.say('facts.inviteNow', { day: words.dayInText(inviteBy) }) : best
  return [
    { title: words.say('label.lastSafe'), value: lastSafeText(words, lastSafe, todayOf(reader)) },
    ...(move.relationship === 'ACTIVE' ? [] : [{ title: words.say('label.inviteBy'), value: invite }]),
  ]
}

/** What may be said about money back (domain 4.7): who decides, never an amount (I8). */
function creditText(move: MoveCase, reader: Reader): string {
  const { words } = reader
  const sources = move.lines.filter(isMoving).flatMap((line) => line.sources)
  const starts = sources.map(currentTermStart).sort()
  const { code, who } = creditAdvice({
    channel: move.channel,
    termStart: starts[0],
    today: todayOf(reader),
    seats: sources.reduce((sum, source) => sum + source.seats, 0),
    supportAccess: move.adminAccess === 'ACTIVE',
  })
  const advice = words.say(`credit.${code}`)
  // where nothing is to be had, nobody has to act
  return code === 'noneAtTermEndOnly' || who === 'NOBODY' ? advice : `${advice} ${words.say(`creditWho.${who}`)}`
}
