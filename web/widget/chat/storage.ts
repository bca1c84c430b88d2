import { boot } from './boot.ts'

const memory = new Map<string, string>()

/** localStorage of this chat; in the memory of the page where the browser refuses it (private windows, blocked third parties). */
export const kept = {
  get(name: string): string | null {
    try {
      return localStorage.getItem(`samvad.${boot.key}.${name}`)
    } catch {
      return memory.get(name) ?? null
    }
  },
  set(name: string, value: string | null): void {
    if (value === null) memory.delete(name)
    else memory.set(name, value)
    try {
      if (value === null) localStorage.removeItem(`samvad.${boot.key}.${name}`)
      else localStorage.setItem(`samvad.${boot.key}.${name}`, value)
    } catch {
      // The memory has it.
    }
  },
}
