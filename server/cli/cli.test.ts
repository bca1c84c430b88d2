import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, afterEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { packageRoot, version } from '../platform/settings.ts'

const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'samvad cli é-'))
// As root, a folder closed to others would send the databases to /var/lib/samvad.
chmodSync(folder, 0o755)
const bin = join(packageRoot, 'bin/samvad.mjs')
const house = join(folder, 'house')
const started = new Set<ChildProcess>()
const env = { ...process.env, DATABASE_URL: '', SAMVAD_DATA: '', PORT: '', npm_command: '', CI: '1' }
afterEach(async () => {
  for (const child of started) await end(child)
})
after(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a command to its end. */
function samvad(...args: string[]): { code: number | null; out: string; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8', env, cwd: folder })
  return { code: status, out: stdout, said: stderr }
}

async function startServer(
  dataDir: string,
  options: string[] = [],
  node = process.execPath,
): Promise<{ child: ChildProcess; url: string; lines: string[] }> {
  const child = spawn(node, [bin, '--data', dataDir, '--no-demo', '--log-level', 'silent', '--port', '0', ...options], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  started.add(child)
  const lines: string[] = []
  for await (const line of createInterface(child.stdout!)) {
    lines.push(line)
    const url = /^Samvad is ready at (\S+)$/.exec(line)?.[1]
    if (url) return { child, url, lines }
  }
  throw new Error(`not ready: ${lines.join('\n')}`)
}

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  started.delete(child)
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const gone = once(child, 'exit')
  child.kill(signal)
  return (await gone)[0]
}

test('version, help and mistakes are answered without a data folder', () => {
  assert.equal(samvad('version').out, `samvad ${version} (Node ${process.versions.node}, ${process.platform} ${process.arch})\n`)
  assert.match(samvad('help').out, /^ {2}backup {8}Write everything/m)
  assert.match(samvad('help', 'start').out, /--port N/)
  assert.match(samvad('import-mail', '--help').out, /--inbox/)
  const mistakes: [args: string[], says: RegExp][] = [
    [['fly'], /^samvad: There is no command "fly"\. See: samvad help\n$/],
    [['--prot', '3'], /^samvad: Unknown option --prot\. See: samvad help\n$/],
    [['create-owner', '--email', 'a@b.example'], /^samvad: The option --name is missing\. See: samvad help\n$/],
    [['token', '--email', 'a@b.example', '--scopes', 'fly'], /^samvad: "fly" is not a scope\. Choose from /],
    [['import-mail', '--inbox', 'x'], /^samvad: Name a file or folder/],
    [['import-mail', 'nowhere.mbox', '--inbox', 'x'], /^samvad: There is no file or folder nowhere\.mbox\.\n$/],
  ]
  for (const [args, says] of mistakes) {
    const { code, said } = samvad(...args)
    assert.deepEqual([code, says.test(said)], [2, true], said)
  }
  const nowhere = samvad('backup', '--data', join(folder, 'nowhere'))
  assert.deepEqual([nowhere.code, nowhere.said], [1, `samvad: There is no data folder ${join(folder, 'nowhere')}. Name it with --data.\n`])
})

test('from nothing to an imported mail: commands work with no server, beside one, and the same mail twice is kept once', async () => {
  const made = samvad(
    'create-owner',
    '--email',
    'asha@acme.example',
    '--name',
    'आशा',
    '--password',
    'correct horse battery',
    '--workspace',
    'Acme',
    '--json',
    '--data',
    house,
  )
  assert.equal(made.code, 0, made.said)
  const owner: Record<string, string> = JSON.parse(made.out)
  assert.deepEqual(Object.keys(owner).sort(), ['token', 'userId', 'workspaceId'])
  assert.match(
    samvad('create-owner', '--email', 'x@acme.example', '--name', 'X', '--password', 'short', '--workspace', 'X', '--data', house).said,
    /at least 10 characters/,
  )

  const { child, url, lines } = await startServer(house)
  assert.deepEqual(lines, [`Samvad is ready at ${url}`], 'nothing more to say at a second start')
  assert.equal((await fetch(`${url}/readyz`)).status, 200)
  const token = samvad('token', '--email', 'ASHA@acme.example', '--data', house).out.trim()
  const call = (path: string, body?: object) =>
    fetch(`${url}/api/v1${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  assert.equal((await call('/inboxes', { name: 'Support', connector: 'email', address: 'support@acme.example' })).status, 201)

  const mbox = join(folder, 'old.mbox')
  const mail = (number: number) =>
    `From somebody\nFrom: s@x.example\nTo: support@acme.example\nSubject: Mail ${number}\nMessage-ID: <${number}@x.example>\nDate: Sat, 21 Nov 2026 10:00:00 +0000\n\n>From here\n\n`
  writeFileSync(mbox, mail(1) + mail(2) + mail(3))
  assert.equal(samvad('import-mail', mbox, '--inbox', 'Support@acme.example', '--data', house).out, '3 mails stored, 0 already there, 0 not taken.\n')
  assert.equal(samvad('import-mail', mbox, '--inbox', 'support', '--data', house).out, '0 mails stored, 3 already there, 0 not taken.\n')
  assert.match(samvad('import-mail', mbox, '--inbox', 'sales', '--data', house).said, /There is no e-mail inbox "sales"/)
  let conversations: { items: { subject: string }[] } = { items: [] }
  for (let waitedMs = 0; conversations.items.length < 3 && waitedMs < 15_000; waitedMs += 200) {
    await sleep(200)
    conversations = (await (await call('/conversations')).json()) as typeof conversations
  }
  assert.deepEqual(conversations.items.map(({ subject }) => subject).sort(), ['Mail 1', 'Mail 2', 'Mail 3'])

  const checked = samvad('doctor', '--json', '--data', house, '--port', new URL(url).port)
  const findings: { state: string; text: string; mend?: string }[] = JSON.parse(checked.out)
  assert.deepEqual(
    findings.filter(({ state }) => state === 'bad'),
    [],
  )
  assert.equal(checked.code, 0)
  assert.ok(findings.some(({ text }) => text === `Samvad answers at ${url}`))
  assert.ok(findings.every(({ state, mend }) => state === 'ok' || mend))

  const second = samvad('start', '--data', house)
  assert.equal(second.code, 1)
  assert.equal(
    second.said,
    `samvad: Another Samvad is already running on ${house} (process ${child.pid}). Stop it first, or give this one a folder of its own with --data.\n`,
  )

  const saved = samvad('backup', '--data', house)
  assert.equal(statSync(saved.out.trim()).mode & 0o777, 0o600)
  assert.match(samvad('restore', saved.out.trim(), '--data', house).said, /^samvad: A Samvad is running on/)
  assert.equal(await end(child, 'SIGINT'), 0, 'Ctrl-C is a clean end')
  assert.equal(existsSync(join(house, 'postgres/postmaster.pid')), false)

  const moved = join(folder, 'moved')
  assert.match(samvad('restore', '/nowhere/at-all', '--data', moved).said, /there is no such file/)
  assert.match(samvad('restore', saved.out.trim(), '--data', moved).out, /^Restored \d+ rows and \d+ files/)
  assert.match(samvad('restore', saved.out.trim(), '--data', moved).said, /already holds data/)
  const there = await startServer(moved)
  const reply = await fetch(`${there.url}/api/v1/conversations`, { headers: { authorization: `Bearer ${token}` } })
  assert.equal(((await reply.json()) as typeof conversations).items.length, 3, 'the token and the conversations moved too')
  await end(there.child)
})

test('killed at any moment of its start, the server starts again', async () => {
  for (const killAfterMs of [150, 350, 550, 750, 1_000]) {
    const child = spawn(process.execPath, [bin, '--data', house, '--no-demo', '--port', '0'], { env, stdio: 'ignore' })
    started.add(child)
    await sleep(killAfterMs)
    await end(child, 'SIGKILL')
  }
  const { child, url } = await startServer(house)
  assert.equal((await fetch(`${url}/readyz`)).status, 200)
  await end(child)
})

test('a port that was asked for and is taken is refused in one line', async () => {
  const squatter = createServer().listen(0, '127.0.0.1')
  await once(squatter, 'listening')
  const { port } = squatter.address() as { port: number }
  const child = spawn(process.execPath, [bin, '--data', house, '--no-demo', '--log-level', 'silent', '--port', String(port)], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.add(child)
  let said = ''
  child.stderr!.on('data', (chunk) => (said += chunk))
  const [code] = await once(child, 'close')
  squatter.close()
  assert.equal(code, 1)
  assert.equal(said, `samvad: The port ${port} is taken by another program. Choose another with --port, or leave it out.\n`)
})

test('doctor names what is broken and how to mend it, and its exit code says so', async () => {
  const keys = join(house, 'instance-keys')
  const right = readFileSync(keys)
  writeFileSync(keys, 'rubbish')
  const { code, out } = samvad('doctor', '--data', house)
  writeFileSync(keys, right)
  assert.equal(code, 1)
  assert.match(out, /^✘ .*instance-keys.*\n {4}Bring back instance-keys from a backup/m)
  assert.doesNotMatch(out, /rubbish/)
})

const oldNode = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => {
  const major = Number(/^v(\d+)/.exec(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1])
  return major >= 20 && major < 24
})

test('under an older Node it continues under Node 24, and signals and exit codes pass through', { skip: oldNode === undefined }, async () => {
  const { stdout } = spawnSync(oldNode!, [bin, 'version'], { encoding: 'utf8', env })
  assert.match(stdout, /\(Node 2[4-9]\./)
  assert.equal(spawnSync(oldNode!, [bin, 'fly'], { env }).status, 2)
  const { child } = await startServer(house, [], oldNode)
  assert.equal(await end(child, 'SIGTERM'), 0)
  const orphaned = await startServer(house, [], oldNode)
  await end(orphaned.child, 'SIGKILL')
  const again = await startServer(house)
  assert.notEqual(again.url, orphaned.url, 'the server of a killed launcher leaves, and the next one may start at once')
  await end(again.child)
})

// 192.0.2.1 is kept for documentation (RFC 5737): no machine has it.
for (const host of ['192.0.2.1', 'no-such-host.invalid'])
  test(`the address ${host}, which this machine does not have, is refused in one line`, () => {
    const { code, said } = samvad('start', '--host', host, '--port', '0', '--no-demo', '--data', house)
    assert.deepEqual(
      [code, said],
      [
        1,
        `samvad: This machine has no address ${host} to listen on. Choose another with --host: 127.0.0.1 for this machine alone, 0.0.0.0 to be reached from others.\n`,
      ],
    )
  })

test('mails that cannot be taken are named with their place, the others are stored, and the exit code says so', () => {
  const mails = join(folder, 'mails')
  mkdirSync(mails)
  writeFileSync(join(mails, 'a.eml'), '')
  writeFileSync(join(mails, 'b.eml'), 'Subject: B\n\nB')
  const { code, out, said } = samvad('import-mail', mails, '--inbox', 'support', '--data', house)
  assert.equal(out, '1 mail stored, 0 already there, 1 not taken.\n')
  assert.equal(said, `${join(mails, 'a.eml')}: not taken, it is empty.\nThey will be read at the next start.\n`)
  assert.equal(code, 1)
})
