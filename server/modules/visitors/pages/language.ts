import { locales, type Locale } from '../../../../contract/people.ts'

/** How each language calls itself. */
export const languageNames: Record<Locale, string> = {
  en: 'English',
  hi: 'हिन्दी',
  te: 'తెలుగు',
  ml: 'മലയാളം',
  ta: 'தமிழ்',
  'pt-BR': 'Português',
  es: 'Español',
}

const find = (tag: string): Locale | undefined => {
  const wanted = tag.trim().toLowerCase()
  return locales.find((locale) => locale.toLowerCase() === wanted) ?? locales.find((locale) => locale.split('-')[0] === wanted.split('-')[0])
}

/** The language of a page: what was asked for, else the browser's best, else the inbox's. SOURCE of the header: RFC 9110 § 12.5.4. */
export function chooseLanguage(asked: unknown, header: string | undefined, otherwise: Locale): Locale {
  const chosen = typeof asked === 'string' ? find(asked) : undefined
  if (chosen) return chosen
  const wishes = (header ?? '')
    .split(',')
    .slice(0, 20)
    .map((part) => ({ tag: part.split(';')[0]!, weight: Number(/;\s*q=([\d.]+)/.exec(part)?.[1] ?? 1) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  return wishes.map(({ tag }) => find(tag)).find((locale) => locale !== undefined) ?? otherwise
}
