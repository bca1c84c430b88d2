import { createServer } from 'node:net'
import type { App } from './app.ts'
import { requireKeys } from './check-keys.ts'
import { migrate } from './platform/database/migrate.ts'
import { checkDatabase, startEmbedded } from './platform/database/embedded/index.ts'
import { StartError } from './platform/database/embedded/start-error.ts'
import { createLog } from './platform/log.ts'
import { loadInstanceKeys } from './platform/secrets/instance-keys.ts'
import type { Settings } from './platform/settings.ts'

export interface RunningServer {
  /** Null without the role web: nothing listens. */
  url: string | null
  app: App
  stop(): Promise<void>
}

/** Starts everything for the settings: the database (embedded or DATABASE_URL), migrations, web and worker roles. Resolves once it serves. */
export async function startServer(settings: Settings): Promise<RunningServer> {
  const log = createLog(settings.logLevel)
  const say = (line: string) => console.log(line)
  // Reading the program and starting the database take about as long; they do not wait for each other.
  const program = import('./app.ts')
  program.catch(() => {})
  const embedded = settings.databaseUrl ? null : await startEmbedded({ dataDir: settings.dataDir, log: say })
  let app: App | null = null
  try {
    const connectionString = settings.databaseUrl ?? embedded!.connectionString
    if (settings.databaseUrl) await checkDatabase(settings.databaseUrl)
    await migrate(connectionString, say)
    await requireKeys(connectionString, settings.dataDir)
    const keys = await loadInstanceKeys(settings.dataDir, process.env)
    const { createApp } = await program
    app = await createApp({ connectionString, settings, keys, log, isDiskLow: () => embedded?.isDiskLow() ?? false })
    await app.start()
    const running = app
    const url = settings.roles.has('web') ? await listen(running, settings, say) : null
    return {
      url,
      app: running,
      async stop() {
        await running.stop()
        await embedded?.stop()
      },
    }
  } catch (error) {
    await app?.stop().catch(() => {})
    await embedded?.stop()
    throw error
  }
}

/** Listens on the wished port; when nobody asked for it in particular and it is taken, on the next free one, and says so. */
async function listen(app: App, settings: Settings, say: (line: string) => void): Promise<string> {
  let { port } = settings
  if (!settings.portWasAsked) {
    while (port < settings.port + 100 && !(await isFree(port, settings.host))) port += 1
    if (port !== settings.port) say(`Port ${settings.port} is taken; using ${port}.`)
  }
  await app.http.fastify.listen({ port, host: settings.host }).catch((error: unknown) => {
    throw explainHost(error, settings.host)
  })
  const address = app.http.fastify.server.address()
  const actual = typeof address === 'object' && address ? address.port : port
  const url = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${actual}`
  app.setUrl(url)
  return url
}

/** An address this machine does not have is the operator's to mend; any other error is returned as it is. */
function explainHost(error: unknown, host: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  const isUnusable = syscall === 'getaddrinfo' || (syscall === 'listen' && (code === 'EADDRNOTAVAIL' || code === 'EINVAL'))
  if (!isUnusable) return error
  return new StartError(
    'address_unusable',
    `This machine has no address ${host} to listen on.`,
    'Choose another with --host: 127.0.0.1 for this machine alone, 0.0.0.0 to be reached from others.',
    { cause: error },
  )
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
