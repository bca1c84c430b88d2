import { routes } from '../../../contract/api/index.ts'
import { done } from '../../../contract/paging.ts'
import type { Http } from '../../platform/http/http.ts'
import { changeSavedReply, countUse, createSavedReply, listSavedReplies, removeSavedReply } from './saved-replies.ts'

export function serveSavedReplies(http: Http): void {
  http.serve(routes.listSavedReplies, async (ctx) => ({ items: await listSavedReplies(ctx) }))
  http.serve(routes.createSavedReply, (ctx, { body }) => createSavedReply(ctx, body))
  http.serve(routes.changeSavedReply, (ctx, { params, body }) => changeSavedReply(ctx, params.id, body))
  http.serve(routes.removeSavedReply, async (ctx, { params }) => {
    await removeSavedReply(ctx, params.id)
    return done
  })
  http.serve(routes.countSavedReplyUse, async (ctx, { params }) => {
    await countUse(ctx, params.id)
    return done
  })
}
