import { storableText } from '../../platform/database/insert-rows.ts'
import { AppError } from '../../platform/errors.ts'

/** A name on one line, fit for a list and for a mail's subject. Errors: 422 `name.empty` when nothing visible is left. */
export function cleanName(text: string): string {
  const name = storableText(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
  if (!name) throw new AppError('invalid', 'name.empty', 'A name needs at least one letter.')
  return name
}

/** More would make every answer about an agent heavy; what we store ourselves is below 5 kB. */
const mostSettingsBytes = 16_000
const deepest = 10

/** Settings as PostgreSQL takes them. Errors: 422 `agent.settings_too_large` above 16 kB or ten levels. */
export function cleanSettings(settings: object): string {
  const text = JSON.stringify(cleanValue(settings, 0))
  if (Buffer.byteLength(text) > mostSettingsBytes) throw tooLarge()
  return text
}

const tooLarge = () => new AppError('invalid', 'agent.settings_too_large', 'These settings are too large.')

function cleanValue(value: unknown, depth: number): unknown {
  if (depth > deepest) throw tooLarge()
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map((one) => cleanValue(one, depth + 1))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [storableText(key), cleanValue(one, depth + 1)]))
  return value
}
