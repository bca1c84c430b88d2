import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useSyncExternalStore } from 'react'
import { createWording, type Message, type MessageValues, type Wording } from './intl.ts'
import type english from './locales/en.json'
import { type Locale, pickFormatLocale, pickLocale } from './locale.ts'
import type { MessagePartName } from './message-parts.ts'
import { readSetting, writeSetting } from './settings.ts'

/** Every message id there is: a misspelt one does not compile. */
export type MessageId = keyof typeof english
/** `t('list.empty', { count })`: the message in the agent's language. An id unknown at build time (an error code of the server) goes through `tOr`. */
export type Translate = (id: MessageId, values?: MessageValues) => string

type Messages = Record<string, Message>
type Loaders = Record<string, () => Promise<Messages>>
/** One chunk a language and part. The build fills what a language lacks with English. */
const loaders: Record<MessagePartName, Loaders> = {
  core: import.meta.glob<Messages>('./locales/*.json', { query: '?messages&part=core', import: 'default' }),
  form: import.meta.glob<Messages>('./locales/*.json', { query: '?messages&part=form', import: 'default' }),
  setup: import.meta.glob<Messages>('./locales/*.json', { query: '?messages&part=setup', import: 'default' }),
  customers: import.meta.glob<Messages>('./locales/*.json', { query: '?messages&part=customers', import: 'default' }),
  me: import.meta.glob<Messages>('./locales/*.json', { query: '?messages&part=me', import: 'default' }),
  entry: import.meta.glob<Messages>('./locales/*.json', { query: '?messages&part=entry', import: 'default' }),
}

let wantedLocale: Locale = pickLocale(readSetting('locale'), navigator.languages)
const wantedParts = new Set<MessagePartName>(['core'])
let shown: { locale: Locale; messages: Messages } | null = null
const listeners = new Set<() => void>()

/** Shows the wanted language once all wanted parts of it are there. */
async function showMessages(): Promise<void> {
  const locale = wantedLocale
  const parts = [...wantedParts]
  const loaded = await Promise.all(parts.map((part) => loaders[part][`./locales/${locale}.json`]!()))
  // Another language or part was asked for meanwhile: both are shown at once.
  if (locale !== wantedLocale || parts.length !== wantedParts.size) return showMessages()
  document.documentElement.lang = locale
  shown = { locale, messages: Object.assign({}, ...loaded) as Messages }
  listeners.forEach((listener) => listener())
}

function wantLocale(locale: Locale): void {
  wantedLocale = locale
  showMessages().catch((error: unknown) => {
    // A language file that cannot be fetched (offline, new deployment) must not blank the screen: stay with what is shown, or begin in English.
    console.error(error)
    if (wantedLocale !== locale) return
    if (shown) wantedLocale = shown.locale
    else if (locale !== 'en') wantLocale('en')
  })
}

/** For a screen with messages of its own: `lazy(() => needMessages('setup').then(() => import('./setup')))`. Rejects when they cannot be fetched. */
export async function needMessages<Screen>(parts: MessagePartName[], screen: () => Promise<Screen>): Promise<Screen> {
  for (const part of parts) wantedParts.add(part)
  const [loaded] = await Promise.all([screen(), showMessages()])
  return loaded
}

interface LocaleChoice {
  locale: Locale
  setLocale(locale: Locale): void
}
interface Language extends LocaleChoice {
  messages: Messages
  wording: Wording
}
const LanguageContext = createContext<Language | null>(null)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function setLocale(locale: Locale): void {
  writeSetting('locale', locale)
  wantLocale(locale)
}

/** Loads the language of the setting, or else of the browser, and keeps <html lang> true. Renders nothing until the first language is there. */
export function I18n({ children }: { children: ReactNode }) {
  const now = useSyncExternalStore(subscribe, () => shown)
  useEffect(() => {
    if (!shown) wantLocale(wantedLocale)
  }, [])
  const locale = now?.locale
  const wording = useMemo(() => locale && createWording(pickFormatLocale(locale, navigator.languages)), [locale])
  const language = useMemo(() => now && wording && { ...now, wording, setLocale }, [now, wording])
  return language && <LanguageContext value={language}>{children}</LanguageContext>
}

function useLanguage(): Language {
  const language = useContext(LanguageContext)
  if (!language) throw new Error('outside <I18n>')
  return language
}

/** The language shown, and how to change it; the choice is remembered in this browser. */
export const useLocale = (): LocaleChoice => useLanguage()

/** Dates and numbers as the agent's language and region write them. */
export const useWording = (): Wording => useLanguage().wording

/** The translating function of the current language. */
export function useT(): Translate {
  const { messages, wording } = useLanguage()
  return useCallback((id, values) => wording.formatMessage(messages[id] ?? id, values), [messages, wording])
}

/** Translates an id that arrives at run time (an error code, a label of a connector); `otherwise` when no language file knows it. */
export function useTOr(): (id: string, otherwise: string, values?: MessageValues) => string {
  const { messages, wording } = useLanguage()
  return useCallback((id, otherwise, values) => wording.formatMessage(messages[id] ?? otherwise, values), [messages, wording])
}
