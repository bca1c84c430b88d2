import { startTestApp, type TestApp } from '../../../server/testing/app.ts'

/** The whole server in this process, on a database of its own. Limits of how often one may ask are off: gates ask often. */
export function startApp(options: { logLevel?: string } = {}): Promise<TestApp> {
  process.env.NODE_ENV = 'test'
  process.env.SAMVAD_RATE_LIMITS = 'off'
  return startTestApp(options)
}
