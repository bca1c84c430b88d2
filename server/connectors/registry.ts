import { api } from './api/index.ts'
import type { Connector } from './connector.ts'
import { email } from './email/index.ts'
import { simulateEmail } from './simulated-email/index.ts'
import { webChat } from './web-chat/index.ts'

/** One line per connector. */
const all = [email, simulateEmail(email), webChat, api] as unknown as Connector[]

export const connectors: ReadonlyMap<string, Connector> = new Map(all.map((connector) => [connector.name, connector]))
