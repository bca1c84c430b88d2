/**
 * Owns what agents would else write again and again: saved replies (later rules and macros).
 * Promises that all agents of a workspace see the same ones. Does not send anything.
 */
export { serveSavedReplies } from './routes.ts'
export { createSavedReply, listSavedReplies, type SavedReplyInput } from './saved-replies.ts'
