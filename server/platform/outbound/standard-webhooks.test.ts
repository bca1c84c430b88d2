import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newWebhookSecret, readWebhookSecret, signWebhook, verifyWebhook, type WebhookVerdict } from './standard-webhooks.ts'

// The vector every reference library of the specification carries in its tests.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek'
const at = new Date(1614265330 * 1000)
const body = '{"test": 2432232314}'

test('the published test vector is signed as published', () => {
  assert.deepEqual(signWebhook(id, at, body, [secret]), {
    'webhook-id': id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

test('bytes and text of the same body are signed alike', () => {
  assert.deepEqual(signWebhook(id, at, new TextEncoder().encode('हाँ'), [secret]), signWebhook(id, at, 'हाँ', [secret]))
})

test('during rotation both secrets sign and either verifies', () => {
  const next = newWebhookSecret()
  const headers = { ...signWebhook(id, at, body, [next, secret]) }
  assert.equal(headers['webhook-signature'].split(' ').length, 2)
  assert.equal(verifyWebhook(headers, body, [next], at), 'ok')
  assert.equal(verifyWebhook(headers, body, [secret], at), 'ok')
  assert.equal(verifyWebhook(headers, body, [newWebhookSecret()], at), 'bad_signature')
})

const signed = { ...signWebhook(id, at, body, [secret]) }
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000)
const stranger = 'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc='
const cases: [name: string, change: Record<string, string | undefined>, text: string, now: Date, verdict: WebhookVerdict][] = [
  ['as sent', {}, body, at, 'ok'],
  ['five minutes late', {}, body, later(300), 'ok'],
  ['five minutes and a second late', {}, body, later(301), 'too_old'],
  ['five minutes early', {}, body, later(-300), 'ok'],
  ['five minutes and a second early', {}, body, later(-301), 'too_new'],
  ['without id', { 'webhook-id': undefined }, body, at, 'missing_header'],
  ['without timestamp', { 'webhook-timestamp': undefined }, body, at, 'missing_header'],
  ['without signature', { 'webhook-signature': undefined }, body, at, 'missing_header'],
  ['with words for a timestamp', { 'webhook-timestamp': 'hello' }, body, at, 'bad_timestamp'],
  ['with a fractional timestamp', { 'webhook-timestamp': '1614265330.5' }, body, at, 'bad_timestamp'],
  ['with a moved timestamp', { 'webhook-timestamp': '1614265331' }, body, at, 'bad_signature'],
  ['with another id', { 'webhook-id': 'msg_x' }, body, at, 'bad_signature'],
  ['with one byte changed', {}, body.replace('4', '5'), at, 'bad_signature'],
  ['with a body written anew', {}, '{"test":2432232314}', at, 'bad_signature'],
  ['with an empty signature', { 'webhook-signature': 'v1,' }, body, at, 'bad_signature'],
  ['with half a signature', { 'webhook-signature': signed['webhook-signature'].slice(0, 8) }, body, at, 'bad_signature'],
  [
    'with the right signature under another version',
    { 'webhook-signature': signed['webhook-signature'].replace('v1', 'v1a') },
    body,
    at,
    'bad_signature',
  ],
  ['with the right signature among strangers', { 'webhook-signature': `${stranger} v2,x ${signed['webhook-signature']} v1a,y` }, body, at, 'ok'],
  ['with strangers only', { 'webhook-signature': `${stranger} ${stranger}` }, body, at, 'bad_signature'],
]
for (const [name, change, text, now, verdict] of cases) {
  test(`a webhook ${name} is judged ${verdict}`, () => assert.equal(verifyWebhook({ ...signed, ...change }, text, [secret], now), verdict))
}

test('a new secret is recognisable, 32 bytes and never twice the same', () => {
  assert.match(newWebhookSecret(), /^whsec_[A-Za-z0-9+/]{43}=$/)
  assert.equal(readWebhookSecret(newWebhookSecret()).length, 32)
  assert.notEqual(newWebhookSecret(), newWebhookSecret())
})

const sizes: [bytes: number, ok: boolean][] = [
  [23, false],
  [24, true],
  [64, true],
  [65, false],
  [0, false],
]
for (const [bytes, ok] of sizes) {
  test(`a secret of ${bytes} bytes is ${ok ? 'accepted' : 'refused'}`, () => {
    const typed = `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`
    if (ok) assert.equal(readWebhookSecret(typed).length, bytes)
    else assert.throws(() => readWebhookSecret(typed), RangeError)
  })
}
test('a secret that is not base64 is refused', () => assert.throws(() => readWebhookSecret('whsec_this is not base64 at all, is it?'), RangeError))
test('an id with a dot is refused, for it would shift the signed fields', () =>
  assert.throws(() => signWebhook('a.b', at, body, [secret]), RangeError))
test('nothing is sent unsigned', () => assert.throws(() => signWebhook(id, at, body, []), RangeError))
