import type { Refusal } from '../domain/changes.js'
import { addDays, dayOf } from '../domain/days.js'
import { lifecycle, type TimeStatus } from '../domain/deadlines.js'
import type { Regime } from '../domain/endRegime.js'
import type { FerryError } from '../domain/errors.js'
import type { HistoryEntry } from '../domain/history.js'
import { Instant, UtcDay, type PersonId } from '../domain/ids.js'
import type { CaseState, MoveCase } from '../domain/moveCase.js'
import type { Awaited } from '../domain/nextSteps.js'
import type { NoticeType } from '../domain/notices.js'
import type { Role } from '../domain/roles.js'
import { unreachable } from '../domain/unreachable.js'
import { historyDetail } from './historyDetail.js'
import { orderCodeText } from './orderCodes.js'
import { cleaned, cleanedTitle } from './plainText.js'
import type { Reader } from './reader.js'
import type { Words } from './words.js'

/** Refusals, errors, states and notices in words. All of it is plain text: see {@link Words.say}. */

export const stateName = (words: Words, state: CaseState): string => words.say(`state.${state}`)

export const timeStatusText = (words: Words, status: TimeStatus): string => words.say(`time.${status}`)

/** What happens to users and bills once the last paid day `endDate` is over, or what has happened by `today` (domain 4.2). */
export function regimeText(words: Words, regime: Regime, endDate: UtcDay, today: UtcDay): string {
  const grace = lifecycle(regime, endDate).find(({ phase }) => phase === 'EXPIRED')?.to ?? endDate
  const days = { next: words.dayInText(addDays(endDate, 1)), grace: words.dayInText(grace) }
  const changedOn = regime === 'FREE_GRACE_30' ? grace : endDate
  return today > changedOn && isOver(regime)
    ? words.say(`regimePast.${regime}`, days)
    : words.say(`regime.${regime}`, days)
}

/** Regimes whose sentence foretells something: after that day it has happened. */
const FORETELLING = ['AUTO_RENEW', 'FREE_GRACE_30', 'CUT_OFF', 'UNKNOWN_WORST'] as const
const isOver = (regime: Regime): regime is (typeof FORETELLING)[number] =>
  (FORETELLING as readonly Regime[]).includes(regime)

/** The last safe day, and what it means before and after it. */
export const lastSafeText = (words: Words, lastSafe: UtcDay, today: UtcDay): string =>
  words.say(lastSafe < today ? 'facts.lastSafePassed' : 'facts.lastSafe', { day: words.day(lastSafe) })

/** Who is awaited, since when, and until when if there is an end to it; whoever is late is said to be. */
export function awaitedText(words: Words, awaited: Awaited, owner: string, now: Instant): string {
  const who = words.say(`awaited.${awaited.who}`, { owner })
  if (awaited.who === 'NOBODY') return who
  const since = words.moment(awaited.since)
  if (awaited.until === undefined) return words.say('awaited.since', { who, since })
  const day = UtcDay.safeParse(awaited.until)
  const until = day.success ? words.dayInText(day.data) : words.moment(Instant.parse(awaited.until))
  const over = day.success ? day.data < dayOf(now) : awaited.until <= now
  return words.say(over ? 'awaited.overdue' : 'awaited.until', { who, since, until })
}

export const roleNames = (words: Words, roles: readonly Role[]): string =>
  roles.length === 0 ? words.say('role.none') : words.either(roles.map((role) => words.say(`role.${role}`)))

/** One entry of the history in one line. */
export function historyLine(words: Words, entry: HistoryEntry, names: Reader['nameOf']): string {
  const parts = {
    when: words.moment(entry.at),
    what: words.say(`change.${entry.what}`),
    who: cleaned(names(entry.by)),
  }
  const detail = historyDetail(words, entry, names)
  return detail === undefined ? words.say('history.line', parts) : words.say('history.lineWith', { ...parts, detail })
}

/** What a person is told first when something happened that they did not ask for. */
export const noticeHeadline = (words: Words, notice: NoticeType, move: MoveCase): string =>
  words.say(`notice.${notice}`, { customer: cleaned(move.customer.name) })

/** A second press of a button that has had its effect. */
export const pressedBefore = ({ words, nameOf }: Reader, by: PersonId, at: Instant): string =>
  words.say('dialog.pressedBefore', { who: cleaned(nameOf(by)), when: words.moment(at) })

/** Errors that have a sentence of their own: the domain's, and those of practice, of a full queue, and of ourselves. */
const ERRORS = [
  'storeConflict',
  'storeUnavailable',
  'storeDamage',
  'storeLocked',
  'partnerCenterUnavailable',
  'partnerCenterRejected',
  'worldFile',
  'practiceRefused',
  'busy',
  'unexpected',
] as const
export type ErrorCode = (typeof ERRORS)[number]

const isErrorCode = (code: string): code is ErrorCode => (ERRORS as readonly string[]).includes(code)

/** An error as far as its sentence needs it. */
export type ToldError = Pick<FerryError, 'code' | 'facts'>

/**
 * What to tell the person whose turn failed: what happened, what did not, what to do.
 *
 * @param error `undefined` or an unknown code: a fault of ours that has no words of its own
 * @param reference joins the sentence to the line in the log
 */
export function explainError(words: Words, error: ToldError | undefined, reference: string): string {
  const code = error !== undefined && isErrorCode(error.code) ? error.code : 'unexpected'
  const facts = error?.facts ?? {}
  return words.say(`error.${code}`, {
    minutes: Number(facts['minutes'] ?? 1),
    why: code === 'practiceRefused' ? practiceText(words, facts) : orderCodeText(words, String(facts['code'] ?? '')),
    detail: cleaned(String(facts['detail'] ?? ''), 300),
    reference: cleaned(reference),
  })
}

const PRACTICE = ['backwards', 'unknownCustomer', 'noSource', 'times'] as const

const practiceText = (words: Words, { refusal }: ToldError['facts']): string =>
  words.say(`practiceRefused.${PRACTICE.find((known) => known === refusal) ?? 'other'}`)

/** What to tell the person whose request a rule refused: what is so, what was not done, what to do. */
export function explain(words: Words, refusal: Refusal): string {
  switch (refusal.code) {
    case 'nothingNew':
    case 'stale':
    case 'ownSubmission':
    case 'otherCloud':
    case 'noRelationship':
    case 'noAgreement':
    case 'noLines':
    case 'badSeats':
    case 'approvalVoid':
    case 'pricesTooOld':
    case 'resellerCannot':
    case 'lastLine':
    case 'nothingToRetry':
    case 'orderRunning':
    case 'transferOpen':
    case 'linesToOrder':
    case 'emptyReason':
      return words.say(`refusal.${refusal.code}`)
    case 'lineUndecided':
    case 'noEquivalent':
    case 'notSame':
    case 'otherSegment':
    case 'noEndEvidence':
    case 'noStart':
    case 'trialOnTransfer':
    case 'lineActive':
    case 'sourceStillBilling':
      return words.say(`refusal.${refusal.code}`, { title: cleanedTitle(refusal.title) })
    case 'notNow':
      return words.say('refusal.notNow', {
        change: words.say(`change.${refusal.change}`),
        state: stateName(words, refusal.state),
      })
    case 'notAllowed':
      return words.say(refusal.mayAsk ? 'refusal.notAllowedMayAsk' : 'refusal.notAllowed', {
        action: words.say(`action.${refusal.action}`),
        roles: roleNames(words, refusal.may),
      })
    case 'regionMismatch':
      return words.say('refusal.regionMismatch', {
        ours: words.region(refusal.partnerRegion),
        theirs: words.region(refusal.customerRegion),
        date: words.date(refusal.listDate),
      })
    case 'regionUnknown':
      return words.say('refusal.regionUnknown', {
        country: words.country(refusal.country),
        date: words.date(refusal.listDate),
      })
    case 'unknownLine':
      return words.say('refusal.unknownLine', { line: cleaned(refusal.line, 20) })
    case 'notConfirmed':
      return words.say(`refusal.notConfirmed.${refusal.level}`, { title: cleanedTitle(refusal.title) })
    case 'seatShortfall': {
      const { shortfall, assigned, seats } = refusal
      return words.say('refusal.seatShortfall', { title: cleanedTitle(refusal.title), shortfall, assigned, seats })
    }
    case 'seatLimit':
      return words.say('refusal.seatLimit', { title: cleanedTitle(refusal.title), limit: refusal.limit })
    case 'capacity':
      return words.say('refusal.capacity', { total: refusal.total, limit: refusal.limit })
    case 'noRenewalStopper':
      return words.say('refusal.noRenewalStopper', {
        title: cleanedTitle(refusal.title),
        stopBy: words.dayInText(refusal.stopBy),
      })
    case 'startInPast':
      return words.say('refusal.startInPast', {
        day: words.dayInText(refusal.day),
        today: words.dayInText(refusal.today),
      })
    case 'startTooFar':
      return words.say('refusal.startTooFar', {
        day: words.dayInText(refusal.day),
        latest: words.dayInText(refusal.latest),
      })
    case 'endBeforeStart':
      return words.say('refusal.endBeforeStart', { day: words.dayInText(refusal.day) })
    case 'pathNotForChannel':
      return words.say('refusal.pathNotForChannel', {
        title: cleanedTitle(refusal.title),
        path: words.say(`path.${refusal.path}`),
        channel: words.say(`channel.${refusal.channel}`),
      })
    case 'beforePlannedDay':
      return words.say('refusal.beforePlannedDay', {
        day: words.dayInText(refusal.day),
        today: words.dayInText(refusal.today),
      })
    case 'scheduleNotPlannedDay':
      return words.say('refusal.scheduleNotPlannedDay', {
        day: words.dayInText(refusal.day),
        planned: words.dayInText(refusal.planned),
      })
    case 'priceChanged':
      return words.say('refusal.priceChanged', {
        title: cleanedTitle(refusal.title),
        was: priceText(words, refusal.was),
        now: priceText(words, refusal.now),
      })
    case 'undoWindowClosed':
      return words.say('refusal.undoWindowClosed', {
        title: cleanedTitle(refusal.title),
        closedAt: words.exactly(refusal.closedAt),
      })
    case 'notEndedYet':
      return words.say('refusal.notEndedYet', { title: cleanedTitle(refusal.title), day: words.dayInText(refusal.day) })
    case 'seatsNotThere':
      return words.say('refusal.seatsNotThere', {
        sku: cleaned(refusal.sku),
        enabled: refusal.enabled,
        planned: refusal.planned,
      })
    case 'usersWithoutLicense':
      return words.say('refusal.usersWithoutLicense', { count: refusal.count })
    default:
      return unreachable(refusal)
  }
}

/** A price whose currency the sentence does not need; `null` is unknown. */
const priceText = (words: Words, price: string | null): string =>
  price === null ? words.say('unknown') : words.decimal(price)

/** Refusals whose sentence needs no facts, so that their code alone says it all. */
const PLAIN = [
  'nothingNew',
  'stale',
  'ownSubmission',
  'otherCloud',
  'noRelationship',
  'noAgreement',
  'noLines',
  'badSeats',
  'approvalVoid',
  'pricesTooOld',
  'resellerCannot',
  'lastLine',
  'nothingToRetry',
  'orderRunning',
  'transferOpen',
  'linesToOrder',
  'emptyReason',
] as const satisfies readonly Refusal['code'][]

/** The sentence of a refusal of which only the code was kept; `undefined` where it needs its facts. */
export function explainCode(words: Words, code: string): string | undefined {
  const plain = PLAIN.find((known) => known === code)
  return plain === undefined ? undefined : words.say(`refusal.${plain}`)
}
