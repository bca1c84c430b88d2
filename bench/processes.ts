import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** A process and everything below it, as far as it lives. */
export function processTree(pid: number): number[] {
  const children = readText(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number)
  // Children of other threads than the first are listed with those threads; Node starts all of its own from the first.
  return [pid, ...children.flatMap(processTree)]
}

/** Processor seconds that a tree of processes has used, with those of its children that have ended. */
export function cpuSeconds(pid: number): number {
  return processTree(pid).reduce((sum, one) => {
    const fields = readText(`/proc/${one}/stat`).split(') ').at(-1)!.split(' ')
    // proc(5): utime, stime, cutime and cstime are fields 14 to 17 of which the first two are cut off here.
    return sum + fields.slice(11, 15).reduce((ticks, field) => ticks + Number(field), 0) / ticksPerSecond
  }, 0)
}

/** The memory a tree of processes takes from the machine: shared pages count in equal parts for those that share them (proportional set size). */
export function pssBytes(pid: number): number {
  return processTree(pid).reduce((sum, one) => sum + Number(/^Pss:\s+(\d+) kB/m.exec(readText(`/proc/${one}/smaps_rollup`))?.[1] ?? 0) * 1024, 0)
}

export const rssBytes = (pid: number): number => Number(/^VmRSS:\s+(\d+) kB/m.exec(readText(`/proc/${pid}/status`))?.[1] ?? 0) * 1024

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
