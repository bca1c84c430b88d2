/**
 * Owns conversations, their messages, notes and timeline, assignment, status, tags, drafts, merge and split.
 * Promises that a conversation is seen only by those who may, and that its list fields always match its messages.
 * Does not send or receive: delivery does, told by events.
 */
export { assignConversation, claimConversation } from './assign.ts'
export { justBefore, previewOf, statusAfterInbound } from './conversation.ts'
export { packCursor, readCursor } from './cursor.ts'
export type { FileLinks } from './file-links.ts'
export { hydrateEvents } from './hydrate.ts'
export { setPriority, setTags } from './label.ts'
export { mergeConversations } from './merge.ts'
export { addNote } from './note.ts'
export { nextConversationNumber } from './number.ts'
export { visibleConversation, visibleConversations } from './queries.ts'
export { reply } from './reply.ts'
export { serveConversations } from './routes.ts'
export { conversationColumns, readerValues, toConversation, visibleSql, type ConversationRow } from './rows.ts'
export { countOfTeam, moveOffTeam } from './team.ts'
export { setStatus, snoozeConversation, wakeConversation } from './status.ts'
export { activityId, activityItem, messageColumns, readItem, readItems, toItems, type ActivityRow, type MessageRow } from './timeline.ts'
