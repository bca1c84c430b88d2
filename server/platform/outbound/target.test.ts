import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RefusalCode } from './errors.ts'
import { hostAndPort, readHost, readTarget } from './target.ts'

const allowed: [url: string, hostname: string, port: number][] = [
  ['https://hooks.example.com/a?b=c', 'hooks.example.com', 443],
  ['http://hooks.example.com', 'hooks.example.com', 80],
  ['HTTPS://Hooks.Example.COM:8443/x', 'hooks.example.com', 8443],
  ['https://example.com?x', 'example.com', 443],
  ['https://example.com/path@with:odd', 'example.com', 443],
  ['https://उदाहरण.भारत/x', 'xn--p1b6ci4b4b3a.xn--h2brj9c', 443],
  ['https://क्‍ष.भारत/', 'xn--11b2ezcw70k.xn--h2brj9c', 443],
  ['https://తెలుగు.example/', 'xn--1ocz5b4cb0a.example', 443],
  ['https://straße.example/', 'xn--strae-oqa.example', 443],
  ['https://8.8.8.8/', '8.8.8.8', 443],
  ['https://[2606:4700:4700::1111]:8443/', '2606:4700:4700::1111', 8443],
]
for (const [url, hostname, port] of allowed) {
  test(`${url} points to ${hostname} port ${port}`, () => {
    const target = readTarget(url)
    assert.deepEqual([target.hostname, target.port], [hostname, port])
  })
}

const refused: [url: string, code: RefusalCode][] = [
  ['', 'outbound.url_invalid'],
  ['example.com', 'outbound.url_invalid'],
  ['//example.com', 'outbound.url_invalid'],
  ['http:example.com', 'outbound.url_invalid'],
  ['http:/example.com', 'outbound.url_invalid'],
  ['http:///example.com', 'outbound.url_invalid'],
  [' http://example.com', 'outbound.url_invalid'],
  ['http://exa mple.com', 'outbound.url_invalid'],
  ['http://example.com/a\nb', 'outbound.url_invalid'],
  ['ht\ttp://example.com', 'outbound.url_invalid'],
  ['http://example.com\\@127.0.0.1/', 'outbound.url_invalid'],
  ['http:\\\\127.0.0.1/', 'outbound.url_invalid'],
  ['http://[::1', 'outbound.url_invalid'],
  ['http://1.2.3.4.5/', 'outbound.url_invalid'],
  ['http://256.256.256.256/', 'outbound.url_invalid'],
  ['http://example.com:99999/', 'outbound.url_invalid'],
  ['file:///etc/passwd', 'outbound.scheme_refused'],
  ['ftp://example.com/', 'outbound.scheme_refused'],
  ['gopher://127.0.0.1:6379/_INFO', 'outbound.scheme_refused'],
  ['javascript:alert(1)', 'outbound.scheme_refused'],
  ['data:text/html,x', 'outbound.scheme_refused'],
  ['unix:/var/run/docker.sock', 'outbound.scheme_refused'],
  ['http://user@example.com/', 'outbound.credentials_in_url'],
  ['http://user:pass@example.com/', 'outbound.credentials_in_url'],
  ['http://example.com@127.0.0.1/', 'outbound.credentials_in_url'],
  ['http://127.0.0.1:80@example.com/', 'outbound.credentials_in_url'],
  ['http://example.com:22/', 'outbound.port_refused'],
  ['http://example.com:6379/', 'outbound.port_refused'],
  ['http://example.com:5432/', 'outbound.port_refused'],
  ['http://example.com./', 'outbound.host_form_refused'],
  ['http://127.0.0.1./', 'outbound.host_form_refused'],
  ['http://2130706433/', 'outbound.host_form_refused'],
  ['http://0x7f000001/', 'outbound.host_form_refused'],
  ['http://0177.0.0.1/', 'outbound.host_form_refused'],
  ['http://127.1/', 'outbound.host_form_refused'],
  ['http://134744072/', 'outbound.host_form_refused'],
  ['http://%31%32%37.0.0.1/', 'outbound.host_form_refused'],
  ['http://１２７.0.0.1/', 'outbound.host_form_refused'],
  ['http://127。0。0。1/', 'outbound.host_form_refused'],
  ['http://①②⑦.⓪.⓪.①/', 'outbound.host_form_refused'],
  ['http://ⓔxample.com/', 'outbound.host_form_refused'],
  ['http://exam\u00adple.com/', 'outbound.host_form_refused'],
  ['http://exam\u200bple.com/', 'outbound.host_form_refused'],
  ['http://example。com/', 'outbound.host_form_refused'],
  ['http://ﬁle.example/', 'outbound.host_form_refused'],
  ['http://a..example.com/', 'outbound.host_form_refused'],
  ['http://localhost/', 'outbound.host_not_public'],
  ['http://LOCALHOST:3000/', 'outbound.host_not_public'],
  ['http://a.localhost/', 'outbound.host_not_public'],
  ['http://printer.local/', 'outbound.host_not_public'],
  ['http://metadata.google.internal/', 'outbound.host_not_public'],
  ['http://intranet/', 'outbound.host_not_public'],
  ['http://1.0.0.127.in-addr.arpa/', 'outbound.host_not_public'],
]
for (const [url, code] of refused) {
  test(`${JSON.stringify(url)} is refused: ${code}`, () => assert.throws(() => readTarget(url), { name: 'OutboundRefused', code }))
}

test('an exempt host and port passes the port and name rules, another port of it does not', () => {
  const exempt = new Set(['localhost:6379', '[::1]:4010'])
  assert.equal(hostAndPort(readTarget('http://localhost:6379/', exempt)), 'localhost:6379')
  assert.equal(hostAndPort(readTarget('http://[::1]:4010/', exempt)), '[::1]:4010')
  assert.throws(() => readTarget('http://localhost:6380/', exempt), { code: 'outbound.host_not_public' })
})

test('an exemption does not reach past user info', () => {
  assert.throws(() => readTarget('http://a@localhost:6379/', new Set(['localhost:6379'])), { code: 'outbound.credentials_in_url' })
})

const hosts: [typed: string, result: string | RefusalCode][] = [
  ['imap.example.org', 'imap.example.org'],
  ['IMAP.Example.org', 'imap.example.org'],
  ['8.8.8.8', '8.8.8.8'],
  ['2606:4700::1', '2606:4700::1'],
  ['', 'outbound.host_form_refused'],
  ['imap.example.org:993', 'outbound.host_form_refused'],
  ['a@imap.example.org', 'outbound.host_form_refused'],
  ['imap.example.org/x', 'outbound.host_form_refused'],
  ['imap.example.org.', 'outbound.host_form_refused'],
  ['0x7f.1', 'outbound.host_form_refused'],
  ['0177.1', 'outbound.host_form_refused'],
  ['imap', 'outbound.host_not_public'],
  ['localhost', 'outbound.host_not_public'],
]
for (const [typed, result] of hosts) {
  test(`the mail host ${JSON.stringify(typed)} gives ${result}`, () => {
    if (result.startsWith('outbound.')) assert.throws(() => readHost(typed), { code: result })
    else assert.equal(readHost(typed), result)
  })
}

test('inside a company, a single-label name is a host; a disguised one still is not', () => {
  assert.equal(readHost('mail', true), 'mail')
  assert.throws(() => readHost('2130706433', true), { code: 'outbound.host_form_refused' })
})
