import { AppError } from '../errors.ts'

/** The disk (or the quota) is full, or so nearly that the database should have the rest: answered 503 or SMTP 452, never acknowledged. */
export class StorageFull extends AppError {
  constructor(cause?: unknown) {
    super('unavailable', 'file.storage_full', 'There is no room left to store this file. Try again later.')
    this.name = 'StorageFull'
    this.cause = cause
  }
}

export const fileTooLarge = (maxBytes: number) =>
  new AppError('invalid', 'file.too_large', `The file is larger than ${maxBytes} bytes.`, { status: 413, maxBytes })
export const fileMissing = () => new AppError('not_found', 'file.not_found', 'This file is not here.')
export const uploadMissing = () => new AppError('not_found', 'upload.not_found', 'This upload is not here or has run out. Begin again.')

/** Turns a full disk or quota into `StorageFull`; everything else stays what it was. */
export function asStorageError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code
  return code === 'ENOSPC' || code === 'EDQUOT' ? new StorageFull(error) : error
}
