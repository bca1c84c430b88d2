import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startIndexedApp, type IndexedApp } from './testing/indexed-app.ts'
import { english } from './text/fixtures/search-en.ts'
import { spanish } from './text/fixtures/search-es.ts'
import { hindi } from './text/fixtures/search-hi.ts'
import { malayalam } from './text/fixtures/search-ml.ts'
import { portuguese } from './text/fixtures/search-pt.ts'
import { tamil } from './text/fixtures/search-ta.ts'
import { telugu } from './text/fixtures/search-te.ts'

const fixtures = [english, hindi, telugu, malayalam, tamil, portuguese, spanish]
const leastShare = 0.9

let t: IndexedApp
const names = new Map<string, string>()

/** All languages in one workspace, through the API, the intake, the events and the index: what an agent would search. */
before(async () => {
  t = await startIndexedApp()
  const inbox = await t.makeInbox()
  const arrivals: [name: string, id: string][] = []
  for (const { language, documents } of fixtures)
    for (const [name, text] of Object.entries(documents)) arrivals.push([`${language}/${name}`, await t.say(inbox, `${language}-${name}`, text)])
  await t.indexed()
  const rows = await t.app.database.read(t.owner.workspaceId, { kind: 'system', name: 'test' }, (ctx) =>
    ctx.sql.many<{ id: string; messageId: string }>(
      `select id, message_id as "messageId" from inbound_events where workspace_id = $1 and message_id is not null`,
      [t.owner.workspaceId],
    ),
  )
  const messageOf = new Map(rows.map((row) => [row.id, row.messageId]))
  for (const [name, id] of arrivals) names.set(messageOf.get(id)!, name)
  assert.equal(names.size, arrivals.length)
})
after(() => t.close())

for (const { language, queries } of fixtures) {
  test(`${language}: through the database, the meant message is among the first three of nine in ten searches`, async () => {
    const missed: string[] = []
    for (const [q, document] of queries) {
      const { hits, isPartial } = await t.find({ q })
      assert.equal(isPartial, false)
      const first = hits.slice(0, 3).map((hit) => names.get(hit.messageId!))
      if (!first.includes(`${language}/${document}`)) missed.push(`${q} → ${document}, not ${first.join(', ')}`)
    }
    const share = 1 - missed.length / queries.length
    if (process.env['SHOW_MISSES']) console.log(language, share.toFixed(2), missed)
    assert.equal(queries.length, 50)
    assert.ok(share >= leastShare, `${(share * 100).toFixed(0)} % found; missed:\n${missed.join('\n')}`)
  })
}
