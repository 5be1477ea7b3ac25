/** Finding a customer by what somebody typed. Pure. */

export interface Findable {
  readonly tenantId: string
  readonly name: string
  readonly domain: string
}

/** Longest text that is looked at: nothing findable is longer, and distances grow with it. */
const MAX_TYPED = 200
const MAX_FOUND = 10

/** Letters that Unicode does not take apart into a plain one and a mark. */
const PLAIN: Readonly<Record<string, string>> = { ł: 'l', đ: 'd', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ı: 'i' }

/** As typed or spoken: without case, diacritics, typographic marks and doubled spaces. */
export const folded = (text: string): string =>
  text
    .slice(0, MAX_TYPED)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łđøßæœþı]/g, (letter) => PLAIN[letter] ?? letter)
    .replace(/[’‘`´]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()

/**
 * Those that fit, best first, at most ten: exact name, domain or tenant id; beginning with it; a word of the name
 * beginning with it; containing it. Where none fits, those that are a slip of the finger away: `Contsoo`.
 */
export function findFitting<T extends Findable>(all: readonly T[], typed: string): T[] {
  const wanted = folded(typed)
  if (wanted === '') return []
  const fitting = ranked(all, (one) => rankOf(one, wanted))
  return fitting.length > 0 ? fitting : ranked(all, (one) => nearness(one, wanted))
}

function ranked<T extends Findable>(all: readonly T[], rank: (one: T) => number | undefined): T[] {
  return all
    .flatMap((one) => {
      const found = rank(one)
      return found === undefined ? [] : [{ one, found }]
    })
    .sort((a, b) => a.found - b.found || (a.one.name < b.one.name ? -1 : 1))
    .slice(0, MAX_FOUND)
    .map(({ one }) => one)
}

function rankOf({ tenantId, name, domain }: Findable, wanted: string): number | undefined {
  const texts = [folded(name), folded(domain), tenantId]
  if (texts.includes(wanted)) return 0
  if (texts.some((text) => text.startsWith(wanted))) return 1
  if (wordsOf(name).some((word) => word.startsWith(wanted))) return 2
  return texts.some((text) => text.includes(wanted)) ? 3 : undefined
}

const wordsOf = (name: string): string[] => folded(name).split(/[^\p{L}\p{N}]+/u)

/** Slips between what was typed and the nearest of name, word of the name, domain and its first label; `undefined` when too many. */
function nearness({ name, domain }: Findable, wanted: string): number | undefined {
  const allowed = wanted.length < 4 ? 0 : wanted.length < 7 ? 1 : 2
  const texts = [folded(name), ...wordsOf(name), folded(domain), folded(domain).split('.')[0] ?? '']
  const best = Math.min(
    ...texts.filter((text) => Math.abs(text.length - wanted.length) <= allowed).map((text) => slips(text, wanted)),
  )
  return best <= allowed ? best : undefined
}

/** Letters to insert, drop, replace or swap with their neighbour to make one text of the other (optimal string alignment). */
export function slips(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let fewest = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        fewest = Math.min(fewest, at(beforeLast, j - 2) + 1)
      row.push(fewest)
    }
    beforeLast = last
    last = row
  }
  return at(last, b.length)
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY
