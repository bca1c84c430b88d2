import { routes } from '../../../contract/api/index.ts'
import { done } from '../../../contract/paging.ts'
import type { Http } from '../../platform/http/http.ts'
import {
  changeWebhook,
  createWebhook,
  listWebhookDeliveries,
  listWebhooks,
  removeWebhook,
  replayWebhook,
  rotateWebhookSecret,
  type WebhookOptions,
} from './endpoints.ts'

export function serveWebhooks(http: Http, options: WebhookOptions): void {
  http.serve(routes.listWebhooks, async (ctx) => ({ items: await listWebhooks(ctx) }))
  http.serve(routes.createWebhook, (ctx, { body }) => createWebhook(ctx, body, options))
  http.serve(routes.changeWebhook, (ctx, { params, body }) => changeWebhook(ctx, params.id, body, options))
  http.serve(routes.rotateWebhookSecret, (ctx, { params }) => rotateWebhookSecret(ctx, params.id, options.keys))
  http.serve(routes.removeWebhook, async (ctx, { params }) => {
    await removeWebhook(ctx, params.id)
    return done
  })
  http.serve(routes.listWebhookDeliveries, (ctx, { params, query }) => listWebhookDeliveries(ctx, params.id, query))
  http.serve(routes.replayWebhook, (ctx, { params }) => replayWebhook(ctx, params.id))
}
