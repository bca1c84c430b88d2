import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { GateResult } from './gate.ts'

export interface TimedResult extends GateResult {
  seconds: number
  /** Processor time of the gate itself, without servers and databases; null when it did not end by itself. */
  cpuSeconds: number | null
}

/** Runs one gate in a process group of its own. When it has not ended after `deadlineMs`, the group is killed and that is its failure. */
export function runInProcess(file: string, args: string[], deadlineMs: number): Promise<TimedResult> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', file), ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  })
  const killAll = () => {
    try {
      process.kill(-child.pid!, 'SIGKILL')
    } catch {
      // It has just ended.
    }
  }
  const stop = () => {
    killAll()
    process.exit(130)
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
  let told: { result: GateResult; cpuSeconds: number } | null = null
  child.on('message', (message) => (told = message as typeof told))
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    killAll()
  }, deadlineMs)
  return new Promise((resolve) =>
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      process.off('SIGINT', stop).off('SIGTERM', stop)
      const seconds = (performance.now() - startedAt) / 1_000
      if (told && !isLate) return resolve({ ...told.result, seconds, cpuSeconds: told.cpuSeconds })
      const reason = isLate
        ? `did not end within ${Math.round(deadlineMs / 1_000)} s and was killed`
        : `ended without a result (${signal ?? `exit code ${code}`})`
      resolve({ gate: file.replace('.ts', ''), passed: false, figures: {}, failures: [reason], seconds, cpuSeconds: null })
    }),
  )
}
