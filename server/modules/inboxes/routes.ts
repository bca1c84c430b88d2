import { routes } from '../../../contract/api/index.ts'
import { done } from '../../../contract/paging.ts'
import type { Http } from '../../platform/http/http.ts'
import type { Inboxes } from './inboxes.ts'

export function serveInboxes(http: Http, inboxes: Inboxes): void {
  http.serve(routes.listInboxes, async (ctx) => ({ items: await inboxes.list(ctx) }))
  http.serve(routes.getInbox, (ctx, { params }) => inboxes.get(ctx, params.id))
  http.serve(routes.createInbox, (ctx, { body }) => inboxes.create(ctx, body))
  http.serve(routes.changeInbox, (ctx, { params, body }) => inboxes.change(ctx, params.id, body))
  http.serve(routes.removeInbox, async (ctx, { params }) => {
    await inboxes.remove(ctx, params.id)
    return done
  })
}
