import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import type { Connector, InboundItem, InboundMessage } from './connector.ts'
import { contractChecks } from './contract-test.ts'
import type { Provider } from './contract-test-provider.ts'
import { openStage } from './contract-test-stage.ts'
import { openMailProvider } from './email/simulator/contract-provider.ts'
import { connectors } from './registry.ts'

let provider: Provider
before(async () => (provider = await openMailProvider()))
after(() => provider.stop())

const email = connectors.get('email')!
const started = 'what is acknowledged was stored first, and survives the end of the program'
const silent = 'sending meets trouble (silent): the message waits or fails as it should, with the reason, and nobody gets it twice'
const pure = 'receive is pure: it throws for no body, and the same gives the same at any time'
const secrets = 'no secret is in an answer, in the log, in an event or readable in the database'

/** Runs these checks on a connector; what each threw, by name. */
async function run(connector: Connector, names: string[], given = provider): Promise<Map<string, Error | null>> {
  const stage = await openStage(connector, given)
  try {
    const outcomes = new Map<string, Error | null>()
    for (const check of contractChecks(connector, given))
      if (check.name === started || names.includes(check.name)) {
        assert.equal(check.skip, null, `${check.name} is skipped: ${check.skip}`)
        outcomes.set(
          check.name,
          await check.run(stage).then(
            () => null,
            (error: Error) => error,
          ),
        )
      }
    return outcomes
  } finally {
    await stage.close()
  }
}

/** E-mail that makes something else of each message. */
const misreading = (change: (message: InboundMessage) => InboundItem): Connector => ({
  ...email,
  receive: (...given) => email.receive(...given).map((item) => (item.kind === 'message' ? change(item) : item)),
})

const planted: [fault: string, caughtBy: string, connector: () => Connector, provider?: () => Provider][] = [
  [
    'receive throws for what it cannot read',
    'garbage waits in quarantine with its raw form, can be replayed, and stops nobody',
    () => ({
      ...email,
      receive(raw, settings, host) {
        if (!Buffer.from(raw.body).includes('From:')) throw new SyntaxError('what is this')
        return email.receive(raw, settings, host)
      },
    }),
  ],
  ['receive looks at the clock of the machine', pure, () => misreading((message) => ({ ...message, at: new Date() }))],
  [
    'receive forgets the provider’s id',
    'the same message in another delivery is one message',
    () => misreading((message) => ({ ...message, externalId: null, fingerprint: null, references: { own: [], named: [], threadRoot: null } })),
  ],
  [
    'what it does not know is dropped',
    'a kind nobody knows shows in the conversation',
    () => misreading((message) => (message.text.trim() === '' ? { kind: 'ignored', reason: 'unknown', classification: null } : message)),
  ],
  [
    'it calls itself idempotent and gives each attempt another id',
    silent,
    () => ({
      ...email,
      send: (message, settings, host) => email.send!({ ...message, externalId: `<${crypto.randomUUID()}@shop.test>` }, settings, host),
    }),
  ],
  [
    'it takes silence for a failure',
    silent,
    () => ({
      ...email,
      capabilities: { ...email.capabilities, isIdempotent: false },
      send: (message, settings, host) => email.send!(message, settings, host).catch((error: Error) => Promise.reject(new Error(error.message))),
    }),
  ],
  [
    'it declares a receipt that nobody has seen',
    'every receipt that is declared is shown to work',
    () => declaring({ receipts: ['delivered', 'read'] }),
  ],
  ['it declares typing that nobody has seen', 'typing reaches the person', () => declaring({ hasTyping: true })],
  [
    'a secret is not marked as one',
    secrets,
    () => ({ ...email, settings: (email.settings as unknown as z.ZodObject).extend({ password: z.string().optional() }) as never }),
  ],
  [
    'a secret is in a line of the log',
    secrets,
    () => ({
      ...email,
      test(settings, host) {
        host.log('signing in', { with: settings['password'] })
        return email.test!(settings, host)
      },
    }),
  ],
  [
    'a way in asks for no secret',
    'without the right secret nothing gets in and nothing is stored',
    () => email,
    () => ({ ...provider, forgeries: [async (stage, words) => (await provider.handIn(stage, words)).status] }),
  ],
]
const declaring = (more: Partial<Connector['capabilities']>): Connector => ({ ...email, capabilities: { ...email.capabilities, ...more } })

for (const [fault, caughtBy, connector, given] of planted)
  test(`the suite catches it when ${fault}`, async () => {
    const outcomes = await run(connector(), [caughtBy], given?.())
    assert.ok(outcomes.get(caughtBy) instanceof assert.AssertionError || outcomes.get(caughtBy) instanceof Error, 'it was not caught')
    assert.equal(outcomes.get(started), null, 'and what is well still passes')
  })

test('on a channel that cannot tell repeats apart, a message whose fate is unknown is shown so and never sent again', async () => {
  const outcomes = await run(declaring({ isIdempotent: false }), [silent])
  assert.equal(outcomes.get(silent), null, String(outcomes.get(silent)))
})

test('every connector of the registry runs the suite', async () => {
  for (const name of connectors.keys()) {
    const text = await readFile(join(import.meta.dirname, name, 'contract.test.ts'), 'utf8').catch(() => '')
    assert.match(text, /^checkConnector\(/m, `${name} has no contract.test.ts that runs it`)
  }
})
