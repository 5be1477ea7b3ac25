import type { Instant } from '../domain/ids.js'
import { endDateOf, type MoveLine } from '../domain/moveLine.js'
import { unreachable } from '../domain/unreachable.js'
import { inUndoWindow } from '../domain/windows.js'
import { capital } from './caseText.js'
import { orderCodeText } from './orderCodes.js'
import type { Words } from './words.js'

/** How far one line is, in words, with the colour that goes with them. */
export interface LineProgress {
  readonly text: string
  readonly color: 'Default' | 'Good' | 'Warning' | 'Attention'
}

/**
 * The order of a line and the end of its old product, together.
 *
 * @param closed the case has ended, so that nothing can be taken back through it any more
 */
export function lineProgress(words: Words, line: MoveLine, now: Instant, closed = false): LineProgress {
  const { text, color } = orderProgress(words, line, now, closed)
  return { text: `${capital(text)}. ${capital(sourceText(words, line))}.`, color }
}

function orderProgress(words: Words, { order }: MoveLine, now: Instant, closed: boolean): LineProgress {
  switch (order.status) {
    case 'none':
    case 'intended':
    case 'sending':
    case 'dropped':
    case 'canceling':
    case 'canceled':
      return { text: words.say(`order.${order.status}`), color: 'Default' }
    case 'unknown':
      return { text: words.say('order.unknown', { until: words.shortly(order.settleAt) }), color: 'Warning' }
    case 'active': {
      if (closed) return { text: words.say('order.activeClosed'), color: 'Good' }
      const key = inUndoWindow(now, order.undoUntil) ? 'order.active' : 'order.activeForGood'
      return { text: words.say(key, { until: words.exactly(order.undoUntil) }), color: 'Good' }
    }
    case 'failed':
      return { text: words.say('order.failed', { why: orderCodeText(words, order.code) }), color: 'Attention' }
    case 'needsAttention':
      return { text: words.say('order.needsAttention'), color: 'Attention' }
    default:
      return unreachable(order)
  }
}

const sourceText = (words: Words, line: MoveLine): string =>
  line.sourceEnd.status === 'ended'
    ? words.say('source.ended', { day: words.date(line.sourceEnd.on) })
    : words.say('source.running', { day: words.date(endDateOf(line)) })
