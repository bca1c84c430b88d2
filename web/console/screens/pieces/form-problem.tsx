import { Banner } from '../../../kit/components/banner.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { requestIdOf, useProblemText } from './problem-text.ts'

/** Why the server refused a form, above its button. Nothing when there is no refusal. */
export function FormProblem({ error }: { error: unknown }) {
  const t = useT()
  const say = useProblemText()
  if (error === null || error === undefined) return null
  const id = requestIdOf(error)
  return (
    <Banner tone="danger" urgent>
      {say(error)}
      {id && (
        <>
          {' '}
          {t('kit.request_id')} <code>{id}</code>
        </>
      )}
    </Banner>
  )
}
