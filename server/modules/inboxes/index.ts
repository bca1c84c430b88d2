/**
 * Owns inboxes: a connector, its settings with sealed secrets, its team and its health.
 * Promises that a secret, once stored, is never shown or logged, and that an address leads to at most the inboxes that claim it.
 * Does not receive or send.
 */
export { createInboxes, type Inboxes, type OpenInbox } from './inboxes.ts'
export { serveInboxes } from './routes.ts'
export { serveInboxSetUp } from './set-up.ts'
export { findInbox, inboxRows, toInbox, type InboxRow } from './queries.ts'
