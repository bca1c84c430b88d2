import { lazy, StrictMode, Suspense, useEffect, useState, type ComponentType } from 'react'
import { createRoot } from 'react-dom/client'
import { ErrorState } from '../kit/components/error-state.tsx'
import { Spinner } from '../kit/components/spinner.tsx'
import { needMessages } from '../kit/i18n.tsx'
import { Kit } from '../kit/kit.tsx'
import { applyTheme } from '../kit/theme.ts'
import { call } from './api.ts'
import { Guard } from './screens/frame/guard.tsx'
import { go, usePath } from './router.tsx'
import { loadSession, useSession } from './store/session.ts'

const Frame = lazy(() => import('./screens/frame/index.tsx'))
const KitPage = lazy(() => import('../kit/page.tsx'))
const Entry = lazy(() => needMessages(['entry', 'form'], () => import('./screens/entry/index.tsx')))

const screens: [path: RegExp, screen: ComponentType][] = [
  [/^\/inbox(\/|$)/, lazy(() => import('./screens/inbox/index.tsx'))],
  [/^\/customers(\/|$)/, lazy(() => needMessages(['customers', 'form'], () => import('./screens/customers/index.tsx')))],
  [/^\/setup(\/|$)/, lazy(() => needMessages(['setup', 'form'], () => import('./screens/setup/index.tsx')))],
  [/^\/me$/, lazy(() => needMessages(['me', 'form'], () => import('./screens/me/index.tsx')))],
]
const entry = /^\/(welcome|sign-in|forgot|reset|invitation)(\/|$)/

function Console() {
  const path = usePath()
  if (path === '/kit') return <KitPage />
  return entry.test(path) ? <Entry /> : <SignedIn path={path} />
}

/** Everything behind the sign-in. Whoever is not signed in is led to the page that fits: first sign-up, or sign-in. */
function SignedIn({ path }: { path: string }) {
  const session = useSession()
  useEffect(() => void loadSession(), [])
  useEffect(() => {
    if (session.kind === 'signed_out') void leadIn(path)
  }, [session.kind, path])
  const found = screens.find(([pattern]) => pattern.test(path))
  useEffect(() => {
    if (!found || path === '/inbox') go('/inbox/mine', { replace: true })
  }, [found, path])
  if (session.kind === 'unreachable') return <ErrorState onRetry={() => void loadSession()} />
  if (session.kind !== 'signed_in' || !found) return <Waiting />
  const Screen = found[1]
  return (
    <Frame>
      <Guard key={found[0].source}>
        <Suspense fallback={<Waiting />}>
          <Screen />
        </Suspense>
      </Guard>
    </Frame>
  )
}

async function leadIn(path: string) {
  const start = await call('GET /start', {}).catch(() => null)
  const back = path === '/' ? '' : `?to=${encodeURIComponent(path)}`
  go(start?.needsOwner ? '/welcome' : `/sign-in${back}`, { replace: true })
}

/** Nothing for the first moment, so that a quick load does not flash. */
function Waiting() {
  const [isLong, setIsLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), 400)
    return () => clearTimeout(timer)
  }, [])
  return isLong ? <Spinner alone /> : null
}

applyTheme()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Kit>
      <Guard>
        <Suspense fallback={<Waiting />}>
          <Console />
        </Suspense>
      </Guard>
    </Kit>
  </StrictMode>,
)
