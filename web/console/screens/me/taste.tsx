import { useState } from 'react'
import { Card } from '../../../kit/components/card.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import { Select } from '../../../kit/components/select.tsx'
import { useLocale, useT } from '../../../kit/i18n.tsx'
import { type Locale, locales } from '../../../kit/locale.ts'
import { currentDensity, currentTheme, type Density, setDensity, setTheme, type Theme } from '../../../kit/theme.ts'
import style from '../pieces/screen.module.css'
import { useKeepSettings } from './use-keep-settings.ts'

const languages = (Object.entries(locales) as [Locale, string][]).map(([value, label]) => ({ value, label }))

/** Language, colours and density: they act at once and need no server. */
export function Taste() {
  const t = useT()
  const { locale, setLocale } = useLocale()
  const keep = useKeepSettings()
  const [theme, setThemeShown] = useState(currentTheme)
  const [density, setDensityShown] = useState(currentDensity)
  const chooseLocale = (next: Locale) => {
    setLocale(next)
    keep({ locale: next })
  }
  const chooseTheme = (next: Theme) => {
    setTheme(next)
    setThemeShown(next)
    keep({ theme: next })
  }
  const chooseDensity = (next: Density) => {
    setDensity(next)
    setDensityShown(next)
    keep({ density: next })
  }
  return (
    <Card title={t('me.look')}>
      <div className={style.grid}>
        <FormField label={t('form.language')}>
          <Select value={locale} onChange={chooseLocale} choices={languages} />
        </FormField>
        <FormField label={t('me.theme')}>
          <Select
            value={theme}
            onChange={chooseTheme}
            choices={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`me.theme_${value}`) }))}
          />
        </FormField>
        <FormField label={t('me.density')}>
          <Select
            value={density}
            onChange={chooseDensity}
            choices={(['comfortable', 'compact', 'dense'] as const).map((value) => ({ value, label: t(`me.density_${value}`) }))}
          />
        </FormField>
      </div>
    </Card>
  )
}
