import { readFileSync } from 'node:fs'

/** A wrapper (npm, our own launcher) passes on the Ctrl-C that the terminal has already sent to us: that is one wish, not two. */
const sameWishMs = 1_000
const parentCheckMs = 500

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP, or when the npm or launcher that started us is gone. A later second signal ends the
 * process at once with code 130; the database then stops by itself.
 */
export function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | null = null
    const ask = () => {
      if (askedAt !== null && Date.now() - askedAt > sameWishMs) process.exit(130)
      askedAt ??= Date.now()
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
    watchLaunchers(ask)
  })
}

/** Those between us and whoever typed the command: our own launcher, and npm with the shell it runs scripts in. */
const launcherCount = (process.env.SAMVAD_PARENT ? 1 : 0) + (process.env.npm_command ? 2 : 0)
/** Read at once: they may be gone before we are ready. Our own launcher may be gone even now. */
const isOrphan = Number(process.env.SAMVAD_PARENT ?? process.ppid) !== process.ppid
const launchersAtStart = isOrphan ? 'gone' : describeLaunchers()

function watchLaunchers(ask: () => void): void {
  if (launcherCount === 0) return
  const timer = setInterval(() => {
    if (describeLaunchers() === launchersAtStart) return
    clearInterval(timer)
    ask()
  }, parentCheckMs)
  timer.unref()
}

function describeLaunchers(): string {
  const pids: (number | null)[] = [process.ppid]
  while (pids.length < launcherCount) pids.push(parentOf(pids.at(-1) ?? 0))
  return pids.join(' ')
}

/** Null where the system does not say. Source: proc_pid_stat(5), the fourth field; the second may hold spaces and parentheses. */
function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return null
  }
}
