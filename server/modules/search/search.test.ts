import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AgentId, TeamId } from '../../../contract/ids.ts'
import type { AgentActor } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { forgetUnusedWords } from './index.ts'
import { startIndexedApp, type IndexedApp, type Owner } from './testing/indexed-app.ts'

let t: IndexedApp
let inbox: string
before(async () => {
  t = await startIndexedApp()
  inbox = await t.makeInbox()
})
after(() => t.close())

const asSystem = <T>(run: Parameters<typeof t.app.database.transaction<T>>[2], owner: Owner = t.owner) =>
  t.app.database.transaction(owner.workspaceId, { kind: 'system', name: 'test' }, run)
const agent = (teamIds: TeamId[] = [], role: AgentActor['role'] = 'agent'): AgentActor => ({ ...t.owner.actor, id: newId<AgentId>(), role, teamIds })
const texts = (answer: { hits: { snippet: string }[] }) => answer.hits.map((hit) => hit.snippet)

test('through the API a message is found a moment after it came, with its words marked', async () => {
  await t.say(inbox, 'sunita', 'The kettle that I bought leaks at the handle, what now?')
  await t.indexed()
  const { status, body } = await t.call('GET', '/search?q=Kettle%20leaks')
  assert.equal(status, 200, JSON.stringify(body))
  assert.equal(body.isPartial, false)
  const [hit] = body.hits
  assert.deepEqual(
    hit.marks.map(([from, to]: [number, number]) => hit.snippet.slice(from, to)),
    ['kettle', 'leaks'],
  )
  assert.equal(hit.conversation.contact.name, 'sunita')
})

test('a long text is shown around the hit, whole characters only', async () => {
  const filler = 'मैं कल दुकान पर गया था और वहाँ बहुत भीड़ थी। '.repeat(40)
  await t.say(inbox, 'ramesh', `${filler}मेरा प्रेशर कुकर फट गया। ${filler}`)
  await t.indexed()
  const { hits } = await t.find({ q: 'कुकर' })
  const { snippet, marks } = hits[0]!
  assert.ok(snippet.length <= 300 && snippet.startsWith('…') && snippet.endsWith('…'), snippet)
  assert.equal(snippet.slice(...marks[0]!), 'कुकर')
  assert.doesNotMatch(snippet.slice(1), /^\p{M}/u)
})

for (const [written, asked] of [
  ['LT-20417', 'lt 20417'],
  ['LT-20418', 'LT20418'],
  ['+91 98765 43210', '9876543210'],
  ['98400-11223', '98400 11223'],
  ['INV/2026/0042', 'inv 2026 0042'],
] as const)
  test(`the number ${written} is found exactly by ${asked}`, async () => {
    await t.say(inbox, `number-${written}`, `It is about ${written}, please look.`)
    await t.say(inbox, `near-${written}`, `It is about ${written.replace(/\d$/, '9').replace(/9(\d)$/, '8$1')}, please look.`)
    await t.indexed()
    const { hits } = await t.find({ q: asked })
    assert.deepEqual(
      hits.filter((hit) => hit.messageId).map((hit) => hit.conversation.contact.name),
      [`number-${written}`],
    )
  })

test('a conversation is found by its number', async () => {
  const { hits } = await t.find({ q: '#1' })
  assert.equal(hits[0]!.messageId, null)
  assert.equal(hits[0]!.conversation.number, 1)
})

test('pages go on where the last one ended, newest first, whatever comes in meanwhile', async () => {
  for (let at = 0; at < 23; at++) await t.say(inbox, `pager-${at}`, `zebrawood shelf number ${'x'.repeat(at + 1)}`)
  await t.indexed()
  const found: string[] = []
  for (let after: string | null | undefined; after !== null;) {
    const page = await t.find({ q: 'zebrawood', limit: 10, ...(after ? { after } : {}) })
    found.push(...page.hits.map((hit) => hit.messageId!))
    after = page.next
    await t.say(inbox, `late-${found.length}`, 'zebrawood too')
    await t.indexed()
  }
  assert.equal(found.length, 23)
  assert.deepEqual(found, [...found].sort().reverse())
})

test('pages of guesses neither repeat nor leave out', async () => {
  for (let at = 0; at < 25; at++) await t.say(inbox, `guess-${at}`, `the marmaladefactory${'abcdefghijklmnopqrstuvwxyz'[at]} burned`)
  await t.indexed()
  const found: string[] = []
  for (let after: string | null | undefined; after !== null;) {
    const page = await t.find({ q: 'marmaladefac', limit: 10, ...(after ? { after } : {}) })
    found.push(...page.hits.map((hit) => hit.messageId!))
    after = page.next
    await t.say(inbox, `guess-late-${found.length}`, 'marmaladefactory again')
    await t.indexed()
  }
  assert.equal(found.length, 25)
  assert.equal(new Set(found).size, 25)
})

test('a marker that is not ours is refused', async () => {
  await assert.rejects(t.find({ q: 'a', after: 'bm90IG91cnM' }), { code: 'request.bad_cursor' })
})

test('the search can be held to one contact', async () => {
  await t.say(inbox, 'meera', 'The quilt is torn')
  await t.say(inbox, 'farida', 'My quilt is torn too')
  await t.indexed()
  const all = await t.find({ q: 'quilt' })
  const meera = all.hits.find((hit) => hit.conversation.contact.name === 'meera')!
  const hers = await t.find({ q: 'quilt', contact: meera.conversation.contact.id })
  assert.deepEqual(texts(hers), ['The quilt is torn'])
  assert.deepEqual(hers.contacts, [])
})

const makeContact = async (name: string, address: { email?: string; phone?: string } = {}) =>
  asSystem(async (ctx) => {
    const id = newId()
    await ctx.sql.run(`insert into contacts (workspace_id, id, name) values ($1, $2, $3)`, [ctx.workspaceId, id, name])
    for (const [kind, value] of Object.entries(address))
      await ctx.sql.run(`insert into identities (workspace_id, id, contact_id, kind, address) values ($1, $2, $3, $4, $5)`, [
        ctx.workspaceId,
        newId(),
        id,
        kind,
        value,
      ])
    ctx.emit('contact.created', { contactId: id as never })
    return id
  })

test('contacts are found by beginnings of names, in another script, with a typo, by address and by the last digits', async () => {
  const id = await makeContact('Padmavathi Krishnamurthy', { email: 'padma.k@banyan.example', phone: '+919812345677' })
  await makeContact('Venkatesh Iyer', { email: 'venki@neem.example' })
  await t.indexed()
  for (const q of ['padmav', 'krishnamurthy padma', 'पद्मावती', 'krishnamurti', 'padma.k@banyan.example', '345677']) {
    const { contacts } = await t.find({ q })
    assert.deepEqual(
      contacts.map((one) => one.id),
      [id],
      q,
    )
  }
  assert.deepEqual((await t.find({ q: 'xylophone' })).contacts, [])
})

test('an erased contact is not found, and words that nobody else wrote are forgotten', async () => {
  const id = await makeContact('Quetzalcoatl Ferreira')
  await t.say(inbox, 'someone', 'brontosaurus and pumpkin')
  await t.say(inbox, 'another', 'only a pumpkin')
  await t.indexed()
  await asSystem(async (ctx) => {
    await ctx.sql.run(`update contacts set name = '', erased_at = now() where workspace_id = $1 and id = $2`, [ctx.workspaceId, id])
    await ctx.sql.run(`delete from messages where workspace_id = $1 and text like 'brontosaurus%'`, [ctx.workspaceId])
    ctx.emit('contact.erased', { contactId: id as never })
  })
  await t.indexed()
  assert.deepEqual((await t.find({ q: 'Quetzalcoatl' })).contacts, [])
  // The job that the erasure left may have been quicker.
  await forgetUnusedWords(t.app.database, t.owner.workspaceId)
  const words = await asSystem((ctx) =>
    ctx.sql.many<{ word: string }>(`select word from search_words where workspace_id = $1 and word in ('brontosaurus', 'pumpkin')`, [
      ctx.workspaceId,
    ]),
  )
  assert.deepEqual(words, [{ word: 'pumpkin' }])
})

test('a message that was taken back is not found', async () => {
  const arrival = await t.say(inbox, 'undo', 'please write back')
  await t.indexed()
  const { conversationId, messageId } = (await t.call('GET', `/inbound-events/${arrival}`)).body
  const sent = await t.call('POST', `/conversations/${conversationId}/replies`, {
    body: { text: 'ultramarine answer', writtenAgainst: messageId, holdSeconds: 30 },
  })
  assert.equal(sent.status, 201, JSON.stringify(sent.body))
  await t.indexed()
  assert.equal((await t.find({ q: 'ultramarine' })).hits.length, 1)
  const undone = await t.call('POST', `/messages/${sent.body.id}/take-back`, {})
  assert.equal(undone.status, 200, JSON.stringify(undone.body))
  await t.indexed()
  assert.equal((await t.find({ q: 'ultramarine' })).hits.length, 0)
})

test('another workspace finds only its own', async () => {
  const other = await t.another('Rival')
  const theirs = await t.makeInbox(other)
  await t.say(inbox, 'mine', 'saffron secret of ours')
  await t.say(theirs, 'theirs', 'saffron secret of theirs', other)
  await t.indexed()
  await t.indexed(other)
  for (const q of ['saffron', 'saffrn', 'saff', 'safran secret']) {
    assert.deepEqual(texts(await t.find({ q })), ['saffron secret of ours'], q)
    assert.deepEqual(texts(await t.find({ q }, other.actor, {}, other)), ['saffron secret of theirs'], q)
  }
  assert.deepEqual((await t.find({ q: 'mine' }, other.actor, {}, other)).contacts, [])
})

test('what lies with a restricted team is found by its members and supervisors only, and does not hide what lies behind it', async () => {
  const teamId = newId<TeamId>()
  for (let at = 0; at < 3; at++) await t.say(inbox, `open-${at}`, 'periwinkle for all')
  await t.indexed()
  for (let at = 0; at < 40; at++) await t.say(inbox, `legal-${at}`, 'periwinkle for lawyers')
  await t.indexed()
  await asSystem(async (ctx) => {
    await ctx.sql.run(`insert into teams (workspace_id, id, name, is_restricted) values ($1, $2, 'Legal', true)`, [ctx.workspaceId, teamId])
    await ctx.sql.run(`update conversations set team_id = $2 where workspace_id = $1 and last_preview = 'periwinkle for lawyers'`, [
      ctx.workspaceId,
      teamId,
    ])
  })
  assert.deepEqual(texts(await t.find({ q: 'periwinkle', limit: 10 }, agent())), Array(3).fill('periwinkle for all'))
  assert.equal((await t.find({ q: 'periwinkle', limit: 50 }, agent([teamId]))).hits.length, 43)
  assert.equal((await t.find({ q: 'periwinkle', limit: 50 }, agent([], 'supervisor'))).hits.length, 43)
  assert.deepEqual(
    texts(await t.find({ q: 'perwinkle lawyers' }, agent())).filter((one) => one.includes('lawyers')),
    [],
  )
})

for (const q of [
  `'`,
  `a' | 'b`,
  `!!! & | ( ) <-> :*`,
  `\\`,
  `%_`,
  '\u0000x',
  '\ud83d',
  '👍',
  ':A* &',
  'x'.repeat(200),
  'a b c d e f g h i j k l m n o p q r s t u v w x y z',
  `"to be`,
  '--',
  '০৪-১২',
])
  test(`a query that looks like an attack or like nothing is answered: ${JSON.stringify(q.slice(0, 30))}`, async () => {
    const { isPartial } = await t.find({ q })
    assert.equal(isPartial, false)
  })
