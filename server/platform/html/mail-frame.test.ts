import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailFrameDocument, plainTextToHtml } from './index.ts'

const policyOf = (html: string) => /Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!.replaceAll('&#39;', "'")

test('the document allows nothing but styles and images of the mail', () => {
  const document = mailFrameDocument('<p>a</p>')
  assert.equal(policyOf(document), "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'")
  assert.ok(document.startsWith('<!doctype html>') && document.includes('<p>a</p>') && !document.includes('<script'))
})
test('our files, the network and one script are added when asked', () => {
  const policy = policyOf(mailFrameDocument('', { fileUrls: ['https://desk.example/files/'], remoteImages: true, nonce: 'abcdefgh12' }))
  assert.ok(policy.includes('img-src data: https://desk.example/files/ https: http:;'))
  assert.ok(policy.includes("script-src 'nonce-abcdefgh12'"))
})
test('a source or nonce that would end the directive is left out', () => {
  const policy = policyOf(mailFrameDocument('', { fileUrls: ['https://x.example; script-src *', '*'], nonce: "x' 'unsafe-inline" }))
  assert.ok(!policy.includes('script-src') && policy.includes('img-src data:;'))
})

test('quoted parts are hidden only when asked', () => {
  assert.ok(!mailFrameDocument('').includes('[data-quoted]'))
  assert.ok(mailFrameDocument('', { hideQuoted: true }).includes('[data-quoted]{display:none!important}'))
})

const texts: [name: string, text: string, html: string][] = [
  ['markup is shown, not obeyed', '<b>&"', '&lt;b&gt;&amp;&quot;'],
  [
    'an address becomes a link, the full stop stays outside',
    'see https://x.example/a?b=1.',
    'see <a href="https://x.example/a?b=1" rel="noopener noreferrer nofollow" target="_blank">https://x.example/a?b=1</a>.',
  ],
  [
    'brackets inside an address stay',
    '(https://x.example/a_(b))',
    '(<a href="https://x.example/a_(b)" rel="noopener noreferrer nofollow" target="_blank">https://x.example/a_(b)</a>)',
  ],
  [
    'a mail address becomes a link',
    'a.b+c@x.example!',
    '<a href="mailto:a.b+c@x.example" rel="noopener noreferrer nofollow" target="_blank">a.b+c@x.example</a>!',
  ],
  ['another scheme is text', 'javascript:alert(1)', 'javascript:alert(1)'],
  ['line breaks stay', 'a\n  b', 'a\n  b'],
]
for (const [name, text, html] of texts) test(name, () => assert.equal(plainTextToHtml(text), `<div style="white-space: pre-wrap">${html}</div>`))
