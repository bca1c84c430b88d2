import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { after, afterEach, before, test } from 'node:test'
import { findFreePort } from '../simulator/free-port.ts'
import { startSmtpSink, type SinkBehaviour, type SmtpSink } from '../simulator/smtp-sink.ts'
import { closeIdleConnections } from './connection-pool.ts'
import { MailSendError, type SendFault, type SendRetry } from './mail-send-error.ts'
import type { OutgoingMail } from './outgoing-mail.ts'
import { sendMail, sendRaw } from './send-mail.ts'
import type { SmtpSettings } from './settings.ts'
import { testSmtp } from './test-smtp.ts'

let sink: SmtpSink
let inboxes = 0
const never = new AbortController().signal

before(async () => {
  sink = await startSmtpSink({ users: { agent: 'right' }, maxSizeBytes: 2_000_000 })
})
afterEach(() => {
  closeIdleConnections()
  sink.behaviour = {}
  sink.mails.length = 0
})
after(() => sink.stop())

function settingsFor(more: Partial<SmtpSettings> = {}): SmtpSettings {
  return {
    inboxId: `inbox-${++inboxes}`,
    server: { host: '127.0.0.1', port: sink.port, security: 'none' },
    login: { kind: 'password', user: 'agent', password: 'right' },
    ...more,
    timing: { connect: 3000, answer: 600, ...more.timing },
  }
}

const mail = (more: Partial<OutgoingMail> = {}): OutgoingMail => ({
  from: { name: 'Help', address: 'help@example.com' },
  to: [{ name: 'Asha', address: 'asha@example.org' }],
  subject: 'नमस्ते',
  text: 'Your order is on its way.',
  messageId: 'c1.u1.m1@example.com',
  date: new Date('2026-11-21T10:00:00Z'),
  ...more,
})

async function failure(settings: SmtpSettings, outgoing = mail(), signal = never): Promise<MailSendError> {
  const error: unknown = await sendMail(settings, outgoing, signal).then(
    () => assert.fail('the mail was accepted'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof MailSendError, String(error))
  return error
}

test('an accepted mail keeps its Message-ID, names Bcc in the envelope only and gives the answer', async () => {
  const sent = await sendMail(
    settingsFor(),
    mail({ bcc: [{ name: '', address: 'boss@example.com' }], replyTo: { name: '', address: 'reply+x.y@example.com' } }),
    never,
  )
  assert.match(sent.response, /^250 2\.0\.0 Ok: queued as/)
  const [received] = sink.mails
  assert.deepEqual(received?.to, ['asha@example.org', 'boss@example.com'])
  const text = received!.raw.toString()
  assert.match(text, /^Message-ID: <c1\.u1\.m1@example\.com>\r$/im)
  assert.match(text, /^Reply-To: reply\+x\.y@example\.com\r$/m)
  assert.match(text, /^Date: Sat, 21 Nov 2026 10:00:00 \+0000\r$/m)
  assert.doesNotMatch(text, /boss@/)
})

test('the null return path of automatic mail reaches the envelope', async () => {
  await sendMail(settingsFor(), mail({ returnPath: null, headers: { 'Auto-Submitted': 'auto-replied' } }), never)
  assert.equal(sink.mails[0]?.from, '')
  assert.match(sink.mails[0]!.raw.toString(), /^Auto-Submitted: auto-replied\r$/m)
})

const outcomes: [name: string, behaviour: SinkBehaviour, retry: SendRetry, fault: SendFault, code: number | null, enhanced: string | null][] = [
  ['an unknown recipient is final', { recipient: () => [550, '5.1.1 No such user'] }, 'never', 'recipient', 550, '5.1.1'],
  ['greylisting is tried later', { recipient: () => [450, '4.7.1 Greylisted'] }, 'later', 'policy', 450, '4.7.1'],
  ['a full mailbox is tried later', { recipient: () => [452, '4.2.2 Mailbox full'] }, 'later', 'recipient', 452, '4.2.2'],
  ['a sender we may not use', { sender: [550, '5.7.60 Client does not have permissions to send as this sender'] }, 'never', 'sender', 550, '5.7.60'],
  ['a spam verdict', { mail: [554, '5.7.1 Message rejected as spam'] }, 'never', 'policy', 554, '5.7.1'],
  ['a spam verdict without enhanced status', { mail: [550, 'Blocked: listed on a blocklist'] }, 'never', 'policy', 550, null],
  [
    'a daily quota is tried later, although the code says never',
    { mail: [550, '5.4.5 Daily user sending quota exceeded'] },
    'later',
    'quota',
    550,
    '5.4.5',
  ],
  ['too large by the servers word', { mail: [552, '5.3.4 Message size exceeds fixed limit'] }, 'never', 'too_large', 552, '5.3.4'],
  ['a temporary trouble after the mail', { mail: [451, '4.3.0 Try again'] }, 'later', 'server', 451, '4.3.0'],
  ['a server that closes after the mail', { mail: [421, '4.3.2 Shutting down'] }, 'later', 'server', 421, '4.3.2'],
  ['a server that is closed', { greeting: [421, '4.3.2 Come back later'] }, 'later', 'server', 421, '4.3.2'],
  ['content refused', { mail: [554, '5.6.0 Bad header'] }, 'never', 'content', 554, '5.6.0'],
  ['a sign-in that is refused keeps the mail waiting', { signIn: [535, '5.7.8 Bad credentials'] }, 'later', 'credentials', 535, '5.7.8'],
  ['a sign-in that fails for the moment', { signIn: [454, '4.7.0 Temporary authentication failure'] }, 'later', 'server', 454, '4.7.0'],
  ['a line cut before the mail', { cutAtSender: true }, 'later', 'network', null, null],
  ['a line cut after the mail, before the answer', { mail: 'drop' }, 'unknown', 'network', null, null],
  ['no answer to the mail', { mail: 'hang' }, 'unknown', 'network', null, null],
]
for (const [name, behaviour, retry, fault, code, enhanced] of outcomes) {
  test(`${name}: ${retry}, ${fault}`, async () => {
    sink.behaviour = behaviour
    const error = await failure(settingsFor())
    assert.deepEqual([error.retry, error.fault, error.code, error.enhancedStatus], [retry, fault, code, enhanced], error.text)
    assert.equal(sink.mails.length, 0)
  })
}

test('when some recipients are refused the mail goes to the others, and the refused are named', async () => {
  sink.behaviour = { recipient: (address) => (address.startsWith('gone') ? [550, '5.1.1 No such user'] : null) }
  const sent = await sendMail(settingsFor(), mail({ cc: [{ name: '', address: 'gone@example.org' }] }), never)
  assert.deepEqual(sent.accepted, ['asha@example.org'])
  assert.deepEqual(
    sent.rejected.map(({ address, retry, fault }) => [address, retry, fault]),
    [['gone@example.org', 'never', 'recipient']],
  )
})

test('when all are refused, one who may be tried later keeps the mail alive', async () => {
  sink.behaviour = { recipient: (address) => (address.startsWith('gone') ? [550, '5.1.1 No such user'] : [450, '4.2.1 Busy']) }
  const error = await failure(settingsFor(), mail({ cc: [{ name: '', address: 'gone@example.org' }] }))
  assert.equal(error.retry, 'later')
  assert.deepEqual(error.rejected.map(({ retry }) => retry).sort(), ['later', 'never'])
})

test('nobody listens: later, network', async () => {
  const port = await findFreePort()
  const error = await failure(settingsFor({ server: { host: '127.0.0.1', port, security: 'none' } }))
  assert.deepEqual([error.retry, error.fault], ['later', 'network'])
})

test('a server that never greets: later, network, within the limit', async () => {
  const silent = createServer(() => {})
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const server = { host: '127.0.0.1', port: (silent.address() as AddressInfo).port, security: 'none' as const }
  const from = Date.now()
  const error = await failure(settingsFor({ server, timing: { connect: 300 } }))
  assert.deepEqual([error.retry, error.fault], ['later', 'network'])
  assert.ok(Date.now() - from < 2000)
  silent.close()
})

test('a mail above the announced size is refused before it is sent', async () => {
  const error = await failure(
    settingsFor(),
    mail({ attachments: [{ name: 'a.bin', contentType: 'application/octet-stream', content: new Uint8Array(2_000_000) }] }),
  )
  assert.deepEqual([error.retry, error.fault], ['never', 'too_large'])
})

test('an attachment that cannot be read is a fault of the content, and nothing is sent', async () => {
  const content = () =>
    new Readable({
      read: function fail(this: Readable) {
        this.destroy(new Error('disk gone'))
      },
    })
  const error = await failure(settingsFor(), mail({ attachments: [{ name: 'a.bin', contentType: 'application/octet-stream', content }] }))
  assert.deepEqual([error.retry, error.fault, error.text], ['never', 'content', 'disk gone'])
})

test('a stop before the mail is handed over says later; after it, unknown', async () => {
  const early = AbortSignal.abort()
  assert.deepEqual([(await failure(settingsFor(), mail(), early)).retry], ['later'])
  sink.behaviour = { mail: 'hang' }
  const late = new AbortController()
  const attempt = failure(settingsFor({ timing: { answer: 60_000 } }), mail(), late.signal)
  setTimeout(() => late.abort(), 300)
  assert.equal((await attempt).retry, 'unknown')
})

test('a host that must not be reached is not connected to', async () => {
  const before = sink.connections
  const resolveHost = () => Promise.reject(Object.assign(new Error('loopback'), { code: 'outbound.address_not_public' }))
  const error = await failure(settingsFor({ resolveHost }))
  assert.deepEqual([error.retry, error.fault], ['later', 'network'])
  assert.equal(sink.connections, before)
})

test('mails of one inbox share a connection; it closes when idle', async () => {
  const settings = settingsFor({ timing: { idle: 150 } })
  const before = sink.connections
  for (const n of [1, 2, 3]) await sendMail(settings, mail({ messageId: `m${n}@example.com` }), never)
  assert.equal(sink.connections, before + 1)
  await new Promise((resolve) => setTimeout(resolve, 400))
  await sendMail(settings, mail(), never)
  assert.equal(sink.connections, before + 2)
})

test('a kept connection that the server cut meanwhile is replaced without an error', async () => {
  const settings = settingsFor()
  await sendMail(settings, mail(), never)
  sink.cutAll()
  await sendMail(settings, mail({ messageId: 'second@example.com' }), never)
  assert.equal(sink.mails.length, 2)
})

test('no more connections than allowed, and a refused mail gives its place to the next', async () => {
  const settings = settingsFor({ maxConnections: 2 })
  const before = sink.connections
  sink.behaviour = { recipient: (address) => (address.startsWith('gone') ? [550, '5.1.1 No such user'] : null) }
  const address = (n: number) => (n % 3 === 0 ? 'gone@example.org' : 'asha@example.org')
  const attempts = Array.from({ length: 12 }, (_, n) =>
    sendMail(settings, mail({ messageId: `p${n}@example.com`, to: [{ name: '', address: address(n) }] }), never),
  )
  const results = await Promise.allSettled(attempts)
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 8)
  assert.equal(sink.mails.length, 8)
  assert.ok(sink.connections - before <= 2 + 4)
})

test('pacing spreads the mails', async () => {
  const settings = settingsFor({ mailsPerMinute: 600 })
  const from = Date.now()
  for (const n of [1, 2, 3, 4]) await sendMail(settings, mail({ messageId: `pace${n}@example.com` }), never)
  assert.ok(Date.now() - from >= 290)
})

test('a large mail that is cut half-way was not handed over: later, not unknown', async () => {
  const stalling = createServer((socket) => {
    socket.write('220 stalling.test\r\n')
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      const isData = chunk.toString().startsWith('DATA')
      socket.write(isData ? '354 Go on\r\n' : '250 Ok\r\n')
      if (!isData) return
      socket.pause()
      setTimeout(() => socket.destroy(), 300)
    })
  })
  await new Promise<void>((resolve) => stalling.listen(0, '127.0.0.1', resolve))
  const server = { host: '127.0.0.1', port: (stalling.address() as AddressInfo).port, security: 'none' as const }
  const attachments = [{ name: 'a.bin', contentType: 'application/octet-stream', content: new Uint8Array(20_000_000) }]
  const error = await failure(settingsFor({ server, login: null, timing: { answer: 5000 } }), mail({ attachments }))
  assert.deepEqual([error.retry, error.fault], ['later', 'network'])
  stalling.close()
})

test('a mail signed with DKIM carries the signature of its domain', async () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  await sendMail(settingsFor({ dkim: { domain: 'example.com', selector: 's1', privateKey } }), mail(), never)
  assert.match(sink.mails[0]!.raw.toString(), /^DKIM-Signature: .*d=example\.com;.*s=s1;/ms)
})

test('ready-made bytes arrive as they are, dots and all', async () => {
  const raw = Buffer.from('From: a@example.com\r\nSubject: dots\r\n\r\n.\r\n..two\r\nend\r\n')
  await sendRaw(settingsFor(), raw, { from: 'a@example.com', to: ['b@example.org'] }, never)
  assert.equal(sink.mails[0]?.raw.toString(), raw.toString())
})

test('the live test says yes, or what is wrong', async () => {
  assert.deepEqual(await testSmtp(settingsFor()), { ok: true })
  const wrong = await testSmtp(settingsFor({ login: { kind: 'password', user: 'agent', password: 'wrong' } }))
  assert.equal(!wrong.ok && wrong.failure.kind, 'auth')
  const gone = await testSmtp(settingsFor({ server: { host: '127.0.0.1', port: await findFreePort(), security: 'none' } }))
  assert.equal(!gone.ok && gone.failure.kind, 'unreachable')
  const plain = await testSmtp(settingsFor({ server: { host: '127.0.0.1', port: sink.port, security: 'tls' } }))
  assert.equal(!plain.ok && plain.failure.kind, 'tls')
  const noUpgrade = await testSmtp(settingsFor({ server: { host: '127.0.0.1', port: sink.port, security: 'starttls' } }))
  assert.equal(!noUpgrade.ok && noUpgrade.failure.kind, 'tls')
})
