import { fillWorkspace } from './fill.ts'
import { startServer, type BenchServer } from './server.ts'

export interface Prepared {
  server: BenchServer
  chatInbox: string
  mailInbox: string
  teamIds: string[]
}

/** A server with inboxes and `size` conversations: an empty database would measure plans made for empty tables. */
export async function prepareServer(size: number, nodeOptions: string[] = []): Promise<Prepared> {
  const server = await startServer({ nodeOptions })
  const chatInbox = (await server.call('POST', '/inboxes', { name: 'API', connector: 'api' })).id
  const mailInbox = (await server.call('POST', '/inboxes', { name: 'Mail', connector: 'email', address: 'support@bench.test' })).id
  const teamIds: string[] = []
  for (const name of ['Sales', 'Returns', 'Billing', 'Repairs']) teamIds.push((await server.call('POST', '/teams', { name, isRestricted: false })).id)
  const target = { workspaceId: server.workspaceId, inboxId: chatInbox, agentId: server.userId, teamIds }
  await fillWorkspace(server.connectionString, target, 1, size)
  return { server, chatInbox, mailInbox, teamIds }
}
