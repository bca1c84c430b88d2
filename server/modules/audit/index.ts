/**
 * Owns the audit entries: who changed what in the organisation, appended in the transaction of the change itself.
 * Promises that an entry exists exactly when its change does; the database role that serves requests can neither change nor remove one.
 * Does not decide what is worth an entry: each use case does.
 */
export { audit } from './audit.ts'
