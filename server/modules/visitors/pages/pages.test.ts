import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startChatApp, type ChatApp } from '../testing/chat-app.ts'
import { brandCss, contrast, shadesOf } from './colours.ts'
import { html, jsonFor } from './html.ts'
import { chooseLanguage } from './language.ts'

let t: ChatApp
before(async () => (t = await startChatApp()))
after(() => t.close())

/** A browser without a program: fields, files and a cookie. */
function openBrowser(key: string) {
  let cookie = ''
  const read = async (query = '') =>
    (await t.http.fastify.inject({ method: 'GET', url: `/talk/${key}${query}`, headers: cookie ? { cookie } : {} })).body
  return {
    read,
    async post(fields: Record<string, string>, file?: { name: string; content: string }, headers: Record<string, string> = {}) {
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) form.append(name, value)
      if (file) form.append('file', new Blob([file.content]), file.name)
      const request = new Request('http://localhost', { method: 'POST', body: form })
      const answer = await t.http.fastify.inject({
        method: 'POST',
        url: `/talk/${key}?lang=en`,
        headers: { origin: 'http://localhost:8080', host: 'localhost:8080', 'sec-fetch-site': 'same-origin', 'content-type': request.headers.get('content-type')!, ...(cookie ? { cookie } : {}), ...headers }, // oxfmt-ignore
        payload: Buffer.from(await request.arrayBuffer()),
      })
      const set = answer.headers['set-cookie']
      if (set) cookie = String(set).split(';')[0]!
      return { status: answer.statusCode, body: answer.body, cookie: String(set ?? '') }
    },
  }
}

test('without the program: write, attach, ask for a person, read the answer', async () => {
  const { key } = await t.makeChat({ greeting: 'Welcome <b>' })
  const browser = openBrowser(key)
  const first = await browser.read('?lang=en')
  for (const part of ['Welcome &lt;b&gt;', 'Talk to a person', 'name="text"', 'type="file"', 'name="email"', '<html lang="en">'])
    assert.ok(first.includes(part), part)
  const said = await browser.post({ intent: 'send', text: 'Is <i>this</i> safe?', clientKey: 'once-only-1' }, { name: 'bill.txt', content: 'bytes' })
  assert.equal(said.status, 303)
  assert.match(said.cookie, /^samvad_visitor=v1\.[\w.-]+; Path=\/talk\/[\w-]+; Max-Age=\d+; HttpOnly; SameSite=Lax$/)
  await browser.post({ intent: 'send', text: 'Is <i>this</i> safe?', clientKey: 'once-only-1' })
  await t.settle()
  const page = await browser.read()
  assert.equal(page.split('Is &lt;i&gt;this&lt;/i&gt; safe?').length, 2)
  assert.ok(page.includes('bill.txt'))
  const { items } = (await t.call('GET', '/conversations')).body
  const { id } = items[0]
  assert.equal((await browser.post({ intent: 'person' })).status, 303)
  assert.deepEqual((await t.call('GET', `/conversations/${id}`)).body.tags, ['wants-person'])
  await t.call('POST', `/conversations/${id}/replies`, { body: { text: 'Yes, it is.' } })
  await t.settle()
  assert.ok((await browser.read()).includes('Yes, it is.'))
  assert.ok(!(await openBrowser(key).read()).includes('Yes, it is.'))
})

test('what was not taken is said, and what was written stays', async () => {
  const { key } = await t.makeChat()
  const browser = openBrowser(key)
  const empty = await browser.post({ intent: 'send', text: ' ' })
  assert.deepEqual([empty.status, empty.body.includes('Write something first.')], [422, true])
  const early = await browser.post({ intent: 'email', email: 'a@b.test' })
  assert.deepEqual([early.status, early.body.includes('Write your message first'), early.body.includes('value="a@b.test"')], [409, true, true])
  const large = await browser.post({ intent: 'send', text: 'keep these words' }, { name: 'large.bin', content: 'x'.repeat(10 * 1024 * 1024 + 1) })
  assert.deepEqual([large.status, large.body.includes('keep these words'), large.body.includes('up to 10 MB.')], [413, true, true])
})

const foreign: Record<string, Record<string, string>> = {
  'another site': { origin: 'https://evil.test' },
  'a hidden origin': { origin: 'null' },
  'another site, by its mark': { 'sec-fetch-site': 'cross-site' },
  'a sibling site': { 'sec-fetch-site': 'same-site' },
}
for (const [name, headers] of Object.entries(foreign))
  test(`a form of ${name} is refused`, async () => {
    const { key } = await t.makeChat()
    assert.equal((await openBrowser(key).post({ text: 'forged' }, undefined, headers)).status, 403)
  })

test('the frame may be shown anywhere, the page nowhere, and neither runs a stranger’s code', async () => {
  const { key } = await t.makeChat({ greeting: '</script><script>alert(1)</script>' })
  for (const [path, ancestors] of Object.entries({ [`/chat/${key}`]: '*', [`/talk/${key}`]: "'none'" })) {
    const answer = await t.http.fastify.inject({ method: 'GET', url: path })
    const policy = String(answer.headers['content-security-policy'])
    assert.ok(policy.includes(`frame-ancestors ${ancestors}`))
    assert.ok(!policy.includes('unsafe'))
    assert.equal(answer.headers['x-frame-options'], undefined)
    assert.ok(!answer.body.includes('<script>alert'))
  }
  assert.equal((await t.http.fastify.inject({ method: 'GET', url: '/talk/nosuchkey' })).statusCode, 404)
})

test('text and JSON cannot end their element', () => {
  assert.equal(
    html`<p title="${'"><script>'}">${['<', html`<b>${'&'}</b>`]}${null}${false}</p>`.text,
    '<p title="&quot;&gt;&lt;script&gt;">&lt;<b>&amp;</b></p>',
  )
  assert.equal(jsonFor({ a: '</script><!--' }).text, '{"a":"\\u003c/script>\\u003c!--"}')
})

const languages: [asked: string | undefined, header: string | undefined, expected: string][] = [
  ['ml', 'hi', 'ml'],
  ['pt', undefined, 'pt-BR'],
  ['PT-pt', undefined, 'pt-BR'],
  [undefined, 'fr, ta;q=0.8, en;q=0.9', 'en'],
  [undefined, 'es-MX,es;q=0.9', 'es'],
  [undefined, 'en;q=0, te', 'te'],
  ['xx', 'de', 'hi'],
  [undefined, undefined, 'hi'],
]
for (const [asked, header, expected] of languages)
  test(`asked ${asked ?? 'nothing'}, the browser says ${header ?? 'nothing'}: ${expected}`, () =>
    assert.equal(chooseLanguage(asked, header, 'hi'), expected))

test('every colour of a company becomes readable, and a readable one stays', () => {
  for (const colour of ['#000000', '#ffffff', '#ffff00', '#777777', '#00616a', '#ff0000', '#e0e0e0', '#0b1214', '#808000', '#7fffd4']) {
    for (const [scheme, grounds] of Object.entries({ light: ['#f6f3ed', '#fefcf9', '#ffffff'], dark: ['#0b1214', '#131b1e', '#1c2428'] } as const)) {
      const { brand, onBrand, brandInk } = shadesOf(colour, scheme as 'light')
      assert.ok(contrast(brand, onBrand) >= 4.5, `${colour} ${scheme} on`)
      for (const ground of grounds) assert.ok(contrast(brandInk, ground) >= 4.5, `${colour} ${scheme} ink on ${ground}`)
    }
  }
  assert.equal(shadesOf('#00616a', 'light').brand, '#00616a')
  assert.match(brandCss('#00616a'), /^:root\{--brand:#00616a;--on-brand:#ffffff;/)
})
