/**
 * Owns the search index (documents of messages, keys of contacts, the vocabulary) and the search itself.
 * Promises that a message is found in whichever script or spelling it is asked for, that nobody finds what they may not see, and that a search ends within a
 * second. The index follows the events, a moment behind. Does not own messages or contacts.
 */
export { forgetUnusedWords } from './forget-words.ts'
export { indexContacts } from './index-contacts.ts'
export { indexByIds, indexMessages } from './index-messages.ts'
export { matchContacts } from './match-contacts.ts'
export { serveSearch } from './routes.ts'
export { tidySearch } from './tidy.ts'
export { search, type SearchAnswer, type SearchInput, type SearchOptions } from './search.ts'
export { detectLanguage } from './text/index.ts'
