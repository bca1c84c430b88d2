import { Client } from 'pg'
import { findMissingKeys } from '../check-keys.ts'
import { StartError } from '../platform/database/embedded/index.ts'
import { type Settings, readSettings } from '../platform/settings.ts'
import type { Command } from './command.ts'
import { checkServer } from './doctor/database.ts'
import { type Finding, bad } from './doctor/finding.ts'
import { checkFolder, checkMachine } from './doctor/machine.ts'
import { checkMailDomain, checkPort, checkPublicUrl } from './doctor/network.ts'
import { checkWork } from './doctor/work.ts'
import { withDatabase } from './open-database.ts'

export const doctor: Command = {
  summary: 'Check everything that can be checked, and say how to mend it. Exit code 1 when something is broken.',
  usage: ['[--json] [the options of start]', '--json    one list of { state: ok, warn or bad, text, mend }'],
  async run(argv) {
    const isJson = argv.includes('--json')
    const settings = readSettings(
      argv.filter((word) => word !== '--json'),
      process.env,
    )
    const findings: Finding[] = []
    const note = (...found: Finding[]) => {
      findings.push(...found)
      if (!isJson) for (const finding of found) console.log(draw(finding))
    }
    note(...checkMachine(), ...(await checkFolder(settings.dataDir)))
    await checkStored(settings, note)
    if (settings.roles.has('web')) note(await checkPort(settings))
    note(...(await checkPublicUrl(settings.publicUrl)))
    if (isJson) console.log(JSON.stringify(findings, null, 2))
    return findings.some(({ state }) => state === 'bad') ? 1 : 0
  },
}

async function checkStored({ dataDir }: Settings, note: (...findings: Finding[]) => void): Promise<void> {
  try {
    await withDatabase(dataDir, false, async ({ connectionString, isServerRunning }) => {
      const client = new Client({ connectionString, application_name: 'samvad doctor' })
      await client.connect()
      try {
        const { rows } = await client.query<{ exists: boolean }>(`select to_regclass('public.subscriber_cursors') is not null as exists`)
        if (!rows[0]!.exists) return note(bad('The database is empty.', 'Run: samvad migrate (the first start does it too)'))
        const missing = await findMissingKeys(connectionString, dataDir, process.env)
        if (missing) note(bad(missing.message, missing.hint))
        note(...(await checkServer(client, connectionString)), ...(await checkWork(client, isServerRunning)))
        for (const domain of await mailDomains(client)) note(...(await checkMailDomain(domain)))
      } finally {
        await client.end()
      }
    })
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    note(bad(error.message, error.hint))
  }
}

async function mailDomains(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ domain: string }>(
    `select distinct lower(split_part(address, '@', 2)) as domain from inboxes where channel = 'email' and address like '%@%' and removed_at is null order by 1 limit 20`,
  )
  return rows.map(({ domain }) => domain)
}

const marks = { ok: '✔', warn: '!', bad: '✘' } as const
const draw = (finding: Finding): string =>
  finding.state === 'ok' ? `${marks.ok} ${finding.text}` : `${marks[finding.state]} ${finding.text}\n    ${finding.mend}`
