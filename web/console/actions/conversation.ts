import ArrowLeftRight from 'lucide-react/icons/arrow-left-right'
import Check from 'lucide-react/icons/check'
import CirclePlus from 'lucide-react/icons/circle-plus'
import Clock from 'lucide-react/icons/clock'
import Flag from 'lucide-react/icons/flag'
import Hash from 'lucide-react/icons/hash'
import Hourglass from 'lucide-react/icons/hourglass'
import Link from 'lucide-react/icons/link'
import Lock from 'lucide-react/icons/lock'
import Merge from 'lucide-react/icons/merge'
import MessageSquareDot from 'lucide-react/icons/message-square-dot'
import Reply from 'lucide-react/icons/reply'
import RotateCcw from 'lucide-react/icons/rotate-ccw'
import Split from 'lucide-react/icons/split'
import Tag from 'lucide-react/icons/tag'
import UserCheck from 'lucide-react/icons/user-check'
import UserPlus from 'lucide-react/icons/user-plus'
import Users from 'lucide-react/icons/users'
import type { Conversation } from '../../../contract/conversation.ts'
import { snoozeUntil } from '../store/snooze-times.ts'
import type { Action, ActionContext, Done } from './action.ts'

type Ready = ActionContext & { conversation: Conversation }
/** An action on the open conversation: available only when there is one. */
const on = (
  action: Omit<Action, 'section' | 'run' | 'isAvailable'> & { fits?(c: Ready): boolean; run(c: Ready): ReturnType<Action['run']> },
): Action => {
  const { fits, run, ...rest } = action
  return {
    ...rest,
    section: 'conversation',
    isAvailable: (context) => context.conversation !== null && (fits?.(context as Ready) ?? true),
    run: (context) => (context.conversation ? run(context as Ready) : undefined),
  }
}

const isResolved = ({ conversation }: ActionContext) => conversation?.status === 'resolved'
const put = (said: Done['said'], undo: Done['undo']): Done => ({ said, ...(undo ? { undo } : {}) })
/** Puts the status back as it was, a snooze with its time. */
const statusBack = ({ conversation, hands }: Ready) => {
  const { status, snoozedUntil } = conversation
  if (status !== 'snoozed') return () => hands.setStatus(conversation, status)
  return () => hands.snooze(conversation, snoozedUntil ? new Date(snoozedUntil) : 'reply')
}

export const resolve = on({
  id: 'conversation.resolve',
  label: (c) => (isResolved(c) ? 'action.reopen' : 'action.resolve'),
  icon: Check,
  keys: 'e',
  async run(c) {
    const back = statusBack(c)
    await c.hands.setStatus(c.conversation, isResolved(c) ? 'open' : 'resolved')
    return put(isResolved(c) ? 'action.reopened' : 'action.resolved', back)
  },
})
export const wake = on({
  id: 'conversation.wake',
  label: 'action.wake',
  icon: RotateCcw,
  fits: ({ conversation }) => conversation.status === 'snoozed' || conversation.status === 'waiting',
  async run(c) {
    const back = statusBack(c)
    await c.hands.setStatus(c.conversation, 'open')
    return put('action.woken', c.conversation.status === 'snoozed' ? back : undefined)
  },
})
export const wait = on({
  id: 'conversation.wait',
  label: 'action.wait',
  icon: Hourglass,
  fits: ({ conversation }) => conversation.status === 'open',
  async run(c) {
    const back = statusBack(c)
    await c.hands.setStatus(c.conversation, 'waiting')
    return put('action.waiting', back)
  },
})
export const snooze = on({
  id: 'conversation.snooze',
  label: 'action.snooze',
  icon: Clock,
  keys: 'h',
  fits: (c) => !isResolved(c),
  run: ({ hands }) => hands.open('snooze'),
})
const snoozeFor = (id: string, label: Action['label'] & string, until: () => Date | 'reply') =>
  on({
    id,
    label,
    icon: Clock,
    fits: (c) => !isResolved(c),
    async run(c) {
      const back = statusBack(c)
      await c.hands.snooze(c.conversation, until())
      return put('action.snoozed', back)
    },
  })
/** In the order of their digits after H. */
export const snoozes: Action[] = [
  snoozeFor('conversation.snooze_hour', 'action.snooze_hour', () => snoozeUntil('hour', new Date())),
  snoozeFor('conversation.snooze_tomorrow', 'action.snooze_tomorrow', () => snoozeUntil('tomorrow', new Date())),
  snoozeFor('conversation.snooze_next_week', 'action.snooze_next_week', () => snoozeUntil('next_week', new Date())),
  snoozeFor('conversation.snooze_reply', 'action.snooze_reply', () => 'reply'),
]
export const take = on({
  id: 'conversation.take',
  label: 'action.take',
  icon: UserCheck,
  keys: 'i',
  fits: ({ me, conversation }) => conversation.assigneeId !== me.agent.id,
  async run({ me, conversation, hands }) {
    const before = conversation.assigneeId
    await (before === null ? hands.claim(conversation) : hands.assign(conversation, { assigneeId: me.agent.id }))
    return put('action.taken', () => hands.assign(conversation, { assigneeId: before }))
  },
})

export const conversationActions: Action[] = [
  on({ id: 'conversation.reply', label: 'action.reply', icon: Reply, keys: 'r', run: ({ hands }) => hands.write('reply') }),
  on({ id: 'conversation.note', label: 'action.note', icon: Lock, keys: 'n', run: ({ hands }) => hands.write('note') }),
  on({ id: 'conversation.channel', label: 'action.channel', icon: ArrowLeftRight, keys: 'shift+r', run: ({ hands }) => hands.open('channel') }),
  resolve,
  wait,
  wake,
  snooze,
  ...snoozes,
  take,
  on({ id: 'conversation.assign', label: 'action.assign', icon: UserPlus, keys: 'a', run: ({ hands }) => hands.open('assign') }),
  on({ id: 'conversation.team', label: 'action.team', icon: Users, keys: 't', run: ({ hands }) => hands.open('team') }),
  on({ id: 'conversation.tags', label: 'action.tags', icon: Tag, keys: 'l', run: ({ hands }) => hands.open('tags') }),
  on({ id: 'conversation.priority', label: 'action.priority', icon: Flag, keys: 'p', run: ({ hands }) => hands.open('priority') }),
  on({
    id: 'conversation.unread',
    label: 'action.unread',
    icon: MessageSquareDot,
    keys: 'u',
    async run({ conversation, hands }) {
      await hands.markUnread(conversation)
      return put('action.marked_unread', undefined)
    },
  }),
  on({ id: 'conversation.merge', label: 'action.merge', icon: Merge, run: ({ hands }) => hands.open('merge') }),
  on({ id: 'conversation.split', label: 'action.split', icon: Split, run: ({ conversation, hands }) => hands.chooseSplit(conversation) }),
  on({
    id: 'conversation.copy_number',
    label: 'action.copy_number',
    icon: Hash,
    keys: '.',
    async run({ conversation, hands }): Promise<Done> {
      await hands.copy(`#${conversation.number}`)
      return { said: 'action.copied', values: { text: `#${conversation.number}` } }
    },
  }),
  on({
    id: 'conversation.copy_link',
    label: 'action.copy_link',
    icon: Link,
    keys: '. .',
    async run({ conversation, hands }): Promise<Done> {
      await hands.copy(`${location.origin}/inbox/all/${conversation.id}`)
      return { said: 'action.link_copied' }
    },
  }),
  on({ id: 'feed.next', label: 'action.feed_next', keys: 'pagedown', keyOnly: true, run: ({ hands }) => hands.feed('next') }),
  on({ id: 'feed.previous', label: 'action.feed_previous', keys: 'pageup', keyOnly: true, run: ({ hands }) => hands.feed('previous') }),
  on({ id: 'feed.first', label: 'action.feed_first', keys: 'home', keyOnly: true, run: ({ hands }) => hands.feed('first') }),
  on({ id: 'feed.last', label: 'action.feed_last', keys: 'end', keyOnly: true, run: ({ hands }) => hands.feed('last') }),
]

export const newConversation: Action = {
  id: 'conversation.new',
  label: 'action.new_conversation',
  section: 'anywhere',
  icon: CirclePlus,
  keys: 'c',
  run: ({ hands }) => hands.open('new_conversation'),
}
