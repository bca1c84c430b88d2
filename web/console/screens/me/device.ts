export interface Device {
  browser: string | null
  system: string | null
  isPhone: boolean
}

/** Order matters: Edge, Opera and Samsung also name Chrome, Chrome also names Safari. */
const browsers: [name: string, pattern: RegExp][] = [
  ['Edge', /Edg(e|A|iOS)?\//],
  ['Opera', /OPR\/|Opera/],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Firefox', /Firefox\/|FxiOS\//],
  ['Chrome', /Chrome\/|CriOS\/|Chromium\//],
  ['Safari', /Version\/.*Safari\//],
]
const systems: [name: string, pattern: RegExp][] = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad|iPod/],
  ['Windows', /Windows/],
  ['ChromeOS', /CrOS/],
  ['macOS', /Mac OS X|Macintosh/],
  ['Linux', /Linux/],
]

/** Browser and system of a User-Agent line in words people know; null for what it does not tell. Pure. */
export function readDevice(userAgent: string): Device {
  const find = (list: [string, RegExp][]) => list.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? null
  return { browser: find(browsers), system: find(systems), isPhone: /Mobile|Android|iPhone/.test(userAgent) }
}
