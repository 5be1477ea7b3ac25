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
import { explain, noticeHeadline } from '../../src/cards/sentences.js'
import { statusCard } from '../../src/cards/statusCard.js'
import { welcomeCard } from '../../src/cards/welcomeCard.js'
import type { Language } from '../../src/cards/words.js'
import { CASE_STATES, type CaseState, type MoveCase } from '../../src/domain/moveCase.js'
import { nextSteps } from '../../src/domain/nextSteps.js'
import { ROLES } from '../../src/domain/roles.js'
import { after, ben, day, greenChecks, hana, opened, ordered, sara } from '../support/facts.js'
import {
  customersFound,
  ORDERS,
  reader,
  sampleCase,
  sampleHistory,
  withOrders,
  wrongChecks,
  type Story,
} from './samples.js'

/** Every card there is, each as somebody would meet it, by a name for the test and the gallery. */

export const LINK =
  'https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=2222_2222#/BillingAccounts'

/** What a person may do next with a case. */
export const stepsFor = (move: MoveCase, to: Reader) =>
  nextSteps(move, { kind: 'person', id: to.person, roles: to.roles }, to.now)

/** The case as a person meets it, with lines in each status that the state can have. */
function typical(state: CaseState, story: Story): MoveCase {
  const move = sampleCase(state, story)
  if (state === 'PROVISIONING') return withOrders(move, ORDERS.active, ORDERS.sending, ORDERS.unknown, ORDERS.intended)
  if (state === 'PARTIALLY_PROVISIONED') return withOrders(move, ORDERS.active, ORDERS.failed, ORDERS.needsAttention)
  return move
}

type Named = readonly [name: string, message: CardMessage]

export function everyCard(language: Language, story: Story): readonly Named[] {
  const sales = (move?: MoveCase) => reader(language, { now: move?.since ?? opened })
  const admin = (move?: MoveCase) =>
    reader(language, { person: ben.id, roles: ben.roles, now: move?.since ?? opened, refreshFor: ['29:ben'] })
  return [
    ...guidedCards(story, sales),
    ...decisionCards(language, story, sales, admin),
    ...statusCards(story, sales),
    ...listCards(language, story, sales, admin),
  ]
}

type ReaderOf = (move?: MoveCase) => Reader

function guidedCards(story: Story, sales: ReaderOf): readonly Named[] {
  const { words } = sales()
  const draft = sampleCase('DRAFT', story)
  const planning = sampleCase('RELATIONSHIP_ACTIVE', story)
  const renewing = sampleCase('RELATIONSHIP_ACTIVE', story, { autoRenew: true, unpriced: true })
  const planned = sampleCase('PLANNED', story)
  const badSeats = words.say('dialog.badSeats', { typed: 'x'.repeat(40) })
  const allWrong = Object.fromEntries(planning.lines.map(({ id }) => [`seats_${id}`, badSeats]))
  const late = {
    start: words.say('dialog.badDate', { typed: '2026-02-31' }),
    text: explain(words, { code: 'noLines' }),
  }
  return [
    ['facts', factsCard(draft, sales(draft))],
    ['facts accepted', factsCard(planning, sales(planning))],
    ['lines', linesCard(planning, sales(planning))],
    ['lines, wrong', linesCard(planning, sales(planning), { seats_l1: 'abc' }, { seats_l1: badSeats })],
    ['lines, all wrong', linesCard(planning, sales(planning), {}, allWrong)],
    ['dates', datesCard(planning, sales(planning))],
    ['dates, late and renewing', datesCard(renewing, sales(renewing), { start: '2026-12-18' }, late)],
    ['review', reviewCard(planned, sales(planned))],
    ['review, incomplete', reviewCard(renewing, sales(renewing))],
  ]
}

function decisionCards(language: Language, story: Story, sales: ReaderOf, admin: ReaderOf): readonly Named[] {
  const waiting = sampleCase('AWAITING_APPROVAL', story)
  const unpriced = sampleCase('AWAITING_APPROVAL', story, { unpriced: true })
  const helpdesk = reader(language, { person: hana.id, roles: hana.roles })
  const verifying = sampleCase('VERIFYING', story)
  const blocked = sampleCase('REGION_BLOCKED', story)
  return [
    ['approval', approvalCard(waiting, admin(waiting), noticeHeadline(admin().words, 'approvalRequested', waiting))],
    ['approval, unpriced', approvalCard(unpriced, admin(unpriced))],
    ['approval, own', approvalCard(waiting, sales(waiting))],
    ['approval, other role', approvalCard(waiting, helpdesk)],
    ['checks, green', checksCard(verifying, greenChecks(verifying), sales(verifying))],
    ['checks, open', checksCard({ ...verifying, gap: true }, wrongChecks(verifying), sales(verifying))],
    ['region blocked, admin', factsCard(blocked, admin(blocked))],
  ]
}

function statusCards(story: Story, sales: ReaderOf): readonly Named[] {
  const status = (move: MoveCase, headline?: string): CardMessage => {
    const to = sales(move)
    return statusCard(move, sampleHistory(story), stepsFor(move, to), to, headline)
  }
  const approved = sampleCase('APPROVED', story)
  const scheduled = after(approved, { type: 'schedule', day: day('2026-12-11') }, sara, approved.since)
  const waiting = sampleCase('AWAITING_APPROVAL', story)
  const rejected = after(waiting, { type: 'reject', reason: story.reason }, ben, waiting.since)
  const { words } = sales()
  return [
    ...CASE_STATES.map((state): Named => {
      const move = typical(state, story)
      const to = sales(move)
      if (move.state !== 'INVITED' && move.state !== 'STALLED') return [`status ${state}`, status(move)]
      return [`status ${state}`, invitationCard(move, LINK, stepsFor(move, to), to)]
    }),
    ['status invited, for others', status(typical('INVITED', story))],
    ['status scheduled', status(scheduled, noticeHeadline(words, 'approved', scheduled))],
    ['status rejected', status(rejected, noticeHeadline(words, 'rejected', rejected))],
  ]
}

function listCards(language: Language, story: Story, sales: ReaderOf, admin: ReaderOf): readonly Named[] {
  const waiting = sampleCase('AWAITING_APPROVAL', story)
  const rejected = after(waiting, { type: 'reject', reason: story.reason }, ben, waiting.since)
  const cases = [waiting, sampleCase('INVITED', story), sampleCase('OVERLAP', story)]
  const many = Array.from({ length: 12 }, () => cases).flat()
  const later = { ...sales(), now: ordered }
  return [
    ['choose customer', chooseCustomerCard(customersFound(story, 10), story.name, sales())],
    ['welcome, sales', welcomeCard(sales())],
    ['welcome, every role', welcomeCard(reader(language, { roles: ROLES }))],
    ['welcome, no role', welcomeCard(reader(language, { roles: [], practice: false }))],
    ['help', helpCard(admin(), 'dates')],
    ['my work', myWorkCard(cases, later)],
    ['my work, much', myWorkCard(many, later)],
    ['my work, none', myWorkCard([], sales())],
    ['approvals', approvalsCard([...cases, rejected, sampleCase('APPROVED', story)], admin())],
    ['approvals, many', approvalsCard(many, admin())],
    ['approvals, asked', approvalsCard(cases, sales())],
  ]
}
