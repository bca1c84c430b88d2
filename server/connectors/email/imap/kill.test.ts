import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { appendMails, readFlags } from '../simulator/append-mail.ts'
import { startDovecot } from '../simulator/dovecot.ts'
import { sampleMail, until } from '../simulator/recording-host.ts'

const script = join(import.meta.dirname, '../simulator/watch-into-file.ts')

test('a watcher that is killed again and again stores every mail exactly once and changes nothing on the server', async () => {
  const dovecot = await startDovecot({ users: { asha: 'secret' } })
  const folder = await mkdtemp(join(tmpdir(), 'watcher-'))
  try {
    const access = { port: dovecot.port, user: 'asha', password: 'secret' }
    const names = Array.from({ length: 400 }, (_, n) => `kill-${n}`)
    // Copies with the same Message-ID count once.
    await appendMails(
      access,
      [...names, ...names.slice(0, 60)].map((name) => sampleMail(name)),
    )
    const stored = async () => (await readFile(join(folder, 'mails.txt'), 'utf8').catch(() => '')).split('\n').filter(Boolean)
    const start = () => spawn(process.execPath, [script, String(dovecot.port), 'asha', 'secret', folder], { stdio: ['ignore', 'ignore', 'inherit'] })
    let killsWhileBusy = 0
    for (let kill = 0; kill < 12; kill++) {
      const before = (await stored()).length
      const child = start()
      await until('a mail more', async () => (await stored()).length > before || before === names.length)
      await sleep((kill * 7) % 40)
      child.kill('SIGKILL')
      await once(child, 'exit')
      if ((await stored()).length < names.length) killsWhileBusy++
    }
    const last = start()
    await until('all mails', async () => JSON.parse(await readFile(join(folder, 'cursor.json'), 'utf8').catch(() => '{}')).lastUid === 460)
    last.kill('SIGKILL')
    await once(last, 'exit')
    assert.ok(killsWhileBusy >= 3, `only ${killsWhileBusy} kills met a watcher at work`)
    assert.deepEqual((await stored()).sort(), names.map((name) => `<${name}@example.org>`).sort())
    assert.deepEqual([...new Set([...(await readFlags(access)).values()].flat())], [])
  } finally {
    await dovecot.remove()
    await rm(folder, { recursive: true, force: true })
  }
})
