import { boot } from './boot.ts'
import { kept } from './storage.ts'
import * as s from './store.ts'

/** Another language, chosen by the visitor and remembered. */
export async function changeLanguage(code: string): Promise<void> {
  try {
    const answer = await fetch(`/widget/locales/${code}.json`)
    if (!answer.ok) return
    s.words.value = (await answer.json()) as Record<string, string>
    s.locale.value = code
    document.documentElement.lang = code
    kept.set('lang', code)
  } catch {
    // Offline: the language stays.
  }
}

export function restoreLanguage(): void {
  const chosen = kept.get('lang')
  if (chosen && chosen !== boot.locale && boot.locales.some(({ code }) => code === chosen)) void changeLanguage(chosen)
}
