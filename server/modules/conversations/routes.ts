import { routes } from '../../../contract/api/index.ts'
import { done } from '../../../contract/paging.ts'
import type { Http } from '../../platform/http/http.ts'
import { assignConversation, claimConversation } from './assign.ts'
import { bulkChange } from './bulk.ts'
import type { CapabilitiesOf } from './capabilities.ts'
import { listDrafts, saveDraft } from './drafts.ts'
import type { FileLinks } from './file-links.ts'
import { listTags, setPriority, setSubject, setTags } from './label.ts'
import { countConversations, listConversations } from './list.ts'
import { mergeConversations, splitConversation } from './merge.ts'
import { addNote } from './note.ts'
import { visibleConversation, visibleConversationByNumber } from './queries.ts'
import { listReplyRoutes } from './reply-routes.ts'
import { reply } from './reply.ts'
import { markSeen } from './seen.ts'
import { startConversation } from './start.ts'
import { setStatus, snoozeConversation } from './status.ts'
import { resendMessage, takeBack } from './take-back.ts'
import { readStream } from './stream.ts'
import { openConversation, readTimeline } from './timeline.ts'

export function serveConversations(http: Http, links: FileLinks, capabilitiesOf: CapabilitiesOf): void {
  http.serve(routes.listConversations, (ctx, { query }) => listConversations(ctx, query))
  http.serve(routes.countConversations, (ctx) => countConversations(ctx))
  http.serve(routes.getConversation, (ctx, { params }) => visibleConversation(ctx, params.id))
  http.serve(routes.getConversationByNumber, (ctx, { params }) => visibleConversationByNumber(ctx, params.number))
  http.serve(routes.getTimeline, (ctx, { params, query }) => readTimeline(ctx, params.id, query, links))
  http.serve(routes.getStream, (ctx, { params, query }) => readStream(ctx, params.id, query, links))
  http.serve(routes.openConversation, (ctx, { params }) => openConversation(ctx, params.id, links))
  http.serve(routes.startConversation, (ctx, { body }) => startConversation(ctx, body, links, capabilitiesOf))
  http.serve(routes.reply, (ctx, { params, body }) => reply(ctx, params.id, body, links, capabilitiesOf))
  http.serve(routes.takeBack, (ctx, { params }) => takeBack(ctx, params.id, links))
  http.serve(routes.resend, (ctx, { params }) => resendMessage(ctx, params.id, links))
  http.serve(routes.addNote, (ctx, { params, body }) => addNote(ctx, params.id, body, links))
  http.serve(routes.assign, (ctx, { params, body }) => assignConversation(ctx, params.id, body))
  http.serve(routes.claim, (ctx, { params }) => claimConversation(ctx, params.id))
  http.serve(routes.snooze, (ctx, { params, body }) => snoozeConversation(ctx, params.id, body.until === 'reply' ? 'reply' : new Date(body.until)))
  http.serve(routes.setStatus, (ctx, { params, body }) => setStatus(ctx, params.id, body.status))
  http.serve(routes.setPriority, (ctx, { params, body }) => setPriority(ctx, params.id, body.priority))
  http.serve(routes.setTags, (ctx, { params, body }) => setTags(ctx, params.id, body.add, body.remove))
  http.serve(routes.listTags, async (ctx) => ({ items: await listTags(ctx) }))
  http.serve(routes.setSubject, (ctx, { params, body }) => setSubject(ctx, params.id, body.subject))
  http.serve(routes.markSeen, (ctx, { params, body }) => markSeen(ctx, params.id, body.messageId))
  http.serve(routes.mergeConversations, (ctx, { params, body }) => mergeConversations(ctx, params.id, body.intoId))
  http.serve(routes.splitConversation, (ctx, { params, body }) => splitConversation(ctx, params.id, body.messageIds, body.subject))
  http.serve(routes.listReplyRoutes, async (ctx, { params }) => ({ items: await listReplyRoutes(ctx, params.id) }))
  http.serve(routes.saveDraft, async (ctx, { params, body }) => {
    await saveDraft(ctx, params.id, params.mode, body)
    return done
  })
  http.serve(routes.listDrafts, async (ctx, { params }) => ({ items: (await listDrafts(ctx, params.id)) as never }))
  http.serve(routes.bulkChange, (ctx, { body }) => bulkChange(ctx, body.ids, body.change))
}
