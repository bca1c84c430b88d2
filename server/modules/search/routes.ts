import { routes } from '../../../contract/api/index.ts'
import type { Http } from '../../platform/http/http.ts'
import { search, type SearchOptions } from './search.ts'

/** Serves the search. */
export function serveSearch(http: Http, options: SearchOptions = {}): void {
  http.serve(routes.search, (ctx, { query }) => search(ctx, query, options))
}
