import type { ReactNode } from 'react'
import { Toaster } from './components/toast.tsx'
import { popupsId } from './components/popup-home.ts'
import { TooltipLayer } from './components/tooltip.tsx'
import './fonts.css'
import './tokens.css'
import './reset.css'
import { I18n, useT } from './i18n.tsx'
import { useKeyHints } from './use-keys.ts'

/** What every screen stands on: styles, language, tooltips, toasts, key hints. Call `applyTheme()` before rendering it. */
export function Kit({ children }: { children: ReactNode }) {
  useKeyHints()
  return (
    <I18n>
      {children}
      <Popups />
      <TooltipLayer />
    </I18n>
  )
}

function Popups() {
  const t = useT()
  return (
    <section id={popupsId} aria-label={t('kit.notices')}>
      <Toaster />
    </section>
  )
}
