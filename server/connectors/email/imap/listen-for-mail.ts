import { setTimeout as sleep } from 'node:timers/promises'
import type { ImapFlow } from 'imapflow'

export interface MailListener {
  /** Resolves when the server announces mail, the connection ends, `ms` have passed or the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>
}

/**
 * Listens on an open folder. An announcement between two waits is kept for the next one, so that a mail that arrives while another is
 * fetched is not missed until the poll. Waiting is IDLE (RFC 2177) where the server has it; any later command ends the IDLE.
 */
export function listenForMail(client: ImapFlow): MailListener {
  let hasNews = false
  let wake = () => {}
  client.on('exists', () => {
    hasNews = true
    wake()
  })
  client.on('close', () => wake())
  return {
    async wait(ms, signal) {
      if (!hasNews && client.usable && !signal.aborted) {
        // A server that ends or refuses IDLE leaves the poll; its connection errors arrive by 'close'.
        if (client.capabilities.has('IDLE')) client.idle().catch(() => {})
        const waiting = new AbortController()
        await Promise.race([
          new Promise<void>((resolve) => (wake = resolve)),
          sleep(ms, undefined, { signal: AbortSignal.any([signal, waiting.signal]) }).catch(() => {}),
        ])
        waiting.abort()
      }
      hasNews = false
    },
  }
}
