import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeTip, type Side } from './place-tip.ts'

const places: [name: string, anchor: [left: number, top: number], side: Side, place: [left: number, top: number]][] = [
  ['above, in the middle', [500, 300], 'top', [470, 264]],
  ['below where above is no room', [500, 10], 'top', [470, 46]],
  ['left of it', [500, 300], 'left', [404, 300]],
  ['right where left is no room', [20, 300], 'left', [56, 300]],
  ['moved back into the window', [980, 300], 'top', [892, 264]],
  ['at the left edge', [0, 300], 'bottom', [8, 336]],
]
for (const [name, [left, top], side, [x, y]] of places)
  test(`tooltip: ${name}`, () =>
    assert.deepEqual(placeTip({ left, top, width: 30, height: 30 }, { width: 90, height: 30 }, side, 990, 700), { left: x, top: y }))
