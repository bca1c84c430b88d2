import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { VisitorFrame } from '../../../contract/realtime.ts'
import type { Database } from '../../platform/database/database.ts'
import { createLog } from '../../platform/log.ts'
import { authenticateVisitor } from './authenticate.ts'
import { conversationsOf } from './queries.ts'
import { createSwitchboard, type Listener } from './switchboard.ts'
import { startChatApp, type ChatApp } from './testing/chat-app.ts'

let t: ChatApp
before(async () => {
  t = await startChatApp()
})
after(() => t.close())

test('a visitor whose first words could not be looked up is told of the answer all the same', async () => {
  let failing = 0
  const database: Database = {
    ...t.app.database,
    read: (...args) => (failing-- > 0 ? Promise.reject(new Error('no connection came free')) : t.app.database.read(...args)),
  }
  const switchboard = createSwitchboard({ database, feed: t.app.feed, links: t.app.links, log: createLog('silent') })
  const { token } = (await t.visit((await t.makeChat()).key)).body
  const authenticate = async () => (await authenticateVisitor({ database: t.app.database, keys: t.app.keys, clock: t.clock }, token))!
  const frames: VisitorFrame[] = []
  const listener: Listener = {
    caller: await authenticate(),
    conversationIds: new Set(),
    send: (frame) => void frames.push(frame),
    async refresh() {
      this.caller = await authenticate()
      const { workspaceId, actor } = this.caller
      const [mine] = await t.app.database.read(workspaceId, actor, (ctx) => conversationsOf(ctx, [actor.identityId!]))
      this.conversationIds = new Set(mine)
    },
    turnAway() {},
  }
  const leave = await switchboard.join(listener)
  const seen = async (is: (frame: VisitorFrame) => boolean) => {
    for (let tries = 0; tries < 100 && !frames.some(is); tries++) await new Promise((resolve) => setTimeout(resolve, 20))
    assert.ok(frames.some(is), JSON.stringify(frames))
  }
  failing = 1
  const { conversationId } = await t.say(token, 'anybody there?')
  await seen((frame) => frame.type === 'resync')
  await t.call('POST', `/conversations/${conversationId}/replies`, { body: { text: 'Yes, Asha here.', holdSeconds: 0 } })
  await seen((frame) => frame.type === 'messages' && frame.messages.some((one) => one.text === 'Yes, Asha here.'))
  leave()
  switchboard.close()
})
