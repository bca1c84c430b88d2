import { z } from 'zod'

/** Keyset paging: give back `next` as `after` to go on. Cursors are opaque. */
export const PageQuery = z.object({ after: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) })
export const page = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), next: z.string().nullable() })
export const Done = z.object({ ok: z.literal(true) })
export const done = { ok: true } as const
