import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { openSmtp, smtpTimingOf } from './open-smtp.ts'
import type { SmtpSettings } from './settings.ts'

const connectionsByDefault = 2
/** Servers cut long sessions; a fresh connection is cheap. */
const mailsPerConnection = 100

export interface Lease {
  connection: SMTPConnection
  /** It carried a mail before, so the server may have closed it meanwhile. */
  isReused: boolean
  mailsSent: number
}

interface IdleLease extends Lease {
  timer: NodeJS.Timeout
  forget: () => void
}

/** The connections of one inbox with one set of credentials. */
interface Lane {
  idle: IdleLease[]
  inUse: number
  waiting: (() => void)[]
  nextSlot: number
}

const lanes = new Map<string, Lane>()

/** New credentials or another server are another lane; the old connections end by themselves. Secrets stay out of the key. */
function laneKey({ inboxId, server, login }: SmtpSettings): string {
  const secret = login?.kind === 'password' ? createHash('sha256').update(login.password).digest('hex') : ''
  return JSON.stringify([inboxId, server.host, server.port, server.security, login?.kind, login?.user, secret])
}

function laneOf(settings: SmtpSettings): Lane {
  const key = laneKey(settings)
  const lane = lanes.get(key) ?? { idle: [], inUse: 0, waiting: [], nextSlot: 0 }
  lanes.set(key, lane)
  return lane
}

/** Runs `work` on a connection of this inbox, an idle one if there is any. A failed connection is closed, a good one kept for the next mail. */
export async function useConnection<T>(
  settings: SmtpSettings,
  signal: AbortSignal,
  mayReuse: boolean,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const lane = laneOf(settings)
  await takePlace(lane, settings.maxConnections ?? connectionsByDefault, signal)
  try {
    await pace(lane, settings, signal)
    const lease = (mayReuse ? takeIdle(lane) : undefined) ?? { connection: await openSmtp(settings, signal), isReused: false, mailsSent: 0 }
    try {
      const result = await work(lease)
      keepOrQuit(lane, settings, lease)
      return result
    } catch (error) {
      lease.connection.close()
      throw error
    }
  } finally {
    lane.inUse--
    lane.waiting.shift()?.()
    dropLaneIfUnused(settings, lane)
  }
}

/** Closes every idle connection, for the end of the process. */
export function closeIdleConnections(): void {
  for (const lane of lanes.values()) for (const lease of lane.idle.splice(0)) endIdle(lease)
}

async function takePlace(lane: Lane, most: number, signal: AbortSignal): Promise<void> {
  while (lane.inUse >= most) {
    await new Promise<void>((resolve, reject) => {
      const stop = () => {
        lane.waiting.splice(lane.waiting.indexOf(go), 1)
        reject(signal.reason as Error)
      }
      const go = () => {
        signal.removeEventListener('abort', stop)
        resolve()
      }
      lane.waiting.push(go)
      signal.addEventListener('abort', stop, { once: true })
    })
  }
  signal.throwIfAborted()
  lane.inUse++
}

/** Spreads the mails of an inbox evenly over the minute. */
async function pace(lane: Lane, { mailsPerMinute }: SmtpSettings, signal: AbortSignal): Promise<void> {
  if (!mailsPerMinute) return
  const slot = Math.max(Date.now(), lane.nextSlot)
  lane.nextSlot = slot + 60_000 / mailsPerMinute
  if (slot > Date.now()) await sleep(slot - Date.now(), undefined, { signal })
}

function takeIdle(lane: Lane): Lease | undefined {
  const lease = lane.idle.pop()
  if (!lease) return undefined
  clearTimeout(lease.timer)
  lease.connection.off('error', lease.forget)
  lease.connection.off('end', lease.forget)
  return { connection: lease.connection, isReused: true, mailsSent: lease.mailsSent }
}

function keepOrQuit(lane: Lane, settings: SmtpSettings, { connection, mailsSent }: Lease): void {
  if (mailsSent + 1 >= mailsPerConnection) return endIdle({ connection })
  const forget = () => {
    clearTimeout(lease.timer)
    lane.idle = lane.idle.filter((one) => one !== lease)
    dropLaneIfUnused(settings, lane)
  }
  const timer = setTimeout(() => {
    forget()
    endIdle({ connection })
  }, smtpTimingOf(settings).idle)
  timer.unref()
  const lease: IdleLease = { connection, isReused: true, mailsSent: mailsSent + 1, timer, forget }
  connection.on('error', forget)
  connection.on('end', forget)
  lane.idle.push(lease)
}

function endIdle({ connection, timer }: { connection: SMTPConnection; timer?: NodeJS.Timeout }): void {
  clearTimeout(timer)
  connection.quit()
}

function dropLaneIfUnused(settings: SmtpSettings, lane: Lane): void {
  // A lane keeps its pacing until the next slot is past.
  if (lane.inUse > 0 || lane.idle.length > 0 || lane.waiting.length > 0 || lane.nextSlot > Date.now()) return
  const key = laneKey(settings)
  if (lanes.get(key) === lane) lanes.delete(key)
}
