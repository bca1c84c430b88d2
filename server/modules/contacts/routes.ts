import { routes } from '../../../contract/api/index.ts'
import type { Http } from '../../platform/http/http.ts'
import { addIdentity, changeContact, createContact } from './change.ts'
import { listContacts, type MatchContacts } from './list.ts'
import { listMergeSuggestions, mergeContacts, undoMerge } from './merge.ts'
import { findContact } from './queries.ts'

/** The stream, export and erasure are served by modules that know conversations. */
export function serveContacts(http: Http, match: MatchContacts): void {
  http.serve(routes.listContacts, (ctx, { query }) => listContacts(ctx, query, match))
  http.serve(routes.getContact, (ctx, { params }) => findContact(ctx, params.id))
  http.serve(routes.createContact, (ctx, { body }) => createContact(ctx, body))
  http.serve(routes.changeContact, (ctx, { params, body }) => changeContact(ctx, params.id, body))
  http.serve(routes.addIdentity, (ctx, { params, body }) => addIdentity(ctx, params.id, body.kind, body.address))
  http.serve(routes.listMergeSuggestions, async (ctx, { params }) => ({ items: await listMergeSuggestions(ctx, params.id) }))
  http.serve(routes.mergeContacts, (ctx, { params, body }) => mergeContacts(ctx, params.id, body.intoId, body.because))
  http.serve(routes.undoMerge, (ctx, { params }) => undoMerge(ctx, params.id))
}
