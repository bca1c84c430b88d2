import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Age, ageOf } from './age.ts'

const now = new Date('2026-11-21T10:00:00Z')
const ages: [name: string, at: string, age: Age | null][] = [
  ['a moment ago is zero minutes', '2026-11-21T09:59:31Z', { value: 0, unit: 'minute' }],
  ['a clock that runs ahead is now', '2026-11-21T10:00:05Z', { value: 0, unit: 'minute' }],
  ['four minutes', '2026-11-21T09:55:10Z', { value: 4, unit: 'minute' }],
  ['an hour is an hour', '2026-11-21T09:00:00Z', { value: 1, unit: 'hour' }],
  ['just under a day is hours', '2026-11-20T10:00:01Z', { value: 23, unit: 'hour' }],
  ['days', '2026-11-18T09:00:00Z', { value: 3, unit: 'day' }],
  ['a week ago is a date', '2026-11-14T10:00:00Z', null],
]
for (const [name, at, age] of ages) test(name, () => assert.deepEqual(ageOf(new Date(at), now), age))
