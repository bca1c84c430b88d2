/**
 * The wait before attempt n (from 1): doubles from `first` up to `most`, then up to a quarter shorter at random, so that a thousand
 * mailboxes do not return to a server in the same second. Milliseconds.
 */
export function backOff(attempt: number, first: number, most: number, random: () => number = Math.random): number {
  const full = Math.min(most, first * 2 ** Math.min(attempt - 1, 30))
  return Math.round(full * (1 - random() / 4))
}
