const PLACEHOLDER = /\$\{\{(.*?)\}\}/gu

/** What stands for the app id while there is no Azure bot yet. Teams refuses it, the checks of this project do not. */
export const PRACTICE_APP_ID = '00000000-0000-0000-0000-000000000000'

export interface Filled {
  readonly text: string
  /** Placeholders that nobody has a value for, each once. */
  readonly unknown: readonly string[]
}

/**
 * Puts values in for `${{name}}`, as Microsoft's own toolkit writes placeholders. Every one stands inside a JSON string,
 * so a value is written as the inside of one.
 */
export function fill(template: string, values: Readonly<Record<string, string>>): Filled {
  const unknown = new Set<string>()
  const text = template.replace(PLACEHOLDER, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value !== undefined) return JSON.stringify(value).slice(1, -1)
    unknown.add(name)
    return whole
  })
  return { text, unknown: [...unknown] }
}
