import type { Actor } from '../../src/domain/changes.js'
import type { CaseState, InState, MoveCase } from '../../src/domain/moveCase.js'
import { CASE_STATES } from '../../src/domain/moveCase.js'
import { nextSteps } from '../../src/domain/nextSteps.js'
import { approvalCard } from '../../src/cards/approvalCard.js'
import { approvalsCard } from '../../src/cards/approvalsCard.js'
import { checksCard } from '../../src/cards/checksCard.js'
import { chooseCustomerCard } from '../../src/cards/chooseCustomerCard.js'
import { datesCard } from '../../src/cards/datesCard.js'
import { factsCard } from '../../src/cards/factsCard.js'
import { helpCard } from '../../src/cards/helpCard.js'
import { invitationCard } from '../../src/cards/invitationCard.js'
import { linesCard } from '../../src/cards/linesCard.js'
import { myWorkCard } from '../../src/cards/myWorkCard.js'
import type { Reader } from '../../src/cards/reader.js'
import type { CardMessage } from '../../src/cards/render.js'
import { reviewCard } from '../../src/cards/reviewCard.js'
import { noticeHeadline } from '../../src/cards/sentences.js'
import { statusCard } from '../../src/cards/statusCard.js'
import { welcomeCard } from '../../src/cards/welcomeCard.js'
import type { Language } from '../../src/cards/words.js'
import {
  ADA,
  BEN,
  checksOf,
  everyRole,
  found,
  history,
  line,
  ORDERS,
  reader,
  sampleCase,
  type Story,
} from './samples.js'

/** Every card there is, each as somebody would meet it, by a name for the test and the gallery. */

export const LINK =
  'https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=2222_2222#/BillingAccounts'

const stepsOf = (move: MoveCase, to: Reader) => {
  const actor: Actor = { kind: 'person', id: to.person, roles: to.roles }
  return nextSteps(move, actor, to.now)
}

const status = (move: MoveCase, to: Reader, story: Story, headline?: string): CardMessage =>
  statusCard(move, history(story), stepsOf(move, to), to, headline)

/** What the lines of a case typically look like in its state. */
function typical<S extends CaseState>(state: S, story: Story): InState<S> {
  if (['DRAFT', 'READY_TO_INVITE', 'INVITED', 'STALLED'].includes(state))
    return sampleCase(state, { story, plannedStart: null })
  if (['OVERLAP', 'VERIFYING', 'COMPLETED'].includes(state)) {
    return sampleCase(state, { story, order: ORDERS.active, ended: state !== 'OVERLAP' })
  }
  const orders = ORDERS_OF[state] ?? []
  const lines = orders.map((status, index) => line(index + 1, story, { order: ORDERS[status] }))
  return lines.length === 0 ? sampleCase(state, { story }) : sampleCase(state, { story, lines })
}

const ORDERS_OF: Partial<Record<CaseState, readonly (keyof typeof ORDERS)[]>> = {
  PROVISIONING: ['active', 'sending', 'unknown', 'intended'],
  PARTIALLY_PROVISIONED: ['active', 'failed', 'needsAttention'],
  ROLLED_BACK: ['canceled'],
}

export function everyCard(
  language: Language,
  story: Story,
): readonly (readonly [name: string, message: CardMessage])[] {
  const sales = reader(language)
  const admin = reader(language, { person: BEN, roles: ['adminAgent', 'billingAdmin'] })
  const help = reader(language, { person: ADA, roles: ['helpdeskAgent'] })
  const waiting = typical('AWAITING_APPROVAL', story)
  const planning = sampleCase('RELATIONSHIP_ACTIVE', { story, plannedStart: null })
  const renewing = sampleCase('RELATIONSHIP_ACTIVE', {
    story,
    autoRenew: 'ON',
    plannedStart: '2026-12-18',
    unitPrice: null,
  })
  const verifying = typical('VERIFYING', story)
  const cases = [waiting, typical('INVITED', story), typical('OVERLAP', story)]
  const wrong = { seats_l1: 'abc', start: '2026-02-31' }
  const allWrong = Object.fromEntries(
    planning.lines.map(({ id }) => [`seats_${id}`, sales.words.say('dialog.badSeats', { typed: 'x'.repeat(40) })]),
  )
  return [
    ['facts', factsCard(typical('DRAFT', story), sales)],
    ['facts accepted', factsCard(planning, sales)],
    ['region blocked, admin', factsCard(typical('REGION_BLOCKED', story), admin)],
    ['region blocked, sales', status(typical('REGION_BLOCKED', story), sales, story)],
    ['invitation', invitationCard(typical('INVITED', story), LINK, stepsOf(typical('INVITED', story), sales), sales)],
    [
      'invitation stalled',
      invitationCard(typical('STALLED', story), LINK, stepsOf(typical('STALLED', story), sales), sales),
    ],
    ['lines', linesCard(planning, sales)],
    [
      'lines, wrong',
      linesCard(planning, sales, wrong, { seats_l1: sales.words.say('dialog.badSeats', { typed: 'abc' }) }),
    ],
    ['lines, all wrong', linesCard(planning, sales, {}, allWrong)],
    ['dates', datesCard(planning, sales)],
    [
      'dates, late and renewing',
      datesCard(renewing, sales, wrong, { start: sales.words.say('dialog.badDate', { typed: '2026-02-31' }) }),
    ],
    ['review', reviewCard(typical('PLANNED', story), sales)],
    [
      'review, rejected and incomplete',
      reviewCard(sampleCase('PLANNED', { story, rejected: true, plannedStart: null }), sales),
    ],
    ['approval', approvalCard(waiting, admin, noticeHeadline(admin.words, 'approvalRequested', waiting))],
    ['approval, own', approvalCard(waiting, sales)],
    ['approval, other role', approvalCard(waiting, help)],
    ...CASE_STATES.map((state) => [`status ${state}`, status(typical(state, story), sales, story)] as const),
    ['status scheduled', status(sampleCase('APPROVED', { story, scheduled: true }), sales, story)],
    ['status rejected', status(sampleCase('PLANNED', { story, rejected: true }), sales, story)],
    ['checks, green', checksCard(verifying, checksOf(verifying), sales)],
    [
      'checks, open',
      checksCard(sampleCase('VERIFYING', { story, more: { gap: true } }), checksOf(verifying, false), sales),
    ],
    ['choose customer', chooseCustomerCard(found(story, 10), story.name, sales)],
    ['welcome, sales', welcomeCard(sales)],
    ['welcome, every role', welcomeCard(reader(language, { roles: everyRole }))],
    ['welcome, no role', welcomeCard(reader(language, { roles: [], practice: false }))],
    ['help', helpCard(admin, 'dates')],
    ['my work', myWorkCard(cases, sales)],
    ['my work, none', myWorkCard([], sales)],
    [
      'approvals',
      approvalsCard([...cases, sampleCase('PLANNED', { story, rejected: true }), typical('APPROVED', story)], admin),
    ],
    ['approvals, asked', approvalsCard(cases, sales)],
  ]
}
