/**
 * Owns contacts, their identities with the evidence for each, companies, merge and unmerge, consent and preferences.
 * Promises that one address belongs to one contact of a workspace, and that every merge can be taken apart again.
 * Does not decide which conversation a message belongs to.
 */
export { addIdentity, changeContact, createContact } from './change.ts'
export { findOrCreateByEmail } from './find-or-create.ts'
export { evidenceOf, nameFromAddress, normaliseAddress, onlyClaimed, type IdentityKind } from './identity.ts'
export { listContacts } from './list.ts'
export { listMergeSuggestions, mergeContacts, undoMerge } from './merge.ts'
export { contactsById, findContact, lockContact } from './queries.ts'
export { claimField, releaseClaim } from './release-claim.ts'
export { serveContacts } from './routes.ts'
