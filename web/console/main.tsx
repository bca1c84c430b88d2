import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { Kit } from '../kit/kit.tsx'
import { applyTheme } from '../kit/theme.ts'

const KitPage = lazy(() => import('../kit/page.tsx'))

applyTheme()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Kit>
      <Suspense>
        <KitPage />
      </Suspense>
    </Kit>
  </StrictMode>,
)
