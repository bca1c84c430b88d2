/**
 * Owns saved views of the conversation list: an agent's own and the shared ones.
 * Promises that a saved view can be opened, and that only those who may share change what all see. Does not list conversations.
 */
export { serveViews } from './routes.ts'
