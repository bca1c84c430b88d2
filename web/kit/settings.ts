/** What this browser remembers of the agent's taste. Everything else lives on the server. */
export type SettingName = 'locale' | 'theme' | 'density'

/** The remembered value, or null; also null where storage is forbidden. */
export function readSetting(name: SettingName): string | null {
  try {
    return localStorage.getItem(`samvad.${name}`)
  } catch {
    return null
  }
}

/** Remembers a value (null forgets it); silently not, where storage is forbidden or full: a taste is not worth an error. */
export function writeSetting(name: SettingName, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`samvad.${name}`)
    else localStorage.setItem(`samvad.${name}`, value)
  } catch {
    return
  }
}
