import assert from 'node:assert/strict'
import { createServer, type AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { FailureKind } from '../discover/connection-failure.ts'
import type { MailServer } from '../discover/mail-server.ts'
import { startDovecot, type Dovecot } from '../simulator/dovecot.ts'
import { findFreePort } from '../simulator/free-port.ts'
import { makeCertificate, type TestCertificate } from '../simulator/make-certificate.ts'
import { startSmtpSink } from '../simulator/smtp-sink.ts'
import { testSmtp } from '../smtp/test-smtp.ts'
import type { ImapSettings } from './settings.ts'
import { testMailbox } from './test-mailbox.ts'

let certificate: TestCertificate
let dovecot: Dovecot

before(async () => {
  certificate = await makeCertificate('localhost')
  dovecot = await startDovecot({ users: { asha: 'right' }, tls: certificate })
})
after(() => dovecot?.remove())

const plain = (): MailServer => ({ host: '127.0.0.1', port: dovecot.port, security: 'none' })
const overTls = (host = 'localhost'): MailServer => ({ host, port: dovecot.tlsPort, security: 'tls' })
const upgraded = (): MailServer => ({ host: 'localhost', port: dovecot.port, security: 'starttls' })
const settingsFor = (server: MailServer, more: Partial<ImapSettings> = {}): ImapSettings => ({
  server,
  login: { kind: 'password', user: 'asha', password: 'right' },
  timing: { connect: 1500 },
  ...more,
})

async function failureKind(settings: ImapSettings): Promise<FailureKind> {
  const result = await testMailbox(settings)
  if (result.ok) return assert.fail('it worked')
  assert.equal(result.failure.text, `email.failure.${result.failure.kind}`)
  return result.failure.kind
}

test('a right setting says how many mails wait and whether the server pushes', async () => {
  assert.deepEqual(await testMailbox(settingsFor(plain())), { ok: true, folder: 'INBOX', mails: 0, pushes: true })
})

test('TLS and STARTTLS work with a certificate that is trusted, and the name is checked', async () => {
  const trusted = { trustedCertificates: certificate.cert }
  for (const server of [overTls(), upgraded()]) assert.equal((await testMailbox(settingsFor(server, trusted))).ok, true)
  assert.equal(await failureKind(settingsFor(overTls('127.0.0.1'), trusted)), 'tls')
})

test('an unknown certificate is refused before the password is sent', async () => {
  for (const server of [overTls(), upgraded()]) assert.equal(await failureKind(settingsFor(server)), 'tls')
})

test('STARTTLS that the server does not offer is a failure of encryption, not a login in clear', async () => {
  const open = await startDovecot({ users: { asha: 'right' } })
  try {
    assert.equal(await failureKind(settingsFor({ host: '127.0.0.1', port: open.port, security: 'starttls' })), 'tls')
  } finally {
    await open.remove()
  }
})

test('TLS spoken to a port without it is a failure of encryption', async () => {
  assert.equal(await failureKind(settingsFor({ host: '127.0.0.1', port: dovecot.port, security: 'tls' })), 'tls')
})

test('nobody at the port, or no such host, is unreachable', async () => {
  assert.equal(await failureKind(settingsFor({ host: '127.0.0.1', port: await findFreePort(), security: 'none' })), 'unreachable')
  const resolveHost = () => Promise.reject(Object.assign(new Error('no such host'), { code: 'ENOTFOUND' }))
  assert.equal(await failureKind(settingsFor(plain(), { resolveHost })), 'unreachable')
})

test('a wrong password is auth, a missing folder is folder_missing', async () => {
  assert.equal(await failureKind(settingsFor(plain(), { login: { kind: 'password', user: 'asha', password: 'wrong' } })), 'auth')
  assert.equal(await failureKind(settingsFor(plain(), { folder: 'Nowhere' })), 'folder_missing')
  assert.equal(await failureKind(settingsFor(plain(), { folder: '\\Archive' })), 'folder_missing')
})

test('a server that says nothing is a timeout', async () => {
  const silent = createServer((socket) => socket.on('error', () => {}))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const port = (silent.address() as AddressInfo).port
  assert.equal(await failureKind(settingsFor({ host: '127.0.0.1', port, security: 'none' }, { timing: { connect: 300 } })), 'timeout')
  silent.close()
})

test('a host that this installation must not reach is named as such', async () => {
  const resolveHost = () => Promise.reject(Object.assign(new Error('private address'), { code: 'outbound.address_not_public' }))
  assert.equal(await failureKind(settingsFor(plain(), { resolveHost })), 'forbidden_host')
})

/** Greets, lets the client ask, and refuses the login with the words of a provider. */
const refusals: [provider: string, answer: string, kind: FailureKind][] = [
  ['Gmail, wrong password', 'NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)', 'auth'],
  [
    'Gmail, app password',
    'NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)',
    'app_password_needed',
  ],
  ['Gmail, too many', 'NO [ALERT] Too many simultaneous connections. (Failure)', 'busy'],
  ['Microsoft, wrong password', 'NO LOGIN failed.', 'auth'],
  ['Microsoft, not connected', 'BAD User is authenticated but not connected.', 'busy'],
  ['Dovecot, backend away', 'NO [UNAVAILABLE] Temporary authentication failure.', 'busy'],
]
for (const [provider, answer, kind] of refusals) {
  test(`what ${provider} says is ${kind}`, async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n')
      socket.on('data', (chunk) => {
        const [tag, verb] = chunk.toString().split(' ')
        socket.write(verb === 'LOGIN' || verb === 'AUTHENTICATE' ? `${tag} ${answer}\r\n` : `${tag} OK done\r\n`)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const port = (server.address() as AddressInfo).port
    assert.equal(await failureKind(settingsFor({ host: '127.0.0.1', port, security: 'none' })), kind)
    server.close()
  })
}

test('SMTP over TLS and STARTTLS checks the certificate too', async () => {
  for (const implicit of [true, false]) {
    const sink = await startSmtpSink({ users: { asha: 'right' }, tls: { ...certificate, implicit } })
    const server: MailServer = { host: 'localhost', port: sink.port, security: implicit ? 'tls' : 'starttls' }
    const settings = { inboxId: 'tls', server, login: { kind: 'password' as const, user: 'asha', password: 'right' }, timing: { connect: 1500 } }
    const untrusted = await testSmtp(settings)
    assert.equal(!untrusted.ok && untrusted.failure.kind, 'tls')
    assert.deepEqual(await testSmtp({ ...settings, trustedCertificates: certificate.cert }), { ok: true })
    await sink.stop()
  }
})
