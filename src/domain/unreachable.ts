/** Makes the compiler list what a switch forgot: the call does not type-check while a case is missing. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
