import { z } from 'zod'
import type { Connector } from '../connector.ts'
import { simulatedSend } from './send.ts'
import { simulatedTest } from './test.ts'

/** Of the real connector's settings those that need no server. */
const settings = z.object({
  senderName: z.string().max(120).optional(),
  hasPlainReplyAddress: z.boolean().optional(),
  trustedAuthServer: z.string().max(253).optional(),
  /** What comes in belongs to the demo and goes with it. */
  isDemo: z.boolean().optional(),
})
type SimulatedEmailSettings = z.infer<typeof settings>

/**
 * E-mail without a provider, to try things and for the demo: reads mails exactly as `email` does, and gives those it sends to nobody. Made from the real
 * connector by the registry, since connectors do not know each other.
 */
export function simulateEmail<Settings extends object>(email: Connector<Settings>): Connector<SimulatedEmailSettings & Settings> {
  const { poll: _, oauth: __, discover: ___, readiness: ____, ...rest } = email as Connector<SimulatedEmailSettings & Settings>
  return {
    ...rest,
    name: 'simulated-email',
    settings: settings as unknown as z.ZodType<SimulatedEmailSettings & Settings>,
    send: simulatedSend,
    test: simulatedTest,
  }
}
