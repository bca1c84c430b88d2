import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { appendMail, appendMails, readFlags, type MailboxAccess } from '../simulator/append-mail.ts'
import { startDovecot, type Dovecot } from '../simulator/dovecot.ts'
import { recordingHost, sampleMail, until, type RecordingHost } from '../simulator/recording-host.ts'
import type { ImapSettings } from './settings.ts'
import { watchMailbox } from './watch-mailbox.ts'

const people = [
  'backlog',
  'idle',
  'kill',
  'validity',
  'password',
  'bad',
  'flags',
  'seen',
  'move',
  'delete',
  'big',
  'now',
  'storage',
  'junk',
  'stop',
  'poll',
]
let dovecot: Dovecot

before(async () => {
  dovecot = await startDovecot({ users: Object.fromEntries(people.map((user) => [user, `secret-${user}`])) })
})
after(() => dovecot?.remove())

const access = (user: string): MailboxAccess => ({ port: dovecot.port, user, password: `secret-${user}` })

function settingsOf(user: string, more: Partial<ImapSettings> = {}): ImapSettings {
  return {
    server: { host: '127.0.0.1', port: dovecot.port, security: 'none' },
    login: { kind: 'password', user, password: `secret-${user}` },
    ...more,
    timing: { poll: 5_000, backOffFirst: 50, backOffMost: 300, refusedLogin: 100, connect: 5_000, mailRetries: [200, 200], ...more.timing },
  }
}

/** Runs a watcher while `work` runs, then stops it; fails when the stop takes a second. */
async function whileWatching(settings: ImapSettings, host: RecordingHost, work: () => Promise<void>): Promise<void> {
  const watching = watchMailbox(settings, host.cursor, host)
  try {
    await work()
  } finally {
    const from = Date.now()
    host.stop()
    await watching
    assert.ok(Date.now() - from < 1000, 'the watcher stops within a second')
  }
}

test('a backlog of 500 mails is fetched completely and oldest first', async () => {
  await appendMails(
    access('backlog'),
    Array.from({ length: 500 }, (_, n) => sampleMail(`backlog-${n}`)),
  )
  const host = recordingHost()
  await whileWatching(settingsOf('backlog'), host, () => until('500 mails', () => host.stored.size === 500, 30_000))
  assert.deepEqual(
    host.offered.map(({ messageId }) => messageId),
    Array.from({ length: 500 }, (_, n) => `<backlog-${n}@example.org>`),
  )
  assert.equal(host.cursor?.lastUid, 500)
})

test('a mail that arrives during IDLE is stored within two seconds', async () => {
  const host = recordingHost()
  await whileWatching(settingsOf('idle', { timing: { poll: 60_000 } }), host, async () => {
    await until('connection', () => host.healths.at(-1)?.state === 'connected')
    for (const name of ['idle-1', 'idle-2', 'idle-3']) {
      await appendMail(access('idle'), sampleMail(name))
      await until(name, () => host.stored.has(`<${name}@example.org>`), 2000)
    }
  })
})

test('killed and started again at any point, the watcher goes on from its cursor and every mail is there once', async () => {
  const names = Array.from({ length: 120 }, (_, n) => `kill-${n}`)
  await appendMails(
    access('kill'),
    names.map((name) => sampleMail(name)),
  )
  let host = recordingHost()
  for (const stopAfter of [1, 7, 30, 12, 2]) {
    const current = recordingHost(host)
    current.beforeStore = () => {
      if (current.offered.length === stopAfter) current.stop()
    }
    await watchMailbox(settingsOf('kill'), current.cursor, current)
    // A process that dies has not saved its cursor since the last slice.
    host = recordingHost(current)
  }
  await whileWatching(settingsOf('kill'), host, () => until('all mails', () => host.stored.size === 120))
  assert.deepEqual([...host.stored.keys()].sort(), names.map((name) => `<${name}@example.org>`).sort())
  assert.equal(host.cursor?.lastUid, 120)
})

test('without a saved cursor the mails are offered again and the store keeps one of each', async () => {
  const first = recordingHost()
  await whileWatching(settingsOf('kill'), first, () => until('all mails', () => first.stored.size === 120))
  const second = recordingHost(first)
  second.cursor = null
  await whileWatching(settingsOf('kill'), second, () => until('all offered', () => second.offered.length === 120))
  assert.equal(second.stored.size, 120)
})

test('after a change of UIDVALIDITY the folder is read again, nothing is lost and new mails arrive', async () => {
  await appendMails(access('validity'), [sampleMail('validity-1'), sampleMail('validity-2')])
  const host = recordingHost()
  await whileWatching(settingsOf('validity'), host, async () => {
    await until('both mails', () => host.cursor?.lastUid === 2)
    const known = host.cursor?.uidValidity
    await dovecot.stop()
    await dovecot.forgetUids('validity')
    await dovecot.start()
    await appendMail(access('validity'), sampleMail('validity-3'))
    await until('the third mail', () => host.stored.size === 3)
    await until('the new cursor', () => host.cursor?.uidValidity !== known && host.cursor?.lastUid === 3)
    assert.equal(host.offered.length, 5)
  })
})

test('a wrong password is an alarm, and the box recovers alone when the password is right again', async () => {
  await appendMail(access('password'), sampleMail('password-1'))
  await dovecot.setPassword('password', 'changed-by-someone-else')
  const host = recordingHost()
  await whileWatching(settingsOf('password'), host, async () => {
    await until('alarm', () => host.healths.length > 1)
    const alarm = host.healths.at(-1)
    assert.ok(alarm?.state === 'needs_attention')
    assert.equal(alarm.failure.kind, 'auth')
    assert.equal(alarm.failure.text, 'email.failure.auth')
    assert.equal(host.stored.size, 0)
    await dovecot.setPassword('password', 'secret-password')
    await until('the mail', () => host.stored.size === 1)
    await until('health', () => host.healths.at(-1)?.state === 'connected')
  })
})

test('a mail that cannot be stored does not stop the box; it is tried again, then given up visibly', async () => {
  await appendMails(
    access('bad'),
    ['bad-1', 'bad-2', 'bad-3', 'bad-4'].map((name) => sampleMail(name)),
  )
  const host = recordingHost()
  host.beforeStore = ({ messageId }) => {
    if (messageId === '<bad-2@example.org>') throw new Error('a poisonous mail')
    if (messageId === '<bad-3@example.org>' && host.failures.length < 2) throw new Error('a passing trouble')
  }
  await whileWatching(settingsOf('bad'), host, async () => {
    await until('the third mail at its second attempt', () => host.stored.has('<bad-3@example.org>'))
    await until('the second mail given up', () => host.failures.some(({ retryAt }) => retryAt === null))
  })
  assert.deepEqual([...host.stored.keys()], ['<bad-1@example.org>', '<bad-4@example.org>', '<bad-3@example.org>'])
  const poison = host.failures.filter(({ uid }) => uid === 2)
  assert.deepEqual(
    poison.map(({ attempts }) => attempts),
    [1, 2, 3],
  )
  assert.ok(poison.every(({ reason }) => reason === 'a poisonous mail'))
  assert.match(Buffer.from(poison[0]!.headers).toString(), /Subject: bad-2/)
  assert.deepEqual(host.cursor?.retries, [])
})

test('a failed mail is not forgotten by a restart', async () => {
  const first = recordingHost()
  first.beforeStore = ({ messageId }) => {
    if (messageId === '<bad-1@example.org>') throw new Error('not today')
  }
  await whileWatching(settingsOf('bad', { timing: { mailRetries: [100_000] } }), first, () => until('the rest', () => first.cursor?.lastUid === 4))
  assert.deepEqual(
    first.cursor?.retries.map(({ uid }) => uid),
    [1],
  )
  const second = recordingHost(first)
  second.cursor!.retries[0]!.notBefore = 0
  await whileWatching(settingsOf('bad'), second, () => until('the mail', () => second.stored.has('<bad-1@example.org>')))
  assert.equal(second.offered.length, 1)
})

test('while the storage is away nothing is passed over: the same mail is offered again until it is committed', async () => {
  await appendMails(access('storage'), [sampleMail('storage-1'), sampleMail('storage-2')])
  const host = recordingHost()
  let isAway = true
  const refuseWhileAway = () => {
    if (isAway) throw new Error('the database is starting up')
  }
  host.beforeStore = refuseWhileAway
  host.beforeFailed = refuseWhileAway
  await whileWatching(settingsOf('storage'), host, async () => {
    await until('trouble is reported', () => host.healths.length >= 2)
    const trouble = host.healths.at(-1)
    assert.ok(trouble?.state === 'retrying' && trouble.failure.kind === 'storage')
    assert.equal(host.cursor?.lastUid ?? 0, 0)
    isAway = false
    await until('both mails', () => host.stored.size === 2)
  })
  assert.deepEqual(host.failures, [])
  assert.deepEqual([...host.stored.keys()], ['<storage-1@example.org>', '<storage-2@example.org>'])
})

test('by default the server keeps its flags exactly as they were', async () => {
  await appendMails(access('flags'), [sampleMail('flags-1'), sampleMail('flags-2')])
  const flags = await readFlags(access('flags'))
  const host = recordingHost()
  await whileWatching(settingsOf('flags'), host, () => until('both mails', () => host.cursor?.lastUid === 2))
  assert.deepEqual(await readFlags(access('flags')), flags)
  assert.deepEqual([...flags.values()], [[], []])
})

test('marked seen only after the commit: a mail that fails to be stored keeps its flags', async () => {
  await appendMails(access('seen'), [sampleMail('seen-1'), sampleMail('seen-2')])
  const host = recordingHost()
  host.beforeStore = async ({ uid }) => {
    assert.deepEqual((await readFlags(access('seen'))).get(uid), [])
    if (uid === 1) throw new Error('not storable')
  }
  await whileWatching(settingsOf('seen', { afterwards: { kind: 'markSeen' } }), host, () => until('given up', () => host.failures.length === 3))
  assert.deepEqual([...(await readFlags(access('seen'))).values()], [[], ['\\Seen']])
})

test('moved to another folder after the commit', async () => {
  await appendMails(access('move'), [sampleMail('move-1'), sampleMail('move-2')])
  const host = recordingHost()
  await whileWatching(settingsOf('move', { afterwards: { kind: 'moveTo', folder: 'Spam' } }), host, () =>
    until('both', () => host.cursor?.lastUid === 2),
  )
  assert.equal((await readFlags(access('move'))).size, 0)
  assert.equal((await readFlags(access('move'), 'Spam')).size, 2)
})

test('deleted after the commit, and a mail that came meanwhile is left alone', async () => {
  await appendMails(access('delete'), [sampleMail('delete-1'), sampleMail('delete-2')])
  const host = recordingHost()
  await whileWatching(settingsOf('delete', { afterwards: { kind: 'delete' } }), host, () => until('both', () => host.cursor?.lastUid === 2))
  assert.equal((await readFlags(access('delete'))).size, 0)
  await appendMail(access('delete'), sampleMail('delete-3'))
  assert.equal((await readFlags(access('delete'))).size, 1)
})

test('a mail above the limit is reported with its headers, and the mails around it are stored', async () => {
  await appendMails(access('big'), [sampleMail('big-1'), sampleMail('big-2', 'x'.repeat(75).concat('\n').repeat(4000)), sampleMail('big-3')])
  const host = recordingHost()
  await whileWatching(settingsOf('big', { maxMailBytes: 100_000 }), host, () => until('the end', () => host.cursor?.lastUid === 3))
  assert.deepEqual([...host.stored.keys()], ['<big-1@example.org>', '<big-3@example.org>'])
  const [oversize] = host.oversizeMails
  assert.ok(oversize && oversize.sizeBytes > 300_000)
  const headers = Buffer.from(oversize.headers).toString()
  assert.match(headers, /Message-ID: <big-2@example.org>/)
  assert.doesNotMatch(headers, /xxxx/)
})

test('started from now on, older mails stay out and later ones come in', async () => {
  await appendMail(access('now'), sampleMail('now-old'))
  const host = recordingHost()
  await whileWatching(settingsOf('now', { firstStart: 'from_now' }), host, async () => {
    await until('connection', () => host.healths.at(-1)?.state === 'connected')
    await appendMail(access('now'), sampleMail('now-new'))
    await until('the new mail', () => host.stored.size === 1)
  })
  assert.deepEqual([...host.stored.keys()], ['<now-new@example.org>'])
})

test('the junk folder is found by its special use', async () => {
  await appendMail(access('junk'), sampleMail('junk-1'), 'Spam')
  const host = recordingHost()
  await whileWatching(settingsOf('junk', { folder: '\\Junk' }), host, () => until('the mail', () => host.stored.size === 1))
})

test('a folder that does not exist is an alarm with that name', async () => {
  const host = recordingHost()
  await whileWatching(settingsOf('junk', { folder: 'Nowhere' }), host, () => until('alarm', () => host.healths.length > 0))
  const alarm = host.healths.at(-1)
  assert.ok(alarm?.state === 'needs_attention' && alarm.failure.kind === 'folder_missing')
})

test('a stop during a store that hangs takes less than a second, and the mail is offered again', async () => {
  await appendMail(access('stop'), sampleMail('stop-1'))
  const host = recordingHost()
  let isStoring = false
  host.beforeStore = () => {
    isStoring = true
    return new Promise(() => {})
  }
  await whileWatching(settingsOf('stop'), host, () => until('storing', () => isStoring))
  assert.equal(host.cursor?.lastUid ?? 0, 0)
  const next = recordingHost(host)
  await whileWatching(settingsOf('stop'), next, () => until('the mail', () => next.stored.size === 1))
})

test('when the server goes away and comes back, the watcher reconnects by itself', async () => {
  const host = recordingHost()
  await whileWatching(settingsOf('poll'), host, async () => {
    await until('connection', () => host.healths.at(-1)?.state === 'connected')
    await dovecot.stop()
    await until('trouble', () => host.healths.at(-1)?.state === 'retrying')
    await dovecot.start()
    await appendMail(access('poll'), sampleMail('poll-1'))
    await until('the mail', () => host.stored.size === 1)
  })
})
