/** The staff roles of the bot. They prevent mistakes; Partner Center enforces its own (domain 3.5). */
export const ROLES = ['adminAgent', 'salesAgent', 'helpdeskAgent', 'billingAdmin'] as const
export type Role = (typeof ROLES)[number]

/** What somebody may want to do (domain 3.5, one per row). */
export type Action =
  | 'editCase'
  | 'recordFacts'
  | 'sendInvitation'
  | 'requestAdminAccess'
  | 'attestAgreement'
  | 'confirmEquivalent'
  | 'confirmDifferent'
  | 'overrideRegion'
  | 'submit'
  | 'approve'
  | 'placeOrder'
  | 'undoOrder'
  | 'transfer'
  | 'contactSupport'
  | 'recordCredit'
  | 'reassignLicenses'
  | 'requestCredit'
  | 'changeReminders'
  | 'readCase'
