import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { buildMail, envelopeOf } from './build-mail.ts'
import { useConnection, type Lease } from './connection-pool.ts'
import { MailSendError, rejectionFrom, sendErrorFrom, type RejectedRecipient, type SendStage, type SmtpProblem } from './mail-send-error.ts'
import { OpeningError, step } from './open-smtp.ts'
import type { OutgoingMail, SmtpEnvelope } from './outgoing-mail.ts'
import type { DkimKey, SmtpSettings } from './settings.ts'

export interface SentMail {
  /** The server's last line, e.g. `250 2.0.0 Ok: queued as 1A2B`. */
  response: string
  accepted: string[]
  /** Recipients whom the server refused while it took the mail for others. */
  rejected: RejectedRecipient[]
}

/** The body is handed over in pieces, so that its end is reached only when the line has taken nearly all of it. */
const pieceBytes = 64 * 1024

/**
 * Sends one mail and resolves when the server has taken responsibility for it. Errors: `MailSendError`; its `retry` is `unknown` when
 * everything was handed over and no answer came. A connection kept from an earlier mail that turns out dead is replaced once.
 */
export async function sendMail(settings: SmtpSettings, mail: OutgoingMail, signal: AbortSignal): Promise<SentMail> {
  const raw = await buildForSending(settings, mail)
  return sendRaw(settings, raw, envelopeOf(mail), signal)
}

/** Sends ready-made bytes (a redirected mail, a resend of what is stored). Errors: `MailSendError`. */
export async function sendRaw(settings: SmtpSettings, raw: Uint8Array, envelope: SmtpEnvelope, signal: AbortSignal): Promise<SentMail> {
  if (envelope.to.length === 0) throw refusedByUs('recipient', 'The mail has no recipient.')
  const attempt = (mayReuse: boolean) => useConnection(settings, signal, mayReuse, (lease) => transmit(lease, raw, envelope, signal))
  try {
    return await attempt(true).catch((error: unknown) => {
      if (error instanceof StaleConnection) return attempt(false)
      throw error
    })
  } catch (error) {
    if (error instanceof OpeningError) throw signal.aborted ? stopped(error) : sendErrorFrom(error.cause, error.stage)
    if (signal.aborted && !(error instanceof MailSendError)) throw stopped(error)
    throw sendErrorFrom(error, 'connecting')
  }
}

class StaleConnection extends Error {}

async function transmit({ connection, isReused }: Lease, raw: Uint8Array, envelope: SmtpEnvelope, signal: AbortSignal): Promise<SentMail> {
  let stage: SendStage = 'sending'
  const body = Readable.from(pieces(raw), { objectMode: false })
  body.once('end', () => (stage = 'body_sent'))
  let sent: Awaited<ReturnType<typeof hand>> | undefined
  try {
    sent = await hand(connection, { ...envelope, size: raw.byteLength, use8BitMime: true }, body, signal)
  } catch (error) {
    const isBodySent = (stage as SendStage) === 'body_sent'
    if (signal.aborted && !isBodySent) throw stopped(error)
    if (isReused && !isBodySent && isConnectionEnd(error)) throw new StaleConnection()
    throw sendErrorFrom(signal.aborted ? new Error('Stopped while waiting for the answer.', { cause: error }) : error, stage)
  }
  return { response: sent.response, accepted: sent.accepted, rejected: sent.rejectedErrors.map(rejectionFrom) }
}

/** 421 is also how servers say goodbye to an idle client (RFC 5321 §3.8). */
function isConnectionEnd(error: unknown): boolean {
  const { code, responseCode } = (error ?? {}) as SmtpProblem
  return responseCode === 421 || (!responseCode && (code === 'ECONNECTION' || code === 'ESOCKET'))
}

interface Handed {
  response: string
  accepted: string[]
  rejectedErrors: (SmtpProblem & { recipient?: string })[]
}

async function hand(
  connection: SMTPConnection,
  envelope: SmtpEnvelope & { size: number; use8BitMime: boolean },
  body: Readable,
  signal: AbortSignal,
): Promise<Handed> {
  let handed: Handed | undefined
  const send = (done: (error?: Error | null) => void) =>
    connection.send(envelope, body, (error, sent) => {
      if (!error && sent)
        handed = { response: sent.response ?? '', accepted: [...sent.accepted].map(String), rejectedErrors: sent.rejectedErrors ?? [] }
      done(error)
    })
  await step(connection, send, signal)
  if (!handed) throw new Error('The server gave no answer.')
  return handed
}

function* pieces(raw: Uint8Array): Generator<Buffer> {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}

async function buildForSending({ dkim }: SmtpSettings, mail: OutgoingMail): Promise<Uint8Array> {
  try {
    const raw = await buildMail(mail)
    return dkim ? await sign(raw, dkim) : raw
  } catch (error) {
    throw refusedByUs('content', error instanceof Error ? error.message : String(error), error)
  }
}

/** RFC 6376, relaxed canonicalisation, without a time stamp: a resend has the same signature. */
async function sign(raw: Uint8Array, { domain, selector, privateKey }: DkimKey): Promise<Uint8Array> {
  const { default: DKIM } = await import('nodemailer/lib/dkim')
  return buffer(new DKIM({ domainName: domain, keySelector: selector, privateKey }).sign(Buffer.from(raw)))
}

const refusedByUs = (fault: 'recipient' | 'content', text: string, cause?: unknown) =>
  new MailSendError({ retry: 'never', fault, code: null, enhancedStatus: null, text }, [], cause)

const stopped = (cause: unknown) =>
  new MailSendError(
    { retry: 'later', fault: 'stopped', code: null, enhancedStatus: null, text: 'Stopped before the mail was handed over.' },
    [],
    cause,
  )
