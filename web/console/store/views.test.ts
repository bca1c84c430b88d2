import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Conversation } from '../../../contract/conversation.ts'
import { compareBy, filterOfView, isInSort, matchesView, narrowed, type Filter } from './views.ts'

const nowMs = Date.parse('2026-11-21T10:00:00Z')
const reader = { agentId: 'me', teamIds: ['refunds'] }
const made = (part: object): Conversation =>
  ({
    id: 'a',
    status: 'open',
    priority: 'normal',
    assigneeId: null,
    teamId: null,
    tags: [],
    mergedIntoId: null,
    waitingSince: null,
    contact: { id: 'lakshmi' },
    last: { at: '2026-11-21T09:00:00Z', channel: 'email' },
    createdAt: '2026-11-20T09:00:00Z',
    ...part,
  }) as unknown as Conversation

const cases: [name: string, conversation: object, filter: Filter, expected: boolean | null][] = [
  ['an open one of mine is mine', { assigneeId: 'me' }, { status: 'open', assignee: 'me' }, true],
  ['one of a colleague is not mine', { assigneeId: 'ravi' }, { assignee: 'me' }, false],
  ['nobody has it', {}, { assignee: 'none' }, true],
  ['somebody has it', { assigneeId: 'ravi' }, { assignee: 'none' }, false],
  ['a named agent has it', { assigneeId: 'ravi' }, { assignee: 'ravi' }, true],
  ['a resolved one is not open', { status: 'resolved' }, { status: 'open' }, false],
  ['one of several statuses', { status: 'snoozed' }, { status: 'open,waiting,snoozed' }, true],
  ['it came by this channel last', {}, { channel: 'email' }, true],
  ['it came by another channel last', {}, { channel: 'chat' }, false],
  ['it is in one of my teams', { teamId: 'refunds' }, { team: 'mine' }, true],
  ['it is in another team', { teamId: 'delivery' }, { team: 'mine' }, false],
  ['without a team it is in none of mine', {}, { team: 'mine' }, false],
  ['without a team', {}, { team: 'none' }, true],
  ['it has the tag', { tags: ['upi'] }, { tag: 'upi' }, true],
  ['it lacks the tag', {}, { tag: 'upi' }, false],
  ['it has the priority', { priority: 'urgent' }, { priority: 'urgent' }, true],
  ['it is of this customer', {}, { contact: 'lakshmi' }, true],
  ['it has waited long enough', { waitingSince: '2026-11-21T09:30:00Z' }, { waitingMinutes: '30' }, true],
  ['it has not waited long enough', { waitingSince: '2026-11-21T09:45:00Z' }, { waitingMinutes: '30' }, false],
  ['it does not wait', {}, { waitingMinutes: '0' }, false],
  ['what was joined into another is nowhere', { mergedIntoId: 'b' }, {}, false],
  ['the record does not tell who is mentioned', {}, { mentions: 'me' }, null],
  ['but it tells the status first', { status: 'resolved' }, { status: 'open', mentions: 'me' }, false],
  ['the record does not tell whose draft there is', {}, { drafts: 'me' }, null],
]
for (const [name, conversation, filter, expected] of cases)
  test(`view: ${name}`, () => assert.equal(matchesView(made(conversation), filter, reader, nowMs), expected))

test('the newest activity stands first, and the later id of two at one moment', () => {
  const compare = compareBy('activity')
  const old = made({ id: 'x', last: { at: '2026-11-21T08:00:00Z' } })
  assert.deepEqual(
    [old, made({ id: 'a' }), made({ id: 'b' })].sort(compare).map((one) => one.id),
    ['b', 'a', 'x'],
  )
})
test('without words a conversation stands by when it was made', () => {
  assert.ok(compareBy('activity')(made({ last: null }), made({})) > 0)
})
test('the longest wait stands first, and what does not wait is left out', () => {
  const compare = compareBy('waiting')
  assert.ok(compare(made({ waitingSince: '2026-11-21T08:00:00Z' }), made({ waitingSince: '2026-11-21T09:00:00Z' })) < 0)
  assert.equal(isInSort(made({}), 'waiting'), false)
  assert.equal(isInSort(made({}), 'activity'), true)
})
test('a view is built in, a team, a channel, or saved', () => {
  const saved = [{ id: '1-2', filter: { tag: 'upi', nonsense: 'x' } }]
  assert.deepEqual(filterOfView('mine', saved), { status: 'open', assignee: 'me' })
  assert.deepEqual(filterOfView('team-1-2', saved), { status: 'open', team: '1-2' })
  assert.deepEqual(filterOfView('channel-chat', saved), { status: 'open', channel: 'chat' })
  assert.deepEqual(filterOfView('view-1-2', saved), { tag: 'upi' })
  assert.equal(filterOfView('view-9', saved), null)
})
test('the address narrows the view, and "any" drops its status', () => {
  const mine: Filter = { status: 'open', assignee: 'me' }
  assert.deepEqual(narrowed(mine, new URLSearchParams('tag=upi&sort=waiting')), { status: 'open', assignee: 'me', tag: 'upi' })
  assert.deepEqual(narrowed(mine, new URLSearchParams('status=any')), { assignee: 'me' })
})
