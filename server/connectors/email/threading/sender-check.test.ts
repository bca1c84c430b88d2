import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkSender, personalAddress, readAuthentication, type SenderAuthentication, type SenderDecision } from './sender-check.ts'

const none: SenderAuthentication = { spf: 'none', dkim: 'none', dmarc: 'none' }
const known = { participants: ['anna@customer.example', 'berta.meier@gmail.com'], staff: ['agent@shop.example'] }

const decisions: [name: string, from: string | null, authentication: SenderAuthentication, decision: SenderDecision][] = [
  ['the customer', 'Anna@Customer.example', none, { outcome: 'participant', flagged: false, because: 'known' }],
  [
    'the customer by a tagged address of the same mailbox',
    'bertameier+shop@googlemail.com',
    none,
    { outcome: 'participant', flagged: false, because: 'known' },
  ],
  [
    'a tag at a domain that may give it to somebody else',
    'anna+x@customer.example',
    none,
    { outcome: 'joins', flagged: true, because: 'new_sender' },
  ],
  [
    'the customer, disowned by the domain',
    'anna@customer.example',
    { ...none, dmarc: 'fail' },
    { outcome: 'participant', flagged: true, because: 'authentication_failed' },
  ],
  [
    'a forwarded mail whose signature holds',
    'anna@customer.example',
    { spf: 'fail', dkim: 'pass', dmarc: 'none' },
    { outcome: 'participant', flagged: false, because: 'known' },
  ],
  ['a stranger with the thread', 'eve@evil.example', { ...none, dmarc: 'pass' }, { outcome: 'joins', flagged: true, because: 'new_sender' }],
  [
    'an agent from their own mail program',
    'agent@shop.example',
    { ...none, dmarc: 'pass' },
    { outcome: 'agent', flagged: false, because: 'own_staff' },
  ],
  [
    'somebody who pretends to be an agent',
    'agent@shop.example',
    { ...none, dmarc: 'fail' },
    { outcome: 'joins', flagged: true, because: 'authentication_failed' },
  ],
  ['nobody', null, none, { outcome: 'joins', flagged: true, because: 'no_sender' }],
]
for (const [name, from, authentication, decision] of decisions)
  test(`sender: ${name}`, () => assert.deepEqual(checkSender(from, known, authentication), decision))

const header = (value: string) => ({ name: 'authentication-results', value })
const results: [name: string, values: string[], trusted: string | null, expected: SenderAuthentication][] = [
  [
    'our server',
    ['mx.shop.in; spf=pass smtp.mailfrom=a@b; dkim=fail (bad; dmarc=pass) header.d=b; dmarc=pass (p=reject) header.from=b'],
    'mx.shop.in',
    { spf: 'pass', dkim: 'fail', dmarc: 'pass' },
  ],
  ['another server is not believed', ['mx.evil.example; dmarc=pass'], 'mx.shop.in', none],
  ['the topmost of ours counts', ['mx.shop.in; dmarc=fail', 'mx.shop.in; dmarc=pass'], 'mx.shop.in', { ...none, dmarc: 'fail' }],
  ['one of two signatures is enough', ['MX.shop.in 1; dkim=fail header.d=a; dkim=pass header.d=b'], 'mx.shop.in', { ...none, dkim: 'pass' }],
  ['no trusted server', ['mx.shop.in; dmarc=pass'], null, none],
  ['a longer name that begins with ours', ['mx.shop.in.evil.example; dmarc=pass'], 'mx.shop.in', none],
]
for (const [name, values, trusted, expected] of results)
  test(`authentication: ${name}`, () => assert.deepEqual(readAuthentication({ headers: values.map(header) }, trusted), expected))

test('the dots of Gmail do not count, those of others do', () => {
  assert.equal(personalAddress('A.B.C+x@googlemail.com'), 'abc@gmail.com')
  assert.equal(personalAddress('A.B@shop.in'), 'a.b@shop.in')
})
