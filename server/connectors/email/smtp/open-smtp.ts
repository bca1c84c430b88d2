import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { ConnectionFailure, withinTime } from '../discover/connection-failure.ts'
import { pinHost, tlsOptions, type MailLogin } from '../discover/mail-server.ts'
import type { SendStage } from './mail-send-error.ts'
import { defaultSmtpTiming, type SmtpSettings, type SmtpTiming } from './settings.ts'

export const smtpTimingOf = (settings: SmtpSettings): SmtpTiming => ({ ...defaultSmtpTiming, ...settings.timing })

/** An error with the point of the conversation at which it happened. */
export class OpeningError extends Error {
  readonly stage: SendStage

  constructor(stage: SendStage, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.stage = stage
  }
}

/** A greeted and signed-in SMTP connection. Aborting closes it. Errors: `OpeningError` with what nodemailer or the network said as cause. */
export async function openSmtp(settings: SmtpSettings, signal: AbortSignal): Promise<SMTPConnection> {
  let stage: SendStage = 'connecting'
  let connection: SMTPConnection | undefined
  const close = () => connection?.close()
  signal.addEventListener('abort', close)
  try {
    signal.throwIfAborted()
    const { connect: limit } = smtpTimingOf(settings)
    connection = await connectionOver(await openSocket(settings, limit), settings)
    const opened = connection
    await withinTime(
      step(opened, (done) => opened.connect(done), signal),
      limit,
      'the greeting',
    )
    stage = 'signing_in'
    if (settings.login) await withinTime(signIn(opened, settings.login, signal), limit, 'signing in')
    return opened
  } catch (error) {
    close()
    throw new OpeningError(stage, error)
  } finally {
    signal.removeEventListener('abort', close)
  }
}

async function openSocket({ server, resolveHost }: SmtpSettings, limit: number): Promise<Socket> {
  const lookup = await withinTime(pinHost(server.host, resolveHost), limit, 'looking up the host')
  const socket = connect({ host: server.host, port: server.port, lookup })
  try {
    await withinTime(once(socket, 'connect'), limit, 'connecting')
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  }
}

async function connectionOver(socket: Socket, settings: SmtpSettings): Promise<SMTPConnection> {
  const { server, clientName } = settings
  const timing = smtpTimingOf(settings)
  // Loaded with the first mail that is sent, not with every start.
  const { default: Connection } = await import('nodemailer/lib/smtp-connection')
  const connection = new Connection({
    connection: socket,
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    tls: tlsOptions(server, settings),
    ...(clientName ? { name: clientName } : {}),
    connectionTimeout: timing.connect,
    greetingTimeout: timing.connect,
    socketTimeout: timing.answer,
    socketCloseTimeout: 1000,
    logger: false,
  })
  // An error event without a listener would end the process, and none listens between two mails.
  connection.on('error', () => {})
  return connection
}

type Done = (error?: Error | null) => void

/** One callback step; an error of the connection itself, or a stop, ends it too, as nodemailer then calls nobody back. */
export function step(connection: SMTPConnection, begin: (done: Done) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => settle(signal.reason as Error)
    // After a 421 nodemailer ends first and gives the reply afterwards.
    const end = () => setImmediate(() => settle(Object.assign(new Error('The server closed the connection.'), { code: 'ECONNECTION' })))
    const settle: Done = (error) => {
      signal.removeEventListener('abort', stop)
      connection.off('error', settle)
      connection.off('end', end)
      if (error) reject(error)
      else resolve()
    }
    connection.on('error', settle)
    connection.on('end', end)
    signal.addEventListener('abort', stop)
    begin(settle)
  })
}

async function signIn(connection: SMTPConnection, login: MailLogin, signal: AbortSignal): Promise<void> {
  if (!connection.allowsAuth) throw new ConnectionFailure('auth', 'The server offers no sign-in on this port or without encryption.')
  const auth = login.kind === 'password' ? { user: login.user, pass: login.password } : { user: login.user, oauth2: tokenSource(login) as never }
  await step(connection, (done) => connection.login(auth, done), signal)
}

/**
 * The two members of nodemailer's token generator that its connection uses. It asks again, with `renew`, after the server refused a token.
 * SOURCE: developers.google.com/gmail/imap/xoauth2-protocol (the SASL message).
 */
function tokenSource(login: Extract<MailLogin, { kind: 'oauth' }>) {
  let given: string | undefined
  return {
    async getToken(renew: boolean, done: (error: Error | null, token?: string) => void) {
      try {
        given = await login.accessToken(renew ? given : undefined)
      } catch (error) {
        // nodemailer writes its own code on the error it is given, so it gets one of its own.
        return done(new Error('No access token.', { cause: error }))
      }
      done(null, given)
    },
    buildXOAuth2Token: (token: string) => Buffer.from(`user=${login.user}\x01auth=Bearer ${token}\x01\x01`).toString('base64'),
  }
}
