import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { Locale } from '../../../contract/people.ts'
import type { InboxId, WorkspaceId } from '../../../contract/ids.ts'
import type { Context, VisitorActor } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { InstanceKeys } from '../../platform/secrets/instance-keys.ts'
import { signPayload, verifyPayload } from '../../platform/secrets/tokens.ts'

/** Who the host page says a visitor is: an address it vouches for with a signature. */
export const Signed = z.object({ kind: z.enum(['email', 'external']), address: z.string().min(1).max(400) })
export type Signed = z.infer<typeof Signed>

/** What a visitor's token holds; readable by its holder, changeable by nobody. */
const Ticket = z.object({
  workspaceId: z.uuid(),
  inboxId: z.uuid(),
  visitorId: z.string().regex(/^[\w-]{22}$/),
  signed: Signed.nullable(),
  name: z.string().max(200),
  locale: Locale,
})
export type Ticket = Omit<z.infer<typeof Ticket>, 'workspaceId' | 'inboxId'> & { workspaceId: WorkspaceId; inboxId: InboxId }

const purpose = 'visitor'
export const ticketDays = 30

/** 128 random bits: the only thing that tells one visitor from another. */
export const newVisitorId = (): string => randomBytes(16).toString('base64url')

/** A visitor's token, good for thirty days from now. */
export const writeTicket = (ticket: Ticket, keys: InstanceKeys, now: Date): string =>
  signPayload(ticket, purpose, new Date(now.getTime() + ticketDays * 86_400_000), keys)

/** The content of a token that we made and that has not run out; null otherwise. */
export function readTicket(token: string, keys: InstanceKeys, now: Date): Ticket | null {
  const ticket = Ticket.safeParse(verifyPayload(token, purpose, keys, now))
  return ticket.success ? (ticket.data as Ticket) : null
}

/** A visitor as the chat's routes know them: the actor, with what their token and the database say. */
export interface Visitor extends VisitorActor {
  signed: Signed | null
  locale: Ticket['locale']
  /** This very browser has proved who it is, by a signed link or the host page's signature. */
  isProven: boolean
  /** Some address of the contact is proved, perhaps by another browser. */
  contactIsVerified: boolean
}

/** The acting visitor. Errors: `auth.visitor_token`. */
export function actingVisitor(ctx: Pick<Context, 'actor'>): Visitor {
  if (ctx.actor.kind !== 'contact' || !('isProven' in ctx.actor))
    throw new AppError('unauthenticated', 'auth.visitor_token', 'This needs a visitor token.')
  return ctx.actor as Visitor
}

const system = { kind: 'system', name: 'chat' } as const

/** The same transaction for use cases of other modules that visitors themselves may not call; events still name the visitor. */
export const onBehalf = (ctx: Context): Context => ({ ...ctx, actor: system })
