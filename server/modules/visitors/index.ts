/**
 * Owns the chat with visitors of a site: their tokens, what they may see, their sockets, and the pages `/chat` and `/talk`.
 * Promises that a visitor sees only what was said to or by them, or, once they have proved who they are, the messages of the conversations they take part in;
 * and that nothing is written before the first message. Does not store messages: intake does, from the raw form.
 */
export { flagWantsPerson } from './ask-person.ts'
export { authenticateVisitor, type VisitorCaller } from './authenticate.ts'
export { sendLinkMail, type LinkMailOptions, type SystemMail } from './continue-by-email.ts'
export { continueUnseen, followByEmail, type FollowOptions } from './follow-by-email.ts'
export { joinRepliers } from './join-repliers.ts'
export { linkAddress, writeLink } from './link.ts'
export { createChat, serveVisitors, type Chat, type VisitorOptions } from './routes.ts'
export { createVisitorSockets, type VisitorSockets } from './sockets.ts'
export { serveDemoShop } from './pages/demo-shop.ts'
export { serveChatPages } from './pages/page-routes.ts'
export { serveWidget } from './pages/widget-files.ts'
