import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { SMTPServer, type SMTPServerAuthentication, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'

/** What the server says instead of yes: an SMTP reply, e.g. `[550, '5.1.1 No such user']`. */
export type Refusal = readonly [code: number, text: string]

/** How the sink behaves; change it between two mails. Everything left out is accepted. */
export interface SinkBehaviour {
  greeting?: Refusal
  signIn?: Refusal
  sender?: Refusal
  recipient?: (address: string) => Refusal | null
  /** The answer to the complete mail: a refusal, the line cut without an answer, or no answer at all. `keep_silent`: it is kept, and then the line is cut. */
  mail?: Refusal | 'drop' | 'hang' | 'keep_silent'
  /** The line is cut as soon as the sender is named. */
  cutAtSender?: boolean
}

export interface RecordedSinkMail {
  from: string
  to: string[]
  raw: Buffer
  user: string | null
}

export interface SmtpSink {
  port: number
  mails: RecordedSinkMail[]
  behaviour: SinkBehaviour
  /** Connections made so far. */
  connections: number
  /** Cuts every open connection. */
  cutAll(): void
  stop(): Promise<void>
}

export interface SinkOptions {
  /** Demands a sign-in with one of these passwords. */
  users?: Record<string, string>
  /** Demands XOAUTH2; says whether the token is good for the user. */
  checkToken?: (user: string, token: string) => Promise<boolean> | boolean
  maxSizeBytes?: number
  tls?: { cert: string; key: string; implicit?: boolean }
}

/** An SMTP server on loopback that keeps every mail in memory and refuses, cuts or hangs when told to. */
export async function startSmtpSink(options: SinkOptions = {}): Promise<SmtpSink> {
  const sockets = new Map<number, Socket>()
  const sink: SmtpSink = {
    port: 0,
    mails: [],
    behaviour: {},
    connections: 0,
    cutAll: () => [...sockets.values()].forEach((socket) => socket.destroy()),
    async stop() {
      sink.cutAll()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
  const server = new SMTPServer({ ...serverOptions(options), ...answers(sink, options, sockets) })
  server.on('error', () => {})
  server.server.on('connection', (socket: Socket) => {
    const { remotePort = 0 } = socket
    sink.connections++
    sockets.set(remotePort, socket)
    socket.on('close', () => sockets.delete(remotePort))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  sink.port = (server.server.address() as AddressInfo).port
  return sink
}

function serverOptions({ users, checkToken, maxSizeBytes, tls }: SinkOptions): SMTPServerOptions {
  const needsLogin = Boolean(users ?? checkToken)
  return {
    name: 'sink.test',
    secure: tls?.implicit ?? false,
    ...(tls ? { cert: tls.cert, key: tls.key } : {}),
    disabledCommands: [...(tls && !tls.implicit ? [] : ['STARTTLS']), ...(needsLogin ? [] : ['AUTH'])],
    authMethods: checkToken ? ['XOAUTH2'] : ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    ...(maxSizeBytes ? { size: maxSizeBytes } : {}),
  }
}

function answers(sink: SmtpSink, options: SinkOptions, sockets: Map<number, Socket>): SMTPServerOptions {
  return {
    onConnect: (_session, done) => done(errorFrom(sink.behaviour.greeting)),
    async onAuth(auth, _session, done) {
      const { signIn } = sink.behaviour
      if (signIn) return done(errorFrom(signIn))
      if (await isGenuine(auth, options)) return done(null, { user: auth.username })
      // Both answers as Gmail gives them: developers.google.com/gmail/imap/xoauth2-protocol#error_response_2.
      if (auth.method === 'XOAUTH2') return done(null, { data: { status: '400', schemes: 'Bearer', scope: 'https://mail.google.com/' } })
      done(errorFrom([535, '5.7.8 Username and Password not accepted.']))
    },
    onMailFrom(_address, session, done) {
      if (sink.behaviour.cutAtSender) return void sockets.get(session.remotePort)?.destroy()
      done(errorFrom(sink.behaviour.sender))
    },
    onRcptTo: ({ address }, _session, done) => done(errorFrom(sink.behaviour.recipient?.(address) ?? undefined)),
    async onData(stream, session, done) {
      const raw = await buffer(stream)
      const { mail } = sink.behaviour
      if (mail === 'hang') return
      if (mail === 'keep_silent') sink.mails.push(recordOf(raw, session))
      if (mail === 'drop' || mail === 'keep_silent') return void sockets.get(session.remotePort)?.destroy()
      if (mail) return done(errorFrom(mail))
      sink.mails.push(recordOf(raw, session))
      done(null, `2.0.0 Ok: queued as ${sink.mails.length}`)
    },
  }
}

async function isGenuine(
  { method, username = '', password, accessToken }: SMTPServerAuthentication,
  { users, checkToken }: SinkOptions,
): Promise<boolean> {
  if (method === 'XOAUTH2') return Boolean(await checkToken?.(username, accessToken ?? ''))
  return users !== undefined && users[username] === password && password !== undefined
}

function recordOf(raw: Buffer, { envelope, user }: SMTPServerSession): RecordedSinkMail {
  const from = envelope.mailFrom ? envelope.mailFrom.address : ''
  return { from, to: envelope.rcptTo.map(({ address }) => address), raw, user: typeof user === 'string' ? user : null }
}

function errorFrom(refusal: Refusal | undefined): Error | null {
  return refusal ? Object.assign(new Error(refusal[1]), { responseCode: refusal[0] }) : null
}
