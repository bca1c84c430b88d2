import type { Contact, Identity } from '../../../contract/contact.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'

export const contactNotFound = () => new AppError('not_found', 'contact.not_found', 'There is no such contact.')

interface Row {
  id: string
  name: string
  language: string | null
  timeZone: string | null
  company: string | null
  fields: Record<string, string>
  notes: string
  mergedIntoId: string | null
  isDemo: boolean
  createdAt: Date
  lastSeenAt: Date | null
  conversationCount: number
  identities: Identity[]
}

/** Identities come along in the same statement; visitor ids are no addresses for people and stay out. */
const columns = `ct.id, ct.name, ct.language, ct.time_zone as "timeZone", ct.company, ct.fields, ct.notes, ct.merged_into_id as "mergedIntoId", ct.is_demo as "isDemo", ct.created_at as "createdAt", ct.last_seen_at as "lastSeenAt",
  (select count(*)::int from conversations c where c.workspace_id = ct.workspace_id and c.contact_id = ct.id and c.merged_into_id is null) as "conversationCount",
  coalesce((select json_agg(json_build_object('id', i.id, 'kind', i.kind, 'address', i.address, 'evidence', i.evidence, 'verifiedAt', to_char(i.verified_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by i.created_at, i.id)
    from identities i where i.workspace_id = ct.workspace_id and i.contact_id = ct.id), '[]') as identities`

const toContact = (row: Row): Contact =>
  ({ ...row, createdAt: row.createdAt.toISOString(), lastSeenAt: row.lastSeenAt?.toISOString() ?? null }) as unknown as Contact

/** A contact by id; a merged one answers under its old id with `mergedIntoId`. */
export async function findContact(ctx: Context, id: string): Promise<Contact> {
  const row = await ctx.sql.one<Row>(`select ${columns} from contacts ct where ct.workspace_id = $1 and ct.id = $2 and ct.erased_at is null`, [
    ctx.workspaceId,
    id,
  ])
  if (!row) throw contactNotFound()
  return toContact(row)
}

/** Locks a contact that stands for itself (not merged). Errors: `contact.not_found`, `contact.merged`. */
export async function lockContact(ctx: Context, id: string): Promise<void> {
  const row = await ctx.sql.one<{ mergedIntoId: string | null }>(
    `select merged_into_id as "mergedIntoId" from contacts where workspace_id = $1 and id = $2 and erased_at is null for update`,
    [ctx.workspaceId, id],
  )
  if (!row) throw contactNotFound()
  if (row.mergedIntoId) throw new AppError('conflict', 'contact.merged', 'This contact was joined into another.', { intoId: row.mergedIntoId })
}

export async function contactsById(ctx: Context, ids: string[]): Promise<Contact[]> {
  if (ids.length === 0) return []
  return (
    await ctx.sql.many<Row>(`select ${columns} from contacts ct where ct.workspace_id = $1 and ct.id = any($2::uuid[]) and ct.erased_at is null`, [
      ctx.workspaceId,
      ids,
    ])
  ).map(toContact)
}

export interface ContactPosition {
  at: Date | null
  id: string
}

/** Contacts, last seen first; only those of `ids`, unless null. */
export async function pageOfContacts(ctx: Context, ids: string[] | null, after: ContactPosition | null, limit: number): Promise<Contact[]> {
  const rows = await ctx.sql.many<Row>(
    `select ${columns} from (
       select * from contacts ct where ct.workspace_id = $1 and ct.merged_into_id is null and ct.erased_at is null
         ${ids ? 'and ct.id = any($5::uuid[])' : ''}
         and ($3::uuid is null or (coalesce(ct.last_seen_at, '-infinity'), ct.id) < (coalesce($2::timestamptz, '-infinity'), $3))
       order by ct.last_seen_at desc nulls last, ct.id desc limit $4) ct
     order by ct.last_seen_at desc nulls last, ct.id desc`,
    [ctx.workspaceId, after?.at ?? null, after?.id ?? null, limit, ...(ids ? [ids] : [])],
  )
  return rows.map(toContact)
}
