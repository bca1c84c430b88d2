import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestApp, type TestApp } from '../../testing/app.ts'

let t: TestApp
let path: string
before(async () => {
  t = await startTestApp()
  const inbox = (await t.call('POST', '/inboxes', { body: { name: 'App', connector: 'api' } })).body
  const said = await t.call('POST', `/inboxes/${inbox.id}/messages`, { body: { externalId: 'm', from: { id: 'asha', name: 'Asha' }, text: 'hello' } })
  await t.app.settle()
  path = `/conversations/${(await t.call('GET', `/inbound-events/${said.body.id}`)).body.conversationId}/drafts`
})
after(() => t.close())

const save = (text: string, savedAt: string) => t.call('PUT', `${path}/reply`, { body: { text, savedAt } })
const texts = async () => {
  const { status, body } = await t.call('GET', path)
  assert.equal(status, 200, JSON.stringify(body))
  return (body.items as { text: string }[]).map((item) => item.text)
}

test('an older save that comes late does not overwrite a newer one', async () => {
  const now = t.clock.now().getTime()
  await save('newer', new Date(now).toISOString())
  await save('older', new Date(now - 1_000).toISOString())
  assert.deepEqual(await texts(), ['newer'])
})

test('a clock that is years ahead is read back, and does not outlast later saves', async () => {
  assert.equal((await save('from the future', '9999-12-31T23:59:59.9999999Z')).status, 200)
  assert.deepEqual(await texts(), ['from the future'])
  t.clock.advance(6 * 60_000)
  await save('of now', t.clock.now().toISOString())
  assert.deepEqual(await texts(), ['of now'])
})
