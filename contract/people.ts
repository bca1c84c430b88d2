import { z } from 'zod'
import { AgentId, RecordId, TeamId, WorkspaceId } from './ids.ts'
import { Instant } from './conversation.ts'
import { roles } from './permissions.ts'

export const locales = ['en', 'hi', 'te', 'ml', 'ta', 'pt-BR', 'es'] as const
export const Locale = z.enum(locales)
export type Locale = z.infer<typeof Locale>

export const Agent = z.object({
  id: AgentId,
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  availability: z.enum(['available', 'away']),
  isDeactivated: z.boolean(),
  teamIds: z.array(TeamId),
})
export type Agent = z.infer<typeof Agent>

export const Team = z.object({
  id: TeamId,
  name: z.string(),
  /** Its conversations are seen only by its members, the assignee, and supervisors upward. */
  isRestricted: z.boolean(),
  memberIds: z.array(AgentId),
})
export type Team = z.infer<typeof Team>

/** What an agent chose for themselves; unknown keys are kept for newer clients. */
export const AgentSettings = z.looseObject({
  locale: Locale.optional(),
  theme: z.enum(['system', 'light', 'dark']).optional(),
  density: z.enum(['comfortable', 'compact', 'dense']).optional(),
  enterSends: z.boolean().optional(),
  undoSeconds: z.number().int().min(0).max(30).optional(),
  signature: z.string().max(4000).optional(),
  areShortcutsOff: z.boolean().optional(),
})
export type AgentSettings = z.infer<typeof AgentSettings>

export const Me = z.object({
  agent: Agent,
  settings: AgentSettings,
  workspace: z.object({ id: WorkspaceId, name: z.string(), isDemo: z.boolean() }),
})
export type Me = z.infer<typeof Me>

export const Session = z.object({
  id: RecordId,
  createdAt: Instant,
  lastSeenAt: Instant,
  userAgent: z.string(),
  address: z.string(),
  isCurrent: z.boolean(),
})
export type Session = z.infer<typeof Session>

export const Invitation = z.object({
  id: RecordId,
  email: z.string(),
  role: z.enum(roles),
  expiresAt: Instant,
  createdAt: Instant,
})
export type Invitation = z.infer<typeof Invitation>

/** Scopes of API tokens: what the token may do at most; the role of its owner still applies. */
export const Scope = z.enum(['read', 'write', 'ingest', 'admin'])
export type Scope = z.infer<typeof Scope>

export const ApiToken = z.object({ id: RecordId, name: z.string(), scopes: z.array(Scope), createdAt: Instant, lastUsedAt: Instant.nullable() })
export type ApiToken = z.infer<typeof ApiToken>
