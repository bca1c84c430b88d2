import { AppError } from '../../platform/errors.ts'
import { beginning, type Position } from './queries.ts'

/**
 * How far a search has been read. `exact`: newest first, everything before a position. `all` and `any`: so many of the hits before a position, which are
 * put in order of quality together.
 */
export interface SearchCursor {
  width: 'exact' | 'all' | 'any'
  before: Position
  offset: number
}

const widths = { e: 'exact', l: 'all', y: 'any' } as const
const letters = { exact: 'e', all: 'l', any: 'y' } as const

export function packSearchCursor({ width, before, offset }: SearchCursor): string {
  const at = before.at === 'infinity' ? '' : String(before.at.getTime())
  return Buffer.from(`${letters[width]}.${at}.${before.id}.${offset}`).toString('base64url')
}

/** Errors: `request.bad_cursor`. */
export function readSearchCursor(text: string): SearchCursor {
  const [, letter, ms, id, offset] =
    /^([ely])\.(\d{0,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d{1,4})$/.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? []
  if (!letter || !id) throw new AppError('invalid', 'request.bad_cursor', 'This page marker is not one of ours.')
  return { width: widths[letter as 'e'], before: { at: ms ? new Date(Number(ms)) : beginning.at, id }, offset: Number(offset) }
}

/** Just after a hit in the newest-first order: a page read later begins with the same hit, whatever has come in meanwhile. */
export const pinnedAt = (at: Date): Position => ({ at: new Date(at.getTime() + 1), id: '00000000-0000-0000-0000-000000000000' })
