import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSiteAddress } from './site-address.ts'

const cases: [name: string, typed: string, url: string | null, host?: string][] = [
  ['a bare name is taken with https', 'shop.in', 'https://shop.in', 'shop.in'],
  ['a page is cut to its site', ' https://www.shop.in/contact?a=1 ', 'https://www.shop.in', 'shop.in'],
  ['http stays http', 'http://intern.shop.in:8080', 'http://intern.shop.in:8080', 'intern.shop.in:8080'],
  ['the own machine is a site', 'localhost:5173', 'https://localhost:5173', 'localhost:5173'],
  ['names in Indian scripts', 'दुकान.भारत', 'https://xn--11b7ah1gn.xn--h2brj9c', 'xn--11b7ah1gn.xn--h2brj9c'],
  ['one word is not a site', 'shop', null],
  ['nor is nothing', '  ', null],
  ['nor an e-mail address', 'help@shop.in', null],
  ['nor a sentence', 'my shop.in', null],
]
for (const [name, typed, url, host] of cases)
  test(name, () => {
    const found = readSiteAddress(typed)
    assert.equal(found?.url ?? null, url)
    if (host) assert.equal(found?.host, host)
  })
