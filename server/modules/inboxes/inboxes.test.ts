import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestApp, type TestApp } from '../../testing/app.ts'

let t: TestApp
before(async () => {
  t = await startTestApp()
})
after(() => t.close())

const create = (address: string) => t.call('POST', '/inboxes', { body: { name: 'Shop', connector: 'email', address } })

test('a mail address belongs to one inbox, however it is written and whoever comes first', async () => {
  const both = await Promise.all([create('help@shop.test'), create(' Help@Shop.test ')])
  assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409])
  assert.equal(both.find(({ status }) => status === 409)!.body.code, 'inbox.address_taken')
  const { id } = both.find(({ status }) => status === 201)!.body
  const other = (await create('sales@shop.test')).body
  const change = (address: string) => t.call('PATCH', `/inboxes/${other.id}`, { body: { address } })
  assert.deepEqual([(await change('HELP@shop.test')).body.code, (await change('SALES@shop.test')).status], ['inbox.address_taken', 200])
  assert.equal((await t.call('DELETE', `/inboxes/${id}`)).status, 200)
  assert.equal((await change('help@shop.test')).status, 200)
})
