import { readSetting, writeSetting } from './settings.ts'

export type Theme = 'light' | 'dark' | 'system'
export type Density = 'comfortable' | 'compact' | 'dense'

/** Puts the remembered theme and density on <html>. Call before the first paint; without a choice the system's scheme rules. */
export function applyTheme(): void {
  setOrRemove('theme', readSetting('theme'))
  setOrRemove('density', readSetting('density'))
}

/** Changes the colours at once and remembers the choice. */
export function setTheme(theme: Theme): void {
  writeSetting('theme', theme === 'system' ? null : theme)
  applyTheme()
}

/** Changes the row and control heights at once and remembers the choice. */
export function setDensity(density: Density): void {
  writeSetting('density', density === 'comfortable' ? null : density)
  applyTheme()
}

/** The chosen theme. */
export function currentTheme(): Theme {
  const theme = readSetting('theme')
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

/** The chosen density. */
export function currentDensity(): Density {
  const density = readSetting('density')
  return density === 'compact' || density === 'dense' ? density : 'comfortable'
}

function setOrRemove(name: 'theme' | 'density', value: string | null) {
  if (value) document.documentElement.dataset[name] = value
  else delete document.documentElement.dataset[name]
}
