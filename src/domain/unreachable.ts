/** Stands where no value can arrive. As long as one still could, the call does not compile. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
