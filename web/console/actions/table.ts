import { anywhereActions } from './anywhere.ts'
import { conversationActions, newConversation } from './conversation.ts'
import { listActions } from './list.ts'
import type { Action } from './action.ts'

/** Every command of the console, once. */
export const actions: readonly Action[] = [...conversationActions, ...listActions, newConversation, ...anywhereActions]

export function actionNamed(id: string): Action {
  const found = actions.find((action) => action.id === id)
  if (!found) throw new Error(`no action ${id}`)
  return found
}
