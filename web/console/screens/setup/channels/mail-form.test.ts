import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Inbox } from '../../../../../contract/api/inboxes.ts'
import { emptyMailForm, formOfInbox, isPort, settingsOfForm, withCandidate } from './mail-form.ts'

const candidate = {
  source: 'known',
  imap: { host: 'imap.shop.in', port: 993, security: 'tls' as const },
  smtp: { host: 'smtp.shop.in', port: 587, security: 'starttls' as const },
  user: 'help@shop.in',
  note: null,
  oauth: null,
}
const inboxWith = (settings: Record<string, unknown>) => ({ address: 'help@shop.in', settings }) as unknown as Inbox

test('found servers become settings with numbers for ports', () => {
  const form = withCandidate({ ...emptyMailForm, address: 'help@shop.in', password: 'secret words' }, candidate)
  const settings = settingsOfForm(form)
  assert.equal(settings['imapHost'], 'imap.shop.in')
  assert.equal(settings['smtpPort'], 587)
  assert.equal(settings['smtpSecurity'], 'starttls')
  assert.equal(settings['user'], 'help@shop.in')
  assert.equal(settings['password'], 'secret words')
})
test('an empty host removes that server', () => {
  const settings = settingsOfForm({ ...emptyMailForm, address: 'help@shop.in' })
  assert.equal(settings['imapHost'], null)
  assert.equal(settings['imapPort'], null)
})
test('an empty password keeps the stored one', () => assert.ok(!('password' in settingsOfForm({ ...emptyMailForm, address: 'help@shop.in' }))))
test('without a user name one signs in with the address', () =>
  assert.equal(settingsOfForm({ ...emptyMailForm, address: 'help@shop.in ' })['user'], 'help@shop.in'))
test('a channel comes back as the form that made it', () => {
  const form = withCandidate({ ...emptyMailForm, address: 'help@shop.in', senderName: 'Shop', afterwards: 'mark_seen' }, candidate)
  assert.deepEqual(formOfInbox(inboxWith(settingsOfForm(form))), form)
})
const ports: [text: string, is: boolean][] = [
  ['993', true],
  ['65535', true],
  ['0', false],
  ['65536', false],
  ['99x', false],
  ['', false],
]
for (const [text, is] of ports) test(`"${text}" is ${is ? 'a' : 'no'} port`, () => assert.equal(isPort(text), is))
