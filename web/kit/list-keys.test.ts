import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ListPlace, type ListStep, stepList } from './list-keys.ts'

const place = { active: 5, count: 100, page: 10 }
const steps: [name: string, token: string, place: ListPlace, step: ListStep][] = [
  ['J goes down', 'j', place, { do: 'move', to: 6, extend: false }],
  ['K goes up', 'k', place, { do: 'move', to: 4, extend: false }],
  ['an arrow goes down', 'arrowdown', place, { do: 'move', to: 6, extend: false }],
  ['shift extends', 'shift+j', place, { do: 'move', to: 6, extend: true }],
  ['the last row stays', 'j', { ...place, active: 99 }, { do: 'move', to: 99, extend: false }],
  ['the first row stays', 'k', { ...place, active: 0 }, { do: 'move', to: 0, extend: false }],
  ['down enters at the top', 'j', { ...place, active: -1 }, { do: 'move', to: 0, extend: false }],
  ['up enters at the bottom', 'k', { ...place, active: -1 }, { do: 'move', to: 99, extend: false }],
  ['a page keeps one row in sight', 'pagedown', place, { do: 'move', to: 14, extend: false }],
  ['a page up stops at the top', 'pageup', place, { do: 'move', to: 0, extend: false }],
  ['End is the end', 'end', place, { do: 'move', to: 99, extend: false }],
  ['X selects', 'x', place, { do: 'toggle' }],
  ['Ctrl A selects all', 'mod+a', { ...place, active: -1 }, { do: 'select_all' }],
  ['Enter opens', 'enter', place, { do: 'open' }],
  ['Enter with no row does nothing', 'enter', { ...place, active: -1 }, null],
  ['Shift F10 asks for the menu', 'shift+f10', place, { do: 'menu' }],
  ['an empty list does nothing', 'j', { ...place, count: 0 }, null],
  ['other keys are left to the screen', 'e', place, null],
  ['chords are left to the screen', 'mod+k', place, null],
]
for (const [name, token, at, step] of steps) test(name, () => assert.deepEqual(stepList(token, at), step))
