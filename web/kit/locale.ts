/** The languages the console speaks, by their BCP 47 tag, each named in itself. */
export const locales = {
  en: 'English',
  hi: 'हिन्दी',
  te: 'తెలుగు',
  ml: 'മലയാളം',
  ta: 'தமிழ்',
  'pt-BR': 'Português (Brasil)',
  es: 'Español',
} as const
export type Locale = keyof typeof locales

/** The language to show: the agent's setting if we speak it, else the first browser language we speak, else English. Pure. */
export function pickLocale(setting: string | null, browserLanguages: readonly string[]): Locale {
  for (const wanted of setting ? [setting, ...browserLanguages] : browserLanguages) {
    const found = matchLocale(wanted)
    if (found) return found
  }
  return 'en'
}

/**
 * The tag for dates, numbers and currency: the browser's own regional form of the language (en-IN, es-MX) where it has one,
 * so that ₹1,23,456 and the first day of the week are right; else the language alone. Pure.
 */
export function pickFormatLocale(locale: Locale, browserLanguages: readonly string[]): string {
  const language = locale.split('-')[0]
  return browserLanguages.find((tag) => tag.includes('-') && tag.split('-')[0] === language) ?? locale
}

function matchLocale(tag: string): Locale | null {
  const names = Object.keys(locales) as Locale[]
  const lower = tag.toLowerCase()
  const language = lower.split('-')[0]
  return names.find((name) => name.toLowerCase() === lower) ?? names.find((name) => name.split('-')[0] === language) ?? null
}

const scripts: [language: string, pattern: RegExp][] = [
  ['hi', /\p{Script=Devanagari}/gu],
  ['te', /\p{Script=Telugu}/gu],
  ['ml', /\p{Script=Malayalam}/gu],
  ['ta', /\p{Script=Tamil}/gu],
]

/**
 * The language to declare for text somebody wrote, judged by the script most of its letters are in; undefined for Latin and others,
 * where the script does not tell. Pure; reads the first 400 characters.
 */
export function languageOfScript(text: string): string | undefined {
  const sample = text.slice(0, 400)
  const letters = sample.match(/\p{L}/gu)?.length ?? 0
  const best = scripts.map(([language, pattern]) => ({ language, count: sample.match(pattern)?.length ?? 0 })).sort((a, b) => b.count - a.count)[0]!
  return best.count > 0 && best.count * 2 >= letters ? best.language : undefined
}
