import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { readSettings } from './settings.ts'

test('nothing said: port 3000 on loopback, embedded database in ./data, both roles, demo on', () => {
  const settings = readSettings([], {})
  assert.deepEqual(
    { ...settings, roles: [...settings.roles] },
    {
      port: 3000,
      portWasAsked: false,
      host: '127.0.0.1',
      dataDir: join(process.cwd(), 'data'),
      roles: ['web', 'worker'],
      databaseUrl: null,
      demo: true,
      publicUrl: null,
      trustedProxies: 0,
      smtpPort: null,
      logLevel: 'info',
      openBrowser: true,
    },
  )
})

test('an option wins over the environment variable of the same meaning', () => {
  const settings = readSettings(['--port', '4000', '--no-demo', '--data', '/srv/my data'], {
    PORT: '5000',
    SAMVAD_DATA: '/other',
    SAMVAD_DEMO: 'yes',
  })
  assert.equal(settings.port, 4000)
  assert.equal(settings.portWasAsked, true)
  assert.equal(settings.demo, false)
  assert.equal(settings.dataDir, '/srv/my data')
})

test('environment variables alone are enough', () => {
  const env = {
    PORT: '0',
    HOST: '0.0.0.0',
    SAMVAD_ROLES: 'worker',
    SAMVAD_DEMO: 'no',
    SAMVAD_PUBLIC_URL: 'https://help.example.com/',
    DATABASE_URL: 'postgres://db/x',
  }
  const settings = readSettings([], env)
  assert.equal(settings.port, 0)
  assert.equal(settings.host, '0.0.0.0')
  assert.deepEqual([...settings.roles], ['worker'])
  assert.equal(settings.demo, false)
  assert.equal(settings.publicUrl, 'https://help.example.com')
  assert.equal(settings.databaseUrl, 'postgres://db/x')
})

test('an empty variable counts as absent', () => {
  assert.equal(readSettings([], { PORT: '', DATABASE_URL: '', SAMVAD_DATA: '' }).portWasAsked, false)
})

const refusals: [name: string, argv: string[], env: Record<string, string>, says: RegExp][] = [
  ['an unknown option', ['--prot', '1'], {}, /Unknown option --prot/],
  ['a stray word', ['now'], {}, /Unexpected argument "now"/],
  ['an option without its value', ['--port'], {}, /--port/],
  ['a port that is a word', ['--port', 'http'], {}, /"http" is not a port/],
  ['a port above 65535', [], { PORT: '70000' }, /not a port/],
  ['an unknown role', ['--roles', 'web,cron'], {}, /not a list of roles/],
  ['no role', ['--roles', ','], {}, /not a list of roles/],
  ['a database that is not PostgreSQL', [], { DATABASE_URL: 'mysql://root:secret@db/x' }, /^DATABASE_URL must begin(?!.*secret)/],
  ['a public address without protocol', ['--public-url', 'help.example.com'], {}, /not a web address/],
  ['an unknown log level', ['--log-level', 'loud'], {}, /not a log level/],
  ['a demo switch that is neither yes nor no', [], { SAMVAD_DEMO: 'maybe' }, /neither yes nor no/],
]
for (const [name, argv, env, says] of refusals) {
  test(`refuses in one line: ${name}`, () => {
    assert.throws(
      () => readSettings(argv, env),
      (error: Error) => says.test(error.message) && !error.message.includes('\n'),
    )
  })
}
