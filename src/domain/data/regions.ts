import { UtcDay } from '../ids.js'
import type { Grade } from './policy.js'

/** One edition of Microsoft's list of places a CSP partner may sell to: region by country code. */
export interface RegionList {
  /** Date of the edition. Kept with every decision made by it. */
  readonly date: UtcDay
  readonly source: string
  readonly grade: Grade
  readonly regions: ReadonlyMap<string, RegionCode>
}

/**
 * Region by region, in ISO 3166 codes. `BQ` stands for Bonaire, Saba and Sint Eustatius; Kosovo has no official code
 * and goes by `XK`. Neither the EU nor the EEA: Europe here has the United Kingdom and Switzerland, but not Ukraine.
 */
const EDITION_2023 = {
  AFRICA: `
    AO BF BI BJ BW CD CF CG CI CM CV DJ ER ET GA GH GM GN GQ GW KE KM LR MG ML MU MW NA NC NE NG PF RE
    RW SC SH SL SN SO SS ST TD TG TZ UG YT ZM`,
  ASIA_PACIFIC: 'BD BN BT HK ID KH LA LK MM MO MV MY NP PH SG TH TL VN',
  AUSTRALIA: 'AU CC CK CX FJ FM HM KI MH NF NR NU PG PN PW SB TF TK TO TV WF',
  BRAZIL: 'BR',
  CANADA: 'CA PM',
  CHINA: 'CN',
  EUROPE: `
    AD AT AX BE BG BV CH CY CZ DE DK EE ES FI FO FR GB GG GI GL GR HR HU IE IM IS IT JE LI LT LU LV MC
    MT NL NO PL PT RO SE SI SJ SK SM VA`,
  INDIA: 'IN',
  JAPAN: 'JP',
  KOREA: 'KR',
  LATAM_CARIBBEAN: `
    AG AI AQ AR AW BB BL BM BO BQ BS BZ CL CO CR CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC MF
    MQ MS MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI`,
  MIDDLE_EAST_CEE: `
    AE AF AL AM AZ BA BH DZ EG GE IL IO IQ JO KG KW KZ LB LS LY MA MD ME MK MN MR MZ OM PK PS QA RS SA
    SZ TJ TM TN TR UA UZ XK YE ZA ZW`,
  NEW_ZEALAND: 'NZ VU WS',
  TAIWAN: 'TW',
  UNITED_STATES: 'AS GU MP UM US',
} as const

/** `RUSSIA` was a region of its own in an earlier edition only. */
export type RegionCode = keyof typeof EDITION_2023 | 'RUSSIA'

const edition2023: readonly (readonly [string, RegionCode])[] = (
  Object.entries(EDITION_2023) as [keyof typeof EDITION_2023, string][]
).flatMap(([region, codes]) => codes.trim().split(/\s+/).map((code) => [code, region] as const))

/** What is documented to have been different in April 2021; whatever is not named here is taken to have been the same. */
const DIFFERENT_IN_2021: readonly (readonly [string, RegionCode])[] = [
  ['RU', 'RUSSIA'],
  ['BY', 'MIDDLE_EAST_CEE'],
  ['GU', 'AUSTRALIA'],
  ['MP', 'AUSTRALIA'],
  ['AS', 'NEW_ZEALAND'],
]
const NOT_LISTED_IN_2021 = new Set(['CN'])

/** Newest first. A new edition is added in front and becomes the current one; stored decisions keep naming theirs. */
export const REGION_LISTS: readonly [RegionList, ...RegionList[]] = [
  {
    date: UtcDay.parse('2023-08-17'),
    source: 'Microsoft, CSP programme regional markets and currencies, edition of 2023-08-17, every place read',
    grade: 'A',
    regions: new Map(edition2023),
  },
  {
    date: UtcDay.parse('2021-04-15'),
    source: 'Microsoft, CSP programme regional markets and currencies, edition of 2021-04-15, differences only',
    grade: 'A',
    regions: new Map([...edition2023.filter(([code]) => !NOT_LISTED_IN_2021.has(code)), ...DIFFERENT_IN_2021]),
  },
]

/** The regions of the current edition. */
export const REGION_CODES = Object.keys(EDITION_2023) as readonly RegionCode[]
