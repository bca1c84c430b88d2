import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { appendMails, readFlags } from '../simulator/append-mail.ts'
import { startDovecot, type Dovecot } from '../simulator/dovecot.ts'
import { recordingHost, sampleMail, until } from '../simulator/recording-host.ts'
import { startTroubledLine } from '../simulator/troubled-line.ts'
import { groupForReading } from './read-mails.ts'
import { watchMailbox } from './watch-mailbox.ts'

const mark = 'THE-MAIL-THAT-BREAKS-LINES'
let dovecot: Dovecot

before(async () => {
  dovecot = await startDovecot({ users: { cut: 'a', silence: 'b', never: 'c' } })
})
after(() => dovecot?.remove())

for (const [mode, password, story] of [
  ['cut', 'a', 'breaks the connection'],
  ['silence', 'b', 'makes the server hang'],
] as const) {
  test(`a mail that ${story} when it is read is passed over, recorded, and read when that works again`, async () => {
    const access = { port: dovecot.port, user: mode, password }
    const bodies = ['fine', 'fine', mark, 'fine', 'fine']
    await appendMails(
      access,
      bodies.map((body, n) => sampleMail(`${mode}-${n}`, body)),
    )
    const line = await startTroubledLine(dovecot.port, mark)
    line.mode = mode
    const host = recordingHost()
    const server = { host: '127.0.0.1', port: line.port, security: 'none' as const }
    const timing = { poll: 200, backOffFirst: 20, backOffMost: 100, mail: 400, mailRetries: [600, 600, 600], connect: 3000 }
    const watching = watchMailbox({ server, login: { kind: 'password', user: mode, password }, timing }, null, host)
    try {
      await until('the mails around it', () => host.stored.size === 4)
      assert.ok(line.troubles >= 3 && line.troubles <= 4, `it was tried ${line.troubles} times before it was passed over`)
      assert.deepEqual(
        host.failures.map(({ uid }) => uid),
        [3],
      )
      line.mode = 'sound'
      await until('the bad mail', () => host.stored.size === 5)
      await until('its plan is gone', () => host.cursor?.retries.length === 0)
    } finally {
      host.stop()
      await watching
      await line.stop()
    }
    assert.deepEqual([...new Set([...(await readFlags(access)).values()].flat())], [])
  })
}

test('a mail that never can be read is given up after its attempts, visibly, and the box goes on', async () => {
  const access = { port: dovecot.port, user: 'never', password: 'c' }
  await appendMails(access, [sampleMail('never-0', mark), sampleMail('never-1')])
  const line = await startTroubledLine(dovecot.port, mark)
  const host = recordingHost()
  const server = { host: '127.0.0.1', port: line.port, security: 'none' as const }
  const timing = { poll: 100, backOffFirst: 20, backOffMost: 100, mailRetries: [50, 50], connect: 3000 }
  const watching = watchMailbox({ server, login: { kind: 'password', user: 'never', password: 'c' }, timing }, null, host)
  try {
    await until('given up', () => host.failures.at(-1)?.retryAt === null)
    await until('connected again', () => host.healths.at(-1)?.state === 'connected')
    const { troubles } = line
    await appendMails(access, [sampleMail('never-2')])
    await until('the next mail', () => host.stored.has('<never-2@example.org>'))
    assert.equal(line.troubles, troubles)
    assert.deepEqual(
      host.failures.map(({ uid, attempts }) => [uid, attempts]),
      [
        [1, 1],
        [1, 2],
        [1, 3],
      ],
    )
  } finally {
    host.stop()
    await watching
    await line.stop()
  }
})

const outline = (uid: number, sizeBytes: number) => ({ uid, sizeBytes, receivedAt: new Date(0) })
const megabyte = 1024 * 1024
const groupings: [name: string, sizes: number[], suspects: [uid: number, breaks: number][], groups: number[][]][] = [
  ['small mails are read together', [1, 1, 1], [], [[1, 2, 3]]],
  ['a group holds four megabytes', [3 * megabyte, megabyte, 1], [], [[1, 2], [3]]],
  ['a large mail stands alone', [1, 9 * megabyte, 1], [], [[1], [2], [3]]],
  ['a suspect stands alone', [1, 1, 1], [[2, 1]], [[1], [2], [3]]],
  ['nothing gives nothing', [], [], []],
]
for (const [name, sizes, suspects, groups] of groupings) {
  test(name, () => {
    const outlines = sizes.map((sizeBytes, at) => outline(at + 1, sizeBytes))
    assert.deepEqual(
      groupForReading(outlines, new Map(suspects)).map((group) => group.map(({ uid }) => uid)),
      groups,
    )
  })
}
