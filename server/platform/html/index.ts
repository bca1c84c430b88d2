/** Owns: turning the HTML of strangers into HTML we may show. Promises: nothing runs, nothing is fetched unasked. Does not: read mails or store anything. */
export { escapeHtml } from './escape.ts'
export { mailFrameDocument } from './mail-frame.ts'
export { plainTextToHtml } from './plain-text.ts'
export { allowRemoteImages } from './remote-images.ts'
export { sanitiseMailHtml } from './sanitise.ts'
