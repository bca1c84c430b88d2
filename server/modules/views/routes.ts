import { routes } from '../../../contract/api/index.ts'
import { done } from '../../../contract/paging.ts'
import type { Http } from '../../platform/http/http.ts'
import { createView, listViews, removeView } from './views.ts'

export function serveViews(http: Http): void {
  http.serve(routes.listViews, async (ctx) => ({ items: await listViews(ctx) }))
  http.serve(routes.createView, (ctx, { body }) => createView(ctx, body))
  http.serve(routes.removeView, async (ctx, { params }) => {
    await removeView(ctx, params.id)
    return done
  })
}
