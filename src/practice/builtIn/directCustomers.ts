import { customer, KNOWS_US } from './stories.js'

/** Customers who buy from Microsoft itself today, and those whom we cannot serve. */

/** Half of its checkout fails, once (see the world's faults). */
export const BLUE_YONDER = '98be2b56-e514-4011-aadf-201f68958c33'

export const directCustomers = [
  // happy path
  customer({
    tenantId: 'd294b129-7b99-4fe4-9686-8ad8c16707b4',
    name: 'Contoso',
    domain: 'contoso.com',
    country: 'DE',
    locale: 'de-DE',
    contact: { name: 'Katrin Vogel', email: 'katrin.vogel@contoso.com' },
    invitation: { answer: 'accepts', afterDays: 1 },
    subscriptions: [{ sku: 'SPB', seats: 25, assigned: 23, ends: 23 }],
  }),
  // region mismatch: the administrator could not accept the link either
  customer({
    tenantId: '76049014-86bb-4623-b04d-9a55260d2658',
    name: 'Wingtip Toys',
    domain: 'wingtiptoys.com',
    country: 'US',
    locale: 'en-US',
    contact: { name: 'Grace Miller', email: 'grace.miller@wingtiptoys.com' },
    invitation: { answer: 'silent' },
    subscriptions: [{ sku: 'O365_BUSINESS_PREMIUM', seats: 30, assigned: 28, ends: 45 }],
  }),
  // unknown region: Belarus is on no list we have
  customer({
    tenantId: '22c59e89-5252-4505-8478-51a2f7f8d4b8',
    name: 'Proseware',
    domain: 'proseware.com',
    country: 'BY',
    contact: { name: 'Nadia Sokal', email: 'nadia.sokal@proseware.com' },
    invitation: { answer: 'silent' },
    subscriptions: [{ sku: 'O365_BUSINESS_ESSENTIALS', seats: 12, ends: 60 }],
  }),
  // silent customer
  customer({
    tenantId: '216693d3-44de-4498-8fbb-4e452b662ae5',
    name: 'Fabrikam',
    domain: 'fabrikam.com',
    country: 'FR',
    locale: 'fr-FR',
    contact: { name: 'Louis Garnier', email: 'louis.garnier@fabrikam.com' },
    invitation: { answer: 'silent' },
    subscriptions: [{ sku: 'SPB', seats: 40, assigned: 37, ends: 41 }],
  }),
  // declines
  customer({
    tenantId: '0ff7593a-21d5-4e76-89d0-fcc069c11362',
    name: 'Tailspin Toys',
    domain: 'tailspintoys.com',
    country: 'CZ',
    locale: 'cs-CZ',
    contact: { name: 'Petra Dvořáková', email: 'petra.dvorakova@tailspintoys.com' },
    invitation: { answer: 'declines', afterDays: 2 },
    subscriptions: [{ sku: 'O365_BUSINESS_PREMIUM', seats: 18, assigned: 16, ends: 52 }],
  }),
  // no equivalent: a retired product without a replacement, beside one that can be moved
  customer({
    tenantId: '6cbf181d-8161-4b1a-8b57-3011a2e43a1d',
    name: 'Litware',
    domain: 'litwareinc.com',
    country: 'IE',
    locale: 'en-IE',
    contact: { name: 'Aoife Byrne', email: 'aoife.byrne@litwareinc.com' },
    invitation: { answer: 'accepts', afterDays: 1 },
    subscriptions: [
      { sku: 'DYN365_MARKETING_APP', seats: 3, ends: 33 },
      { sku: 'O365_BUSINESS_PREMIUM', seats: 22, assigned: 21, ends: 33 },
    ],
  }),
  // discontinued, with an equivalent: today's Business Standard takes its place under another SKU
  customer({
    tenantId: '9bcc2e68-0ebc-463c-aea5-b1a8e62da7b0',
    name: 'Fourth Coffee',
    domain: 'fourthcoffee.com',
    country: 'IT',
    locale: 'it-IT',
    contact: { name: 'Giulia Ferri', email: 'giulia.ferri@fourthcoffee.com' },
    invitation: { answer: 'accepts', afterDays: 1 },
    subscriptions: [
      {
        sku: 'SMB_BUSINESS_PREMIUM',
        title: 'Microsoft 365 Business Standard - Prepaid Legacy',
        seats: 12,
        assigned: 11,
        ends: 30,
      },
    ],
  }),
  // no-Teams twin: of its suite only the one without Teams is on sale
  customer({
    tenantId: '5716321f-45ce-4625-8fd3-a48e659ceb46',
    name: 'Northwind Traders',
    domain: 'northwindtraders.com',
    country: 'NL',
    locale: 'nl-NL',
    contact: { name: 'Sanne de Wit', email: 'sanne.dewit@northwindtraders.com' },
    invitation: { answer: 'accepts', afterDays: 2 },
    subscriptions: [{ sku: 'SPE_E5', seats: 70, assigned: 66, ends: 48 }],
  }),
  // web direct, old account: a credit is possible, and nobody may promise it
  customer({
    tenantId: '441547ce-067a-4897-ae13-7a1634feeb63',
    name: 'Coho Winery',
    domain: 'cohowinery.com',
    country: 'PT',
    locale: 'pt-PT',
    contact: { name: 'Tiago Moura', email: 'tiago.moura@cohowinery.com' },
    invitation: { answer: 'accepts', afterDays: 1 },
    subscriptions: [
      {
        sku: 'O365_BUSINESS_PREMIUM',
        seats: 20,
        assigned: 19,
        ends: 120,
        channel: 'WEB_DIRECT_MOSA',
        endAction: 'NONE',
      },
    ],
  }),
  // auto-renew on: renews if nobody stops it
  customer({
    tenantId: '433e6450-5287-45fd-957a-f3f62bb18e17',
    name: 'Relecloud',
    domain: 'relecloud.com',
    country: 'AT',
    locale: 'de-AT',
    contact: { name: 'Jonas Leitner', email: 'jonas.leitner@relecloud.com' },
    invitation: { answer: 'accepts', afterDays: 1 },
    subscriptions: [{ sku: 'SPB', seats: 15, ends: 16, autoRenew: true, endAction: 'RENEW' }],
  }),
  // seats short: 60 + 40 bought, 97 in use, so a smaller order leaves people without a licence
  customer({
    tenantId: '5797cf73-6d4f-4c12-b77d-ada582c6807d',
    name: 'Humongous Insurance',
    domain: 'humongousinsurance.com',
    country: 'CH',
    locale: 'de-CH',
    contact: { name: 'Lea Baumann', email: 'lea.baumann@humongousinsurance.com' },
    invitation: { answer: 'accepts', afterDays: 2 },
    subscriptions: [
      { sku: 'SPE_E3', seats: 60, assigned: 58, ends: 36 },
      { sku: 'SPE_E3', seats: 40, assigned: 39, ends: 43 },
    ],
  }),
  // already late: it ended two days ago, and its users are out
  customer({
    tenantId: 'dd9b4a13-5cf8-45ca-8e9f-24b75eaf0ddf',
    name: 'Alpine Ski House',
    domain: 'alpineskihouse.com',
    country: 'SI',
    locale: 'sl-SI',
    contact: { name: 'Matej Kranjc', email: 'matej.kranjc@alpineskihouse.com' },
    ...KNOWS_US,
    invitation: { answer: 'accepts', afterDays: 1 },
    subscriptions: [{ sku: 'O365_BUSINESS_PREMIUM', seats: 14, ends: -2 }],
  }),
  // order half fails
  customer({
    tenantId: BLUE_YONDER,
    name: 'Blue Yonder',
    domain: 'blueyonderairlines.com',
    country: 'GB',
    locale: 'en-GB',
    contact: { name: 'Oliver Hughes', email: 'oliver.hughes@blueyonderairlines.com' },
    invitation: { answer: 'accepts', afterDays: 1 },
    subscriptions: [
      { sku: 'SPB', seats: 35, assigned: 34, ends: 27 },
      { sku: 'EXCHANGESTANDARD', seats: 20, assigned: 17, ends: 27 },
      { sku: 'VISIOCLIENT', seats: 4, ends: 27 },
      { sku: 'POWER_BI_PRO', seats: 9, assigned: 8, ends: 27 },
    ],
  }),
  // trial: buying the paid product is no move
  customer({
    tenantId: '56923bb9-c9f4-4762-95f8-b0bd4d108a32',
    name: 'School of Fine Art',
    domain: 'fineartschool.net',
    country: 'PL',
    locale: 'pl-PL',
    segment: 'education',
    contact: { name: 'Zofia Malinowska', email: 'zofia.malinowska@fineartschool.net' },
    invitation: { answer: 'accepts', afterDays: 1 },
    subscriptions: [
      { sku: 'M365EDU_A3_FACULTY', seats: 25, assigned: 9, ends: 18, term: 'P1M', billing: 'monthly', isTrial: true },
    ],
  }),
]
