import { type Locale, locales } from '../../../kit/locale.ts'

/** A language in its own words where we speak it, else its tag. Pure. */
export const languageName = (tag: string): string => {
  const names = Object.keys(locales) as Locale[]
  const known = names.find((name) => name === tag) ?? names.find((name) => name.split('-')[0] === tag.split('-')[0])
  return known ? locales[known] : tag
}
