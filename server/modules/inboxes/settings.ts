import { z } from 'zod'
import type { Connector } from '../../connectors/connector.ts'
import { AppError } from '../../platform/errors.ts'
import type { InstanceKeys } from '../../platform/secrets/instance-keys.ts'
import { openSecret, sealSecret } from '../../platform/secrets/seal.ts'

type Values = Record<string, unknown>

/** The names of a connector's secret settings, from their `.meta({ secret: true })`. */
export function secretNames(connector: Connector): Set<string> {
  const schema = connector.settings
  const shape = schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : {}
  return new Set(Object.entries(shape).flatMap(([name, field]) => ((field.meta() as { secret?: boolean } | undefined)?.secret ? [name] : [])))
}

const placeOf = (workspaceId: string, inboxId: string, name: string) => `inbox:${workspaceId}:${inboxId}:${name}`

/**
 * Settings as given by an admin, laid over those that are stored, checked by the connector's schema and parted into plain and sealed ones. An empty secret
 * keeps the stored one; null removes it. Errors: `inbox.bad_settings` with `issues`.
 */
export function sealSettings(
  connector: Connector,
  ids: { workspaceId: string; inboxId: string },
  stored: { settings: Values; secrets: Record<string, string> },
  given: Values,
  keys: InstanceKeys,
): { settings: Values; secrets: Record<string, string> } {
  const secret = secretNames(connector)
  const kept = openSettings(connector, ids, stored, keys)
  const merged: Values = { ...kept }
  checkNames(connector, given, kept)
  for (const [name, value] of Object.entries(given)) {
    if (value === null) delete merged[name]
    else if (!(secret.has(name) && value === '')) merged[name] = value
  }
  const result = connector.settings.safeParse(merged)
  if (!result.success)
    throw new AppError('invalid', 'inbox.bad_settings', 'Some settings are not as they should be.', {
      issues: result.error.issues.map((issue) => ({ path: `settings.${issue.path.join('.')}`, message: issue.message })),
    })
  const parted: { settings: Values; secrets: Record<string, string> } = { settings: {}, secrets: {} }
  for (const [name, value] of Object.entries(result.data as Values)) {
    if (value === undefined) continue
    if (secret.has(name)) parted.secrets[name] = sealSecret(JSON.stringify(value), keys, placeOf(ids.workspaceId, ids.inboxId, name))
    else parted.settings[name] = value
  }
  return parted
}

/** A mistyped name would otherwise be left out in silence, and the inbox work differently from what its owner thinks. */
function checkNames(connector: Connector, given: Values, kept: Values): void {
  const schema = connector.settings
  if (!(schema instanceof z.ZodObject)) return
  const known = Object.keys(schema.shape)
  const unknown = Object.keys(given).filter((name) => !known.includes(name) && !(name in kept))
  if (unknown.length === 0) return
  throw new AppError('invalid', 'inbox.bad_settings', 'Some settings are not as they should be.', {
    issues: unknown.map((name) => ({ path: `settings.${name}`, message: `there is no such setting; there are ${known.join(', ')}` })),
  })
}

/** The settings a connector works with: plain ones and opened secrets. */
export function openSettings(
  _connector: Connector,
  ids: { workspaceId: string; inboxId: string },
  stored: { settings: Values; secrets: Record<string, string> },
  keys: InstanceKeys,
): Values {
  const opened = Object.entries(stored.secrets).map(
    ([name, sealed]) => [name, JSON.parse(openSecret(sealed, keys, placeOf(ids.workspaceId, ids.inboxId, name)))] as const,
  )
  return { ...stored.settings, ...Object.fromEntries(opened) }
}
