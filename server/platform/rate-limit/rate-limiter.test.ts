import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { createRateLimiter, rateLimitHeaders } from './rate-limiter.ts'

const start = Date.parse('2026-11-21T10:00:00Z')

test('a rested key may take its burst at once and then one an interval', () => {
  const limiter = createRateLimiter({ perMinute: 60, burst: 3 })
  assert.deepEqual(
    [1, 2, 3, 4].map(() => limiter.take('a', 1, start).ok),
    [true, true, true, false],
  )
  assert.deepEqual(limiter.take('a', 1, start), { ok: false, retryAfterSeconds: 1, remaining: 0, limit: 3, resetSeconds: 3 })
  assert.equal(limiter.take('a', 1, start + 999).ok, false)
  assert.equal(limiter.take('a', 1, start + 1_000).ok, true)
  assert.equal(limiter.take('a', 1, start + 1_000).ok, false)
})

test('a refused call costs nothing', () => {
  const limiter = createRateLimiter({ perMinute: 60, burst: 1 })
  limiter.take('a', 1, start)
  for (let call = 0; call < 1_000; call++) limiter.take('a', 1, start + 500)
  assert.equal(limiter.take('a', 1, start + 1_000).ok, true)
})

test('keys do not share', () => {
  const limiter = createRateLimiter({ perMinute: 1, burst: 1 })
  assert.deepEqual(
    ['a', 'b', 'a', 'b'].map((key) => limiter.take(key, 1, start).ok),
    [true, true, false, false],
  )
})

test('a dear call takes its cost, a too dear one the whole burst', () => {
  const limiter = createRateLimiter({ perMinute: 60, burst: 10 })
  assert.deepEqual([limiter.take('a', 4, start).remaining, limiter.take('a', 7, start).ok, limiter.take('a', 6, start).remaining], [6, false, 0])
  assert.deepEqual([limiter.take('b', 99, start).ok, limiter.take('b', 1, start).retryAfterSeconds], [true, 1])
})

test('a cost of nothing or less always passes while there is room and gives nothing back', () => {
  const limiter = createRateLimiter({ perMinute: 60, burst: 2 })
  limiter.take('a', 1, start)
  assert.deepEqual([limiter.take('a', 0, start).remaining, limiter.take('a', -5, start).remaining], [1, 1])
})

test('forgetting a key gives everything back', () => {
  const limiter = createRateLimiter({ perMinute: 1, burst: 1 })
  limiter.take('a', 1, start)
  limiter.forget('a')
  assert.equal(limiter.take('a', 1, start).ok, true)
})

test('memory stays bounded: the longest untouched key is forgotten, the busy one is not', () => {
  const limiter = createRateLimiter({ perMinute: 1, burst: 1, maxKeys: 100 })
  limiter.take('busy', 1, start)
  for (let key = 0; key < 10_000; key++) {
    limiter.take(`flood ${key}`, 1, start)
    assert.equal(limiter.take('busy', 1, start).ok, false)
    assert.ok(limiter.size <= 100)
  }
})

test('a clock set back a day does not lock anyone out for a day', () => {
  const limiter = createRateLimiter({ perMinute: 60, burst: 5 })
  limiter.take('a', 5, start)
  const dayBefore = start - 86_400_000
  assert.equal(limiter.take('a', 1, dayBefore).retryAfterSeconds, 1)
  assert.equal(limiter.take('a', 5, dayBefore + 5_000).ok, true)
})

test('a clock set forward lets the key rest, not more than fully', () => {
  const limiter = createRateLimiter({ perMinute: 60, burst: 2 })
  limiter.take('a', 2, start)
  assert.deepEqual(
    [1, 2, 3].map(() => limiter.take('a', 1, start + 86_400_000).ok),
    [true, true, false],
  )
})

test('never more than burst plus rate passes in any stretch of time, and waiting as told always passes', () => {
  const calls = fc.array(fc.record({ gapMs: fc.integer({ min: 0, max: 3_000 }), cost: fc.integer({ min: 1, max: 5 }) }), { maxLength: 60 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 5, max: 50 }), calls, (perMinute, burst, list) => {
      const limiter = createRateLimiter({ perMinute, burst })
      let now = start
      let passed = 0
      for (const { gapMs, cost } of list) {
        now += gapMs
        const taken = limiter.take('a', cost, now)
        if (taken.ok) passed += cost
        else {
          now += taken.retryAfterSeconds * 1000
          assert.equal(limiter.take('a', cost, now).ok, true)
          passed += cost
        }
        assert.ok(passed <= burst + ((now - start) / 60_000) * perMinute + 1e-3)
        assert.ok(taken.remaining >= 0 && taken.remaining <= burst)
      }
    }),
    { seed: 20261121, numRuns: 300 },
  )
})

test('odd rates let exactly the burst through', () => {
  for (const perMinute of [7, 11, 13, 59, 61, 997]) {
    const limiter = createRateLimiter({ perMinute })
    let passed = 0
    while (limiter.take('a', 1, start).ok) passed++
    assert.equal(passed, perMinute)
  }
})

test('headers say what is left, and when to come back after a refusal', () => {
  const limiter = createRateLimiter({ perMinute: 6, burst: 1 })
  assert.deepEqual(rateLimitHeaders(limiter.take('a', 1, start)), { 'ratelimit-limit': '1', 'ratelimit-remaining': '0', 'ratelimit-reset': '10' })
  assert.deepEqual(rateLimitHeaders(limiter.take('a', 1, start)), {
    'ratelimit-limit': '1',
    'ratelimit-remaining': '0',
    'ratelimit-reset': '10',
    'retry-after': '10',
  })
})

for (const wrong of [{ perMinute: 0 }, { perMinute: -1 }, { perMinute: Number.NaN }, { perMinute: 1, burst: 0 }, { perMinute: 1, maxKeys: 0 }]) {
  test(`${JSON.stringify(wrong)} is no limit`, () => assert.throws(() => createRateLimiter(wrong), RangeError))
}
