import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** What the tests drive beside Node: a real browser and a real mail server, from Debian's packages. */
const needed = [
  { name: 'chromium', path: '/usr/bin/chromium' },
  { name: 'dovecot-imapd', path: '/usr/sbin/dovecot' },
]
const missing = needed.filter(({ path }) => !existsSync(path)).map(({ name }) => name)
if (missing.length > 0) {
  const isRoot = process.getuid?.() === 0
  const sudo = isRoot ? [] : spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : null
  if (!sudo || !existsSync('/usr/bin/apt-get')) {
    console.error(`The tests need ${missing.join(' and ')}. Install with: sudo apt-get install --no-install-recommends ${missing.join(' ')}`)
    process.exit(1)
  }
  console.log(`Installing ${missing.join(', ')} …`)
  const run = (...words) =>
    execFileSync([...sudo, ...words][0], [...sudo, ...words].slice(1), {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  run('apt-get', 'update', '-qq')
  run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...missing)
}
