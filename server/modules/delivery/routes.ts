import { routes } from '../../../contract/api/index.ts'
import type { Bus } from '../../platform/events/bus.ts'
import { AppError } from '../../platform/errors.ts'
import { failpoint } from '../../platform/failpoint.ts'
import type { Http, HttpCall } from '../../platform/http/http.ts'
import type { Inboxes } from '../inboxes/index.ts'
import { getInboundEvent, getInboundRaw, listQuarantine, replayInbound } from './inbound.ts'
import type { RawWriter } from './raw-writer.ts'

export interface DeliveryRoutes {
  http: Http
  bus: Bus
  writer: RawWriter
  inboxes: Inboxes
  readBody(workspaceId: string, sha256: string): Promise<Uint8Array>
  /** The connector of an inbox, remembered for a moment, so that a busy pipe does not ask the database for each mail. */
  connectorOf(workspaceId: string, inboxId: string): Promise<string | null>
}

export function serveDelivery({ http, bus, writer, readBody, connectorOf }: DeliveryRoutes): void {
  http.serve(routes.getInboundEvent, (ctx, { params }) => getInboundEvent(ctx, params.id))
  http.serve(routes.getInboundRaw, (ctx, { params }) => getInboundRaw(ctx, params.id, readBody))
  http.serve(routes.listQuarantine, (ctx, { query }) => listQuarantine(ctx, query))
  http.serve(routes.replayInbound, (ctx, { params }) => replayInbound(ctx, params.id, bus))
  const checkConnector = async (call: Pick<HttpCall, 'caller'>, inboxId: string, wanted: string) => {
    failpoint('I1')
    const connector = await connectorOf(call.caller!.workspaceId, inboxId)
    if (!connector) throw new AppError('not_found', 'inbox.not_found', 'There is no such inbox.')
    if (connector !== wanted)
      throw new AppError('conflict', 'inbox.other_connector', `This inbox does not take this: it is of the connector "${connector}".`)
    failpoint('I2')
  }
  http.serveOutside(routes.ingestRawMail, async (call) => {
    const { id: inboxId } = call.input.params
    await checkConnector(call, inboxId, 'email')
    return writer.store({ workspaceId: call.caller!.workspaceId, inboxId, source: 'api', headers: {}, body: call.input.body })
  })
  http.serveOutside(routes.ingestMessage, async (call) => {
    const { id: inboxId } = call.input.params
    await checkConnector(call, inboxId, 'api')
    const { body } = call.input
    return writer.store({
      workspaceId: call.caller!.workspaceId,
      inboxId,
      externalKey: body.externalId,
      source: 'api',
      headers: {},
      body: Buffer.from(JSON.stringify(body)),
    })
  })
}
