import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { IntlProvider, type IntlShape, type MessageFormatElement, useIntl } from 'react-intl'
import type english from './locales/en.json'
import { type Locale, pickFormatLocale, pickLocale } from './locale.ts'
import { readSetting, writeSetting } from './settings.ts'

/** Every message id there is: a misspelt one does not compile. */
export type MessageId = keyof typeof english
export type MessageValues = Record<string, string | number | boolean | Date | null | undefined>
/** `t('list.empty', { count })`: the message in the agent's language. An id unknown at build time (an error code of the server) goes through `tOr`. */
export type Translate = (id: MessageId, values?: MessageValues) => string

/** One chunk a language. The build fills what a language lacks with English, so exactly one file is loaded. */
type Messages = Record<string, string | MessageFormatElement[]>
const loaders: Record<Locale, () => Promise<{ default: Messages }>> = {
  en: () => import('./locales/en.json?messages'),
  hi: () => import('./locales/hi.json?messages'),
  te: () => import('./locales/te.json?messages'),
  ml: () => import('./locales/ml.json?messages'),
  ta: () => import('./locales/ta.json?messages'),
  'pt-BR': () => import('./locales/pt-BR.json?messages'),
  es: () => import('./locales/es.json?messages'),
}

interface LocaleChoice {
  locale: Locale
  setLocale(locale: Locale): void
}
const LocaleContext = createContext<LocaleChoice | null>(null)

/** Loads the language of the setting, or else of the browser, and keeps <html lang> true. Renders nothing until the first language is there. */
export function I18n({ children }: { children: ReactNode }) {
  const [locale, setLocaleState] = useState(() => pickLocale(readSetting('locale'), navigator.languages))
  const [loaded, setLoaded] = useState<{ locale: Locale; messages: Messages } | null>(null)
  useEffect(() => {
    let wanted = true
    const load = async () => {
      try {
        const { default: messages } = await loaders[locale]()
        if (!wanted) return
        document.documentElement.lang = locale
        setLoaded({ locale, messages })
      } catch (error) {
        // A language file that cannot be fetched (offline, new deployment) must not blank the screen: go on in English.
        console.error(error)
        if (wanted) setLocaleState('en')
      }
    }
    void load()
    return () => {
      wanted = false
    }
  }, [locale])
  const choice = useMemo<LocaleChoice>(
    () => ({
      locale,
      setLocale(next) {
        writeSetting('locale', next)
        setLocaleState(next)
      },
    }),
    [locale],
  )
  if (!loaded) return null
  return (
    <LocaleContext value={choice}>
      <IntlProvider
        locale={pickFormatLocale(loaded.locale, navigator.languages)}
        messages={loaded.messages as Record<string, string>}
        onError={reportOnce}
      >
        {children}
      </IntlProvider>
    </LocaleContext>
  )
}

/** The language shown, and how to change it; the choice is remembered in this browser. */
export function useLocale(): LocaleChoice {
  const choice = useContext(LocaleContext)
  if (!choice) throw new Error('useLocale outside <I18n>')
  return choice
}

/** The translating function of the current language. */
export function useT(): Translate {
  const intl = useIntl()
  return useCallback((id, values) => format(intl, id, values), [intl])
}

/** Translates an id that arrives at run time (an error code, a label of a connector); `otherwise` when no language file knows it. */
export function useTOr(): (id: string, otherwise: string, values?: MessageValues) => string {
  const intl = useIntl()
  return useCallback((id, otherwise, values) => (id in intl.messages ? format(intl, id, values) : otherwise), [intl])
}

/** Plain strings are the message itself; the formatter would want to parse them, and the parser is not shipped. */
function format(intl: IntlShape, id: string, values?: MessageValues): string {
  const message: string | MessageFormatElement[] | undefined = intl.messages[id]
  return typeof message === 'string' ? message : intl.formatMessage({ id }, values)
}

const reported = new Set<string>()
function reportOnce(error: Error) {
  if (reported.has(error.message)) return
  reported.add(error.message)
  console.error(error)
}
