import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guardedConnectOptions, allowsPrivateHosts, resolvePublic } from './resolve.ts'

const answers = (...addresses: string[]) => ({ resolver: async () => addresses })

test('a name with public addresses gives all of them, in order', async () => {
  assert.deepEqual(await resolvePublic('imap.example.org', answers('2606:4700::1', '8.8.8.8')), ['2606:4700::1', '8.8.8.8'])
})

test('an address is not looked up at all', async () => {
  const resolver = async () => assert.fail('looked up')
  assert.deepEqual(await resolvePublic('8.8.8.8', { resolver }), ['8.8.8.8'])
  await assert.rejects(resolvePublic('10.0.0.1', { resolver }), { code: 'outbound.address_not_public' })
})

for (const address of [
  '127.0.0.1',
  '10.0.0.1',
  '169.254.169.254',
  '::1',
  'fe80::1',
  '::ffff:8.8.8.8',
  '64:ff9b::808:808',
  '0.0.0.0',
  'nonsense',
  'fe80::1%eth0',
]) {
  test(`a name that leads to ${address} is refused`, async () => {
    await assert.rejects(resolvePublic('imap.example.org', answers(address)), { code: 'outbound.address_not_public' })
  })
  test(`a name that leads to 8.8.8.8 and also to ${address} is refused`, async () => {
    await assert.rejects(resolvePublic('imap.example.org', answers('8.8.8.8', address)), { code: 'outbound.address_not_public' })
  })
}

test('the refusal does not say what the name resolved to', async () => {
  await assert.rejects(
    resolvePublic('imap.example.org', answers('10.20.30.40')),
    (error: Error) => !JSON.stringify([error.message, error]).includes('10.20'),
  )
})

test('inside a company, private and loopback mail hosts are allowed and metadata still is not', async () => {
  assert.deepEqual(await resolvePublic('mail', { allowPrivateHosts: true, ...answers('10.0.0.25') }), ['10.0.0.25'])
  assert.deepEqual(await resolvePublic('localhost', { allowPrivateHosts: true, ...answers('127.0.0.1') }), ['127.0.0.1'])
  await assert.rejects(resolvePublic('mail', { allowPrivateHosts: true, ...answers('169.254.169.254') }), { code: 'outbound.address_not_public' })
})

test('a block added by the operator is refused too', async () => {
  await assert.rejects(resolvePublic('a.example.org', { ...answers('5.6.7.8'), refusedBlocks: ['5.6.0.0/16'] }), {
    code: 'outbound.address_not_public',
  })
})

test('no answer, a failing answer and a late answer are failures, not refusals', async () => {
  await assert.rejects(resolvePublic('a.example.org', answers()), { code: 'outbound.dns_failed', sent: false })
  await assert.rejects(resolvePublic('a.example.org', { resolver: () => Promise.reject(new Error('NXDOMAIN')) }), { code: 'outbound.dns_failed' })
  await assert.rejects(resolvePublic('a.example.org', { resolver: () => new Promise(() => {}), lookupTimeoutMs: 20 }), { code: 'outbound.timed_out' })
})

test('mail clients get the address to connect to and the name to prove', async () => {
  assert.deepEqual(await guardedConnectOptions('IMAP.example.org', answers('8.8.8.8', '8.8.4.4')), {
    host: '8.8.8.8',
    servername: 'imap.example.org',
    addresses: ['8.8.8.8', '8.8.4.4'],
  })
  assert.equal((await guardedConnectOptions('8.8.8.8')).servername, undefined)
})

test('private hosts are allowed only by the exact setting', () => {
  assert.equal(allowsPrivateHosts({}), false)
  assert.equal(allowsPrivateHosts({ SAMVAD_ALLOW_PRIVATE_HOSTS: '0' }), false)
  assert.equal(allowsPrivateHosts({ SAMVAD_ALLOW_PRIVATE_HOSTS: '1' }), true)
})
