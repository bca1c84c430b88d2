export type StartProblem =
  | 'folder_in_use'
  | 'folder_not_writable'
  | 'folder_unreachable'
  | 'folder_owned_by_other'
  | 'disk_full'
  | 'memory_short'
  | 'port_taken'
  | 'address_unusable'
  | 'keys_missing'
  | 'version_mismatch'
  | 'binaries_missing'
  | 'account_missing'
  | 'cluster_damaged'
  | 'database_unreachable'
  | 'database_unsuitable'
  | 'not_started'

/** The server cannot start, and a person must mend it: `message` says what is wrong and `hint` what to do, one line each. */
export class StartError extends Error {
  readonly code: StartProblem
  readonly hint: string

  constructor(code: StartProblem, message: string, hint: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StartError'
    this.code = code
    this.hint = hint
  }
}

/** Turns a failed file operation on `path` into the matching StartError; any other error is returned as it is. */
export function explainFileError(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  const cause = { cause: error }
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new StartError('disk_full', `The disk that holds ${path} is full.`, 'Free some space, then start again; nothing was lost.', cause)
  if (code === 'EROFS') return new StartError('folder_not_writable', `${path} is on a read-only disk.`, 'Choose another folder with --data.', cause)
  if (code === 'EACCES' || code === 'EPERM') {
    return new StartError(
      'folder_not_writable',
      `${path} may not be written by this user.`,
      `Give it to this user (sudo chown -R $(id -un) "${path}") or choose another folder with --data.`,
      cause,
    )
  }
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return new StartError('folder_not_writable', `${path} is not a folder.`, 'Choose another folder with --data.', cause)
  return error
}
