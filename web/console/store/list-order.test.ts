import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Conversation } from '../../../contract/conversation.ts'
import { placeInRows, settleRows, withoutRow, type Rows, type Rule } from './list-order.ts'

/** A conversation as far as order cares: higher numbers stand first. */
const all = new Map<string, { id: string; at: number }>()
const make = (id: string, at: number) => {
  all.set(id, { id, at })
  return all.get(id) as unknown as Conversation
}
const rule = (part: Partial<Rule> = {}): Rule => ({
  matches: true,
  isHeld: false,
  find: (id) => all.get(id) as unknown as Conversation,
  compare: (a, b) => (b as unknown as { at: number }).at - (a as unknown as { at: number }).at,
  ...part,
})
const rows = (ids: string[], part: Partial<Rows> = {}): Rows => ({ ids, waiting: [], hasMore: false, ...part })
const fresh = () => {
  all.clear()
  make('c', 30)
  make('b', 20)
  make('a', 10)
}

test('what is new goes to its place', () => {
  fresh()
  assert.deepEqual(placeInRows(rows(['c', 'b', 'a']), make('n', 25), rule()).ids, ['c', 'n', 'b', 'a'])
})
test('what changed moves to its new place', () => {
  fresh()
  const moved = make('a', 40)
  assert.deepEqual(placeInRows(rows(['c', 'b', 'a']), moved, rule()).ids, ['a', 'c', 'b'])
})
test('what no longer belongs goes', () => {
  fresh()
  assert.deepEqual(placeInRows(rows(['c', 'b', 'a']), make('b', 50), rule({ matches: false })).ids, ['c', 'a'])
})
test('under the pointer nothing moves, and what is new waits behind the pill', () => {
  fresh()
  const before = rows(['c', 'b', 'a'])
  assert.equal(placeInRows(before, make('a', 40), rule({ isHeld: true })), before)
  assert.equal(placeInRows(before, make('b', 50), rule({ isHeld: true, matches: false })), before)
  const after = placeInRows(before, make('n', 60), rule({ isHeld: true }))
  assert.deepEqual([after.ids, after.waiting], [['c', 'b', 'a'], ['n']])
  assert.equal(placeInRows(after, make('n', 70), rule({ isHeld: true })), after, 'and waits once')
})
test('what waited and no longer belongs is not announced any more', () => {
  fresh()
  assert.deepEqual(placeInRows(rows(['c'], { waiting: ['n'] }), make('n', 1), rule({ isHeld: true, matches: false })).waiting, [])
})
test('when the pointer leaves, everything is in order again', () => {
  fresh()
  make('a', 40)
  make('n', 60)
  const settled = settleRows(rows(['c', 'b', 'a'], { waiting: ['n'] }), (one) => one.id !== 'b', rule())
  assert.deepEqual([settled.ids, settled.waiting], [['n', 'a', 'c'], []])
})
test('an order that is right already is left as it is', () => {
  fresh()
  const before = rows(['c', 'b', 'a'])
  assert.equal(
    settleRows(before, () => true, rule()),
    before,
  )
})
test('what comes after the last loaded row comes with its page', () => {
  fresh()
  const before = rows(['c', 'b', 'a'], { hasMore: true })
  assert.equal(placeInRows(before, make('z', 1), rule()), before)
  assert.equal(placeInRows(before, make('z', 1), rule({ isHeld: true })), before)
  assert.deepEqual(placeInRows(rows(['c', 'b', 'a']), make('z', 1), rule()).ids, ['c', 'b', 'a', 'z'])
})
test('of what the record does not tell, a row stays but none is added', () => {
  fresh()
  assert.deepEqual(placeInRows(rows(['c', 'b']), make('b', 50), rule({ matches: null })).ids, ['b', 'c'])
  assert.deepEqual(placeInRows(rows(['c', 'b']), make('n', 50), rule({ matches: null })).ids, ['c', 'b'])
})
test('the agent’s own doing takes a row out at once', () => {
  assert.deepEqual(withoutRow(rows(['c', 'b'], { waiting: ['n'] }), 'b').ids, ['c'])
  assert.deepEqual(withoutRow(rows(['c', 'b'], { waiting: ['n'] }), 'n').waiting, [])
})
