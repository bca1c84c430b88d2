import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hostsAskedFor, isFromForeignPage } from './origin.ts'

const rows: [name: string, headers: Record<string, string>, isForeign: boolean][] = [
  ['our own page', { origin: 'https://help.test', 'sec-fetch-site': 'same-origin' }, false],
  ['our own page at a port', { host: 'help.test:3000', origin: 'http://help.test:3000' }, false],
  [
    'our own page behind a proxy that asks us by another name',
    { host: '10.0.0.7:3000', 'x-forwarded-host': 'help.test', origin: 'https://help.test' },
    false,
  ],
  ['a program, which names no page', {}, false],
  ['another site', { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }, true],
  ['another site in an old browser', { origin: 'https://evil.test' }, true],
  ['a site whose name begins like ours', { origin: 'https://help.test.evil.test' }, true],
  ['another name of our own domain', { origin: 'https://blog.help.test', 'sec-fetch-site': 'same-site' }, true],
  ['our name at another port', { origin: 'https://help.test:8443' }, true],
  ['another site that sends no origin', { 'sec-fetch-site': 'cross-site' }, true],
  ['a page without an origin: sandboxed, or made of data', { origin: 'null' }, true],
  ['a page without an origin in another site', { origin: 'null', 'sec-fetch-site': 'cross-site' }, true],
  ['our own page that tells nobody where it is', { origin: 'null', 'sec-fetch-site': 'same-origin' }, false],
  ['an origin that is none', { origin: 'help.test' }, true],
]
for (const [name, headers, isForeign] of rows)
  test(`${name} is ${isForeign ? 'foreign' : 'ours'}`, () => {
    const all = { host: 'help.test', ...headers }
    assert.equal(isFromForeignPage(all, hostsAskedFor(all)), isForeign)
  })
