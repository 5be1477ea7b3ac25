/** What one check found: all is well, it works but wants a look, or Ferry cannot work like this. */
export type Finding =
  | { readonly level: 'ok'; readonly detail: string }
  /** `fix` says what the reader can do about it. */
  | { readonly level: 'warning' | 'problem'; readonly detail: string; readonly fix: string }

export const fine = (detail: string): Finding => ({ level: 'ok', detail })
export const warning = (detail: string, fix: string): Finding => ({ level: 'warning', detail, fix })
export const problem = (detail: string, fix: string): Finding => ({ level: 'problem', detail, fix })

/** The code of a failed system call, `ENOENT`; for other failures their message. */
export function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  return 'code' in thrown ? String(thrown.code) : thrown.message
}
