import Languages from 'lucide-react/icons/languages'
import type { ReactNode } from 'react'
import { Icon } from '../../../kit/components/icon.tsx'
import { Select } from '../../../kit/components/select.tsx'
import { useLocale, useT } from '../../../kit/i18n.tsx'
import { type Locale, locales } from '../../../kit/locale.ts'
import mark from '../../samvad.svg'
import style from './entry-page.module.css'

const languages = (Object.entries(locales) as [Locale, string][]).map(([value, label]) => ({ value, label }))

/** The calm page before somebody is signed in: the name, the language, one form, and what else one may have come for. */
export function EntryPage({ title, intro, foot, children }: { title: string; intro?: ReactNode; foot?: ReactNode; children: ReactNode }) {
  const t = useT()
  const { locale, setLocale } = useLocale()
  return (
    <div className={style.page}>
      <header className={style.top}>
        <span className={style.brand}>
          <img src={mark} alt="" width="28" height="28" />
          Samvad
        </span>
        <span className={style.language}>
          <Icon icon={Languages} />
          <Select aria-label={t('form.language')} value={locale} onChange={setLocale} choices={languages} />
        </span>
      </header>
      <main className={style.main}>
        <div className={style.card}>
          <h1>{title}</h1>
          {intro && <p className={style.intro}>{intro}</p>}
          {children}
        </div>
        {foot && <p className={style.foot}>{foot}</p>}
      </main>
    </div>
  )
}
