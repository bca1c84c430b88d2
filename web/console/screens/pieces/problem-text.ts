import { useCallback } from 'react'
import { useT, useTOr } from '../../../kit/i18n.tsx'
import { ApiProblem } from '../../api.ts'

/** Says a refusal in the agent's language: what happened and what to do. Codes nobody has translated show the server's own sentence. */
export function useProblemText(): (error: unknown) => string {
  const t = useT()
  const tOr = useTOr()
  return useCallback(
    (error) => {
      if (!(error instanceof ApiProblem)) return t('form.problem.unknown')
      return tOr(`form.problem.${error.code}`, error.problem.title ?? t('form.problem.unknown'))
    },
    [t, tOr],
  )
}

/** The id to quote to the operator, when the server failed. */
export const requestIdOf = (error: unknown): string | undefined =>
  error instanceof ApiProblem && error.status >= 500 && error.requestId ? error.requestId : undefined

/** Does the refusal name this part of the request (`body.email`)? */
export const isAbout = (error: unknown, path: string): boolean =>
  error instanceof ApiProblem && (error.problem.issues ?? []).some((issue) => issue.path === path || issue.path.startsWith(`${path}.`))
