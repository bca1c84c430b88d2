import type { WebhookDelivery, WebhookEndpoint } from '../../../contract/api/tools.ts'
import type { EventName } from '../../../contract/events.ts'
import type { z } from 'zod'
import { newWebhookSecret } from '../../platform/outbound/standard-webhooks.ts'
import { readTarget } from '../../platform/outbound/target.ts'
import type { InstanceKeys } from '../../platform/secrets/instance-keys.ts'
import { openSecret, sealSecret } from '../../platform/secrets/seal.ts'

export type Endpoint = z.infer<typeof WebhookEndpoint>
export type Delivery = z.infer<typeof WebhookDelivery>

/** A signing secret as stored; `until` is when an old one stops signing, null for the newest. */
export interface StoredSecret {
  sealed: string
  until: string | null
}

/** A receiver has a day to take the new secret before the old one stops signing. */
export const overlapMs = 24 * 60 * 60 * 1000

/** What the addresses of endpoints are held to. */
export interface AddressRules {
  allowPrivateHosts: boolean
  /** Tests and simulators only: `host:port` on loopback that may be called all the same. */
  allowLoopbackPorts?: string[]
}

/** Errors: `OutboundRefused` with its own codes; nothing is looked up or called. */
export function checkUrl(url: string, rules: AddressRules): string {
  return readTarget(url, new Set(rules.allowLoopbackPorts), rules.allowPrivateHosts).url.href
}

/** Does the endpoint want this event? An empty list wants all. */
export const wants = (endpoint: { events: string[] }, name: EventName): boolean => endpoint.events.length === 0 || endpoint.events.includes(name)

const placeOf = (workspaceId: string, endpointId: string) => `webhook:${workspaceId}:${endpointId}`

/** A new secret before those that still sign. `secret` is shown once and never again. */
export function addSecret(
  stored: StoredSecret[],
  ids: { workspaceId: string; endpointId: string },
  keys: InstanceKeys,
  now: Date,
): { secret: string; secrets: StoredSecret[] } {
  const secret = newWebhookSecret()
  const until = new Date(now.getTime() + overlapMs).toISOString()
  const older = stillSigning(stored, now).map((one) => ({ ...one, until: one.until ?? until }))
  // Who rotates again and again within a day keeps two: a header of many signatures helps nobody.
  return { secret, secrets: [{ sealed: sealSecret(secret, keys, placeOf(ids.workspaceId, ids.endpointId)), until: null }, ...older.slice(0, 1)] }
}

/** The secrets that sign now, newest first, opened. Errors: `SecretUnreadable`. */
export function openSecrets(stored: StoredSecret[], ids: { workspaceId: string; endpointId: string }, keys: InstanceKeys, now: Date): string[] {
  return stillSigning(stored, now).map(({ sealed }) => openSecret(sealed, keys, placeOf(ids.workspaceId, ids.endpointId)))
}

const stillSigning = (stored: StoredSecret[], now: Date) => stored.filter(({ until }) => until === null || new Date(until) > now)
