import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { createGuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts'

const certificate = await readFile(new URL('./fixtures/cert.pem', import.meta.url), 'utf8')
const key = await readFile(new URL('./fixtures/key.pem', import.meta.url), 'utf8')

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The world of a test: names with public addresses, whose connections end at one loopback server and are written down. */
function world(origin: string, addresses: Record<string, string[]>, extra: GuardedFetchOptions = {}) {
  const attempts: string[] = []
  const fetch = createGuardedFetch({
    resolver: async (hostname) => addresses[hostname] ?? [],
    connect: (address, port) => {
      attempts.push(`${address}:${port}`)
      const [host, realPort] = origin.split(':')
      return connect({ host: host ?? '', port: Number(realPort) })
    },
    timeoutMs: 3_000,
    ...extra,
  })
  return { fetch, attempts }
}

const echo: RequestListener = (request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { method, url, headers } = request
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }))
  })
}

interface Echo {
  method: string
  url: string
  headers: Record<string, string>
  body: string
}

test('a call to a public name goes to the checked address, with the name as host', async () => {
  const { fetch, attempts } = world(await serve(echo), { 'hooks.example.com': ['8.8.8.8'] })
  const response = await fetch('http://hooks.example.com:8080/a?b=c', { method: 'POST', headers: { 'x-key': 'v' }, body: 'héllo' })
  const seen = (await response.json()) as Echo
  assert.deepEqual(attempts, ['8.8.8.8:8080'])
  assert.equal(response.status, 200)
  assert.equal(response.url, 'http://hooks.example.com:8080/a?b=c')
  assert.deepEqual([seen.method, seen.url, seen.body], ['POST', '/a?b=c', 'héllo'])
  assert.deepEqual([seen.headers['host'], seen.headers['x-key'], seen.headers['content-length']], ['hooks.example.com:8080', 'v', '6'])
})

test('forms are sent as fetch would send them', async () => {
  const { fetch } = world(await serve(echo), { 'hooks.example.com': ['8.8.8.8'] })
  const form = new FormData()
  form.set('photo', new Blob(['x'], { type: 'image/png' }), 'a.png')
  const seen = (await (await fetch('http://hooks.example.com/', { method: 'POST', body: form })).json()) as Echo
  assert.match(seen.headers['content-type'] ?? '', /^multipart\/form-data; boundary=/)
  assert.match(seen.body, /filename="a\.png"/)
  const query = (await (await fetch('http://hooks.example.com/', { method: 'POST', body: new URLSearchParams({ a: '1' }) })).json()) as Echo
  assert.equal(query.body, 'a=1')
})

test('the caller cannot set the host header or frame the message itself', async () => {
  const { fetch } = world(await serve(echo), { 'hooks.example.com': ['8.8.8.8'] })
  const headers = { host: 'internal', connection: 'upgrade', 'content-length': '5', 'transfer-encoding': 'chunked' }
  const seen = (await (await fetch('http://hooks.example.com/', { headers })).json()) as Echo
  assert.equal(seen.headers['host'], 'hooks.example.com')
  assert.equal(seen.headers['connection'], 'close')
  assert.equal(seen.headers['transfer-encoding'], undefined)
})

test('when the name is answered differently the second time, the second answer is never asked for', async () => {
  const replies = [['8.8.8.8'], ['127.0.0.1']]
  const { fetch, attempts } = world(await serve(echo), {}, { resolver: async () => replies.shift() ?? assert.fail('third lookup') })
  assert.equal((await fetch('http://rebind.example.com/')).status, 200)
  assert.deepEqual(attempts, ['8.8.8.8:80'])
  await assert.rejects(fetch('http://rebind.example.com/'), { name: 'OutboundRefused', code: 'outbound.address_not_public' })
  assert.deepEqual(attempts, ['8.8.8.8:80'])
})

test('an address that does not answer gives way to the next', async () => {
  const origin = await serve(echo)
  const { fetch, attempts } = world(
    origin,
    { 'hooks.example.com': ['2606:4700::1', '8.8.8.8'] },
    {
      connect: (address) => {
        attempts.push(address)
        return address === '8.8.8.8' ? connect({ host: '127.0.0.1', port: Number(origin.split(':')[1]) }) : connect({ host: '127.0.0.1', port: 1 })
      },
    },
  )
  assert.equal((await fetch('http://hooks.example.com/')).status, 200)
  assert.deepEqual(attempts, ['2606:4700::1', '8.8.8.8'])
})

test('loopback is refused, and allowed for exactly the host and port of the list', async () => {
  const origin = await serve(echo)
  await assert.rejects(createGuardedFetch()(`http://${origin}/`), { code: 'outbound.address_not_public' })
  const fetch = createGuardedFetch({ allowLoopbackPorts: [origin], resolver: async () => ['127.0.0.1'] })
  assert.equal((await fetch(`http://${origin}/`)).status, 200)
  await assert.rejects(fetch('http://127.0.0.1:1/'), { code: 'outbound.port_refused' })
  await assert.rejects(fetch(`http://name.example.com:${origin.split(':')[1]}/`), { code: 'outbound.address_not_public' })
})

test('an exempt name that leads away from loopback is refused', async () => {
  const fetch = createGuardedFetch({ allowLoopbackPorts: ['localhost:4010'], resolver: async () => ['10.0.0.1'] })
  await assert.rejects(fetch('http://localhost:4010/'), { code: 'outbound.address_not_public' })
})

test('inside a company, private hosts can be called', async () => {
  const origin = await serve(echo)
  assert.equal((await createGuardedFetch({ allowPrivateHosts: true })(`http://${origin}/`)).status, 200)
})

const redirect = (status: number, location: string) => (request: IncomingMessage, response: ServerResponse) => {
  if (request.url !== '/start') return echo(request, response)
  response.writeHead(status, { location }).end('moved')
}

test('a redirect is returned, not followed, unless asked for', async () => {
  const { fetch, attempts } = world(await serve(redirect(302, 'http://127.0.0.1/')), { 'a.example.com': ['8.8.8.8'] })
  const response = await fetch('http://a.example.com/start')
  assert.deepEqual([response.status, response.headers.get('location'), await response.text()], [302, 'http://127.0.0.1/', 'moved'])
  assert.equal(attempts.length, 1)
})

for (const status of [301, 302, 303, 307, 308]) {
  for (const location of [
    'http://127.0.0.1/',
    'http://inner.example.com/',
    '//2130706433/',
    'http://[::1]/',
    'http://u:p@b.example.com/',
    'file:///etc/passwd',
    '/\\127.0.0.1/',
  ]) {
    test(`a ${status} to ${location} is refused before anything is opened`, async () => {
      const names = { 'a.example.com': ['8.8.8.8'], 'b.example.com': ['8.8.4.4'], 'inner.example.com': ['10.0.0.1'] }
      const { fetch, attempts } = world(await serve(redirect(status, location)), names)
      await assert.rejects(fetch('http://a.example.com/start', { maxRedirects: 3 }), { name: 'OutboundRefused' })
      assert.deepEqual(attempts, ['8.8.8.8:80'])
    })
  }
}

test('credentials follow to the same origin only', async () => {
  const names = { 'a.example.com': ['8.8.8.8'], 'b.example.com': ['8.8.4.4'] }
  const headers = { authorization: 'Bearer x', cookie: 'c=1', 'x-api-key': 'k', accept: 'image/*' }
  const same = world(await serve(redirect(302, '/end')), names)
  const stayed = (await (await same.fetch('http://a.example.com/start', { maxRedirects: 1, headers })).json()) as Echo
  assert.deepEqual([stayed.headers['authorization'], stayed.headers['x-api-key']], ['Bearer x', 'k'])
  const other = world(await serve(redirect(302, 'http://b.example.com/end')), names)
  const response = await other.fetch('http://a.example.com/start', { maxRedirects: 1, headers })
  const left = (await response.json()) as Echo
  assert.deepEqual([response.redirected, response.url], [true, 'http://b.example.com/end'])
  assert.deepEqual(
    [left.headers['authorization'], left.headers['cookie'], left.headers['x-api-key'], left.headers['accept']],
    [undefined, undefined, undefined, 'image/*'],
  )
})

test('a body is repeated on the same origin and never to another', async () => {
  const names = { 'a.example.com': ['8.8.8.8'], 'b.example.com': ['8.8.4.4'] }
  const same = world(await serve(redirect(307, '/end')), names)
  const seen = (await (await same.fetch('http://a.example.com/start', { method: 'POST', body: 'secret', maxRedirects: 1 })).json()) as Echo
  assert.deepEqual([seen.method, seen.body], ['POST', 'secret'])
  const other = world(await serve(redirect(307, 'http://b.example.com/')), names)
  await assert.rejects(other.fetch('http://a.example.com/start', { method: 'POST', body: 'secret', maxRedirects: 1 }), {
    code: 'outbound.redirect_refused',
  })
  const turned = world(await serve(redirect(303, 'http://b.example.com/')), names)
  const got = (await (await turned.fetch('http://a.example.com/start', { method: 'POST', body: 'secret', maxRedirects: 1 })).json()) as Echo
  assert.deepEqual([got.method, got.body, got.headers['content-type']], ['GET', '', undefined])
})

test('a circle of redirects ends', async () => {
  const { fetch, attempts } = world(await serve(redirect(302, '/start')), { 'a.example.com': ['8.8.8.8'] })
  await assert.rejects(fetch('http://a.example.com/start', { maxRedirects: 3 }), { name: 'OutboundFailed', code: 'outbound.too_many_redirects' })
  assert.equal(attempts.length, 4)
})

test('a body one byte longer than allowed fails, or is cut when that is enough', async () => {
  const { fetch } = world(await serve((_, response) => response.end('x'.repeat(101))), { 'a.example.com': ['8.8.8.8'] })
  assert.equal((await (await fetch('http://a.example.com/', { maxBytes: 101 })).text()).length, 101)
  await assert.rejects(fetch('http://a.example.com/', { maxBytes: 100 }), { code: 'outbound.too_large', sent: true })
  assert.equal((await (await fetch('http://a.example.com/', { maxBytes: 100, whenLonger: 'cut' })).text()).length, 100)
})

test('a compressed bomb is stopped at the limit of what comes out of it', async () => {
  const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024))
  const { fetch } = world(await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)), {
    'a.example.com': ['8.8.8.8'],
  })
  await assert.rejects(fetch('http://a.example.com/'), { code: 'outbound.too_large' })
  const cut = await fetch('http://a.example.com/', { maxBytes: 1000, whenLonger: 'cut' })
  assert.deepEqual([cut.headers.get('content-encoding'), (await cut.bytes()).length], [null, 1000])
})

test('an answer that claims a compression it does not have is a failure', async () => {
  const { fetch } = world(await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain')), {
    'a.example.com': ['8.8.8.8'],
  })
  await assert.rejects(fetch('http://a.example.com/'), { code: 'outbound.protocol_error' })
})

const slow: [name: string, answer: RequestListener][] = [
  ['never answers', () => {}],
  ['stops after the headers', (_, response) => response.writeHead(200).flushHeaders()],
  [
    'drips a byte at a time',
    (_, response) => {
      const drip = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(drip))
    },
  ],
]
for (const [name, answer] of slow) {
  test(`a host that ${name} is given up at the time limit`, async () => {
    const { fetch } = world(await serve(answer), { 'a.example.com': ['8.8.8.8'] })
    const start = performance.now()
    await assert.rejects(fetch('http://a.example.com/', { timeoutMs: 150 }), { code: 'outbound.timed_out' })
    assert.ok(performance.now() - start < 1_000)
  })
}

test('headers without end are refused', async () => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {})
    socket.write('HTTP/1.1 200 OK\r\n')
    socket.write(`x: ${'y'.repeat(40_000)}\r\n`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => server.close())
  const { fetch } = world(`127.0.0.1:${(server.address() as AddressInfo).port}`, { 'a.example.com': ['8.8.8.8'] })
  await assert.rejects(fetch('http://a.example.com/'), { code: 'outbound.protocol_error', sent: true })
})

for (const text of [
  'SSH-2.0-OpenSSH\r\n',
  '',
  'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
  'HTTP/1.1 999 No\r\ncontent-length: 0\r\n\r\n',
]) {
  test(`an answer of ${JSON.stringify(text.slice(0, 20))} is a failure`, async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {})
      socket.end(text)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    after(() => server.close())
    const { fetch } = world(`127.0.0.1:${(server.address() as AddressInfo).port}`, { 'a.example.com': ['8.8.8.8'] })
    await assert.rejects(fetch('http://a.example.com/'), { code: 'outbound.protocol_error' })
  })
}

test('nobody listening is a failure in which nothing was sent', async () => {
  const { fetch } = world('127.0.0.1:1', { 'a.example.com': ['8.8.8.8'] })
  await assert.rejects(fetch('http://a.example.com/'), { code: 'outbound.connect_failed', sent: false })
})

test('the caller can give up', async () => {
  const { fetch } = world(await serve(() => {}), { 'a.example.com': ['8.8.8.8'] })
  await assert.rejects(fetch('http://a.example.com/', { signal: AbortSignal.timeout(50) }), { code: 'outbound.aborted' })
  await assert.rejects(fetch('http://a.example.com/', { signal: AbortSignal.abort() }), { code: 'outbound.aborted' })
})

test('a time limit reached before anything left says so, one reached after says it may have arrived', async () => {
  const names = { 'a.example.com': ['8.8.8.8'] }
  const early = world('127.0.0.1:1', names, { resolver: () => new Promise(() => {}) })
  await assert.rejects(early.fetch('http://a.example.com/', { timeoutMs: 50 }), { code: 'outbound.timed_out', sent: false })
  const late = world(await serve(() => {}), names)
  await assert.rejects(late.fetch('http://a.example.com/', { timeoutMs: 100 }), { code: 'outbound.timed_out', sent: true })
})

test('a streamed body comes as it is sent and is limited all the same', async () => {
  const { fetch } = world(await serve((_, response) => response.end(Buffer.alloc(300_000))), { 'a.example.com': ['8.8.8.8'] })
  const whole = await fetch('http://a.example.com/', { streamBody: true })
  assert.equal((await whole.bytes()).length, 300_000)
  const longer = await fetch('http://a.example.com/', { streamBody: true, maxBytes: 100_000 })
  await assert.rejects(longer.bytes(), { code: 'outbound.too_large' })
  const unread = await fetch('http://a.example.com/', { streamBody: true })
  await unread.body?.cancel()
})

test('answers without a body are answers', async () => {
  const { fetch } = world(await serve((request, response) => response.writeHead(request.method === 'HEAD' ? 200 : 204).end()), {
    'a.example.com': ['8.8.8.8'],
  })
  assert.equal((await fetch('http://a.example.com/')).status, 204)
  assert.equal((await fetch('http://a.example.com/', { method: 'HEAD' })).status, 200)
})

async function serveSecurely(): Promise<string> {
  const server = createSecureServer({ cert: certificate, key }, echo)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('TLS proves the name that was typed, though the connection goes to an address', async () => {
  const names = { 'hooks.example.com': ['8.8.8.8'], 'other.example.com': ['8.8.8.8'] }
  const trusted = world(await serveSecurely(), names, { ca: certificate })
  assert.equal((await trusted.fetch('https://hooks.example.com/')).status, 200)
  await assert.rejects(trusted.fetch('https://other.example.com/'), { code: 'outbound.tls_failed', sent: false })
  await assert.rejects(trusted.fetch('https://8.8.8.8/'), { code: 'outbound.tls_failed' })
  const untrusted = world(await serveSecurely(), names)
  await assert.rejects(untrusted.fetch('https://hooks.example.com/'), { code: 'outbound.tls_failed' })
})

test('a redirect from https down to http is refused', async () => {
  const server = createSecureServer({ cert: certificate, key }, redirect(302, 'http://hooks.example.com/'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => server.close())
  const { fetch } = world(`127.0.0.1:${(server.address() as AddressInfo).port}`, { 'hooks.example.com': ['8.8.8.8'] }, { ca: certificate })
  await assert.rejects(fetch('https://hooks.example.com/start', { maxRedirects: 1 }), { code: 'outbound.redirect_refused' })
})

test('neither a proxy nor a TLS switch in the environment changes where a call goes', async () => {
  const origin = await serve(echo)
  let proxied = 0
  const proxy = await serve((_, response) => {
    proxied++
    response.end()
  })
  const secure = await serveSecurely()
  const script = `
    import { connect } from 'node:net'
    import { createGuardedFetch } from ${JSON.stringify(new URL('./guarded-fetch.ts', import.meta.url).href)}
    const plain = await createGuardedFetch({ allowLoopbackPorts: [${JSON.stringify(origin)}] })('http://${origin}/')
    const tls = await createGuardedFetch({ allowLoopbackPorts: [${JSON.stringify(secure)}] })('https://${secure}/').catch((error) => error.code)
    console.log(plain.status, tls)`
  const env = {
    ...process.env,
    HTTP_PROXY: `http://${proxy}`,
    HTTPS_PROXY: `http://${proxy}`,
    NO_PROXY: '',
    NODE_USE_ENV_PROXY: '1',
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
  }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module-typescript', '-e', script], { env })
  assert.equal(stdout.trim(), '200 outbound.tls_failed')
  assert.equal(proxied, 0)
})

test('the guard cannot be switched off in production', () => {
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  try {
    assert.throws(() => createGuardedFetch({ guardOffForControl: true }))
  } finally {
    if (before === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = before
  }
})
