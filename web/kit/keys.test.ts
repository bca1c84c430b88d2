import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ariaKeys, type Binding, type Ground, keyCaps, type KeyPress, noKeys, stepKeys, tokenOf } from './keys.ts'

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
})

const tokens: [name: string, press: KeyPress, token: string | null, mac?: boolean][] = [
  ['a letter is itself', press('j', { code: 'KeyJ' }), 'j'],
  ['caps lock does not matter', press('J', { code: 'KeyJ' }), 'j'],
  ['shift and a letter', press('J', { code: 'KeyJ', shiftKey: true }), 'shift+j'],
  ['a Hindi layout gives the letter by its place', press('र', { code: 'KeyJ' }), 'j'],
  ['a Telugu layout gives the letter by its place', press('క', { code: 'KeyK' }), 'k'],
  ['Dvorak gives the letter by its character', press('j', { code: 'KeyC' }), 'j'],
  ['native digits count as digits', press('३', { code: 'Digit3' }), '3'],
  ['control is mod elsewhere than on a Mac', press('k', { code: 'KeyK', ctrlKey: true }), 'mod+k'],
  ['command is mod on a Mac', press('k', { code: 'KeyK', metaKey: true }), 'mod+k', true],
  ['control on a Mac belongs to the system', press('k', { code: 'KeyK', ctrlKey: true }), null, true],
  ['the Windows key belongs to the system', press('k', { code: 'KeyK', metaKey: true }), null],
  ['mod, shift and enter', press('Enter', { code: 'Enter', ctrlKey: true, shiftKey: true }), 'mod+shift+enter'],
  ['? on a US layout', press('?', { code: 'Slash', shiftKey: true }), '?'],
  ['? on ABNT2', press('?', { code: 'KeyW', shiftKey: true }), '?'],
  ['/ on a Spanish layout is Shift+7', press('/', { code: 'Digit7', shiftKey: true }), '/'],
  ['[ by AltGr on a Spanish layout, as Windows reports it', press('[', { code: 'BracketLeft', ctrlKey: true, altKey: true, altGraph: true }), '['],
  ['# by AltGr, as Linux reports it', press('#', { code: 'Digit3', altGraph: true }), '#'],
  ['Alt and a letter belongs to the browser menu', press('a', { code: 'KeyA', altKey: true }), null],
  ['a composing input method silences everything', press('k', { code: 'KeyK', isComposing: true }), null],
  ['keyCode 229 is an input method too', press('Enter', { code: 'Enter', keyCode: 229 }), null],
  ['a dead key is nothing yet', press('Dead', { code: 'Quote' }), null],
  ['shift alone is nothing', press('Shift', { code: 'ShiftLeft', shiftKey: true }), null],
  ['space', press(' ', { code: 'Space' }), 'space'],
  ['function keys', press('F6', { code: 'F6', shiftKey: true }), 'shift+f6'],
]
for (const [name, pressed, token, mac = false] of tokens) test(name, () => assert.equal(tokenOf(pressed, mac), token))

const bindings: Binding[] = [
  { id: 'next', keys: 'j' },
  { id: 'inbox', keys: 'g i' },
  { id: 'drafts', keys: 'g d' },
  { id: 'promise', keys: 'd' },
  { id: 'number', keys: '.' },
  { id: 'link', keys: '. .' },
  { id: 'palette', keys: 'mod+k', inText: true },
  { id: 'leave', keys: 'escape', inText: true },
  { id: 'wrong', keys: 'x', inText: true },
]
const runs: [name: string, presses: [token: string, atMs: number][], fired: (string | null)[], ground?: Ground][] = [
  ['one key fires at once', [['j', 0]], ['next']],
  [
    'a sequence fires on its last key',
    [
      ['g', 0],
      ['i', 400],
    ],
    [null, 'inbox'],
  ],
  [
    'a sequence is given up after a second',
    [
      ['g', 0],
      ['i', 1001],
    ],
    [null, null],
  ],
  [
    'after a sequence was given up the key means itself',
    [
      ['g', 0],
      ['d', 1001],
    ],
    [null, 'promise'],
  ],
  [
    'the same key means another thing inside the sequence',
    [
      ['g', 0],
      ['d', 900],
    ],
    [null, 'drafts'],
  ],
  [
    'a key that continues nothing still means itself',
    [
      ['g', 0],
      ['j', 100],
    ],
    [null, 'next'],
  ],
  [
    'a binding that begins a longer one fires and stays open',
    [
      ['.', 0],
      ['.', 300],
    ],
    ['number', 'link'],
  ],
  [
    'a third press begins again',
    [
      ['.', 0],
      ['.', 300],
      ['.', 600],
    ],
    ['number', 'link', 'number'],
  ],
  [
    'single keys are text in a text field',
    [
      ['j', 0],
      ['g', 10],
      ['i', 20],
    ],
    [null, null, null],
    'text',
  ],
  ['chords that ask for it work in a text field', [['mod+k', 0]], ['palette'], 'text'],
  ['escape leaves a text field', [['escape', 0]], ['leave'], 'text'],
  ['a single key never fires in a text field, whatever the binding says', [['x', 0]], [null], 'text'],
  [
    'menus and dialogs keep their keys',
    [
      ['mod+k', 0],
      ['j', 10],
      ['escape', 20],
    ],
    [null, null, null],
    'overlay',
  ],
]
for (const [name, presses, fired, ground = 'plain'] of runs) {
  test(name, () => {
    let state = noKeys
    const seen = presses.map(([token, at]) => {
      const step = stepKeys(state, token, at + 10_000, bindings, ground)
      state = step.state
      return step.fired
    })
    assert.deepEqual(seen, fired)
  })
}

test('later bindings win, so that a screen may override the frame', () => {
  const both = [...bindings, { id: 'own', keys: 'j' }]
  assert.equal(stepKeys(noKeys, 'j', 0, both, 'plain').fired, 'own')
})

test('caps are drawn for the platform', () => {
  assert.deepEqual(keyCaps('mod+shift+enter', false), ['Ctrl', 'Shift', '↵'])
  assert.deepEqual(keyCaps('mod+k', true), ['⌘', 'K'])
  assert.deepEqual(keyCaps('g i', false), ['G', 'I'])
  assert.deepEqual(keyCaps('?', false), ['?'])
  assert.deepEqual(keyCaps('f6', false), ['F6'])
})

test('ARIA shortcuts name modifiers in full and skip sequences', () => {
  assert.equal(ariaKeys('mod+k', false), 'Control+K')
  assert.equal(ariaKeys('mod+shift+enter', true), 'Meta+Shift+Enter')
  assert.equal(ariaKeys('g i', false), undefined)
})
