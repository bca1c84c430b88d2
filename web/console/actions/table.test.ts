import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Conversation } from '../../../contract/conversation.ts'
import type { Me } from '../../../contract/people.ts'
import english from '../../kit/locales/en.json' with { type: 'json' }
import { mayFire } from '../../kit/keys.ts'
import { sections, type ActionContext, type Hands } from './action.ts'
import { composerKeys } from './composer.ts'
import { actions } from './table.ts'

/** Records what the hands were asked to do. */
function recorder() {
  const calls: [name: string, ...args: unknown[]][] = []
  const hands = new Proxy({} as Hands, {
    get:
      (_, name: string) =>
      (...args: unknown[]) =>
        void calls.push([name, ...args]),
  })
  return { calls, hands }
}
const conversation = { id: 'c1', number: 7, status: 'open', assigneeId: null, snoozedUntil: null } as unknown as Conversation
const me = { agent: { id: 'me', availability: 'available' } } as unknown as Me
const context = (part: Partial<ActionContext> = {}): ActionContext => ({ me, conversation, hands: recorder().hands, ...part })

test('no two actions have the same keys or the same id', () => {
  const repeated = (values: string[]) => values.filter((value, index) => values.indexOf(value) !== index)
  assert.deepEqual(repeated(actions.map((one) => one.id)), [])
  assert.deepEqual(repeated(actions.flatMap((one) => one.keys ?? [])), [])
})

test('no key is hidden by another that begins with it, but for the one that is meant so', () => {
  const keys = actions.flatMap((one) => one.keys ?? [])
  const hidden = keys.filter((one) => keys.some((other) => one !== other && one.startsWith(`${other} `)))
  assert.deepEqual(hidden, ['. .'], '"." copies the number at once, ". ." the link')
})

test('no keys that layouts, input methods or browsers take', () => {
  for (const { keys } of actions) {
    if (!keys) continue
    assert.doesNotMatch(keys, /alt/, `${keys}: Alt belongs to menus and AltGr`)
    assert.doesNotMatch(keys, /mod\+shift\+[a-z]$/, `${keys}: Ctrl+Shift+letter belongs to the browser`)
    assert.doesNotMatch(keys, /mod\+[ntw.;]$/, `${keys}: taken by browsers or input methods`)
  }
})

test('only chords and function keys act while somebody types', () => {
  for (const action of actions) {
    if (!action.keys || !action.inText) continue
    assert.ok(mayFire({ id: action.id, keys: action.keys, inText: true }, action.keys, 'text'), action.id)
  }
})

test('every action and composer key has English words and a section of the sheet', () => {
  for (const action of actions) {
    const labels =
      typeof action.label === 'function'
        ? [action.label(context()), action.label(context({ conversation: { ...conversation, status: 'resolved' } }))]
        : [action.label]
    for (const label of labels) assert.ok(label in english, `${action.id}: ${label}`)
    assert.ok(sections.includes(action.section))
  }
  for (const { label } of composerKeys) assert.ok(label in english, label)
})

test('without an open conversation no action on one is offered, nor does it do anything', async () => {
  const { calls, hands } = recorder()
  const none = context({ conversation: null, hands })
  for (const action of actions.filter((one) => one.section === 'conversation')) {
    assert.equal(action.isAvailable?.(none), false, action.id)
    assert.equal(await action.run(none), undefined)
  }
  assert.deepEqual(calls, [])
})

const undone: [name: string, id: string, before: Partial<Conversation>, does: unknown[], undoes: unknown[]][] = [
  ['resolve, and open again', 'conversation.resolve', {}, ['setStatus', 'resolved'], ['setStatus', 'open']],
  ['resolve what was waiting, and wait again', 'conversation.resolve', { status: 'waiting' }, ['setStatus', 'resolved'], ['setStatus', 'waiting']],
  ['reopen, and resolve again', 'conversation.resolve', { status: 'resolved' }, ['setStatus', 'open'], ['setStatus', 'resolved']],
  [
    'wake, and snooze until the same time',
    'conversation.wake',
    { status: 'snoozed', snoozedUntil: '2026-11-22T09:00:00.000Z' },
    ['setStatus', 'open'],
    ['snooze', new Date('2026-11-22T09:00:00.000Z')],
  ],
  ['snooze until the reply, and wake', 'conversation.snooze_reply', {}, ['snooze', 'reply'], ['setStatus', 'open']],
  ['take what nobody has, and give it back', 'conversation.take', {}, ['claim'], ['assign', { assigneeId: null }]],
  [
    'take it from a colleague, and give it back',
    'conversation.take',
    { assigneeId: 'ravi' as never },
    ['assign', { assigneeId: 'me' }],
    ['assign', { assigneeId: 'ravi' }],
  ],
]
for (const [name, id, before, does, undoes] of undone)
  test(`undo: ${name}`, async () => {
    const { calls, hands } = recorder()
    const done = await actions.find((one) => one.id === id)!.run(context({ hands, conversation: { ...conversation, ...before } }))
    await done!.undo!()
    assert.deepEqual(
      calls.map(([call, , ...args]) => [call, ...args]),
      [does, undoes],
    )
  })
