/**
 * Owns the export and the erasure of one contact's data.
 * Promises that after an erasure nothing of the person is left in any table, file or index, while the counts of the past stay right.
 * Does not own any table: it is the one module that may write others' rows, to blank them.
 */
export { servePrivacy } from './routes.ts'
