import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Capabilities, Connector } from './connector.ts'
import { noneOf, type Check, type Provider, type Stage } from './contract-test-provider.ts'
import { wordsOf } from './contract-test-stage.ts'

/** What one upload may have (`POST /attachments`). */
const largestUpload = 25 * 1024 * 1024

/** What a connector says of itself is true. */
export function declaredChecks(connector: Connector, provider: Provider): Check[] {
  const { longestText, attachments, hasTyping } = connector.capabilities
  return [
    {
      name: 'a text of the longest length goes, one more is refused before it is stored',
      skip: longestText ? null : 'any length goes',
      run: (stage) => refusesTooLong(stage, longestText!),
    },
    { name: 'files go as declared: refused where none go, and beyond the declared number and size', skip: null, run: refusesFiles(attachments) },
    { name: 'who may write first is as declared', skip: null, run: startsAsDeclared },
    { name: 'every receipt that is declared is shown to work', skip: null, run: async () => showsReceipts(connector, provider) },
    {
      name: 'typing reaches the person',
      skip: hasTyping ? null : 'not declared',
      run: async (stage) => {
        assert.equal(noneOf(provider.typing), null, 'declared, so it must be shown')
        const words = wordsOf()
        const { conversationId } = await stage.say(words)
        const show = provider.typing as Exclude<Provider['typing'], { none: string }>
        assert.equal(await show(stage, conversationId!, words.person), true)
      },
    },
    { name: 'the live test passes, says that something came in, and the inbox is healthy', skip: null, run: passesLiveTest },
    { name: 'the live test finds wrong settings', skip: noneOf(provider.wrongSettings), run: findsWrongSettings },
    { name: 'no secret is in an answer, in the log, in an event or readable in the database', skip: null, run: keepsSecrets },
  ]
}

const textOf = ({ count, unit }: NonNullable<Capabilities['longestText']>, more: number): string =>
  // One code point of three bytes, so that no two units agree by chance.
  unit === 'bytes' ? 'a'.repeat(count + more) : unit === 'graphemes' ? '👩‍👩‍👧'.repeat(count + more) : 'ക'.repeat(count + more)

async function refusesTooLong(stage: Stage, longest: NonNullable<Capabilities['longestText']>): Promise<void> {
  const { conversationId } = await stage.say(wordsOf())
  const over = await stage.answer(conversationId!, textOf(longest, 1))
  assert.deepEqual([over.status, over.body.code, over.body.limit], [409, 'reply.too_long', longest.count])
  assert.equal((await stage.timeline(conversationId!)).filter((item) => item.direction === 'out').length, 0, 'nothing was stored')
  assert.equal((await stage.answer(conversationId!, textOf(longest, 0))).status, 201, 'the longest goes')
}

const refusesFiles = (declared: Capabilities['attachments']) => async (stage: Stage) => {
  const { t } = stage
  const upload = async (bytes: number) =>
    (await t.call('POST', '/attachments', { raw: new Uint8Array(bytes), headers: { 'x-file-name': 'a.bin' } })).body.id as string
  const { conversationId } = await stage.say(wordsOf())
  const refusal = async (attachments: string[]) => {
    const { status, body } = await stage.answer(conversationId!, 'With files', { attachments })
    return status === 201 ? null : [status, body.code]
  }
  if (!declared) return assert.deepEqual(await refusal([await upload(10)]), [409, 'reply.no_attachments'])
  const sizes = []
  for (let left = declared.maxBytes + 1; left > 0; left -= largestUpload) sizes.push(Math.min(left, largestUpload))
  assert.deepEqual(await refusal(await Promise.all(sizes.map(upload))), [409, 'reply.attachments_too_large'])
  // The route itself takes no more than fifty.
  if (declared.maxCount < 50)
    assert.deepEqual(await refusal(await Promise.all(Array.from({ length: declared.maxCount + 1 }, () => upload(1)))), [
      409,
      'reply.too_many_attachments',
    ])
  assert.equal(await refusal(await Promise.all(Array.from({ length: declared.maxCount }, () => upload(1)))), null, 'the declared number goes')
}

async function startsAsDeclared({ t, inboxId, connector }: Stage): Promise<void> {
  const to = { address: 'somebody@example.com', name: 'Somebody' }
  const { status, body } = await t.call('POST', '/conversations', { body: { inboxId, to, subject: 'First words', text: 'Hello' } })
  if (connector.capabilities.canStart) assert.equal(status, 201, JSON.stringify(body))
  else assert.deepEqual([status, body.code], [409, 'inbox.cannot_start'])
}

function showsReceipts({ capabilities }: Connector, { reports }: Provider): void {
  for (const receipt of capabilities.receipts) assert.ok(reports[receipt], `"${receipt}" is declared and not shown`)
}

interface Step {
  step: string
  state: string
  reason: string | null
}

async function passesLiveTest({ t, inboxId, say }: Stage): Promise<void> {
  await say(wordsOf())
  const { status, body } = await t.call('POST', `/inboxes/${inboxId}/test`)
  assert.equal(status, 200)
  const steps = body.steps as Step[]
  assert.deepEqual(
    steps.filter((step) => step.state === 'failed'),
    [],
  )
  let received = steps.find((step) => step.step === 'received')?.state
  // Written down after the batch, not within it.
  for (let tries = 0; tries < 40 && received !== 'ok'; tries++) {
    await sleep(50)
    received = ((await t.call('POST', `/inboxes/${inboxId}/test`)).body.steps as Step[]).find((step) => step.step === 'received')?.state
  }
  assert.equal(received, 'ok')
  const { health } = (await t.call('GET', `/inboxes/${inboxId}`)).body
  assert.equal(health.state, 'ok', JSON.stringify(health))
  assert.ok(health.lastInAt)
}

/** A further inbox like the stage's: a mail address belongs to one. */
const another = ({ inbox }: Provider, word: string) => (inbox.address?.includes('@') ? { ...inbox, address: `${word}-${inbox.address}` } : inbox)

async function findsWrongSettings({ t, connector, provider }: Stage): Promise<void> {
  const { body: inbox } = await t.call('POST', '/inboxes', { body: { name: 'Wrong', connector: connector.name, ...another(provider, 'wrong') } })
  assert.equal((await t.call('PATCH', `/inboxes/${inbox.id}`, { body: { settings: provider.wrongSettings } })).status, 200)
  const { status, body } = await t.call('POST', `/inboxes/${inbox.id}/test`)
  assert.equal(status, 200)
  const failed = (body.steps as Step[]).filter((step) => step.state === 'failed')
  assert.ok(failed.length > 0, JSON.stringify(body.steps))
  assert.ok(failed.every((step) => step.reason))
  await t.call('DELETE', `/inboxes/${inbox.id}`)
}

async function keepsSecrets(stage: Stage): Promise<void> {
  const { t, connector, provider, logged, rows } = stage
  const shape = (connector.settings instanceof z.ZodObject ? connector.settings.shape : {}) as Record<string, z.ZodType>
  const secret = Object.entries(shape).flatMap(([name, field]) => ((field.meta() as { secret?: boolean } | undefined)?.secret ? [name] : []))
  assert.deepEqual(secret.sort(), [...provider.secrets].sort(), 'marked as secret in the schema')
  const canary = `canary-${crypto.randomUUID()}`
  const settings = { ...provider.inbox.settings, ...Object.fromEntries(secret.map((name) => [name, `${canary}-${name}`])) }
  const answers: unknown[] = []
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await t.call(method, path, body === undefined ? {} : { body })
    answers.push(answer)
    return answer
  }
  const inbox = (await call('POST', '/inboxes', { name: 'Secretive', connector: connector.name, ...another(provider, 'secretive'), settings })).body
  for (const name of secret) assert.equal(inbox.secrets[name], true, `${name} is known to be there`)
  await call('GET', `/inboxes/${inbox.id}`)
  await call('GET', '/inboxes')
  await call('PATCH', `/inboxes/${inbox.id}`, { settings: Object.fromEntries(secret.map((name) => [name, ''])) })
  await call('POST', `/inboxes/${inbox.id}/test`)
  await call('PATCH', `/inboxes/${inbox.id}`, {
    settings: { ...Object.fromEntries(secret.map((name) => [name, `${canary}-again`])), nonsense: [canary.length] },
  })
  await call('DELETE', `/inboxes/${inbox.id}`)
  const own = Object.entries(provider.inbox.settings).flatMap(([name, value]) => (secret.includes(name) && typeof value === 'string' ? [value] : []))
  const places: [string, string][] = [
    ['an answer', JSON.stringify(answers)],
    ['the log', logged.join('')],
    ['an event', JSON.stringify(await rows('select payload from events'))],
    ['the database', JSON.stringify(await rows('select settings, secrets, health from inboxes'))],
    ['the audit', JSON.stringify(await rows('select * from audit_entries'))],
    [
      'what became of arrivals and attempts',
      JSON.stringify([await rows('select reason from inbound_events'), await rows('select * from delivery_attempts')]),
    ],
  ]
  for (const [place, text] of places)
    for (const value of [canary, ...own.filter((one) => one.length > 8)]) assert.ok(!text.includes(value), `a secret is in ${place}`)
  assert.ok(logged.length > 0, 'there was a log to look at')
}
