import type pg from 'pg'

/**
 * Puts what waits in the pending lists of the GIN indexes into their trees: every search reads the whole of these lists. Runs as the owner of the indexes; with
 * nothing waiting it costs next to nothing (postgresql.org/docs/18/gin.html, "GIN fast update technique").
 */
export async function tidySearch(owner: pg.Pool): Promise<void> {
  await owner.query(
    `select gin_clean_pending_list(name::regclass) from unnest(array['search_documents_words', 'search_words_roman', 'search_contacts_key']) as name`,
  )
}
