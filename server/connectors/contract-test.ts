import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Connector } from './connector.ts'
import { declaredChecks } from './contract-test-declared.ts'
import { receivingChecks } from './contract-test-receiving.ts'
import { sendingChecks } from './contract-test-sending.ts'
import type { Check, Provider, Stage } from './contract-test-provider.ts'
import { openStage } from './contract-test-stage.ts'

/** Every check in the order in which it wants to run: the first begins before the server's background work. */
export const contractChecks = (connector: Connector, provider: Provider): Check[] => [
  ...receivingChecks(connector, provider),
  ...sendingChecks(connector, provider),
  ...declaredChecks(connector, provider),
]

/**
 * What every connector must guarantee, proved on the whole server with its provider's simulator. A connector's test file calls it once. What a connector
 * declares and cannot show is a failure, and what cannot be on its channel is skipped with the reason it gives.
 */
export function checkConnector(connector: Connector, open: () => Promise<Provider>): void {
  describe(`the connector ${connector.name}`, () => {
    let stage: Stage
    let checks: Map<string, Check>
    before(async () => {
      const provider = await open()
      checks = new Map(contractChecks(connector, provider).map((check) => [check.name, check]))
      stage = await openStage(connector, provider)
    })
    after(async () => {
      await stage?.close()
      await stage?.provider.stop()
    })
    for (const name of checkNames)
      test(name, async (t) => {
        const check = checks.get(name)
        assert.ok(check, `there is no check "${name}"`)
        if (check.skip !== null) return t.skip(check.skip)
        await check.run(stage)
      })
  })
}

const unopened = { none: '' }
/** The names stand before any simulator runs. */
const checkNames = contractChecks(
  { capabilities: {} } as Connector,
  {
    wrongSettings: unopened,
    again: unopened,
    forgeries: unopened,
    garbageIn: unopened,
    unknownKinds: unopened,
    several: unopened,
    reports: {},
    typing: unopened,
    troubles: unopened,
  } as unknown as Provider,
).map((check) => check.name)
