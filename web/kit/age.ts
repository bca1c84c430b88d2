export interface Age {
  value: number
  unit: 'minute' | 'hour' | 'day'
}

const minuteMs = 60_000

/** How long ago, in the largest whole unit; under a minute is 0 minutes, and the future counts as now. Null from a week on: a date says more. Pure. */
export function ageOf(at: Date, now: Date): Age | null {
  const minutes = Math.max(0, Math.floor((now.getTime() - at.getTime()) / minuteMs))
  if (minutes < 60) return { value: minutes, unit: 'minute' }
  if (minutes < 24 * 60) return { value: Math.floor(minutes / 60), unit: 'hour' }
  const days = Math.floor(minutes / (24 * 60))
  return days < 7 ? { value: days, unit: 'day' } : null
}
