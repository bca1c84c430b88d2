import type { MenuItem } from '../../../kit/components/menu.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { conversationActions, snoozes } from '../../actions/conversation.ts'
import type { Action } from '../../actions/action.ts'
import { conversationPath, hands } from '../../actions/hands.ts'
import { labelOf, useRun } from '../../actions/use-actions.ts'
import { go } from '../../router.tsx'
import { conversationOf } from '../../store/held.ts'
import { useMe } from '../../store/session.ts'

/** Actions that need the conversation before the eyes, because they open something at it. */
const needsOpen = new Set([
  'conversation.reply',
  'conversation.note',
  'conversation.channel',
  'conversation.assign',
  'conversation.team',
  'conversation.tags',
  'conversation.priority',
  'conversation.merge',
  'conversation.split',
])
const left = new Set<Action>(snoozes)

/** Menu items of every action that fits a conversation now. */
export function useActionItems(id: string | null): MenuItem[] {
  const t = useT()
  const me = useMe()
  const run = useRun()
  const conversation = (id && conversationOf(id)) || null
  if (!id || !conversation) return []
  const context = { me, conversation, hands }
  const fits = (action: Action) => !action.keyOnly && action.isAvailable?.(context) !== false
  const item = (action: Action): MenuItem => ({
    id: action.id,
    label: t(labelOf(action, context)),
    ...(action.icon ? { icon: action.icon } : {}),
    ...(action.keys ? { keys: action.keys } : {}),
    onSelect: () => {
      if (needsOpen.has(action.id)) go(conversationPath(id))
      // After the menu has closed and the focus is back.
      setTimeout(() => run(action, id), needsOpen.has(action.id) ? 60 : 0)
    },
  })
  return conversationActions.filter((action) => fits(action) && !left.has(action)).map(item)
}
