/**
 * Owns what comes in (raw first, then messages) and what goes out (attempts, the delivery ladder, reachability).
 * Promises that what was acknowledged is stored once, that one bad arrival stops no other, and that nothing is sent blindly twice.
 * Does not know any provider: connectors translate.
 */
export { getInboundEvent, getInboundRaw, listQuarantine, replayInbound } from './inbound.ts'
export { startIntake, type IntakeLoop, type IntakeOptions } from './intake/loop.ts'
export type { InboxForIntake, Translating } from './intake/translate.ts'
export { takeInNow } from './intake/take-in-now.ts'
export { climb } from './ladder.ts'
export { loadOutbound } from './outbound.ts'
export { createRawWriter, type RawArrival, type RawStored, type RawWriter } from './raw-writer.ts'
export { serveDelivery } from './routes.ts'
export { recordSent, sendMessage, TryAgain, type SendOptions } from './send.ts'
export { startPollers } from './pollers.ts'
export { canSendMail, sendCopyByEmail, sendSystemMail, type SystemMail } from './send-mail.ts'
export { sendWritten } from './subscriber.ts'
