import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startIndexedApp, type IndexedApp } from './testing/indexed-app.ts'

let t: IndexedApp
before(async () => {
  t = await startIndexedApp()
  const people: [name: string, email: string][] = [
    ['ലക്ഷ്മി ദേവി', 'lakshmi@lotus.example'],
    ['Lakshman Rao', 'rao@lotus.example'],
    ['João Silva', 'joao.silva@loja.example'],
    ['Person Under_score', 'odd%name@lotus.example'],
  ]
  for (const [name, email] of people) {
    const made = await t.call('POST', '/contacts', { body: { name } })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    await t.call('POST', `/contacts/${made.body.id}/identities`, { body: { kind: 'email', address: email } })
  }
  await t.indexed()
})
after(() => t.close())

const find = async (q: string): Promise<string[]> => {
  const { status, body } = await t.call('GET', `/contacts?limit=50&q=${encodeURIComponent(q)}`)
  assert.equal(status, 200, JSON.stringify(body))
  return body.items.map((one: { name: string }) => one.name).sort()
}
const searches: [name: string, q: string, found: string[]][] = [
  ['the beginning of a name', 'joa', ['João Silva']],
  ['every word counts, in any order', 'silva joão', ['João Silva']],
  ['a name in another script, as it sounds', 'lakshmi devi', ['ലക്ഷ്മി ദേവി']],
  ['a beginning that several have, in two scripts', 'laksh', ['Lakshman Rao', 'ലക്ഷ്മി ദേവി']],
  ['an address', 'joao.silva@loja.example', ['João Silva']],
  ['a typo', 'lakshmna rao', ['Lakshman Rao']],
  ['signs of LIKE are no wildcards', '%', ['João Silva', 'Lakshman Rao', 'Person Under_score', 'ലക്ഷ്മി ദേവി']],
  ['nobody', 'zzyzx quux', []],
  ['the first letter says nothing yet', 'j', ['João Silva', 'Lakshman Rao', 'Person Under_score', 'ലക്ഷ്മി ദേവി']],
]
for (const [name, q, found] of searches) test(`contacts by “${q}”: ${name}`, async () => assert.deepEqual(await find(q), found))

test('a search is paged like the list', async () => {
  const first = await t.call('GET', '/contacts?limit=1&q=laksh')
  assert.equal(first.body.items.length, 1)
  const second = await t.call('GET', `/contacts?limit=1&q=laksh&after=${first.body.next}`)
  assert.equal(second.body.items.length, 1)
  assert.notEqual(second.body.items[0].id, first.body.items[0].id)
  assert.equal(second.body.next, null)
})
