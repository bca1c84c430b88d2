import { storableText } from '../database/insert-rows.ts'
import { AppError } from '../errors.ts'

/** Nothing in the contract is nested deeper than a few levels; free-form settings are not either. */
const deepest = 32

/**
 * The input with only such text as PostgreSQL can keep, in names and values: without NUL and halves of surrogate pairs. Changes the value in place.
 * Errors: `request.too_deep`.
 */
export function makeStorable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return storableText(value)
  if (value === null || typeof value !== 'object') return value
  if (depth === deepest) throw new AppError('invalid', 'request.too_deep', 'The request is nested too deeply.')
  const holder = value as Record<string, unknown>
  for (const name of Object.keys(holder)) {
    const held = makeStorable(holder[name], depth + 1)
    const storable = storableText(name)
    if (storable !== name) delete holder[name]
    if (storable !== name || held !== holder[name]) holder[storable] = held
  }
  return holder
}
