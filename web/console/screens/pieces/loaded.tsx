import type { ReactNode } from 'react'
import { Banner } from '../../../kit/components/banner.tsx'
import { Button } from '../../../kit/components/button.tsx'
import { ErrorState } from '../../../kit/components/error-state.tsx'
import { Skeleton } from '../../../kit/components/skeleton.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { requestIdOf, useProblemText } from './problem-text.ts'
import type { Load } from './use-load.ts'

interface LoadedProps<T> {
  of: Load<T>
  /** Rows of the skeleton; a card of text lines without it. */
  rows?: number
  children(value: T): ReactNode
}

/** What was loaded, or its skeleton, or why it could not be loaded; an older value stays in sight when loading anew fails. */
export function Loaded<T>({ of: load, rows, children }: LoadedProps<T>) {
  const t = useT()
  const say = useProblemText()
  if (load.value === undefined) {
    if (!load.error) return <Skeleton rows={rows} lines={4} />
    return (
      <ErrorState requestId={requestIdOf(load.error)} onRetry={load.reload} retrying={load.isLoading}>
        {say(load.error)}
      </ErrorState>
    )
  }
  return (
    <>
      {load.error !== null && (
        <Banner
          tone="danger"
          actions={
            <Button size="compact" busy={load.isLoading} onClick={load.reload}>
              {t('kit.try_again')}
            </Button>
          }
        >
          {say(load.error)}
        </Banner>
      )}
      {children(load.value)}
    </>
  )
}
