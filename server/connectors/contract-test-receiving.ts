import assert from 'node:assert/strict'
import { mock } from 'node:test'
import type { Connector, InboundItem, RawInbound } from './connector.ts'
import { noneOf, type Check, type Provider, type Stage, type Words } from './contract-test-provider.ts'
import { wordsOf } from './contract-test-stage.ts'

/** Bodies that mean nothing on any channel. */
const garbage: [name: string, body: Uint8Array][] = [
  ['nothing', new Uint8Array()],
  ['three bytes', new Uint8Array([0, 1, 2])],
  ['every byte there is', Uint8Array.from({ length: 256 }, (_, at) => at)],
  ['an open bracket', Buffer.from('{"message":{"from":')],
  ['null', Buffer.from('null')],
  ['a list of nothing', Buffer.from('[[],{},null]')],
  ['depth', Buffer.from('['.repeat(20_000))],
  ['half a surrogate', Buffer.from('{"text":"\\ud83d"}')],
]

export function receivingChecks(connector: Connector, provider: Provider): Check[] {
  return [
    { name: 'what is acknowledged was stored first, and survives the end of the program', skip: null, run: storesFirst },
    { name: 'what cannot be stored is not acknowledged', skip: null, run: refusesWhatItCannotStore },
    { name: 'without the right secret nothing gets in and nothing is stored', skip: noneOf(provider.forgeries), run: refusesForgeries },
    { name: 'the same delivery twice is one message', skip: null, run: (stage) => isOnce(stage, 2, false) },
    { name: 'the same delivery five times at once is one message', skip: null, run: (stage) => isOnce(stage, 5, true) },
    { name: 'the same message in another delivery is one message', skip: noneOf(provider.again), run: knowsItAgain },
    { name: 'messages stand in the order in which they came, in one conversation', skip: null, run: keepsOrder },
    { name: 'every message of one delivery is kept', skip: noneOf(provider.several), run: keepsAll },
    { name: 'a kind nobody knows shows in the conversation', skip: noneOf(provider.unknownKinds), run: showsUnknownKinds },
    { name: 'garbage gets an answer that is no fault of the server', skip: noneOf(provider.garbageIn), run: answersGarbage },
    { name: 'garbage waits in quarantine with its raw form, can be replayed, and stops nobody', skip: null, run: keepsGarbage },
    {
      name: 'receive is pure: it throws for no body, and the same gives the same at any time',
      skip: null,
      run: async (stage) => isPure(connector, stage),
    },
  ]
}

async function storesFirst(stage: Stage): Promise<void> {
  const { t, provider, rows, timeline, arrival } = stage
  const words = wordsOf({ person: 'first-of-all' })
  const { status, id } = await provider.handIn(stage, words)
  assert.ok(status >= 200 && status < 300, `answered with ${status}`)
  const [raw] = await rows<{ state: string; body: Buffer }>('select state, body from inbound_events where id = $1', [id])
  assert.equal(raw?.state, 'received')
  assert.ok(raw.body.includes(words.text), 'the raw form has the words')
  assert.equal((await rows('select from messages')).length, 0, 'nothing was done within the request')
  await t.app.start()
  await t.app.settle()
  const { state, conversationId } = await arrival(id)
  assert.equal(state, 'done')
  assert.deepEqual(
    (await timeline(conversationId!)).filter((item) => item.kind === 'message').map((item) => item.text.trim()),
    [words.text],
  )
}

async function refusesWhatItCannotStore(stage: Stage): Promise<void> {
  const words = wordsOf()
  await stage.rows(
    `create function full_disk() returns trigger language plpgsql as $$ begin raise exception 'no room' using errcode = '53100'; end $$`,
  )
  await stage.rows('create trigger full_disk before insert on inbound_events for each row execute function full_disk()')
  const status = await stage.provider.handIn(stage, words).then(
    (answer) => answer.status,
    () => 500,
  )
  await stage.rows('drop function full_disk cascade')
  assert.ok(status >= 400, `acknowledged with ${status} what is nowhere`)
  assert.equal((await stage.say(words)).state, 'done', 'the second try is taken')
}

async function refusesForgeries(stage: Stage): Promise<void> {
  const forgeries = stage.provider.forgeries as Exclude<Provider['forgeries'], { none: string }>
  const count = async () => (await stage.rows<{ count: number }>('select count(*)::int as count from inbound_events'))[0]!.count
  const before = await count()
  for (const [at, forge] of forgeries.entries()) assert.ok([401, 403].includes(await forge(stage, wordsOf())), `forgery ${at + 1} was let in`)
  assert.equal(await count(), before)
}

async function isOnce(stage: Stage, times: number, isAtOnce: boolean): Promise<void> {
  const words = wordsOf()
  const answers: { status: number; id: string }[] = []
  if (isAtOnce) answers.push(...(await Promise.all(Array.from({ length: times }, () => stage.provider.handIn(stage, words)))))
  else for (let time = 0; time < times; time++) answers.push(await stage.provider.handIn(stage, words))
  assert.ok(
    answers.every(({ status }) => status >= 200 && status < 300),
    'each is told that we have it',
  )
  await stage.t.app.settle()
  await isOneMessage(stage, words, (await stage.arrival(answers[0]!.id)).conversationId)
}

async function knowsItAgain(stage: Stage): Promise<void> {
  const words = wordsOf()
  const { conversationId } = await stage.say(words)
  const copy = (stage.provider.again as (words: Words) => RawInbound)(words)
  assert.notDeepEqual(Buffer.from(copy.body), Buffer.from(stage.provider.raw(words).body), 'another delivery has other bytes')
  assert.equal((await stage.store(copy)).conversationId, conversationId)
  await isOneMessage(stage, words, conversationId)
}

async function isOneMessage(stage: Stage, words: Words, conversationId: string | null): Promise<void> {
  const found = (await stage.timeline(conversationId!)).filter((item) => item.text.includes(words.text))
  assert.equal(found.length, 1, `${found.length} messages`)
  const everywhere = await stage.rows('select from messages where strpos(text, $1) > 0', [words.text])
  assert.equal(everywhere.length, 1, `${everywhere.length} copies in the whole workspace`)
}

async function keepsOrder(stage: Stage): Promise<void> {
  const first = wordsOf()
  const { conversationId } = await stage.say(first)
  const said = [first]
  for (let at = 1; at < 12; at++) said.push(wordsOf({ person: first.person, answers: first.id, at: new Date(first.at.getTime() + at) }))
  // Handed in as fast as the channel takes them: what comes behind the first is taken in together.
  for (const words of said.slice(1)) await stage.provider.handIn(stage, words)
  await stage.t.app.settle()
  const texts = (await stage.timeline(conversationId!)).filter((item) => item.kind === 'message').map((item) => item.text.trim())
  assert.deepEqual(
    texts,
    said.map((words) => words.text),
  )
}

async function keepsAll(stage: Stage): Promise<void> {
  const { raw, texts } = stage.provider.several as { raw: RawInbound; texts: string[] }
  assert.ok(texts.length > 1)
  await stage.store(raw)
  for (const text of texts)
    assert.equal((await stage.rows('select from messages where strpos(text, $1) > 0', [text])).length, 1, `"${text}" was lost`)
}

async function showsUnknownKinds(stage: Stage): Promise<void> {
  for (const [name, raw] of Object.entries(stage.provider.unknownKinds as Record<string, RawInbound>)) {
    const { state, conversationId, messageId } = await stage.store(raw)
    assert.equal(state, 'done', `${name}: ${state}`)
    const item = (await stage.timeline(conversationId!)).find((one) => one.id === messageId)
    assert.ok(item, `${name} is not in the conversation`)
    assert.ok(item.text.trim() !== '' || item.attachments.length > 0, `${name} shows as nothing`)
  }
}

async function answersGarbage(stage: Stage): Promise<void> {
  const give = stage.provider.garbageIn as (stage: Stage, body: Uint8Array) => Promise<number>
  for (const [name, body] of garbage) {
    const status = await give(stage, body)
    assert.ok(status < 500, `${name} was answered with ${status}`)
  }
}

async function keepsGarbage(stage: Stage): Promise<void> {
  const { t, provider } = stage
  const body = Buffer.concat([new Uint8Array([0, 1, 2, 3]), Buffer.from(crypto.randomUUID())])
  const before = await stage.say(wordsOf())
  const arrival = await stage.store({ headers: { 'x-from': 'nobody' }, body, receivedAt: new Date() })
  assert.equal(arrival.state, 'quarantined')
  assert.ok(arrival.reason, 'with a reason')
  assert.ok(!arrival.reason.startsWith('defect'), `refused on purpose, not by a crash: ${arrival.reason}`)
  const listed = (await t.call('GET', '/quarantine?limit=100')).body.items as { id: string }[]
  assert.ok(
    listed.some((one) => one.id === arrival.id),
    'listed',
  )
  const raw = (await t.call('GET', `/inbound-events/${arrival.id}/raw`)).body
  assert.deepEqual(Buffer.from(raw.body, 'base64'), body, 'byte for byte')
  assert.equal(raw.headers['x-from'], 'nobody')
  // What today's program cannot read, tomorrow's may.
  const mended = provider.raw(wordsOf())
  await stage.rows('update inbound_events set body = $2, headers = $3 where id = $1', [arrival.id, mended.body, JSON.stringify(mended.headers)])
  assert.equal((await t.call('POST', `/quarantine/${arrival.id}/replay`)).status, 200)
  await t.app.settle()
  assert.equal((await stage.arrival(arrival.id)).state, 'done', 'replayed')
  assert.equal((await stage.say(wordsOf())).state, 'done', 'the next one is taken')
  assert.equal(before.state, 'done')
}

/** A connector reads the clock from its host and the world not at all. */
function isPure(connector: Connector, { provider, inboxId, t }: Stage): void {
  const host = Object.freeze({
    now: new Date('2026-11-21T10:00:00Z'),
    inbox: Object.freeze({ workspaceId: t.owner.workspaceId, inboxId, name: 'Contract', address: provider.inbox.address ?? '' }),
    secretFor: (purpose: string) => new TextEncoder().encode(`a key for ${purpose}, of enough bytes to sign with`),
  })
  const settings = deepFreeze(structuredClone(connector.settings.parse(provider.inbox.settings)))
  const read = (raw: RawInbound): InboundItem[] => connector.receive(raw, settings, host)
  const raws: [string, RawInbound][] = [
    ['a message', provider.raw(wordsOf())],
    ...garbage.map(([name, body]): [string, RawInbound] => [name, { headers: {}, body, receivedAt: host.now }]),
    ...(noneOf(provider.several) === null ? [['several', (provider.several as { raw: RawInbound }).raw] as [string, RawInbound]] : []),
    ...(noneOf(provider.unknownKinds) === null ? Object.entries(provider.unknownKinds as Record<string, RawInbound>) : []),
  ]
  for (const [name, raw] of raws) {
    const bytes = Buffer.from(raw.body)
    Object.freeze(raw.headers)
    const once = read(raw)
    const later = inAnotherWorld(() => read(raw))
    assert.deepEqual(later, once, `${name}: the same twice`)
    assert.ok(Buffer.from(raw.body).equals(bytes), `${name}: the raw form is left as it was`)
    assert.ok(Array.isArray(once), `${name}: items`)
  }
}

/** Another time, other chance, and no network. */
function inAnotherWorld<T>(run: () => T): T {
  const { fetch } = globalThis
  const { random } = Math
  mock.timers.enable({ apis: ['Date'], now: Date.UTC(2031, 0, 1) })
  Math.random = () => 0.123
  globalThis.fetch = () => {
    throw new Error('receive called out')
  }
  try {
    return run()
  } finally {
    mock.timers.reset()
    Object.assign(Math, { random })
    globalThis.fetch = fetch
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner)
    Object.freeze(value)
  }
  return value
}
