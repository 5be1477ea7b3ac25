import { z } from 'zod'
import { Offer } from '../world.js'

/**
 * The price list of the practice world.
 *
 * Product and SKU ids are those of Microsoft's new commerce, as its Partner Center documentation (edition of October 2023) and
 * public lists of distributors (2022 to 2026) print them; SKU part numbers are Microsoft's, from its reference of product
 * names and service plans. The seat cap of the Business plans is Microsoft's.
 *
 * Prices are INVENTED for practice: euros per seat and month, of a size that feels right and nothing more.
 */

type Row = readonly [
  sku: string,
  title: string,
  product: string,
  skuId: string,
  unitPrice: string,
  also?: Partial<z.input<typeof Offer>>,
]

const BUSINESS_PLAN = { maxSeats: 300 } as const
const NOT_SOLD = { onSale: false } as const

const COMMERCIAL: readonly Row[] = [
  ['SPB', 'Microsoft 365 Business Premium', 'CFQ7TTC0LCHC', '0002', '20.60', BUSINESS_PLAN],
  ['O365_BUSINESS_PREMIUM', 'Microsoft 365 Business Standard', 'CFQ7TTC0LDPB', '0001', '11.70', BUSINESS_PLAN],
  ['O365_BUSINESS_ESSENTIALS', 'Microsoft 365 Business Basic', 'CFQ7TTC0LH18', '0001', '5.60', BUSINESS_PLAN],
  ['O365_BUSINESS', 'Microsoft 365 Apps for business', 'CFQ7TTC0LH1G', '0001', '9.80', BUSINESS_PLAN],
  ['OFFICESUBSCRIPTION', 'Microsoft 365 Apps for enterprise', 'CFQ7TTC0LGZT', '0001', '12.90'],
  ['SPE_E3', 'Microsoft 365 E3', 'CFQ7TTC0LFLX', '0001', '36.40'],
  // the practice price list knows the largest suite without Teams only, so that somebody meets the twin (M9)
  ['SPE_E5', 'Microsoft 365 E5', 'CFQ7TTC0LFLZ', '0002', '57.30', NOT_SOLD],
  ['Microsoft_365_E5_(no_Teams)', 'Microsoft 365 E5 (no Teams)', 'CFQ7TTC0LFLZ', '001L', '49.10'],
  ['SPE_F1', 'Microsoft 365 F3', 'CFQ7TTC0LH05', '0001', '7.50'],
  ['DESKLESSPACK', 'Office 365 F3', 'CFQ7TTC0LGZW', '0001', '3.80'],
  ['STANDARDPACK', 'Office 365 E1', 'CFQ7TTC0LF8Q', '0001', '8.90'],
  ['ENTERPRISEPACK', 'Office 365 E3', 'CFQ7TTC0LF8R', '0001', '22.10'],
  ['ENTERPRISEPREMIUM', 'Office 365 E5', 'CFQ7TTC0LF8S', '0002', '37.70'],
  ['EXCHANGESTANDARD', 'Exchange Online (Plan 1)', 'CFQ7TTC0LH16', '0001', '3.70'],
  ['EXCHANGEENTERPRISE', 'Exchange Online (Plan 2)', 'CFQ7TTC0LH1P', '0001', '7.40'],
  ['EMS', 'Enterprise Mobility + Security E3', 'CFQ7TTC0LHT4', '0001', '9.60'],
  ['AAD_PREMIUM', 'Microsoft Entra ID P1', 'CFQ7TTC0LFLS', '0002', '5.50'],
  ['INTUNE_A', 'Microsoft Intune Plan 1', 'CFQ7TTC0LCH4', '0009', '7.20'],
  ['POWER_BI_PRO', 'Power BI Pro', 'CFQ7TTC0LHSF', '0001', '12.80'],
  ['VISIOONLINE_PLAN1', 'Visio Plan 1', 'CFQ7TTC0HD33', '0003', '4.60'],
  ['VISIOCLIENT', 'Visio Plan 2', 'CFQ7TTC0HD32', '0002', '14.10'],
  ['PROJECTPROFESSIONAL', 'Planner and Project Plan 3', 'CFQ7TTC0HDB0', '0002', '27.90'],
  ['MCOEV', 'Microsoft Teams Phone Standard', 'CFQ7TTC0LH0T', '0001', '8.20'],
  ['M365_TEAMS_PREMIUM', 'Microsoft Teams Premium', 'CFQ7TTC0RM8K', '0002', '9.30'],
  ['POWERAPPS_PER_USER', 'Power Apps Premium', 'CFQ7TTC0LH2H', '0002', '18.70'],
  // ended in September 2023; what came after it is counted by contacts, so nothing replaces it seat by seat
  ['DYN365_MARKETING_APP', 'Dynamics 365 for Marketing', 'CFQ7TTC0LH3N', '0001', '1395.00', NOT_SOLD],
]

const EDUCATION: readonly Row[] = [
  ['ENTERPRISEPACKPLUS_FACULTY', 'Office 365 A3 for faculty', 'CFQ7TTC0LHPP', '000H', '3.00'],
  ['ENTERPRISEPACKPLUS_STUDENT', 'Office 365 A3 for students', 'CFQ7TTC0LHPP', '000K', '2.30'],
  ['M365EDU_A3_FACULTY', 'Microsoft 365 A3 for faculty', 'CFQ7TTC0LHPL', '000W', '5.50'],
  ['M365EDU_A3_STUDENT', 'Microsoft 365 A3 for students', 'CFQ7TTC0LHPL', '000X', '4.20'],
  ['M365EDU_A5_FACULTY', 'Microsoft 365 A5 for faculty', 'CFQ7TTC0LHPJ', '0015', '11.60'],
  ['POWER_BI_PRO_FACULTY', 'Power BI Pro for faculty', 'CFQ7TTC0LHSF', '0011', '4.10'],
]

const offer = (
  segment: 'commercial' | 'education',
  [skuPartNumber, title, productId, skuId, unitPrice, also]: Row,
) => ({
  skuPartNumber,
  title,
  productId,
  skuId,
  terms: ['P1M', 'P1Y'],
  billing: ['monthly', 'annual'],
  unitPrice,
  currency: 'EUR',
  onSale: true,
  segment,
  ...also,
})

/** Also what a world file without offers gets. */
export const BUILT_IN_OFFERS: readonly Offer[] = z
  .array(Offer)
  .parse([...COMMERCIAL.map((row) => offer('commercial', row)), ...EDUCATION.map((row) => offer('education', row))])

const titles = new Map([...COMMERCIAL, ...EDUCATION].map(([sku, title]) => [sku, title]))

/** A product's title on the price list; of one that is not on it, the part number. */
export const titleOf = (sku: string): string => titles.get(sku) ?? sku
