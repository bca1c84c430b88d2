export type SnoozeChoice = 'hour' | 'tomorrow' | 'next_week'
const openingHour = 9

/**
 * When a choice of the snooze menu ends: in an hour, tomorrow at nine, next week's first working day at nine.
 * Local time of `now`. Pure.
 */
export function snoozeUntil(choice: SnoozeChoice, now: Date): Date {
  if (choice === 'hour') return new Date(now.getTime() + 3_600_000)
  const days = choice === 'tomorrow' ? 1 : (8 - now.getDay()) % 7 || 7
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, openingHour)
}
