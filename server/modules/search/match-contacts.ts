import type { Context } from '../../platform/context.ts'
import { findContactIds } from './queries.ts'
import { readQuery } from './search-query.ts'

/**
 * Ids of contacts whose name or address has every word of a text at the beginning of one of its own, in any script; when there is none, those that
 * resemble it. Null when the text is too short to look for anything. At most `most`, the shortest names first.
 */
export async function matchContacts(ctx: Context, text: string, most: number): Promise<string[] | null> {
  const { contact } = readQuery(text)
  if (!contact) return null
  const found = await findContactIds(ctx, contact, false, most)
  const mayGuess = contact.roman.length >= 4 && !/\d/.test(contact.roman)
  return found.length > 0 || !mayGuess ? found : findContactIds(ctx, contact, true, Math.min(most, mostLikely))
}

/** Of what only resembles the words, more than this is noise. */
const mostLikely = 20
