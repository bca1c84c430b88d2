// Gate S9: sessions, tokens, sockets, links and cookies end when they must, count where they must, and never stand in an address.
// A server in a process of its own, with people who live with their browsers open: requests, socket and event stream. Their rights are taken away in every way there is, and
// the time until the last way in is cut is measured. Pages of other sites try their cookies; links of mails, signatures of host pages and the way back from a mail provider
// are used twice, too late, bent, and by others. At the end every secret of the run is looked for in the log and in every address that a Chromium asked for.
// Positive controls: each refusal has its genuine counterpart, which must work.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { startOAuthSimulator } from '../../server/connectors/email/simulator/oauth-provider.ts'
import { freePort, ServerProcess } from './rig/server-process.ts'
import { defaultSeed, runAsProgram, Tally, type GateResult } from './rig/gate.ts'
import { provesAddresses, provesLog } from './s9/addresses.ts'
import { provesBrowserRules } from './s9/browser.ts'
import { provesCuts } from './s9/cuts.ts'
import { provesLinks } from './s9/links.ts'
import { provesOauth } from './s9/oauth.ts'
import type { Stage } from './s9/stage.ts'
import { provesVisitors } from './s9/visitors.ts'

const atLeast = 50

export async function run(_short: boolean, seed = defaultSeed): Promise<GateResult> {
  const tally = new Tally('s9-sessions', seed)
  const server = new ServerProcess({ logLevel: 'debug', keepsOutput: true, port: await freePort() })
  const client = { clientId: 'gate-client', clientSecret: 'gate-client-secret-of-the-provider' }
  const provider = await startOAuthSimulator({ ...client, account: 'support@shop.test', redirectUri: `${server.ownUrl}/oauth/inbox` })
  try {
    await server.startFresh({
      env: {
        SAMVAD_ALLOW_PRIVATE_HOSTS: '1',
        SAMVAD_GOOGLE_CLIENT_ID: client.clientId,
        SAMVAD_GOOGLE_CLIENT_SECRET: client.clientSecret,
        SAMVAD_GOOGLE_BASE_URL: provider.baseUrl,
      },
    })
    const db = await server.connect()
    const stage: Stage = { server, db, tally, secrets: new Set([server.token, client.clientSecret, 'correct horse battery']) }
    const others = async () => {
      await provesBrowserRules(stage)
      await provesVisitors(stage, addWorkspace(server))
      await provesOauth(stage, provider)
      await provesLinks(stage)
    }
    // Cuts wait for the clock; the others use that time.
    await Promise.all([provesCuts(stage), others()])
    await provesAddresses(stage)
    await db.end()
    await server.stop()
    provesLog(stage, server.output)
    tally.expect(tally.figures.cases! >= atLeast, `only ${tally.figures.cases} cases`)
    tally.figures.offered = tally.figures.cases!
  } finally {
    await server.remove()
    await provider.stop()
  }
  return tally.result()
}

/** Another workspace of the same installation; returns its owner's token. */
function addWorkspace(server: ServerProcess): string {
  const owner = ['--email', 'owner@other.test', '--name', 'Other', '--password', 'correct horse battery', '--workspace', 'Other', '--json']
  const made = execFileSync(
    process.execPath,
    [join(import.meta.dirname, '../../bin/samvad.mjs'), 'create-owner', '--data', server.dataDir, ...owner],
    {
      encoding: 'utf8',
    },
  )
  return (JSON.parse(made) as { token: string }).token
}

await runAsProgram(import.meta.url, run)
