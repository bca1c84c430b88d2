import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectors } from '../registry.ts'
import type { OutboundMessage } from '../connector.ts'
import { simulatedSend } from './send.ts'

const mailTo = (address: string, cc: string[] = []) =>
  ({ to: { address, name: '' }, cc: cc.map((one) => ({ address: one, name: '' })), bcc: [] }) as unknown as OutboundMessage

const cases: [name: string, to: string, cc: string[], refused: string | null][] = [
  ['an address of example.com is taken', 'asha@example.com', [], null],
  ['so is one of a .test domain, in capitals, below it', 'Asha@Mail.Lotus-Home.TEST', [], null],
  ['bounce@ is refused as unknown', 'bounce@example.com', [], '5.1.1'],
  ['also as a copy', 'asha@example.com', ['bounce@example.org'], '5.1.1'],
  ['an address that may be a real person’s is refused', 'asha@gmail.com', [], '5.7.1'],
  ['a real domain that only ends alike is refused', 'asha@notexample.com', [], '5.7.1'],
]
for (const [name, to, cc, refused] of cases) {
  test(name, async () => {
    if (!refused) return assert.equal((await simulatedSend(mailTo(to, cc))).externalId, null)
    await assert.rejects(simulatedSend(mailTo(to, cc)), { name: 'SendError', retry: 'never', fault: 'recipient', code: refused })
  })
}

test('it reads and names mails as the real connector does, and neither polls nor asks for servers', () => {
  const real = connectors.get('email')!
  const simulated = connectors.get('simulated-email')!
  assert.equal(simulated.receive, real.receive)
  assert.equal(simulated.externalIdFor, real.externalIdFor)
  assert.deepEqual([simulated.poll, simulated.discover, simulated.oauth], [undefined, undefined, undefined])
  assert.equal(simulated.settings.safeParse({ isDemo: true }).success, true)
})
