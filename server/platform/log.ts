import { pino, type Logger } from 'pino'

export type Log = Logger

/** One JSON line per request and job: ids, durations, outcome; never message text, addresses or secrets. To stdout unless told. */
export function createLog(level: string, to?: { write(line: string): void }): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['*.password', '*.token', '*.secret', '*.authorization', '*.cookie', 'req.headers'], remove: true },
  }
  return to ? pino(options, to) : pino(options)
}
