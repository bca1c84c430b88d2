import { useCallback, useMemo } from 'react'
import { showToast } from '../../kit/components/toast.tsx'
import { useT, useTOr } from '../../kit/i18n.tsx'
import type { KeyCommand } from '../../kit/use-keys.ts'
import { ApiProblem } from '../api.ts'
import { usePath } from '../router.tsx'
import { conversationOf, useConversation } from '../store/held.ts'
import { currentMe, useMe } from '../store/session.ts'
import { remember } from '../store/undo.ts'
import type { Action, ActionContext, Done } from './action.ts'
import { hands, inboxPlace } from './hands.ts'
import { actions } from './table.ts'

/** What actions are judged and run with, as it is at this moment. */
function contextNow(conversationId: string | null): ActionContext | null {
  const me = currentMe()
  return me && { me, hands, conversation: (conversationId && conversationOf(conversationId)) || null }
}

/** Says what was done, with the way back; and what went wrong, with the reason. */
export function useSay(): { done(done: Done): void; failed(error: unknown): void } {
  const t = useT()
  const tOr = useTOr()
  return useMemo(() => {
    const failed = (error: unknown) => {
      if (!(error instanceof ApiProblem)) throw error
      const message = error.isOffline ? t('action.offline') : tOr(`error.${error.code}`, error.problem.title ?? t('action.failed'))
      showToast({ message, tone: 'danger' })
    }
    const done = ({ said, values, undo }: Done) => {
      const message = t(said, values)
      if (!undo) return void showToast({ message })
      let dismiss = () => {}
      const takeBack = async () => {
        try {
          await undo()
        } catch (error) {
          failed(error)
        }
      }
      const back = remember(takeBack, () => dismiss())
      dismiss = showToast({ message, undo: back })
    }
    return { done, failed }
  }, [t, tOr])
}

/** Runs an action on the open conversation, or on the one named. */
export function useRun(): (action: Action, conversationId?: string) => void {
  const say = useSay()
  return useCallback(
    (action, conversationId) => {
      const context = contextNow(conversationId ?? inboxPlace().conversationId)
      if (!context || action.isAvailable?.(context) === false) return
      void Promise.resolve(action.run(context)).then((done) => done && say.done(done), say.failed)
    },
    [say],
  )
}

/** The actions that can be done now, each with its words, for menus and the palette. */
export function useAvailable(): { action: Action; label: string }[] {
  const t = useT()
  const me = useMe()
  const path = usePath()
  const conversation = useConversation(path.startsWith('/inbox') ? inboxPlace(path).conversationId : null) ?? null
  return useMemo(() => {
    const context = { me, conversation, hands }
    return actions.filter((action) => action.isAvailable?.(context) !== false).map((action) => ({ action, label: t(labelOf(action, context)) }))
  }, [me, conversation, t])
}

export const labelOf = (action: Action, context: ActionContext) => (typeof action.label === 'function' ? action.label(context) : action.label)

/** Key bindings of every action of the table. Who has switched shortcuts off keeps only those that no typing can hit (WCAG 2.1.4). */
export function useActionKeys(): KeyCommand[] {
  const run = useRun()
  const { areShortcutsOff = false } = useMe().settings
  return useMemo(
    () =>
      actions.flatMap((action) =>
        action.keys && (!areShortcutsOff || action.inText)
          ? { id: action.id, keys: action.keys, ...(action.inText ? { inText: true } : {}), run: () => run(action) }
          : [],
      ),
    [run, areShortcutsOff],
  )
}
