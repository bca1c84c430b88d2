import { pino, type Logger } from 'pino'

export type Log = Logger

/** One JSON line per request and job: ids, durations, outcome; never message text, addresses or secrets. */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['*.password', '*.token', '*.secret', '*.authorization', '*.cookie', 'req.headers'], remove: true },
  })
}
