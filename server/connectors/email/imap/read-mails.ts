import type { FetchMessageObject } from 'imapflow'
import { ask, type MailboxSession } from './mailbox-session.ts'
import { defaultMaxMailBytes } from './settings.ts'

/** Mails of one FETCH: as many as this, or as many bytes, whichever is reached first. */
const mailsPerRead = 50
const bytesPerRead = 4 * 1024 * 1024
const headerBytes = 64 * 1024
/** A mail that took the connection down is read alone from then on. */
const suspectAlone = 1

/** What the server says about a mail before its content is read. */
export interface MailOutline {
  uid: number
  sizeBytes: number
  receivedAt: Date
}

export const maxBytes = ({ settings }: MailboxSession) => settings.maxMailBytes ?? defaultMaxMailBytes

/** UIDs beyond the cursor, oldest first. `n:*` always names the last mail, even one below n (RFC 9051 §6.4.4), hence the filter. */
export async function findNewUids(session: MailboxSession): Promise<number[]> {
  const { client, cursor, timing } = session
  // The search alone may answer from a view that is older than the newest mail.
  await ask(session, 'NOOP', timing.command, () => client.noop())
  const found = await ask(session, 'SEARCH', timing.command, () => client.search({ uid: `${cursor.lastUid + 1}:*` }, { uid: true }))
  return (found || []).filter((uid) => uid > cursor.lastUid).sort((a, b) => a - b)
}

/** Sizes and dates, in order of UID; mails that vanished meanwhile are left out. */
export async function outlineMails(session: MailboxSession, uids: readonly number[]): Promise<MailOutline[]> {
  const rows = await ask(session, 'FETCH of sizes', session.timing.command, () =>
    session.client.fetchAll(uids.join(','), { uid: true, size: true, internalDate: true }, { uid: true }),
  )
  const wanted = new Set(uids)
  return rows
    .filter((row) => wanted.has(row.uid))
    .map((row) => ({ uid: row.uid, sizeBytes: row.size ?? 0, receivedAt: dateOf(row) }))
    .sort((a, b) => a.uid - b.uid)
}

/** Cuts a list into reads that fit in memory; an oversize or suspect mail stands alone. */
export function groupForReading(outlines: readonly MailOutline[], suspects: ReadonlyMap<number, number>): MailOutline[][] {
  const groups: MailOutline[][] = []
  let bytes = Infinity
  for (const outline of outlines) {
    const isAlone = outline.sizeBytes > bytesPerRead || (suspects.get(outline.uid) ?? 0) >= suspectAlone
    const last = groups.at(-1)
    if (!last || isAlone || bytes + outline.sizeBytes > bytesPerRead || last.length >= mailsPerRead) {
      groups.push([outline])
      bytes = isAlone ? Infinity : outline.sizeBytes
    } else {
      last.push(outline)
      bytes += outline.sizeBytes
    }
  }
  return groups
}

/**
 * The mails' bytes by UID. Never asks for more than one byte beyond the limit, as some servers give wrong sizes; who got that byte is
 * oversize. BODY.PEEK sets no flag (RFC 9051 §6.4.5).
 */
export async function readMails(session: MailboxSession, group: readonly MailOutline[]): Promise<Map<number, Uint8Array>> {
  const bytes = group.reduce((sum, { sizeBytes }) => sum + Math.min(sizeBytes, maxBytes(session)), 0)
  const limit = session.timing.mail + Math.ceil(bytes / 100_000) * 1000
  const uids = group.map(({ uid }) => uid).join(',')
  const rows = await ask(session, 'FETCH of mails', limit, () =>
    session.client.fetchAll(uids, { uid: true, source: { start: 0, maxLength: maxBytes(session) + 1 } }, { uid: true }),
  )
  return new Map(rows.flatMap((row) => (row.source ? [[row.uid, row.source] as const] : [])))
}

/** The header section of one mail, cut at 64 kB; empty when the server has none to give. */
export async function readHeaders(session: MailboxSession, uid: number): Promise<Uint8Array> {
  const row = await ask(session, 'FETCH of headers', session.timing.command, () =>
    session.client.fetchOne(String(uid), { uid: true, source: { start: 0, maxLength: headerBytes } }, { uid: true }),
  )
  return row && row.source ? headerSection(row.source) : new Uint8Array()
}

/** Everything up to the first empty line, whichever line ends the mail uses. */
export function headerSection(raw: Uint8Array): Uint8Array {
  const start = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, headerBytes))
  const ends = ['\r\n\r\n', '\n\n', '\r\r'].map((mark) => start.indexOf(mark)).filter((at) => at >= 0)
  return start.subarray(0, ends.length ? Math.min(...ends) : start.length)
}

function dateOf({ internalDate }: FetchMessageObject): Date {
  const date = new Date(internalDate ?? Number.NaN)
  return Number.isNaN(date.getTime()) ? new Date() : date
}
