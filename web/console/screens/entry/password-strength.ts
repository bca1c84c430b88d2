export const shortestPassword = 10

/** `short` is refused by the server; the others are advice. */
export type Strength = 'none' | 'short' | 'weak' | 'fair' | 'strong'

/**
 * A hint at how hard a password is to guess: its length counts most; repeats, runs (abcd, 1234) and the person's own words count for little.
 * Pure. Source: NIST SP 800-63B-4 § 3.1.1 (length over composition rules).
 */
export function passwordStrength(password: string, own: readonly string[]): Strength {
  const length = [...password].length
  if (length === 0) return 'none'
  if (length < shortestPassword) return 'short'
  const plain = own
    .flatMap((text) => text.toLowerCase().split(/[\s@.]+/))
    .filter((word) => word.length > 2)
    .reduce((rest, word) => rest.replaceAll(word, ''), password.toLowerCase())
  const worth = countSurprises([...plain])
  return worth < 7 ? 'weak' : worth < 12 ? 'fair' : 'strong'
}

/** Letters that neither repeat the one before nor go on with a run; a letter seen three times already counts half. */
function countSurprises(letters: string[]): number {
  const seen = new Map<string, number>()
  let worth = 0
  for (const [index, letter] of letters.entries()) {
    const step = index === 0 ? Number.NaN : letter.codePointAt(0)! - letters[index - 1]!.codePointAt(0)!
    const times = seen.get(letter) ?? 0
    seen.set(letter, times + 1)
    if (Math.abs(step) <= 1) continue
    worth += times >= 3 ? 0.5 : 1
  }
  return worth
}
