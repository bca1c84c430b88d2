import { setTimeout as sleep } from 'node:timers/promises'
import type { Postmaster } from './postmaster.ts'

const longestPauseMs = 5_000

/**
 * Starts the server and starts it again whenever it ends without being asked (killed for memory, a crash that it could not survive),
 * with growing pauses, until `stop`. The first start's error is the caller's; later ones are logged and tried again.
 */
export async function keepRunning(start: () => Promise<Postmaster>, log: (line: string) => void): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController()
  let current = await start()
  const watch = async () => {
    for (;;) {
      await current.ended
      if (stopping.signal.aborted) return
      log('The database ended unexpectedly; starting it again …')
      current = (await startAgain(start, stopping.signal, log)) ?? current
    }
  }
  const watching = watch()
  return {
    async stop() {
      stopping.abort()
      await current.stop()
      await watching
      await current.stop() // a restart may have been under way
    },
  }
}

async function startAgain(start: () => Promise<Postmaster>, stopping: AbortSignal, log: (line: string) => void): Promise<Postmaster | null> {
  for (let pauseMs = 50; !stopping.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await start()
    } catch (error) {
      log((error as Error).message)
      await sleep(pauseMs)
    }
  }
  return null
}
