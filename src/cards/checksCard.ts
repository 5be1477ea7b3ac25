import type { Checks } from '../domain/changes.js'
import { noUserWithoutLicense, seatsOk, sourceNotBilling } from '../domain/guards.js'
import type { InState } from '../domain/moveCase.js'
import { may } from '../domain/roles.js'
import { button, onCase } from './buttons.js'
import { customerOf, listed, subtitleOf, targetOf } from './caseText.js'
import { cleaned, cleanedTitle } from './plainText.js'
import type { Reader } from './reader.js'
import { cardFrom, optional, type CardMessage } from './render.js'
import { stateName } from './sentences.js'
import template from './templates/checks.json' with { type: 'json' }
import type { Words } from './words.js'

type Verifying = InState<'VERIFYING'>

interface Check {
  readonly word: string
  readonly color: 'Good' | 'Attention'
  readonly text: string
}

interface ChecksData {
  readonly checks: readonly Check[]
  readonly notes: readonly { readonly text: string }[]
}

const render = cardFrom<ChecksData>(template)

/** Products whose counts are shown one by one. */
const MOST_POOLS = 8

/** The three closing checks of X22 as counted now, each with a word, and the button that counts again and completes. */
export function checksCard(move: Verifying, checks: Checks, reader: Reader, headline?: string): CardMessage {
  const { words } = reader
  const shown = [...seatChecks(move, checks, words), usersLeft(checks, words), sourceCheck(move, checks, words)]
  const green = [seatsOk(move, checks), noUserWithoutLicense(checks), sourceNotBilling(move, checks)].every(
    (refusal) => refusal === undefined,
  )
  const complete = button(reader, 'complete', onCase(move), {
    title: words.say('button.complete'),
    typed: words.say('typed.complete', { n: move.number }),
    style: 'positive',
  })
  const look = button(reader, 'refresh', onCase(move), {
    title: words.say('button.refresh'),
    typed: words.say('typed.status', { n: move.number }),
  })
  return render(
    reader,
    {
      title: words.say('checks.title', { customer: customerOf(move) }),
      subtitle: `${subtitleOf(reader, move)} · ${stateName(words, move.state)}`,
      headline,
      refresh: onCase(move),
      buttons: [...(may('recordFacts', reader.roles) === 'yes' ? [complete] : []), look],
    },
    {
      checks: shown,
      notes: [
        ...optional(move.gap ? words.say('status.gap') : undefined),
        { text: words.say(green ? 'checks.allGreen' : 'checks.open') },
        { text: words.say('checks.closing') },
      ],
    },
  )
}

function seatChecks(move: Verifying, { pools }: Checks, words: Words): readonly Check[] {
  const rows = pools.slice(0, MOST_POOLS).flatMap(({ sku, enabled, planned, assigned }) => {
    const name = productName(move, sku)
    return [
      check(words, enabled === planned, words.say('checks.seats', { sku: name, enabled, planned })),
      check(
        words,
        assigned <= enabled,
        words.say(assigned <= enabled ? 'checks.users' : 'checks.usersShort', { sku: name, assigned, enabled }),
      ),
    ]
  })
  const rest = pools.slice(MOST_POOLS)
  if (rest.length === 0) return rows
  const fine = rest.every(({ enabled, planned, assigned }) => enabled === planned && assigned <= enabled)
  return [...rows, check(words, fine, words.say('more', { n: rest.length }))]
}

/** The product by its title, as people know it; by its SKU where no line has it. */
function productName(move: Verifying, sku: string): string {
  const line = move.lines.find((candidate) => (targetOf(candidate)?.sku ?? candidate.sku) === sku)
  return line === undefined ? cleaned(sku, 40) : cleanedTitle(targetOf(line)?.title ?? line.title, 50)
}

const usersLeft = ({ leftOnOldSku }: Checks, words: Words): Check =>
  check(words, leftOnOldSku === 0, words.say('checks.oldSku', { n: leftOnOldSku }))

function sourceCheck(move: Verifying, checks: Checks, words: Words): Check {
  if (sourceNotBilling(move, checks) === undefined) return check(words, true, words.say('checks.source'))
  const billing = move.lines.filter(
    ({ id, sourceEnd }) => checks.stillBilling.includes(id) || sourceEnd.status === 'running',
  )
  return check(
    words,
    false,
    words.say('checks.sourceBilling', {
      titles: listed(
        words,
        billing.map(({ title }) => title),
        5,
      ),
    }),
  )
}

const check = (words: Words, ok: boolean, text: string): Check => ({
  word: words.say(ok ? 'checks.ok' : 'checks.notOk'),
  color: ok ? 'Good' : 'Attention',
  text,
})
