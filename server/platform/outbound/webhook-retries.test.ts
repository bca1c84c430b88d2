import assert from 'node:assert/strict'
import { test } from 'node:test'
import { classifyResponse, nextWebhookAttempt, readRetryAfter, webhookRetryDelaysSeconds, type WebhookOutcome } from './webhook-retries.ts'

const now = new Date('2026-11-21T10:00:00Z')

test('ten attempts end 75 h 35 min 5 s after the event, as the specification has it', () => {
  assert.equal(webhookRetryDelaysSeconds.length, 10)
  assert.equal(
    webhookRetryDelaysSeconds.reduce((sum, seconds) => sum + seconds),
    75 * 3600 + 35 * 60 + 5,
  )
})

const failed = (slowDown = false, retryAfterSeconds: number | null = null): WebhookOutcome => ({ kind: 'failed', slowDown, retryAfterSeconds })
const answers: [status: number, retryAfter: string | null, outcome: WebhookOutcome][] = [
  [200, null, { kind: 'delivered' }],
  [204, null, { kind: 'delivered' }],
  [299, '60', { kind: 'delivered' }],
  [301, null, failed()],
  [308, null, failed()],
  [400, null, failed()],
  [404, null, failed()],
  [410, null, { kind: 'gone' }],
  [429, '120', failed(true, 120)],
  [500, null, failed()],
  [502, null, failed(true)],
  [503, 'Sat, 21 Nov 2026 10:01:30 GMT', failed(true, 90)],
  [504, null, failed(true)],
]
for (const [status, retryAfter, outcome] of answers) {
  test(`${status}${retryAfter ? ` with Retry-After ${retryAfter}` : ''} is ${outcome.kind}`, () =>
    assert.deepEqual(classifyResponse(status, retryAfter, now), outcome))
}

const headers: [header: string | null, seconds: number | null][] = [
  [null, null],
  ['', null],
  ['0', 0],
  [' 7 ', 7],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
  ['Nonsense, 99 Foo 2026 09:00:00 GMT', null],
  ['99999999999', null],
]
for (const [header, seconds] of headers) {
  test(`Retry-After ${JSON.stringify(header)} means ${seconds}`, () => assert.equal(readRetryAfter(header, now), seconds))
}

const attempts: [attempt: number, retryAfter: number | null, random: number, afterSeconds: number | null][] = [
  [1, null, 0, 5],
  [2, null, 0, 300],
  [2, null, 1, 330],
  [2, 60, 0, 300],
  [2, 600, 0, 600],
  [1, 999_999, 0, 86_400],
  [9, null, 0, 86_400],
  [10, null, 0, null],
]
for (const [attempt, retryAfter, random, afterSeconds] of attempts) {
  test(`after attempt ${attempt}${retryAfter ? ` and Retry-After ${retryAfter}` : ''} ${afterSeconds === null ? 'there is no other' : `the next is ${afterSeconds} s later`}`, () => {
    const next = nextWebhookAttempt(attempt, now, retryAfter, random)
    assert.equal(next && (next.getTime() - now.getTime()) / 1000, afterSeconds)
  })
}
