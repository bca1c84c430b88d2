import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backOffMs } from './back-off.ts'
import { inOrder, judge, type Errand } from './outbox-order.ts'
import { snoozeUntil } from './snooze-times.ts'
import { newUuid } from './uuid.ts'

test('tries to connect begin at half a second, double, end at 30 s, and are spread by half', () => {
  assert.deepEqual(
    [0, 1, 2, 6, 50].map((failures) => backOffMs(failures, 1)),
    [500, 1000, 2000, 30_000, 30_000],
  )
  assert.equal(backOffMs(0, 0), 250)
  assert.equal(backOffMs(20, 0), 15_000)
})

const verdicts: [name: string, status: number, code: string, expected: ReturnType<typeof judge>][] = [
  ['an answer is an answer', 201, '', 'done'],
  ['without a connection it waits', 0, 'network.unreachable', 'wait'],
  ['a busy server is asked again', 503, '', 'wait'],
  ['too many requests are sent later', 429, '', 'wait'],
  ['the same errand running in another tab is waited for', 409, 'idempotency.in_progress', 'wait'],
  ['a newer message stops it', 409, 'conversation.newer_message', 'refused'],
  ['what is wrong stays wrong', 422, 'reply.empty', 'refused'],
  ['a fault of the server is told, not repeated for ever', 500, '', 'refused'],
]
for (const [name, status, code, expected] of verdicts) test(`outbox: ${name}`, () => assert.equal(judge(status, code), expected))

test('the outbox is sent in the order it was written', () => {
  const at = (key: string, madeAt: string) => ({ key, madeAt }) as Errand
  const sorted = inOrder([at('c', '2026-11-21T10:00:02Z'), at('b', '2026-11-21T10:00:01Z'), at('a', '2026-11-21T10:00:01Z')])
  assert.deepEqual(
    sorted.map((one) => one.key),
    ['a', 'b', 'c'],
  )
})

test('a snooze ends in an hour, tomorrow at nine, or on Monday at nine', () => {
  const saturday = new Date(2026, 10, 21, 18, 30)
  assert.equal(snoozeUntil('hour', saturday).getTime(), saturday.getTime() + 3_600_000)
  assert.deepEqual(snoozeUntil('tomorrow', saturday), new Date(2026, 10, 22, 9))
  assert.deepEqual(snoozeUntil('next_week', saturday), new Date(2026, 10, 23, 9))
  assert.deepEqual(snoozeUntil('next_week', new Date(2026, 10, 23, 8)), new Date(2026, 10, 30, 9), 'from a Monday it is the next one')
  assert.deepEqual(snoozeUntil('next_week', new Date(2026, 10, 22, 8)), new Date(2026, 10, 23, 9), 'from a Sunday it is tomorrow')
})

test('keys are UUIDs of version 4, also where the page came by plain HTTP', (t) => {
  t.mock.method(globalThis.crypto, 'randomUUID')
  Object.defineProperty(globalThis.crypto, 'randomUUID', { value: undefined, configurable: true })
  const made = new Set(Array.from({ length: 100 }, newUuid))
  assert.equal(made.size, 100)
  for (const one of made) assert.match(one, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
