import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failureKind } from './failure-kind.ts'

const cases: [name: string, reason: string | null, kind: string | null][] = [
  ['nothing is nothing', null, null],
  ['a health reason', 'mail.auth', 'auth'],
  ['a health reason of sending', 'health.sign_in_failed', 'sign_in_failed'],
  ['a way to mend', 'mail.fix.app_password_needed', 'app_password_needed'],
  ['a text key', 'email.failure.tls.hint', 'tls'],
  ['a line of the server after its kind', 'auth: [AUTHENTICATIONFAILED] Invalid credentials', 'auth'],
  ['other words stay words', 'The mailbox is full.', null],
]
for (const [name, reason, kind] of cases) test(name, () => assert.equal(failureKind(reason), kind))
