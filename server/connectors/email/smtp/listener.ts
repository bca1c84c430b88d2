import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'
import { withinTime } from '../discover/connection-failure.ts'

export interface ListenerLimits {
  /** Open connections, altogether and from one address. */
  connections: number
  connectionsPerAddress: number
  recipients: number
  /** Silence on a connection, and the time one mail may take to arrive and be stored; milliseconds. */
  silenceMs: number
  mailMs: number
}

export const defaultListenerLimits: ListenerLimits = {
  connections: 200,
  connectionsPerAddress: 20,
  recipients: 100,
  silenceMs: 60_000,
  mailMs: 5 * 60_000,
}

export interface ListenerEnvelope {
  /** Empty for bounces. */
  from: string
  /** The recipients that belong to this inbox. */
  to: string[]
  remoteAddress: string
  helo: string
  isEncrypted: boolean
}

export interface SmtpListenerParts {
  host: string
  port: number
  /** Our name in the greeting. */
  name?: string
  /** The inbox that owns an address, or null: the recipient is refused. A rejection is a temporary refusal. */
  accepts(address: string): Promise<string | null> | string | null
  /** Resolves after our commit. Must be idempotent: when a mail for two inboxes fails at the second, the sender repeats it for both. */
  store(raw: Uint8Array, envelope: ListenerEnvelope, inboxId: string): Promise<void>
  maxSizeBytes: number
  limits?: Partial<ListenerLimits>
  /** PEM; with it STARTTLS is offered. */
  tls?: { cert: string; key: string }
  log?(line: { event: string; detail: string }): void
}

export interface SmtpListener {
  port: number
  /** Accepts nobody new, lets mails that are being received finish (at most 5 s), then closes. */
  close(): Promise<void>
}

interface Acceptance {
  address: string
  inboxId: string
}

/** Replies of ours; RFC 3463 status inside the text, as large servers give it. */
const replies = {
  unknownRecipient: [550, '5.1.1 No such recipient here'],
  lookupFailed: [451, '4.3.0 The recipient cannot be checked now, try again later'],
  tooLarge: [552, '5.3.4 The message is too large'],
  storeFailed: [451, '4.3.0 The message could not be stored, try again later'],
  tooMany: [421, '4.7.0 Too many connections, try again later'],
} as const

/**
 * Receives mail by SMTP: 250 is said only after every inbox concerned has committed, 4xx whenever that failed, so nothing that was
 * promised is lost (RFC 5321 §6.1). Unknown recipients are refused at RCPT; nothing is relayed. Resolves when it listens.
 */
export async function startSmtpListener(parts: SmtpListenerParts): Promise<SmtpListener> {
  const limits = { ...defaultListenerLimits, ...parts.limits }
  const server = new SMTPServer({ ...listenerOptions(parts, limits), ...receiving(parts, limits) })
  // Errors of single connections (a client that hangs up) end those connections only.
  server.on('error', (error: Error) => parts.log?.({ event: 'smtp_connection_error', detail: error.message }))
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(parts.port, parts.host, resolve)
  })
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function listenerOptions({ name, maxSizeBytes, tls }: SmtpListenerParts, limits: ListenerLimits): SMTPServerOptions {
  return {
    ...(name ? { name } : {}),
    banner: 'ready',
    size: maxSizeBytes,
    disabledCommands: tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    ...(tls ? { cert: tls.cert, key: tls.key, minVersion: 'TLSv1.2' } : {}),
    disableReverseLookup: true,
    maxClients: limits.connections,
    maxRecipients: limits.recipients,
    socketTimeout: limits.silenceMs,
    closeTimeout: 5000,
    logger: false,
  }
}

function receiving(parts: SmtpListenerParts, limits: ListenerLimits): SMTPServerOptions {
  const open = new Map<string, number>()
  const accepted = new WeakMap<SMTPServerSession, Map<string, string>>()
  return {
    onConnect({ remoteAddress }, done) {
      const others = open.get(remoteAddress) ?? 0
      open.set(remoteAddress, others + 1)
      done(others < limits.connectionsPerAddress ? null : refusal(replies.tooMany))
    },
    onClose({ remoteAddress }) {
      const others = (open.get(remoteAddress) ?? 1) - 1
      if (others > 0) open.set(remoteAddress, others)
      else open.delete(remoteAddress)
    },
    onRcptTo({ address }, session, done) {
      const known = accepted.get(session) ?? new Map<string, string>()
      accepted.set(session, known)
      void answer(done, async () => void known.set(address, await findInbox(parts, address)))
    },
    onData(stream, session, done) {
      const recipients = acceptancesOf(session, accepted.get(session))
      void answer(done, () => receiveMail(parts, limits, stream, session, recipients))
    },
  }
}

/** Says what the work came to: its text with 250, or its error. */
async function answer(done: (error?: Error | null, text?: string) => void, work: () => Promise<string | void>): Promise<void> {
  try {
    const text = await work()
    if (text === undefined) done()
    else done(null, text)
  } catch (error) {
    done(error as Error)
  }
}

async function findInbox({ accepts, log }: SmtpListenerParts, address: string): Promise<string> {
  let inboxId: string | null
  try {
    inboxId = await accepts(address)
  } catch (error) {
    log?.({ event: 'smtp_lookup_failed', detail: String(error) })
    throw refusal(replies.lookupFailed)
  }
  if (inboxId === null) throw refusal(replies.unknownRecipient)
  return inboxId
}

/** The session may carry several mails; only the recipients of the present one count. */
function acceptancesOf({ envelope }: SMTPServerSession, known: Map<string, string> | undefined): Acceptance[] {
  return envelope.rcptTo.flatMap(({ address }) => {
    const inboxId = known?.get(address)
    return inboxId === undefined ? [] : [{ address, inboxId }]
  })
}

async function receive(
  parts: SmtpListenerParts,
  limits: ListenerLimits,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  recipients: Acceptance[],
): Promise<void> {
  const endsAt = Date.now() + limits.mailMs
  const body = await withinTime(readBody(stream, parts.maxSizeBytes), limits.mailMs, 'receiving a mail')
  const byInbox = Map.groupBy(recipients, ({ inboxId }) => inboxId)
  for (const [inboxId, own] of byInbox) {
    const to = own.map(({ address }) => address)
    const envelope = envelopeFor(session, to)
    await withinTime(parts.store(withDeliveryLines(body, envelope), envelope, inboxId), endsAt - Date.now(), 'storing a mail')
  }
}

/** Stores the mail in every inbox concerned. Errors: an SMTP refusal, temporary for everything that is not the sender's fault. */
async function receiveMail(...[parts, ...rest]: Parameters<typeof receive>): Promise<string> {
  try {
    await receive(parts, ...rest)
    return '2.0.0 Ok: stored'
  } catch (error) {
    throw asRefusal(parts, error)
  }
}

/** Reads on after the limit, so that the client hears the answer, but keeps nothing more. */
async function readBody(stream: SMTPServerDataStream, maxSizeBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= maxSizeBytes) chunks.push(chunk)
    else chunks.length = 0
  }
  if (bytes > maxSizeBytes || stream.sizeExceeded) throw refusal(replies.tooLarge)
  return Buffer.concat(chunks)
}

function envelopeFor(session: SMTPServerSession, to: string[]): ListenerEnvelope {
  const { envelope, remoteAddress, hostNameAppearsAs, secure } = session
  return { from: envelope.mailFrom ? envelope.mailFrom.address : '', to, remoteAddress, helo: hostNameAppearsAs || '', isEncrypted: secure }
}

/**
 * What the last server on the way writes on top: the envelope sender (RFC 5321 §4.4) and our address as it was used, which for a Bcc or
 * a forwarded mail stands nowhere else. No time stamp: a repeated delivery gives the same bytes.
 */
function withDeliveryLines(body: Buffer, { from, to }: ListenerEnvelope): Buffer {
  const lines = [`Return-Path: <${from}>`, ...to.map((address) => `Delivered-To: ${address}`)]
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n`), body])
}

function refusal([responseCode, text]: readonly [number, string]): Error & { responseCode: number } {
  return Object.assign(new Error(text), { responseCode })
}

function asRefusal({ log }: SmtpListenerParts, error: unknown): Error {
  if (error instanceof Error && 'responseCode' in error) return error
  log?.({ event: 'smtp_store_failed', detail: error instanceof Error ? error.message : String(error) })
  return refusal(replies.storeFailed)
}
