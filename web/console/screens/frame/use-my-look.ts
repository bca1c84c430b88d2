import { useEffect } from 'react'
import { useLocale } from '../../../kit/i18n.tsx'
import { readSetting } from '../../../kit/settings.ts'
import { setDensity, setTheme } from '../../../kit/theme.ts'
import { useMe } from '../../store/session.ts'

/** On a browser that remembers no taste of its own, the agent finds the language, colours and density they chose elsewhere. */
export function useMyLook(): void {
  const { settings } = useMe()
  const { locale, theme, density } = settings
  const { setLocale } = useLocale()
  useEffect(() => {
    if (locale && readSetting('locale') === null) setLocale(locale)
    if (theme && readSetting('theme') === null) setTheme(theme)
    if (density && readSetting('density') === null) setDensity(density)
  }, [locale, theme, density, setLocale])
}
