import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Settings, readSettings } from '../platform/settings.ts'
import { type Command, say } from './command.ts'
import { untilAskedToStop } from './until-asked-to-stop.ts'

export const start: Command = {
  summary: 'Start the server, with its own PostgreSQL in the data folder unless DATABASE_URL is set.',
  usage: [
    '[OPTIONS]',
    '--port N              (PORT) default 3000, or the next free one when you name none; 0 for any',
    '--host ADDRESS        (HOST) default 127.0.0.1; 0.0.0.0 to be reached from other machines',
    '--data FOLDER         (SAMVAD_DATA) default ./data',
    '--no-demo             (SAMVAD_DEMO=no) without demo customers',
    '--roles web,worker    (SAMVAD_ROLES) what this process does',
    '--public-url URL      (SAMVAD_PUBLIC_URL) the address customers see, when a proxy stands before',
    '--trusted-proxies N   (SAMVAD_TRUSTED_PROXIES) how many proxies to believe, default 0',
    '--log-level LEVEL     (SAMVAD_LOG_LEVEL) debug, info, warn, error or silent',
    '--no-open             do not open the browser at the first start',
    'DATABASE_URL          a PostgreSQL 15 or newer instead of the embedded one',
    'SAMVAD_SMTP_PORT      takes mail by SMTP on this port too (docs/operating/mail.md)',
  ],
  async run(argv) {
    const settings = readSettings(argv, process.env)
    const isFirstStart = !existsSync(join(settings.dataDir, 'instance-keys'))
    const { startServer } = await import('../main.ts')
    const server = await startServer(settings)
    // Before the line that says so: whoever waits for it may ask at once.
    const asked = untilAskedToStop()
    console.log(server.url ? `Samvad is ready at ${server.url}` : 'Samvad is ready: a worker, which serves no address.')
    if (isFirstStart && server.url) openBrowser(settings, server.url)
    await asked
    say('Stopping: finishing what is under way. Ctrl-C again stops at once.')
    await server.stop()
    return 0
  },
}

/** Only for a person at a desktop: a script, a container or a remote shell has no use for it. */
function openBrowser(settings: Settings, url: string): void {
  if (!settings.openBrowser || !settings.roles.has('web') || !process.stdout.isTTY || process.env.SSH_CONNECTION) return
  const hasDesktop = process.platform === 'darwin' || process.platform === 'win32' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  if (!hasDesktop || process.getuid?.() === 0) return
  const [command, ...args] =
    process.platform === 'darwin' ? ['open', url] : process.platform === 'win32' ? ['cmd', '/c', 'start', '""', url] : ['xdg-open', url]
  const browser = spawn(command!, args, { stdio: 'ignore', detached: true })
  browser.on('error', () => {}) // its address was printed; a missing opener is no trouble
  browser.unref()
}
