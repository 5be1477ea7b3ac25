/** A development dependency is not installed, so this cannot be done here. */
export class MissingToolError extends Error {
  constructor(
    readonly tool: string,
    options?: ErrorOptions,
  ) {
    super(
      `${tool} is not installed. It is a development dependency: run "npm ci" in the project's folder first.`,
      options,
    )
    this.name = 'MissingToolError'
  }
}

const NOT_FOUND = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'])

/**
 * Loads a development dependency when it is needed and not before: a server is installed without them.
 *
 * @throws {MissingToolError} when it is not installed; any other failure of loading is passed on
 */
export async function needed<T>(tool: string, load: () => T | Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
    if (NOT_FOUND.has(code)) throw new MissingToolError(tool, { cause: thrown })
    throw thrown
  }
}
