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

/** `ask`: may request it, somebody else does it. */
export type Permission = 'yes' | 'ask' | 'no'

const permissions = (
  adminAgent: Permission,
  salesAgent: Permission,
  helpdeskAgent: Permission,
  billingAdmin: Permission,
) => ({
  adminAgent,
  salesAgent,
  helpdeskAgent,
  billingAdmin,
})

/**
 * Who may do what. The rows Microsoft documents are the invitation, admin access, the agreement, ordering and undoing,
 * the transfer, support, and asking Microsoft for a credit (M14); the others are our choice.
 */
const TABLE = {
  editCase: permissions('yes', 'yes', 'no', 'no'),
  recordFacts: permissions('yes', 'yes', 'no', 'no'),
  sendInvitation: permissions('yes', 'yes', 'no', 'no'),
  requestAdminAccess: permissions('yes', 'ask', 'ask', 'no'),
  attestAgreement: permissions('yes', 'yes', 'no', 'no'),
  confirmEquivalent: permissions('yes', 'yes', 'no', 'no'),
  confirmDifferent: permissions('yes', 'no', 'no', 'no'),
  overrideRegion: permissions('yes', 'no', 'no', 'no'),
  submit: permissions('yes', 'yes', 'no', 'no'),
  approve: permissions('yes', 'no', 'no', 'yes'),
  placeOrder: permissions('yes', 'yes', 'no', 'no'),
  undoOrder: permissions('yes', 'yes', 'no', 'no'),
  transfer: permissions('yes', 'ask', 'no', 'no'),
  contactSupport: permissions('yes', 'no', 'yes', 'no'),
  recordCredit: permissions('yes', 'yes', 'yes', 'yes'),
  reassignLicenses: permissions('yes', 'no', 'yes', 'no'),
  requestCredit: permissions('yes', 'no', 'no', 'ask'),
  changeReminders: permissions('yes', 'yes', 'no', 'no'),
  readCase: permissions('yes', 'yes', 'yes', 'yes'),
} as const satisfies Record<Action, Record<Role, Permission>>

export const ACTIONS = Object.keys(TABLE) as readonly Action[]

/** What a person may do by the best of their roles; without any role, nothing. */
export function may(action: Action, roles: readonly Role[]): Permission {
  const allowed = new Set<Permission>(roles.map((role) => TABLE[action][role]))
  if (allowed.has('yes')) return 'yes'
  return allowed.has('ask') ? 'ask' : 'no'
}

/** The roles that may do it themselves: whom to turn to. */
export const rolesFor = (action: Action): readonly Role[] => ROLES.filter((role) => TABLE[action][role] === 'yes')
