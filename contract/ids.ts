import { z } from 'zod'

/** Ids are UUIDv7 (RFC 9562): they sort by the moment they were made. Each noun has a type of its own, so one cannot be passed for another. */
const id = <Noun extends string>() => z.uuid().brand<Noun>()

export const WorkspaceId = id<'WorkspaceId'>()
export type WorkspaceId = z.infer<typeof WorkspaceId>
export const AgentId = id<'AgentId'>()
export type AgentId = z.infer<typeof AgentId>
export const TeamId = id<'TeamId'>()
export type TeamId = z.infer<typeof TeamId>
export const ContactId = id<'ContactId'>()
export type ContactId = z.infer<typeof ContactId>
export const IdentityId = id<'IdentityId'>()
export type IdentityId = z.infer<typeof IdentityId>
export const InboxId = id<'InboxId'>()
export type InboxId = z.infer<typeof InboxId>
export const ConversationId = id<'ConversationId'>()
export type ConversationId = z.infer<typeof ConversationId>
export const MessageId = id<'MessageId'>()
export type MessageId = z.infer<typeof MessageId>
export const AttachmentId = id<'AttachmentId'>()
export type AttachmentId = z.infer<typeof AttachmentId>
export const InboundEventId = id<'InboundEventId'>()
export type InboundEventId = z.infer<typeof InboundEventId>
/** Any other record: saved reply, view, session, webhook endpoint … */
export const RecordId = z.uuid()
export type RecordId = z.infer<typeof RecordId>
