import { ConnectionFailure } from '../discover/connection-failure.ts'
import { doAfterwards } from './afterwards.ts'
import { askHost, log, reasonOf, record, saveCursor, type MailboxSession } from './mailbox-session.ts'
import { findNewUids, groupForReading, headerSection, maxBytes, outlineMails, readHeaders, readMails, type MailOutline } from './read-mails.ts'
import type { MailboxCursor } from './settings.ts'

const sliceLength = 50
/** Reading a mail that broke the connection this often is a failure of the mail, not of the line. */
const breaksUntilFailed = 3

/** Fetches everything beyond the cursor, oldest first, then the failed mails whose time has come. Saves the cursor after every slice. */
export async function collectMails(session: MailboxSession): Promise<void> {
  const uids = await findNewUids(session)
  for (let at = 0; at < uids.length; at += sliceLength) {
    await collectSlice(session, uids.slice(at, at + sliceLength))
    await saveCursor(session)
  }
  await retryFailedMails(session)
}

async function collectSlice(session: MailboxSession, uids: readonly number[]): Promise<void> {
  const { cursor, suspects, host } = session
  const stored: number[] = []
  const outlines = await outlineMails(session, uids)
  for (const group of groupForReading(
    outlines.filter((outline) => !isLeftOut(cursor, outline)),
    suspects,
  )) {
    const contents = await readGroup(session, group)
    for (const outline of group) {
      host.signal.throwIfAborted()
      if (await deliver(session, outline, contents, 0)) stored.push(outline.uid)
      cursor.lastUid = outline.uid
    }
  }
  await doAfterwards(session, stored)
  cursor.lastUid = Math.max(cursor.lastUid, ...uids)
}

function isLeftOut({ leaveOut }: MailboxCursor, { uid, receivedAt }: MailOutline): boolean {
  return leaveOut !== null && uid < leaveOut.belowUid && receivedAt.getTime() < leaveOut.receivedBefore
}

type Contents = Map<number, Uint8Array | { failure: string }>

/** Reads a group; when the server refuses it, mail by mail, so that only the bad one fails. */
async function readGroup(session: MailboxSession, group: readonly MailOutline[]): Promise<Contents> {
  const { suspects } = session
  const readable = group.filter(({ uid, sizeBytes }) => sizeBytes <= maxBytes(session) && (suspects.get(uid) ?? 0) < breaksUntilFailed)
  if (readable.length === 0) return new Map()
  try {
    const contents = await readMails(session, readable)
    for (const { uid } of readable) suspects.delete(uid)
    return contents
  } catch (error) {
    session.host.signal.throwIfAborted()
    if (!session.client.usable) {
      for (const { uid } of readable) suspects.set(uid, (suspects.get(uid) ?? 0) + 1)
      throw error
    }
    const [only] = readable
    if (only && readable.length === 1) return new Map([[only.uid, { failure: reasonOf(error) }]])
    const parts: Contents[] = []
    for (const outline of readable) parts.push(await readGroup(session, [outline]))
    return new Map(parts.flatMap((part) => [...part]))
  }
}

/** Hands one mail over. True when it is stored; a failure is recorded, and only a failure to record it is thrown. */
async function deliver(session: MailboxSession, outline: MailOutline, contents: Contents, earlierAttempts: number): Promise<boolean> {
  const content = contents.get(outline.uid)
  try {
    if (outline.sizeBytes > maxBytes(session)) await reportOversize(session, outline, outline.sizeBytes, null)
    else if (content instanceof Uint8Array) await store(session, outline, content)
    else if (content) throw new Error(content.failure)
    else await explainMissing(session, outline)
    return content instanceof Uint8Array && content.byteLength <= maxBytes(session)
  } catch (error) {
    session.host.signal.throwIfAborted()
    if (!session.client.usable && !(content instanceof Uint8Array)) throw error
    const headers = content instanceof Uint8Array ? headerSection(content) : new Uint8Array()
    await recordFailure(session, outline.uid, earlierAttempts + 1, reasonOf(error), headers)
    return false
  }
}

async function store(session: MailboxSession, { uid, receivedAt, sizeBytes }: MailOutline, raw: Uint8Array): Promise<void> {
  const { folder, cursor, host } = session
  if (raw.byteLength > maxBytes(session)) return reportOversize(session, { uid, receivedAt, sizeBytes }, Math.max(sizeBytes, raw.byteLength), raw)
  await askHost(session, 'storing a mail', host.store({ folder, uidValidity: cursor.uidValidity, uid, raw, receivedAt }))
}

async function reportOversize(session: MailboxSession, outline: MailOutline, sizeBytes: number, raw: Uint8Array | null): Promise<void> {
  const { folder, cursor, host } = session
  const headers = raw ? headerSection(raw) : await readHeaders(session, outline.uid)
  const { uid, receivedAt } = outline
  await askHost(
    session,
    'reporting an oversize mail',
    host.oversize({ folder, uidValidity: cursor.uidValidity, uid, receivedAt, sizeBytes, headers }),
  )
}

/** A mail without content was either deleted since, or breaks the connection, or the server cannot read its own copy. */
async function explainMissing(session: MailboxSession, { uid }: MailOutline): Promise<void> {
  const breaks = session.suspects.get(uid) ?? 0
  if (breaks >= breaksUntilFailed) throw new Error(`Reading it broke the connection ${breaks} times.`)
  if ((await outlineMails(session, [uid])).length > 0) throw new Error('The server lists it but gives no content.')
  log(session, { level: 'debug', event: 'mail_gone', uid })
}

/** Records a failure and plans the next attempt. The cursor passes the mail, the plan in the cursor does not forget it. */
async function recordFailure(session: MailboxSession, uid: number, attempts: number, reason: string, headers: Uint8Array): Promise<void> {
  const { cursor, folder, host, timing } = session
  const wait = timing.mailRetries[attempts - 1]
  const notBefore = wait === undefined ? null : Date.now() + wait
  const retryAt = notBefore === null ? null : new Date(notBefore)
  await record(session, 'recording a failed mail', host.failed({ folder, uidValidity: cursor.uidValidity, uid, reason, attempts, retryAt, headers }))
  log(session, { level: 'warn', event: retryAt ? 'mail_failed' : 'mail_given_up', uid, detail: reason })
  cursor.retries = cursor.retries.filter((retry) => retry.uid !== uid)
  if (notBefore !== null) cursor.retries.push({ uid, attempts, notBefore })
}

/** Tries the failed mails whose time has come, each alone. */
async function retryFailedMails(session: MailboxSession): Promise<void> {
  const { cursor, suspects } = session
  const due = cursor.retries.filter(({ notBefore }) => notBefore <= Date.now()).sort((a, b) => a.uid - b.uid)
  for (const { uid, attempts } of due) {
    suspects.delete(uid)
    const [outline] = await outlineMails(session, [uid])
    if (outline) await retryMail(session, outline, attempts)
    else await forgetVanished(session, uid, attempts)
    await saveCursor(session)
  }
}

async function retryMail(session: MailboxSession, outline: MailOutline, attempts: number): Promise<void> {
  const { cursor } = session
  const before = cursor.retries
  let contents: Contents
  try {
    contents = await readGroup(session, [outline])
  } catch (error) {
    session.host.signal.throwIfAborted()
    // It took the connection down again: the attempt counts, so that it cannot do so for ever.
    await recordFailure(session, outline.uid, attempts + 1, reasonOf(error), new Uint8Array())
    throw error
  }
  if (await deliver(session, outline, contents, attempts)) await doAfterwards(session, [outline.uid])
  if (cursor.retries === before) cursor.retries = before.filter(({ uid }) => uid !== outline.uid)
}

async function forgetVanished(session: MailboxSession, uid: number, attempts: number): Promise<void> {
  const { cursor, folder, host } = session
  const gone = {
    folder,
    uidValidity: cursor.uidValidity,
    uid,
    reason: 'It is no longer on the server.',
    attempts,
    retryAt: null,
    headers: new Uint8Array(),
  }
  await record(session, 'recording a failed mail', host.failed(gone))
  cursor.retries = cursor.retries.filter((retry) => retry.uid !== uid)
}

/** True for the failures that leave the connection usable and only our own storage in doubt. */
export function isStorageFailure(error: unknown): error is ConnectionFailure {
  return error instanceof ConnectionFailure && error.kind === 'storage'
}
