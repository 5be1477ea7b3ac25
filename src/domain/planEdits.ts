import type { PlanEdit, Refusal } from './changes.js'
import { compact } from './compact.js'
import { dayOf } from './days.js'
import { lineOf, said, withLine, type Context } from './decision.js'
import type { UtcDay } from './ids.js'
import { shortfallOf, startFits } from './guards.js'
import type { MoveCase } from './moveCase.js'
import { endDateOf, isMoving, type LineMatch, type MoveLine, type OfferChoice } from './moveLine.js'
import type { Action } from './roles.js'
import { unreachable } from './unreachable.js'

/** What one edit of a plan does to the facts of the case (domain 3.3, 4.1). What it does to an approval is decided elsewhere. */

type Edited =
  { readonly move: MoveCase; readonly refusal?: never } | { readonly refusal: Refusal; readonly move?: never }

/** More than this is a typing mistake, whatever the product. */
const MOST_SEATS = 1_000_000

/** Whose right an edit is (domain 3.5). */
export function actionOf({ what }: PlanEdit): Action {
  switch (what) {
    case 'offer':
    case 'noEquivalent':
    case 'confirmEquivalent':
      return 'confirmEquivalent'
    case 'confirmDifferent':
    case 'overrideSeats':
      return 'confirmDifferent'
    case 'path':
    case 'exclude':
    case 'include':
    case 'seats':
    case 'term':
    case 'start':
    case 'endDate':
    case 'stopRenewal':
      return 'editCase'
    default:
      return unreachable(what)
  }
}

export function edited(move: MoveCase, edit: PlanEdit, context: Context): Edited {
  if (edit.what === 'path') return { move: { ...move, path: edit.path } }
  if (edit.line !== 'all') {
    const line = lineOf(move, edit.line)
    return line === undefined
      ? { refusal: { code: 'unknownLine', line: edit.line } }
      : onLine(move, line, edit, context)
  }
  return move.lines.filter(isMoving).reduce<Edited>(
    (so, { id }) => {
      const line = so.move && lineOf(so.move, id)
      return so.move === undefined || line === undefined ? so : onLine(so.move, line, edit, context)
    },
    { move },
  )
}

type LineEdit = Exclude<PlanEdit, { what: 'path' }>

function onLine(move: MoveCase, line: MoveLine, edit: LineEdit, context: Context): Edited {
  const result = editedLine(move, line, edit, context)
  return 'code' in result ? { refusal: result } : { move: { ...move, lines: withLine(move, result) } }
}

function editedLine(move: MoveCase, line: MoveLine, edit: LineEdit, context: Context): MoveLine | Refusal {
  switch (edit.what) {
    case 'offer':
      return withOffer(line, edit)
    case 'noEquivalent':
      return { ...line, match: { level: 'NO_EQUIVALENT' } }
    case 'confirmEquivalent':
      return line.match.level === 'EQUIVALENT'
        ? { ...line, match: { ...line.match, confirmed: line.match.confirmed ?? said(context) } }
        : notOfLevel(line, 'EQUIVALENT')
    case 'confirmDifferent':
      return withDifferenceConfirmed(line, edit, context)
    case 'exclude':
      return {
        ...line,
        match: compact<LineMatch>({
          level: 'EXCLUDED',
          why: edit.why,
          note: edit.note?.trim() === '' ? undefined : edit.note?.trim(),
        }),
      }
    case 'include':
      return line.match.level === 'EXCLUDED' ? { ...line, match: { level: 'UNDECIDED' } } : line
    case 'seats':
      return withSeats(line, edit.seats)
    case 'overrideSeats':
      return withSeatsOverridden(line, edit.reason, context)
    case 'term':
      return withTerm(line, edit)
    case 'start':
      return startFits(move, line, edit.day, dayOf(context.now)) ?? { ...line, plannedStart: edit.day }
    case 'endDate':
      return withEndDate(line, edit, context)
    case 'stopRenewal':
      return {
        ...line,
        stopRenewal: line.stopRenewal?.who === edit.who ? line.stopRenewal : { ...said(context), who: edit.who },
      }
    default:
      return unreachable(edit)
  }
}

/** I7: what has the same SKU id is the same, and nothing else is, whatever it is called. */
function withOffer(line: MoveLine, edit: Extract<PlanEdit, { what: 'offer' }>): MoveLine | Refusal {
  const { id, title, sku } = line
  const target: OfferChoice = compact(edit.target)
  if (target.sku === sku) return { ...line, match: { level: 'SAME', target } }
  switch (edit.level) {
    case 'SAME':
      return { code: 'notSame', line: id, title }
    case 'EQUIVALENT':
      return { ...line, match: { level: 'EQUIVALENT', target } }
    case 'DIFFERENT':
      return { ...line, match: { level: 'DIFFERENT', target, missing: [...(edit.missing ?? [])] } }
    default:
      return unreachable(edit.level)
  }
}

/** There is nothing of that level to confirm: the line has to be decided on first, or needs no confirmation. */
const notOfLevel = ({ id, title }: MoveLine, level: 'EQUIVALENT' | 'DIFFERENT'): Refusal => ({
  code: 'notConfirmed',
  line: id,
  title,
  level,
})

function withDifferenceConfirmed(
  line: MoveLine,
  edit: Extract<PlanEdit, { what: 'confirmDifferent' }>,
  context: Context,
): MoveLine | Refusal {
  const [reason, customerConsent] = [edit.reason.trim(), edit.customerConsent.trim()]
  if (line.match.level !== 'DIFFERENT') return notOfLevel(line, 'DIFFERENT')
  if (reason === '' || customerConsent === '') return { code: 'emptyReason' }
  return { ...line, match: { ...line.match, confirmed: { ...said(context), reason, customerConsent } } }
}

function withSeats(line: MoveLine, seats: number): MoveLine | Refusal {
  if (!Number.isSafeInteger(seats) || seats < 1 || seats > MOST_SEATS) return { code: 'badSeats' }
  if (seats === line.seats) return line
  const { seatOverride: _given, ...rest } = line // it was given for another number
  return { ...rest, seats }
}

function withSeatsOverridden(line: MoveLine, reason: string, context: Context): MoveLine | Refusal {
  if (reason.trim() === '') return { code: 'emptyReason' }
  return shortfallOf(line) === 0 ? line : { ...line, seatOverride: { ...said(context), reason: reason.trim() } }
}

/** Another term has another price (M12), which is not known until it is read. A month cannot be paid by the year. */
function withTerm(line: MoveLine, { term, billing: wanted }: Extract<PlanEdit, { what: 'term' }>): MoveLine | Refusal {
  if (!('target' in line.match)) return { code: 'lineUndecided', line: line.id, title: line.title }
  const billing = term === 'P1M' ? 'monthly' : wanted
  if (line.match.target.term === term && line.match.target.billing === billing) return line
  const { unitPrice: _old, ...target } = line.match.target
  return { ...line, match: { ...line.match, target: { ...target, term, billing } } }
}

/**
 * Sets `E` of a line: of the subscriptions behind it, those that end first, and those that would end before the new day,
 * end on it. Others keep their later end.
 */
function withEndDate(
  line: MoveLine,
  edit: Extract<PlanEdit, { what: 'endDate' }>,
  context: Context,
): MoveLine | Refusal {
  const { day, evidence, note } = edit
  const first = endDateOf(line)
  const moves = (end: UtcDay) => end === first || end < day
  if (line.sources.some(({ endDate, startedOn }) => moves(endDate) && startedOn !== undefined && day < startedOn))
    return { code: 'endBeforeStart', day }
  const { endEvidence } = line
  const known = day === first && endEvidence?.source === evidence && endEvidence.note === note
  return {
    ...line,
    sources: line.sources.map((source) => (moves(source.endDate) ? { ...source, endDate: day } : source)),
    endEvidence: known ? endEvidence : compact({ ...said(context), source: evidence, note }),
    sourceEnd: day >= dayOf(context.now) ? { status: 'running' } : line.sourceEnd,
  }
}
