import { SignJWT } from 'jose'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { loadInstanceKeys } from '../../../server/platform/secrets/instance-keys.ts'
import { readTicket, writeTicket } from '../../../server/modules/visitors/visitor.ts'
import { until } from '../rig/gate.ts'
import { ask, check, control, type Stage } from './stage.ts'

interface Chat {
  id: string
  key: string
  secret: string
}

async function makeChat(stage: Stage, token: string, name: string): Promise<Chat> {
  const secret = `${name}-${crypto.randomUUID()}-${crypto.randomUUID()}`
  stage.secrets.add(secret)
  const { status, body } = await ask(stage, 'POST', '/inboxes', {
    token,
    body: { name, connector: 'web-chat', settings: { identitySecret: secret } },
  })
  if (status !== 201) throw new Error(`no chat: ${status} ${JSON.stringify(body)}`)
  return { id: body.id, key: body.publicKey, secret }
}

/** Visitors' tokens, and what a host page says of its logged-in people. `foreignToken` is an owner of another workspace. */
export async function provesVisitors(stage: Stage, foreignToken: string): Promise<void> {
  const owner = stage.server.token
  const [chat, sister, foreign] = [
    await makeChat(stage, owner, 'Shop'),
    await makeChat(stage, owner, 'Sister'),
    await makeChat(stage, foreignToken, 'Foreign'),
  ]
  await identities(stage, chat, sister, foreign)
  await tickets(stage, chat, foreign)
}

async function visit(stage: Stage, key: string, body: Record<string, unknown> = {}) {
  const answer = await ask(stage, 'POST', `/chat/${key}/visit`, { body })
  if (answer.body.token) stage.secrets.add(answer.body.token)
  return answer
}

const jwt = (claims: Record<string, unknown>, secret: string, expiresIn: number) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(Math.floor(Date.now() / 1000) + expiresIn)
    .sign(new TextEncoder().encode(secret))

async function identities(stage: Stage, chat: Chat, sister: Chat, foreign: Chat): Promise<void> {
  const claims = { sub: '42', email: 'meera@customers.test', name: 'Meera' }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const good = await jwt(claims, chat.secret, 600)
  const [header, content, signature] = good.split('.') as [string, string, string]
  const forged: [name: string, token: string][] = [
    ['of another secret', await jwt(claims, 'x'.repeat(40), 600)],
    ['of another chat of ours', await jwt(claims, sister.secret, 600)],
    ['of another workspace', await jwt(claims, foreign.secret, 600)],
    ['that ran out', await jwt(claims, chat.secret, -120)],
    ['that would last for weeks', await jwt(claims, chat.secret, 14 * 86_400)],
    ['without an end', await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(chat.secret))],
    ['that is none', `${part({ alg: 'none' })}.${content}.`],
    ['of another algorithm', `${part({ alg: 'HS512' })}.${content}.${signature}`],
    ['with other words', `${header}.${part({ ...claims, email: 'victim@customers.test', exp: Math.floor(Date.now() / 1000) + 600 })}.${signature}`],
    ['without a name for anybody', await jwt({ name: 'Meera' }, chat.secret, 600)],
  ]
  for (const [name, identity] of forged) {
    const { body } = await visit(stage, chat.key, { identity })
    check(stage, `a signature ${name} is refused`, body.identity === 'refused' && body.knownEmail === null, `${body.identity} ${body.knownEmail}`)
  }
  stage.secrets.add(good)
  const genuine = await visit(stage, chat.key, { identity: good })
  control(stage, 'a genuine signature is taken', genuine.body.identity === 'verified' && genuine.body.knownEmail === 'meera@customers.test')
  // With a secret set, nothing unsigned makes anybody a known customer.
  const stranger = (await visit(stage, chat.key)).body
  const contactOf = async (token: string, text: string) => {
    const said = await ask(stage, 'POST', '/chat/messages', { token, body: { clientKey: crypto.randomUUID(), text } })
    let event = { conversationId: null as string | null }
    await until(
      async () => (event = (await ask(stage, 'GET', `/inbound-events/${said.body.id}`, { token: stage.server.token })).body).conversationId !== null,
      5_000,
    )
    return (await ask(stage, 'GET', `/conversations/${event.conversationId}`, { token: stage.server.token })).body.contact
  }
  const unsigned = await contactOf(stranger.token, 'I am meera@customers.test')
  check(stage, 'without a signature nobody is a verified customer', unsigned.isVerified === false)
  const signed = await contactOf(genuine.body.token, 'It is me')
  control(stage, 'with a signature they are', signed.isVerified === true)
  check(stage, 'the two are two contacts', unsigned.id !== signed.id)
}

async function tickets(stage: Stage, chat: Chat, foreign: Chat): Promise<void> {
  const keys = await loadInstanceKeys(stage.server.dataDir, {})
  const { token } = (await visit(stage, chat.key)).body as { token: string }
  const read = (held: string) => ask(stage, 'GET', '/chat/messages', { token: held })
  control(stage, 'a visitor’s token reads their chat', (await read(token)).status === 200)
  const ticket = readTicket(token, keys, new Date())!
  const expired = writeTicket(ticket, keys, new Date(Date.now() - 31 * 86_400_000))
  const other = (await visit(stage, foreign.key)).body.token as string
  const moved = writeTicket({ ...ticket, inboxId: readTicket(other, keys, new Date())!.inboxId }, keys, new Date())
  for (const [name, held] of [
    ['bent', `${token.slice(0, -4)}AAAA`],
    ['that ran out', expired],
    ['for a chat of another workspace', moved],
  ] as const) {
    const { status } = await read(held)
    check(stage, `a visitor’s token ${name} reads nothing`, status === 401, String(status))
    const code = await greet(stage, held)
    check(stage, `a visitor’s token ${name} opens no socket`, code === 'closed 4401', code)
  }
  const live = await greet(stage, token)
  control(stage, 'a visitor’s token opens a socket', live === 'ready', live)
  const agents = await ask(stage, 'GET', '/conversations', { token })
  check(stage, 'a visitor’s token is no agent’s', agents.status === 401 || agents.status === 403, String(agents.status))
  const visitors = await ask(stage, 'POST', '/chat/messages', { token: stage.server.token, body: { clientKey: crypto.randomUUID(), text: 'x' } })
  check(stage, 'an agent’s token is no visitor’s', visitors.status === 401 || visitors.status === 403, String(visitors.status))
  const socket = new WebSocket(`${stage.server.url.replace('http', 'ws')}/api/v1/chat/stream`)
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'hello', token, after: null }))
  await once(socket, 'message')
  const closed = once(socket, 'close', { signal: AbortSignal.timeout(5_000) }).then(
    ([code]) => String(code),
    () => 'still open',
  )
  await ask(stage, 'PATCH', `/inboxes/${chat.id}`, { token: stage.server.token, body: { isEnabled: false } })
  check(stage, 'a chat that is switched off answers nobody', (await read(token)).status === 401)
  const seen = await closed
  check(stage, 'and lets go of open sockets within five seconds', seen === '4401', seen)
  socket.terminate()
}

/** What a visitor's socket answers to a token. */
async function greet(stage: Stage, token: string): Promise<string> {
  const socket = new WebSocket(`${stage.server.url.replace('http', 'ws')}/api/v1/chat/stream`)
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'hello', token, after: null }))
  const seen = await Promise.race([
    once(socket, 'close').then(([code]) => `closed ${code}`),
    once(socket, 'message').then(([text]) => String(JSON.parse(String(text)).type)),
  ])
  socket.terminate()
  return seen
}
