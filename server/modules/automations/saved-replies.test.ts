import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { routes } from '../../../contract/api/index.ts'
import { startTestApp, type TestApp } from '../../testing/app.ts'
import { serveSavedReplies } from './index.ts'

let t: TestApp
before(async () => {
  t = await startTestApp({ startWork: false })
  if (!t.app.http.served.includes(routes.listSavedReplies)) serveSavedReplies(t.app.http)
})
after(() => t.close())

const items = async (token?: string) =>
  (await t.call('GET', '/saved-replies', token ? { token } : {})).body.items as { id: string; title: string; useCount: number }[]

test('a workspace begins with none', async () => assert.deepEqual(await items(), []))

test('a saved reply is added, changed and removed, and every change is announced', async () => {
  const made = await t.call('POST', '/saved-replies', {
    body: { title: ' Greeting ', shortcut: 'hi', text: 'नमस्ते {{customer.firstName}}', language: 'hi' },
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const { id } = made.body
  assert.deepEqual(made.body, { id, title: 'Greeting', shortcut: 'hi', text: 'नमस्ते {{customer.firstName}}', language: 'hi', useCount: 0 })
  const changed = await t.call('PATCH', `/saved-replies/${id}`, { body: { title: 'Welcome' } })
  assert.deepEqual(changed.body, { ...made.body, title: 'Welcome' })
  assert.equal((await t.call('PATCH', `/saved-replies/${id}`, { body: { language: null } })).body.language, null)
  assert.equal((await t.call('DELETE', `/saved-replies/${id}`)).status, 200)
  assert.equal((await t.call('DELETE', `/saved-replies/${id}`)).status, 404)
  assert.equal((await t.call('PATCH', `/saved-replies/${id}`, { body: { title: 'x' } })).body.code, 'saved_reply.not_found')
  const events = await t.app.database.read(t.owner.workspaceId, t.owner.actor, (ctx) =>
    ctx.sql.many(`select from events where workspace_id = $1 and name = 'saved_reply.changed'`, [ctx.workspaceId]),
  )
  assert.equal(events.length, 4)
})

test('the most used come first, then by title', async () => {
  const ids = new Map<string, string>()
  for (const title of ['b', 'a', 'c']) ids.set(title, (await t.call('POST', '/saved-replies', { body: { title, text: title } })).body.id)
  for (const title of ['c', 'c', 'b']) assert.equal((await t.call('POST', `/saved-replies/${ids.get(title)}/used`, {})).status, 200)
  assert.deepEqual(
    (await items()).map(({ title, useCount }) => [title, useCount]),
    [
      ['c', 2],
      ['b', 1],
      ['a', 0],
    ],
  )
})

test('text that PostgreSQL cannot store is stored without what it cannot hold', async () => {
  const { status, body } = await t.call('POST', '/saved-replies', { body: { title: 'odd', text: 'a\u0000b' } })
  assert.deepEqual([status, body.text], [201, 'ab'])
})

test('another workspace sees and changes none of them', async () => {
  const { token } = await t.another('Rival')
  const [first] = await items()
  assert.deepEqual(await items(token), [])
  assert.equal((await t.call('PATCH', `/saved-replies/${first!.id}`, { token, body: { title: 'stolen' } })).status, 404)
  assert.equal((await t.call('POST', `/saved-replies/${first!.id}/used`, { token })).status, 404)
})
