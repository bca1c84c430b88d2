import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as contract from '../../../contract/api/conversations.ts'
import type { Route } from '../../../contract/route.ts'
import { differences, eventsBetween, follow, loadScreen } from './testing/held-state.ts'
import { mutations, otherMutations, type Mutation } from './testing/mutations.ts'
import { setScene, type Stage } from './testing/scene.ts'

let stage: Stage
before(async () => (stage = await setScene()))
after(() => stage.close())

/** State before + the events told = a fresh load, for every reader. */
async function check(mutation: Mutation): Promise<void> {
  const { scene, readers } = stage
  const run = await mutation(scene)
  await scene.settle()
  const screens = await Promise.all(readers.map((reader) => loadScreen(scene.t, reader)))
  await run()
  await scene.settle()
  for (const [at, reader] of readers.entries()) {
    const fresh = await loadScreen(scene.t, reader)
    const events = await eventsBetween(scene.t, screens[at]!.number, fresh.number)
    const found = differences(follow(screens[at]!, reader, events), fresh.held)
    assert.deepEqual(found, [], `${reader.name}, told of ${events.map((one) => one.wire.name).join(', ') || 'nothing'}`)
  }
}

for (const [route, cases] of Object.entries(mutations)) {
  for (const [name, mutation] of Object.entries(cases))
    test(`${route}: after ${name}, who followed the events holds what a fresh load shows`, () => check(mutation))
}
for (const [name, mutation] of Object.entries(otherMutations))
  test(`after this, who followed the events holds what a fresh load shows: ${name}`, () => check(mutation))

test('every route of conversations that changes something has a case here', () => {
  const changing = Object.entries(contract).filter(([, value]) => isRoute(value) && value.method !== 'GET')
  assert.deepEqual(
    changing.map(([name]) => name).filter((name) => !(name in mutations)),
    [],
  )
})

const isRoute = (value: unknown): value is Route => typeof value === 'object' && value !== null && 'method' in value && 'path' in value
