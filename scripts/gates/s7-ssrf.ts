// Gate S7: no address typed by a stranger makes the server connect into a network of its own.
// Every form goes through every way the product calls out (webhook, media with redirects, sign-in POST, mail host), against canaries that count connections.
// Positive control: the same forms with the guard switched off; each must then reach a canary, or the gate is blind.
import { runAsProgram } from './rig/gate.ts'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { isPublicAddress } from '../../server/platform/outbound/address.ts'
import { createGuardedFetch, type GuardedFetch } from '../../server/platform/outbound/guarded-fetch.ts'
import { guardedConnectOptions, lookUpUnchecked, resolvePublic, type Resolver } from '../../server/platform/outbound/resolve.ts'
import { OutboundRefused } from '../../server/platform/outbound/errors.ts'

export interface GateResult {
  gate: string
  passed: boolean
  figures: Record<string, number>
  failures: string[]
}

/** Hosts as an attacker writes them; every one leads to an address of ours unless refused. */
const literalHosts = `
127.0.0.1 127.0.0.2 127.1.2.3 127.1 127.0.1 0 0.0.0.0 2130706433 0x7f000001 0x7F.0.0.1 0x7f.1 017700000001 0177.0.0.1 0177.1
0300.0250.0.1 00000177.0.0.1 127.0.0.0x1 127.0.0.01 127.0.0.1. 2852039166 0xa9fea9fe 0251.0376.0251.0376 169.254.169.254 169.254.170.2
10.0.0.1 172.16.0.1 172.31.255.254 192.168.1.1 100.64.0.1 100.100.100.200 192.0.0.192 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255
168.63.129.16 192.88.99.1 １２７.0.0.1 127。0。0。1 127．0．0．1 ①②⑦.⓪.⓪.① %31%32%37.0.0.1 127%2e0%2e0%2e1 12\u00ad7.0.0.1
[::1] [::] [0:0:0:0:0:0:0:1] [::127.0.0.1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::FFFF:7F00:1] [::ffff:0:127.0.0.1] [::ffff:169.254.169.254]
[64:ff9b::127.0.0.1] [64:ff9b::a9fe:a9fe] [64:ff9b:1::a00:1] [2002:7f00:1::] [2002:c0a8:101::1] [2001:0:53aa:64c::1] [fe80::1] [fec0::1] [fc00::1]
[fd00:ec2::254] [fd20:ce::254] [ff02::1] [100::1] [2001:db8::1] [2a00:1450::5efe:7f00:1] [4000::1]`
  .trim()
  .split(/\s+/)

/** Whole addresses that a lenient reader takes to 127.0.0.1; PORT stands for the canary's. */
const trickUrls = [
  'http://public.example.com@127.0.0.1:PORT/',
  'http://public.example.com:80@127.0.0.1:PORT/',
  'http://user:public.example.com@127.0.0.1:PORT/',
  'http://127.0.0.1:PORT\\@public.example.com/',
  'http:\\\\127.0.0.1:PORT\\x',
  'http:127.0.0.1:PORT/',
  'http:/127.0.0.1:PORT/',
  'http:////127.0.0.1:PORT/',
  ' http://127.0.0.1:PORT/',
  'ht\ttp://127.0.0.1:PORT/',
  'http://127.0.\n0.1:PORT/',
  'http://127.0.0.1:PORT#@public.example.com/',
  'http://127.0.0.1:0PORT/',
]

/** Names, and what the attacker's (or the company's) DNS answers. A CNAME is seen by us as the addresses at its end. */
const names: Record<string, string[]> = {
  localhost: ['127.0.0.1'],
  'a.localhost': ['::1'],
  'localhost.localdomain': ['127.0.0.1'],
  LOCALHOST: ['127.0.0.1'],
  'ⓛocalhost': ['127.0.0.1'],
  intranet: ['10.0.0.5'],
  'printer.local': ['192.168.0.9'],
  'metadata.google.internal': ['169.254.169.254'],
  'localtest.attacker.example': ['127.0.0.1'],
  'localtest.attacker.example.': ['127.0.0.1'],
  'six.attacker.example': ['::1'],
  'mapped.attacker.example': ['::ffff:127.0.0.1'],
  'nat64.attacker.example': ['64:ff9b::7f00:1'],
  'cname-to-inside.attacker.example': ['10.0.0.1'],
  'cname-to-metadata.attacker.example': ['169.254.169.254'],
  'half-public.attacker.example': ['127.0.0.1', '8.8.8.8'],
  'half-private.attacker.example': ['10.0.0.1', '8.8.8.8'],
  '127.0.0.1.nip.example': ['127.0.0.1'],
  'मेरा.attacker.example': ['127.0.0.1'],
}

const publicServer = '8.8.8.8'
const rebindingName = 'rebind.attacker.example'

class Canaries {
  connections = 0
  attempts = 0
  readonly servers: Server[] = []
  port = 0

  async open(): Promise<void> {
    for (const address of ['127.0.0.1', '127.0.0.2', '127.1.2.3', '::1']) {
      const server = createServer((socket) => {
        this.connections++
        socket.on('error', () => {})
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\nconnection: close\r\n\r\ncanary')
      })
      // Only 127.0.0.1 exists everywhere; macOS has no other 127/8 address and a container may have no IPv6.
      const isListening = await listen(server, this.port, address)
      if (isListening) this.servers.push(server)
      else if (address === '127.0.0.1') throw new Error('the canary could not listen on 127.0.0.1')
      this.port ||= (server.address() as AddressInfo).port
    }
  }

  /** Every connection the client opens passes here. What the kernel takes to this machine goes there; other inner addresses end at a canary, not in somebody's network. */
  connect(address: string, port: number, publicPort: number) {
    if (isPublicAddress(address)) return connect({ host: '127.0.0.1', port: publicPort })
    this.attempts++
    const isThisMachine = /^127\.0\.0\.1$|^0\.0\.0\.0$|^::1?$|^::ffff:(?:127\.0\.0\.1|7f00:1)$/.test(address)
    return connect(isThisMachine ? { host: address, port } : { host: '127.0.0.1', port: this.port })
  }

  close(): void {
    for (const server of this.servers) server.close()
  }
}

/** The public internet of this test: one server behind every public address; `/redirect` answers as told. */
class PublicServer {
  redirect = { status: 302, location: '' }
  requests = 0
  readonly server = createHttpServer((request, response) => {
    this.requests++
    if (request.url === '/redirect') response.writeHead(this.redirect.status, { location: this.redirect.location }).end()
    else response.end('public')
  })
  get port(): number {
    return (this.server.address() as AddressInfo).port
  }
}

/** Runs the gate; `short` follows each redirect with one status instead of five. Prints nothing; the figures are in the result. */
export async function run(short: boolean): Promise<GateResult> {
  const canaries = new Canaries()
  await canaries.open()
  const outside = new PublicServer()
  await listen(outside.server, 0, '127.0.0.1')
  const options = { resolver, connect: (address: string, port: number) => canaries.connect(address, port, outside.port), timeoutMs: 3_000 }
  const guarded = createGuardedFetch(options)
  const blind = createGuardedFetch({ ...options, guardOffForControl: true })
  const figures = { forms: 0, calls: 0, refused: 0, attempts: 0, canaryConnections: 0, controlCalls: 0, controlHits: 0, publicHostReached: 0 }
  const failures: string[] = []
  try {
    await attack({ guarded, canaries, outside, figures, failures }, short ? [302] : [301, 302, 303, 307, 308])
    figures.attempts = canaries.attempts
    figures.canaryConnections = canaries.connections
    if (canaries.connections + canaries.attempts > 0) failures.push('a connection into our own network was opened')
    await control({ guarded: blind, canaries, outside, figures, failures })
    outside.requests = 0
    await guarded('http://public.example.com/').catch((error: unknown) => failures.push(`a public host: ${String(error)}`))
    figures.publicHostReached = outside.requests
    if (outside.requests !== 1) failures.push('the public host was not reached')
    if (figures.forms < 60) failures.push(`only ${figures.forms} forms`)
  } finally {
    canaries.close()
    outside.server.close()
  }
  return { gate: 's7-ssrf', passed: failures.length === 0, figures, failures }
}

interface Stage {
  guarded: GuardedFetch
  canaries: Canaries
  outside: PublicServer
  figures: Record<'forms' | 'calls' | 'refused' | 'controlCalls' | 'controlHits', number>
  failures: string[]
}

/** Every form by every way out; each must be refused as `OutboundRefused`, not merely fail. */
async function attack(stage: Stage, redirectStatuses: number[]): Promise<void> {
  const { guarded, canaries, figures, failures } = stage
  const mustRefuse = async (what: string, call: () => Promise<unknown>) => {
    figures.calls++
    try {
      await call()
      failures.push(`${what}: went through`)
    } catch (error) {
      if (error instanceof OutboundRefused) figures.refused++
      else failures.push(`${what}: ${String(error)}`)
    }
  }
  for (const host of hosts) {
    const url = `http://${host}:${canaries.port}/x`
    await mustRefuse(`mail host ${host}`, () => guardedConnectOptions(host.replace(/^\[|\]$/g, ''), { resolver }))
    for (const status of redirectStatuses) await mustRefuse(`${status} to ${url}`, () => callByRedirect(stage, status, url))
  }
  for (const url of urlForms(canaries.port)) {
    figures.forms++
    await mustRefuse(`webhook ${url}`, () => guarded(url, { method: 'POST', body: '{}' }))
    await mustRefuse(`media ${url}`, () => guarded(url, { maxRedirects: 3, streamBody: true }))
  }
  figures.forms++
  for (let round = 0; round < 10; round++) {
    rebindings = 0
    await guarded(`http://${rebindingName}:${canaries.port}/`).catch((error: unknown) =>
      failures.push(`rebinding, first answer public: ${String(error)}`),
    )
    await mustRefuse('rebinding, later answer', () => guarded(`http://${rebindingName}:${canaries.port}/`))
  }
}

/** The same with the guard off: each form must hit a canary. */
async function control(stage: Stage): Promise<void> {
  const { guarded: blind, canaries, figures, failures } = stage
  const mustHit = async (what: string, call: () => Promise<unknown>) => {
    const before = canaries.connections
    figures.controlCalls++
    await call().catch(() => {})
    if (canaries.connections > before) figures.controlHits++
    else failures.push(`control, ${what}: no canary was hit, so the gate is blind to it`)
  }
  for (const url of urlForms(canaries.port)) await mustHit(url, () => blind(url))
  for (const host of hosts) await mustHit(`redirect to ${host}`, () => callByRedirect(stage, 302, `http://${host}:${canaries.port}/x`))
  rebindings = 0
  await mustHit('rebinding, checked by one lookup and called by another', async () => {
    await resolvePublic(rebindingName, { resolver })
    const [address = ''] = await lookUpUnchecked(rebindingName, { resolver })
    await blind(`http://${address}:${canaries.port}/`)
  })
}

const hosts = [...literalHosts, ...Object.keys(names)]
const urlForms = (port: number) => [...hosts.map((host) => `http://${host}:${port}/x`), ...trickUrls.map((url) => url.replace('PORT', String(port)))]

function callByRedirect({ guarded, outside }: Stage, status: number, location: string): Promise<Response> {
  outside.redirect = { status, location: asHeader(location) }
  return guarded('http://public.example.com/redirect', { maxRedirects: 3 })
}

let rebindings = 0

const resolver: Resolver = async (hostname) => {
  if (hostname === rebindingName) return rebindings++ === 0 ? [publicServer] : ['127.0.0.1']
  if (hostname === 'public.example.com') return [publicServer]
  const found = Object.entries(names).find(([name]) => new URL(`http://${name}/`).hostname === hostname)
  return found?.[1] ?? []
}

/** Header lines carry bytes; a browser-like client reads them as it would a typed address, so names outside Latin-1 travel as punycode. */
// oxlint-disable-next-line no-control-regex
const asHeader = (url: string) => (/[^\u0000-\u00ff]/.test(url) ? new URL(url).href : url)

function listen(server: Server | ReturnType<typeof createHttpServer>, port: number, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, address, () => resolve(true))
  })
}

await runAsProgram(import.meta.url, run)
