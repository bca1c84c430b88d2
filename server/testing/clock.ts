import type { Clock } from '../platform/clock.ts'

export interface TestClock extends Clock {
  /** Moves the time forward. */
  advance(ms: number): void
  /** Stops at an instant. */
  set(to: Date): void
}

/** Runs with the real time from now, shifted as the test says; the database's own clock is not moved. */
export function createTestClock(): TestClock {
  let shiftMs = 0
  let fixed: Date | null = null
  return {
    now: () => (fixed ? new Date(fixed.getTime()) : new Date(Date.now() + shiftMs)),
    advance(ms) {
      if (fixed) fixed = new Date(fixed.getTime() + ms)
      else shiftMs += ms
    },
    set(to) {
      fixed = to
    },
  }
}
