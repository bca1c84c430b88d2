import { AppError } from '../../platform/errors.ts'

/** A keyset position: a time in ms and an id, packed so that callers see it as opaque. */
export interface Position {
  at: Date
  id: string
}

export const packCursor = ({ at, id }: Position): string => Buffer.from(`${at.getTime()}.${id}`).toString('base64url')

/** Errors: `request.bad_cursor`. */
export function readCursor(text: string): Position {
  const [, ms, id] = /^(-?\d{1,15})\.(e?[0-9a-f-]{1,40})$/.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? []
  if (!ms || !id) throw new AppError('invalid', 'request.bad_cursor', 'This page marker is not one of ours.')
  return { at: new Date(Number(ms)), id }
}
