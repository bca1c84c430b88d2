import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parameterText, readStructuredField } from './parameters.ts'

const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

const cases: [name: string, raw: string, value: string, parameters: Record<string, string>][] = [
  ['the usual', 'text/plain; charset=utf-8; format="flowed"', 'text/plain', { charset: 'utf-8', format: 'flowed' }],
  ['comments', 'text/plain (really); charset=us-ascii (Plain text)', 'text/plain', { charset: 'us-ascii' }],
  ['capitals', 'TEXT/HTML; CharSet=UTF-8', 'text/html', { charset: 'UTF-8' }],
  ['a missing semicolon', 'text/plain charset=utf-8', 'text/plain', { charset: 'utf-8' }],
  ['a missing semicolon between parameters', 'text/plain; charset=utf-8 format=flowed', 'text/plain', { charset: 'utf-8', format: 'flowed' }],
  ['a file name with spaces and no quotes', 'attachment; filename=This is a test.txt', 'attachment', { filename: 'This is a test.txt' }],
  ['a file name with brackets and no quotes', 'application/pdf; name=Invoice_(12).pdf', 'application/pdf', { name: 'Invoice_(12).pdf' }],
  ['a quote that never closes', 'a/b; name="foo.pdf', 'a/b', { name: 'foo.pdf' }],
  ['a quote that never closes before another parameter', 'a/b; name="foo.pdf; size=3', 'a/b', { name: 'foo.pdf', size: '3' }],
  ['a quote within a quoted name', 'a/b; name="the "big" one.pdf"', 'a/b', { name: 'the "big" one.pdf' }],
  ['a Windows path keeps its backslashes', 'a/b; name="C:\\temp\\a.txt"', 'a/b', { name: 'C:\\temp\\a.txt' }],
  ['escaped quotes', 'a/b; name="a\\"b.txt"', 'a/b', { name: 'a"b.txt' }],
  ['the first of two counts', 'multipart/mixed; boundary=a; boundary=b', 'multipart/mixed', { boundary: 'a' }],
  ['a boundary with equals signs and no quotes', 'multipart/mixed; boundary=----=_Part_1=2', 'multipart/mixed', { boundary: '----=_Part_1=2' }],
  ['a semicolon inside quotes', 'a/b; name="a;b.txt"; x=1', 'a/b', { name: 'a;b.txt', x: '1' }],
  ['a word without a value', 'a/b; iso-8859-1; name=x', 'a/b', { name: 'x' }],
  ['RFC 2231', "attachment; filename*=utf-8'de'Gr%C3%BC%C3%9Fe.pdf", 'attachment', { filename: 'Grüße.pdf' }],
  ['RFC 2231 in sections, the last ones not encoded', "a/b; name*0*=utf-8''a%20; name*1=b; name*2*=%C3%BC.txt", 'a/b', { name: 'a bü.txt' }],
  ['RFC 2231 sections out of order', "a/b; name*1*=%BC.txt; name*0*=utf-8''%C3", 'a/b', { name: 'ü.txt' }],
  ['RFC 2231 in EUC-KR', "a/b; filename*0*=euc-kr''%C7%D1; filename*1*=%B1%B9.pdf", 'a/b', { filename: '한국.pdf' }],
  ['RFC 2231 wins over the plain form', 'attachment; filename="fallback.txt"; filename*=utf-8\'\'%E2%82%AC.txt', 'attachment', { filename: '€.txt' }],
  ['RFC 2231 in sections without encoding', 'a/b; name*0="a very "; name*1="long name.txt"', 'a/b', { name: 'a very long name.txt' }],
  ['RFC 2047 words cut into RFC 2231 sections', 'a/b; name*0="=?utf-8?Q?=C3="; name*1="BC.txt?="', 'a/b', { name: 'ü.txt' }],
  ['RFC 2047 in quotes', 'a/b; name="=?iso-8859-1?Q?=FC.txt?="', 'a/b', { name: 'ü.txt' }],
  ['RFC 2047 without quotes', 'a/b; name==?utf-8?B?w7wudHh0?=', 'a/b', { name: 'ü.txt' }],
  ['RFC 2047 in several words', 'a/b; name="=?utf-8?B?w7w=?= =?utf-8?B?LnR4dA==?="', 'a/b', { name: 'ü.txt' }],
  ['RFC 2047 inside RFC 2231', "a/b; name*=utf-8''%3D%3Futf-8%3FB%3Fw7w%3D%3F%3D", 'a/b', { name: 'ü' }],
  ['raw UTF-8', latin1('a/b; name="管理.doc"'), 'a/b', { name: '管理.doc' }],
  ['a broken percent sign stays', "a/b; name*=utf-8''100%.txt", 'a/b', { name: '100%.txt' }],
  ['type in quotes', '"text/plain"; charset="utf-8"', 'text/plain', { charset: 'utf-8' }],
  ['nothing', '', '', {}],
]
for (const [name, raw, value, expected] of cases) {
  test(`parameters: ${name}`, () => {
    const field = readStructuredField(raw)
    assert.equal(field.value, value)
    for (const [key, text] of Object.entries(expected)) assert.equal(parameterText(field, key, null), text, key)
  })
}
