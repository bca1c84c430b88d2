/**
 * Owns webhook endpoints and the deliveries to them (Standard Webhooks 1.0.0).
 * Promises that every event an endpoint wants is attempted for three days or delivered, under one id, signed, to a public address only; what failed for good
 * stays visible and can be sent again. Deliveries may come twice and out of order: each carries its event's number.
 */
export { deliverWebhook, type DeliverOptions } from './deliver.ts'
export type { WebhookOptions } from './endpoints.ts'
export { fanOutWebhooks } from './fan-out.ts'
export { serveWebhooks } from './routes.ts'
