import { StartError } from './start-error.ts'

/** Ways PostgreSQL refuses to start, by its own words (always English: we set LC_ALL=C). Source: the messages of PostgreSQL 18. */
const refusals: [pattern: RegExp, make: (where: string) => StartError][] = [
  [
    /No space left on device|could not extend file|Disk quota exceeded/,
    (where) => new StartError('disk_full', `The disk that holds ${where} is full.`, 'Free some space, then start again; nothing was lost.'),
  ],
  [
    /Permission denied|Operation not permitted|has wrong ownership|has invalid permissions/,
    (where) =>
      new StartError(
        'folder_not_writable',
        `PostgreSQL may not use ${where}.`,
        `Give it back to the account that made it, with rights for that account alone (chmod 700 "${where}").`,
      ),
  ],
  [
    /Address already in use|could not create any TCP\/IP sockets|could not bind/,
    () => new StartError('port_taken', 'The port chosen for PostgreSQL was taken in the meantime.', 'Start again.'),
  ],
  [
    /could not (create|resize|map) shared memory|could not create semaphores|Cannot allocate memory/,
    () =>
      new StartError(
        'memory_short',
        'PostgreSQL got no memory from the system.',
        'Free some memory, or raise the limit of this machine or container (300 MB is enough to begin).',
      ),
  ],
  [
    /database files are incompatible|not compatible with this version/,
    (where) =>
      new StartError(
        'version_mismatch',
        `The database in ${where} was made by another PostgreSQL.`,
        'Use the Samvad version that made it, or restore a backup into a new data folder.',
      ),
  ],
  [
    /could not (read|open|locate|find) .*(pg_control|checkpoint record|base\/|global\/)|invalid (primary )?checkpoint|incorrect checksum in control file|PANIC/,
    (where) =>
      new StartError(
        'cluster_damaged',
        `The database in ${where} is damaged.`,
        'Keep a copy of the folder, then restore the last backup into a new data folder.',
      ),
  ],
]

/** The StartError for what PostgreSQL wrote before it gave up; `not_started` with its last words when none is known. */
export function explainPostgresLog(said: string, where: string): StartError {
  const known = refusals.find(([pattern]) => pattern.test(said))
  if (known) return known[1](where)
  const fatal = said.match(/(?:FATAL|PANIC|error):\s+(.*)/)?.[1] ?? said.trim().split('\n').at(-1)
  return new StartError(
    'not_started',
    `PostgreSQL did not start: ${fatal || 'it said nothing'}.`,
    'See postgres.log in the data folder, or run: samvad doctor',
  )
}

/** True for refusals that pass by themselves: the processes of a killed server take a moment to leave. */
export const isPassing = (said: string): boolean => /pre-existing shared memory block|lock file .* already exists/.test(said)
