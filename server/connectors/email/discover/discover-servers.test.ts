import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDovecot } from '../simulator/dovecot.ts'
import { findFreePort } from '../simulator/free-port.ts'
import { startSmtpSink } from '../simulator/smtp-sink.ts'
import type { DiscoveryNote, ServerCandidate, SignIn } from './candidate.ts'
import { discoverServers, type DiscoverParts } from './discover-servers.ts'
import { probeServer } from './probe-server.ts'

/** A world in which only what is written here exists. */
interface World {
  mx?: Record<string, string[]>
  srv?: Record<string, [name: string, port: number, priority?: number][]>
  documents?: Record<string, string>
  answering?: string[]
}

function worldOf({ mx = {}, srv = {}, documents = {}, answering = [] }: World, asked: string[] = []): DiscoverParts {
  const missing = () => Object.assign(new Error('not found'), { code: 'ENOTFOUND' })
  return {
    resolve: {
      async resolveMx(domain) {
        if (!mx[domain]) throw missing()
        return mx[domain].map((exchange, at) => ({ exchange, priority: 10 * (at + 1) }))
      },
      async resolveSrv(name) {
        if (!srv[name]) throw missing()
        return srv[name].map(([target, port, priority = 10]) => ({ name: target, port, priority, weight: 1 }))
      },
    },
    fetch: (async (url: string | URL | Request) => {
      asked.push(String(url))
      const body = documents[String(url)]
      return new Response(body ?? 'not found', { status: body ? 200 : 404 })
    }) as typeof fetch,
    probe: async ({ host, port }) => answering.includes(`${host}:${port}`),
  }
}

const short = (server: ServerCandidate['incoming']) => (server ? `${server.host}:${server.port} ${server.security} ${server.user}` : null)

const known: [address: string, provider: string, imap: string | null, smtp: string, signIn: SignIn, note: DiscoveryNote | null][] = [
  ['asha@gmail.com', 'Gmail', 'imap.gmail.com:993 tls asha@gmail.com', 'smtp.gmail.com:465 tls asha@gmail.com', 'google', 'app_password'],
  [
    'asha@Outlook.com',
    'Outlook.com',
    'outlook.office365.com:993 tls asha@outlook.com',
    'smtp-mail.outlook.com:587 starttls asha@outlook.com',
    'microsoft',
    'oauth_only',
  ],
  [
    'asha@hotmail.co.uk',
    'Outlook.com',
    'outlook.office365.com:993 tls asha@hotmail.co.uk',
    'smtp-mail.outlook.com:587 starttls asha@hotmail.co.uk',
    'microsoft',
    'oauth_only',
  ],
  [
    'asha@yahoo.co.in',
    'Yahoo',
    'imap.mail.yahoo.com:993 tls asha@yahoo.co.in',
    'smtp.mail.yahoo.com:465 tls asha@yahoo.co.in',
    'password',
    'app_password',
  ],
  [
    'asha@icloud.com',
    'iCloud',
    'imap.mail.me.com:993 tls asha@icloud.com',
    'smtp.mail.me.com:587 starttls asha@icloud.com',
    'password',
    'app_password',
  ],
  ['asha@zohomail.in', 'Zoho', 'imap.zoho.in:993 tls asha@zohomail.in', 'smtp.zoho.in:465 tls asha@zohomail.in', 'password', 'enable_imap'],
  [
    'asha@rediffmail.com',
    'Rediffmail',
    'imap.rediffmail.com:993 tls asha@rediffmail.com',
    'smtp.rediffmail.com:465 tls asha@rediffmail.com',
    'password',
    'paid_plan',
  ],
  ['asha@uol.com.br', 'UOL', 'imap.uol.com.br:993 tls asha', 'smtps.uol.com.br:587 starttls asha', 'password', 'enable_imap'],
  ['asha@gmx.de', 'GMX', 'imap.gmx.net:993 tls asha@gmx.de', 'mail.gmx.net:465 tls asha@gmx.de', 'password', 'enable_imap'],
  ['asha@proton.me', 'Proton', null, 'smtp.protonmail.ch:587 starttls asha@proton.me', 'password', 'no_imap'],
]
for (const [address, provider, imap, smtp, signIn, note] of known) {
  test(`${address} is ${provider}, known without asking anybody`, async () => {
    const asked: string[] = []
    const [first, ...others] = await discoverServers(address, worldOf({}, asked))
    assert.deepEqual([first?.provider, short(first!.incoming), short(first!.outgoing), first?.signIn[0]], [provider, imap, smtp, signIn])
    assert.ok(note === null || first?.notes.includes(note))
    assert.deepEqual([others, asked], [[], []])
  })
}

const byMx: [mx: string, provider: string, imap: string, signIn: SignIn][] = [
  ['ASPMX.L.GOOGLE.COM.', 'Google Workspace', 'imap.gmail.com', 'google'],
  ['smtp.google.com', 'Google Workspace', 'imap.gmail.com', 'google'],
  ['shop-example.mail.protection.outlook.com', 'Microsoft 365', 'outlook.office365.com', 'microsoft'],
  ['mx.zoho.in', 'Zoho', 'imappro.zoho.in', 'password'],
  ['mx1.titan.email', 'Titan', 'imap.titan.email', 'password'],
  ['mx1.hostinger.com', 'Hostinger', 'imap.hostinger.com', 'password'],
  ['mailstore1.secureserver.net', 'GoDaddy', 'imap.secureserver.net', 'password'],
  ['mx1.mail.ovh.net', 'OVHcloud', 'ssl0.ovh.net', 'password'],
  ['mx00.ionos.es', 'IONOS', 'imap.ionos.es', 'password'],
  ['mx.core.locaweb.com.br', 'Locaweb', 'email-ssl.com.br', 'password'],
  ['gator4021.hostgator.com', 'HostGator', 'gator4021.hostgator.com', 'password'],
  ['in1-smtp.messagingengine.com', 'Fastmail', 'imap.fastmail.com', 'password'],
  ['mx.rediffmailpro.com', 'Rediffmail Pro', 'imap.rediffmailpro.com', 'password'],
  ['inbound-smtp.eu-west-1.amazonaws.com', 'Amazon WorkMail', 'imap.mail.eu-west-1.awsapps.com', 'password'],
]
for (const [mx, provider, imap, signIn] of byMx) {
  test(`a company's domain with the exchanger ${mx} is at ${provider}`, async () => {
    const [first] = await discoverServers('help@shop.example', worldOf({ mx: { 'shop.example': [mx] } }))
    assert.deepEqual([first?.source, first?.provider, first?.incoming?.host, first?.signIn[0]], ['known_by_mx', provider, imap, signIn])
  })
}

test('an exchanger that only looks like a provider is none', async () => {
  assert.deepEqual(await discoverServers('help@shop.example', worldOf({ mx: { 'shop.example': ['aspmx.l.google.com.evil.example'] } })), [])
})

const config = (body: string, more = '') =>
  `<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="x"><displayName>Shop &amp; Co</displayName>${body}</emailProvider>${more}</clientConfig>`
const server = (kind: string, type: string, host: string, port: number, socket: string, user = '%EMAILADDRESS%', auth = 'password-cleartext') =>
  `<${kind} type="${type}"><hostname>${host}</hostname><port>${port}</port><socketType>${socket}</socketType><username>${user}</username><authentication>${auth}</authentication></${kind}>`

test('the domain’s own configuration: pop3 and unencrypted servers are passed over, placeholders filled', async () => {
  const body = [
    server('incomingServer', 'pop3', 'pop.shop.example', 995, 'SSL'),
    server('incomingServer', 'imap', 'plain.shop.example', 143, 'plain'),
    server('incomingServer', 'imap', 'imap.%EMAILDOMAIN%', 993, 'SSL', '%EMAILLOCALPART%'),
    server('outgoingServer', 'smtp', 'smtp.shop.example', 587, 'STARTTLS'),
  ].join('')
  const url = 'https://autoconfig.shop.example/mail/config-v1.1.xml?emailaddress=help%40shop.example'
  const [first] = await discoverServers('help@shop.example', worldOf({ documents: { [url]: config(body) } }))
  assert.deepEqual([first?.source, first?.provider], ['autoconfig', 'Shop & Co'])
  assert.equal(short(first!.incoming), 'imap.shop.example:993 tls help')
  assert.equal(short(first!.outgoing), 'smtp.shop.example:587 starttls help@shop.example')
})

test('a configuration may name OAuth at a provider we know, and that servers must be switched on', async () => {
  const body = server('incomingServer', 'imap', 'outlook.office365.com', 993, 'SSL', '%EMAILADDRESS%', 'OAuth2')
  const document = config(body, '<oAuth2><issuer>login.microsoftonline.com</issuer></oAuth2><enable visiturl="https://x"/>')
  const [first] = await discoverServers(
    'a@shop.example',
    worldOf({ documents: { 'https://shop.example/.well-known/autoconfig/mail/config-v1.1.xml': document } }),
  )
  assert.deepEqual([first?.signIn, first?.notes], [['microsoft'], ['enable_imap']])
})

test('a web page, a broken document and an empty one are no configuration', async () => {
  for (const document of ['<html><body>404</body></html>', '<clientConfig><emailProvider', config(''), '', 'x'.repeat(300_000)]) {
    assert.deepEqual(
      await discoverServers(
        'a@shop.example',
        worldOf({ documents: { 'https://shop.example/.well-known/autoconfig/mail/config-v1.1.xml': document } }),
      ),
      [],
    )
  }
})

test('SRV records: TLS before STARTTLS, lowest priority first, "." means not offered, a foreign host is to be confirmed', async () => {
  const srv = {
    '_imaps._tcp.shop.example': [
      ['b.shop.example.', 993, 20],
      ['a.shop.example.', 1993, 10],
    ] as [string, number, number][],
    '_imap._tcp.shop.example': [['a.shop.example', 143]] as [string, number][],
    '_submissions._tcp.shop.example': [['.', 0]] as [string, number][],
    '_submission._tcp.shop.example': [['smtp.hoster.example', 587]] as [string, number][],
  }
  const [first] = await discoverServers('a@shop.example', worldOf({ srv }))
  assert.equal(short(first!.incoming), 'a.shop.example:1993 tls a@shop.example')
  assert.equal(short(first!.outgoing), 'smtp.hoster.example:587 starttls a@shop.example')
  assert.deepEqual([first?.source, first?.notes], ['srv', ['check_host']])
})

test('the public directory is asked by the organisation of the exchanger, and not at all when that is not wanted', async () => {
  const document = config(server('incomingServer', 'imap', 'imap.hoster.com.br', 993, 'SSL'))
  const world = {
    mx: { 'shop.example': ['mx1.mail.hoster.com.br'] },
    documents: { 'https://autoconfig.thunderbird.net/v1.1/hoster.com.br': document },
  }
  const [first] = await discoverServers('a@shop.example', worldOf(world))
  assert.deepEqual([first?.source, first?.incoming?.host], ['directory', 'imap.hoster.com.br'])
  const asked: string[] = []
  assert.deepEqual(await discoverServers('a@shop.example', { ...worldOf(world, asked), asksDirectory: false }), [])
  assert.ok(asked.every((url) => url.includes('shop.example')))
})

test('usual names count only when a server answers, TLS before STARTTLS', async () => {
  const answering = ['mail.shop.example:993', 'mail.shop.example:143', 'smtp.shop.example:587', 'mail.shop.example:587']
  const [first] = await discoverServers('a@shop.example', worldOf({ answering }))
  assert.deepEqual(
    [first?.source, short(first!.incoming), short(first!.outgoing)],
    ['guess', 'mail.shop.example:993 tls a@shop.example', 'smtp.shop.example:587 starttls a@shop.example'],
  )
})

test('several sources are ranked, and the same servers are named once', async () => {
  const found = await discoverServers(
    'a@shop.example',
    worldOf({
      mx: { 'shop.example': ['mail.shop.example'] },
      srv: { '_imaps._tcp.shop.example': [['mail.shop.example', 993]], '_submissions._tcp.shop.example': [['mail.shop.example', 465]] },
      answering: ['mail.shop.example:993', 'mail.shop.example:465', 'imap.shop.example:993', 'smtp.shop.example:465'],
    }),
  )
  assert.deepEqual(
    found.map(({ source }) => source),
    ['srv', 'guess'],
  )
})

test('a domain in another script is asked in ASCII', async () => {
  const asked: string[] = []
  await discoverServers('help@दुकान.भारत', worldOf({}, asked))
  assert.ok(asked.length > 0 && asked.every((url) => /^[\x20-\x7e]+$/.test(url) && url.includes('xn--')))
})

test('sources that hang are given up after their time, the others still count', async () => {
  const world = worldOf({ mx: { 'shop.example': ['mx1.titan.email'] } })
  const hanging = { ...world, fetch: (() => new Promise(() => {})) as typeof fetch, probe: () => new Promise<boolean>(() => {}) }
  const from = Date.now()
  const [first] = await discoverServers('a@shop.example', hanging)
  assert.equal(first?.provider, 'Titan')
  assert.ok(Date.now() - from < 9500)
})

test('what is no address finds nothing', async () => {
  for (const address of ['', 'asha', '@shop.example', 'asha@', 'asha@localhost', 'asha@@', 'a@b c.example'])
    assert.deepEqual(await discoverServers(address, worldOf({})), [])
})

test('a probe tells a mail server from a closed port and from a server of another kind', async () => {
  const dovecot = await startDovecot({ users: {} })
  const sink = await startSmtpSink()
  const at = (port: number) => ({ host: '127.0.0.1', port, security: 'starttls' as const })
  try {
    assert.equal(await probeServer(at(dovecot.port), 'imap', {}, 2000), true)
    assert.equal(await probeServer(at(sink.port), 'smtp', {}, 2000), true)
    assert.equal(await probeServer(at(sink.port), 'imap', {}, 2000), false)
    assert.equal(await probeServer(at(await findFreePort()), 'imap', {}, 2000), false)
    assert.equal(await probeServer({ ...at(dovecot.port), security: 'tls' }, 'imap', {}, 2000), false)
  } finally {
    await Promise.all([dovecot.remove(), sink.stop()])
  }
})
