import { useState } from 'react'
import { Select } from './components/select.tsx'
import { useLocale } from './i18n.tsx'
import { type Locale, locales } from './locale.ts'
import { Actions } from './page/actions.tsx'
import { Feedback } from './page/feedback.tsx'
import { Fields } from './page/fields.tsx'
import { Lists } from './page/lists.tsx'
import { Marks } from './page/marks.tsx'
import { Overlays } from './page/overlays.tsx'
import style from './page/page.module.css'
import { Type } from './page/type.tsx'
import { currentDensity, currentTheme, setDensity, setTheme } from './theme.ts'

/** /kit: every component in every state. For those who build screens; its words are samples and stay English unless the kit itself speaks. */
export default function KitPage() {
  const { locale, setLocale } = useLocale()
  const [theme, setThemeShown] = useState(currentTheme)
  const [density, setDensityShown] = useState(currentDensity)
  return (
    <main className={style.page}>
      <header className={style.header}>
        <h1>Samvad kit</h1>
        <div className={style.choices}>
          <Select
            aria-label="Theme"
            value={theme}
            choices={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: value }))}
            onChange={(next) => {
              setTheme(next)
              setThemeShown(next)
            }}
          />
          <Select
            aria-label="Density"
            value={density}
            choices={(['comfortable', 'compact', 'dense'] as const).map((value) => ({ value, label: value }))}
            onChange={(next) => {
              setDensity(next)
              setDensityShown(next)
            }}
          />
          <Select
            aria-label="Language"
            value={locale}
            choices={(Object.keys(locales) as Locale[]).map((value) => ({ value, label: locales[value] }))}
            onChange={setLocale}
          />
        </div>
      </header>
      <Actions />
      <Marks />
      <Fields />
      <Overlays />
      <Lists />
      <Feedback />
      <Type />
    </main>
  )
}
