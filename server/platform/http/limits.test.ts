import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AgentId, InboxId, WorkspaceId } from '../../../contract/ids.ts'
import type { Access, Route } from '../../../contract/route.ts'
import type { AgentActor, VisitorActor } from '../context.ts'
import type { Caller } from './http.ts'
import { AppError } from '../errors.ts'
import { bucketOf, clientKey, createLimits, readLimitFactor } from './limits.ts'

const workspaceId = '019ab000-0000-7000-8000-000000000001' as WorkspaceId
const agent: AgentActor = {
  kind: 'agent',
  id: 'a1' as AgentId,
  name: 'Asha',
  role: 'admin',
  teamIds: [],
  scopes: null,
  sessionId: 's1',
  tokenId: null,
}
const session: Caller = { workspaceId, actor: agent }
const token: Caller = { workspaceId, actor: { ...agent, sessionId: null, tokenId: 't1', scopes: ['ingest'] } }
const visitor: Caller = {
  workspaceId,
  actor: { kind: 'contact', visitorId: 'v1', inboxId: 'i1' as InboxId, identityId: null, id: null, name: '' } satisfies VisitorActor,
}

const buckets: [name: string, access: Access, caller: Caller | null, bucket: [kind: string, key: string]][] = [
  ['a browser counts by its session', 'conversation.see', session, ['session', 's1']],
  ['a token counts by itself', 'conversation.see', token, ['token', 't1']],
  ['what a token ingests counts apart', 'inbox.ingest', token, ['ingest', 't1']],
  ['a visitor counts by workspace and visitor', 'visitor', visitor, ['visitor', `${workspaceId} v1`]],
  ['a public route counts by client', 'public', null, ['public', '10.0.0.1']],
  ['who is nobody counts by client, apart from the public routes', 'conversation.see', null, ['refused', '10.0.0.1']],
]
for (const [name, access, caller, bucket] of buckets) test(name, () => assert.deepEqual(bucketOf({ access }, caller, '10.0.0.1'), bucket))

const clients: [ip: string, key: string][] = [
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:0:1:aaaa::1', '2001:db8:0:1'],
  ['2001:db8::1:0:0:0:9', '2001:db8:0:1'],
  ['2001:0DB8:0000:0001::', '2001:db8:0:1'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
]
for (const [ip, key] of clients) test(`${ip} is the client ${key}`, () => assert.equal(clientKey(ip), key))

const factors: [text: string | undefined, factor: number][] = [
  [undefined, 1],
  ['', 1],
  ['off', Infinity],
  ['OFF ', Infinity],
  ['10', 10],
  ['0.5', 0.5],
  ['0', 1],
  ['-3', 1],
  ['many', 1],
]
for (const [text, factor] of factors)
  test(`SAMVAD_RATE_LIMITS ${text} multiplies by ${factor}`, () => assert.equal(readLimitFactor({ SAMVAD_RATE_LIMITS: text }), factor))

/** Asks until refused, at one moment; returns how many passed and the headers of the refusal. */
function ask(
  limit: ReturnType<typeof createLimits>,
  access: Access,
  caller: Caller | null,
  most: number,
): { passed: number; headers: Record<string, string>; error: unknown } {
  let headers: Record<string, string> = {}
  const reply = { headers: (given: Record<string, string>) => (headers = given) } as unknown as FastifyReply
  for (let passed = 0; passed < most; passed++) {
    try {
      limit({ access } as Route, caller, { ip: '10.0.0.1' } as FastifyRequest, reply)
    } catch (error) {
      return { passed, headers, error }
    }
  }
  return { passed: most, headers, error: null }
}

const bursts: [name: string, access: Access, caller: Caller | null, burst: number][] = [
  ['a session', 'conversation.see', session, 400],
  ['a token', 'conversation.see', token, 6_000],
  ['ingest by a token', 'inbox.ingest', token, 60_000],
  ['a visitor', 'visitor', visitor, 40],
  ['a client without an account', 'public', null, 60],
  ['a client that is nobody', 'conversation.see', null, 300],
]
for (const [name, access, caller, burst] of bursts)
  test(`${name} passes ${burst} times at once, then is told when to come back`, () => {
    const { passed, headers, error } = ask(createLimits({ now: () => 0 }), access, caller, 100_000)
    assert.equal(passed, burst)
    assert.equal(headers['ratelimit-limit'], String(burst))
    assert.deepEqual([headers['ratelimit-remaining'], headers['retry-after']], ['0', '1'])
    assert.ok(error instanceof AppError)
    assert.deepEqual([error.status, error.code, error.extra], [429, 'request.rate_limited', { retryAfterSeconds: 1 }])
  })

test('after a rest the client passes again', () => {
  let now = 0
  const limit = createLimits({ now: () => now })
  assert.equal(ask(limit, 'public', null, 100).passed, 60)
  now = 10_000
  assert.equal(ask(limit, 'public', null, 100).passed, 20)
})
test('a factor multiplies, and off lets everything pass', () => {
  assert.equal(ask(createLimits({ factor: 3, now: () => 0 }), 'public', null, 1_000).passed, 180)
  assert.equal(ask(createLimits({ factor: Infinity }), 'public', null, 1_000).passed, 1_000)
})
