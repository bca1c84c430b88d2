import type { Context } from '../../platform/context.ts'

export interface SearchLimits {
  /** One question to the database. */
  stepMs: number
  /** All questions of one search together; what comes after is a few reads by key. */
  totalMs: number
}
/** Together with reading, ranking and marking the hits a search stays within a second. */
export const searchLimits: SearchLimits = { stepMs: 300, totalMs: 450 }

/** The first question was broken off before it began to search: the transaction can answer nothing any more. */
export class OutOfTime extends Error {}

/** With less than this left no question is begun. */
const leastMs = 15

export interface Budget {
  /** Runs one question under the time that is left. Null when there was none or it ran out; then `isCut` is true from here on. */
  ask<T>(question: () => Promise<T>): Promise<T | null>
  /** Notes that an answer came but is not all. */
  cut(): void
  readonly isCut: boolean
  readonly leftMs: number
  /** Gives the reads that follow a time limit of their own. */
  end(): Promise<void>
}

/** Starts the time of one search in the caller's transaction, which survives a question that is broken off. */
export function startBudget(ctx: Context, limits: SearchLimits): Budget {
  const startedAt = performance.now()
  const leftMs = () => limits.totalMs - (performance.now() - startedAt)
  let isCut = false
  let limitMs = 0
  const setLimit = async (ms: number) => {
    // Rounded, so that it is set again only when it matters.
    const rounded = ms >= limits.stepMs ? limits.stepMs : Math.max(1, Math.floor(ms / 50) * 50 || Math.floor(ms))
    if (rounded === limitMs) return
    await ctx.sql.run(`select set_config('statement_timeout', $1, true)`, [String(rounded)])
    limitMs = rounded
  }
  let asked = 0
  return {
    get leftMs() {
      return leftMs()
    },
    get isCut() {
      return isCut
    },
    cut() {
      isCut = true
    },
    async ask(question) {
      if (leftMs() < leastMs) {
        isCut = true
        return null
      }
      // The first question is nearly always the only one, and the functions it calls end by themselves when their time is over.
      if (asked++ === 1) await ctx.sql.run('savepoint search')
      await setLimit(Math.min(limits.stepMs, leftMs()))
      try {
        return await question()
      } catch (error) {
        // 57014 query_canceled (PostgreSQL appendix A)
        if ((error as { code?: string }).code !== '57014') throw error
        if (asked === 1) throw new OutOfTime()
        await ctx.sql.run('rollback to savepoint search')
        isCut = true
        limitMs = 0
        return null
      }
    },
    async end() {
      if (limitMs >= 400) return
      await ctx.sql.run(`select set_config('statement_timeout', '5000', true)`)
      limitMs = 5000
    },
  }
}
