import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, test } from 'node:test'
import { makeCertificate } from '../simulator/make-certificate.ts'
import { closeIdleConnections } from './connection-pool.ts'
import { startSmtpListener, type ListenerEnvelope, type SmtpListener, type SmtpListenerParts } from './listener.ts'
import { MailSendError } from './mail-send-error.ts'
import { sendRaw } from './send-mail.ts'

interface Stored {
  raw: string
  envelope: ListenerEnvelope
  inboxId: string
}

const never = new AbortController().signal
const raw = Buffer.from('From: asha@example.org\r\nSubject: hello\r\n\r\nNamaste\r\n')
let listener: SmtpListener | null = null
let senders = 0

afterEach(async () => {
  closeIdleConnections()
  await listener?.close()
  listener = null
})

async function listen(more: Partial<SmtpListenerParts> = {}): Promise<Stored[]> {
  const stored: Stored[] = []
  listener = await startSmtpListener({
    host: '127.0.0.1',
    port: 0,
    accepts: (address) => ({ 'help@example.com': 'inbox-a', 'reply+1.x@example.com': 'inbox-a', 'sales@example.com': 'inbox-b' })[address] ?? null,
    async store(bytes, envelope, inboxId) {
      stored.push({ raw: Buffer.from(bytes).toString(), envelope, inboxId })
    },
    maxSizeBytes: 100_000,
    ...more,
  })
  return stored
}

const send = (to: string[], bytes: Uint8Array = raw, from = 'asha@example.org') => {
  const server = { host: '127.0.0.1', port: listener!.port, security: 'none' as const }
  return sendRaw({ inboxId: `sender-${++senders}`, server, login: null, timing: { answer: 5000 } }, bytes, { from, to }, never)
}

async function refusalOf(work: Promise<unknown>): Promise<MailSendError> {
  const error: unknown = await work.then(
    () => assert.fail('it was accepted'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof MailSendError, String(error))
  return error
}

test('a mail is answered with 250 only after the store has committed', async () => {
  let isCommitted = false
  const stored: string[] = []
  await listen({
    async store(bytes) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      stored.push(Buffer.from(bytes).toString())
      isCommitted = true
    },
  })
  const sent = await send(['help@example.com'])
  assert.ok(isCommitted)
  assert.match(sent.response, /^250 2\.0\.0 Ok: stored/)
  assert.equal(stored[0], `Return-Path: <asha@example.org>\r\nDelivered-To: help@example.com\r\n${raw.toString()}`)
})

test('a store that fails is a temporary refusal, so the sender tries again', async () => {
  await listen({ store: () => Promise.reject(new Error('the database is away')) })
  const error = await refusalOf(send(['help@example.com']))
  assert.deepEqual([error.code, error.enhancedStatus, error.retry], [451, '4.3.0', 'later'])
})

test('a store that hangs is a temporary refusal after the time limit', async () => {
  await listen({ store: () => new Promise(() => {}), limits: { mailMs: 300 } })
  assert.deepEqual((await refusalOf(send(['help@example.com']))).code, 451)
})

test('an unknown recipient is refused at RCPT, the others get the mail', async () => {
  const stored = await listen()
  const sent = await send(['help@example.com', 'stranger@elsewhere.example'])
  assert.deepEqual(
    sent.rejected.map(({ address, code }) => [address, code]),
    [['stranger@elsewhere.example', 550]],
  )
  assert.deepEqual(
    stored.map(({ inboxId }) => inboxId),
    ['inbox-a'],
  )
  assert.equal((await refusalOf(send(['stranger@elsewhere.example']))).code, 550)
})

test('a lookup that fails is a temporary refusal of the recipient', async () => {
  await listen({ accepts: () => Promise.reject(new Error('the database is away')) })
  assert.equal((await refusalOf(send(['help@example.com']))).code, 451)
})

test('one mail to two inboxes is stored in both, once each, with the addresses of each', async () => {
  const stored = await listen()
  await send(['help@example.com', 'sales@example.com', 'reply+1.x@example.com'])
  assert.deepEqual(
    stored.map(({ inboxId, envelope }) => [inboxId, envelope.to]),
    [
      ['inbox-a', ['help@example.com', 'reply+1.x@example.com']],
      ['inbox-b', ['sales@example.com']],
    ],
  )
})

test('a bounce with the null return path is taken', async () => {
  const stored = await listen()
  await send(['help@example.com'], raw, '')
  assert.equal(stored[0]?.envelope.from, '')
})

test('a mail above the limit is refused, announced or not, and never stored', async () => {
  const stored = await listen()
  assert.equal((await refusalOf(send(['help@example.com'], Buffer.alloc(200_000, 'a\r\n')))).fault, 'too_large')
  const answer = await converse(['EHLO x', 'MAIL FROM:<a@b.example>', 'RCPT TO:<help@example.com>', 'DATA', `${'b\r\n'.repeat(60_000)}.`])
  assert.match(answer, /^552 5\.3\.4/)
  assert.equal(stored.length, 0)
})

test('a client that hangs up in the middle of a mail leaves nothing behind', async () => {
  const stored = await listen()
  const socket = connect(listener!.port, '127.0.0.1')
  socket.write('EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<help@example.com>\r\nDATA\r\n')
  await new Promise((resolve) => setTimeout(resolve, 200))
  socket.write('Subject: half\r\n\r\nhal')
  await new Promise((resolve) => setTimeout(resolve, 100))
  socket.destroy()
  await new Promise((resolve) => setTimeout(resolve, 200))
  assert.equal(stored.length, 0)
  await send(['help@example.com'])
  assert.equal(stored.length, 1)
})

test('too many connections from one address are turned away, and come in again later', async () => {
  await listen({ limits: { connectionsPerAddress: 2 } })
  const sockets = [connect(listener!.port, '127.0.0.1'), connect(listener!.port, '127.0.0.1')]
  await Promise.all(sockets.map((socket) => once(socket, 'data')))
  assert.equal((await refusalOf(send(['help@example.com']))).code, 421)
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => setTimeout(resolve, 200))
  await send(['help@example.com'])
})

test('STARTTLS is offered when a certificate is given, and the envelope says so', async () => {
  const certificate = await makeCertificate('localhost')
  const stored = await listen({ tls: certificate })
  const server = { host: 'localhost', port: listener!.port, security: 'starttls' as const }
  const settings = { inboxId: 'sender-tls', server, login: null, trustedCertificates: certificate.cert, resolveHost: async () => ['127.0.0.1'] }
  await sendRaw(settings, raw, { from: 'asha@example.org', to: ['help@example.com'] }, never)
  assert.equal(stored[0]?.envelope.isEncrypted, true)
})

/** Speaks SMTP by hand, one line after each answer, and gives the last answer. */
async function converse(lines: string[]): Promise<string> {
  const socket = connect(listener!.port, '127.0.0.1')
  let [answer] = (await once(socket, 'data')) as [Buffer]
  for (const line of lines) {
    socket.write(`${line}\r\n`)
    ;[answer] = (await once(socket, 'data')) as [Buffer]
  }
  socket.destroy()
  return answer.toString()
}
