import type { z } from 'zod'
import type { Permission } from './permissions.ts'

type Schema = z.ZodType

/** Who may call: a permission of an agent, anybody signed in, a visitor of the chat, or everybody. */
export type Access = Permission | 'signed_in' | 'visitor' | 'public'

/** One HTTP route: validation, types, the OpenAPI page and the typed client are all made from this value. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below /api/v1, with `:name` parameters. */
  path: `/${string}`
  summary: string
  access: Access
  params?: Schema
  query?: Schema
  body?: Schema
  /** The body is taken as raw bytes of these content types instead of JSON. */
  rawBody?: { contentTypes: string[]; maxBytes: number }
  reply: Schema
  /** HTTP status of success; 200 unless told. */
  status?: 200 | 201 | 202 | 204
  /**
   * Every POST accepts an Idempotency-Key. `sealed`: the answer holds a secret and is stored encrypted. `none` marks those without a caller to keep it for
   * (signing up and in, links of mails), and signing out.
   */
  idempotency?: 'none' | 'sealed'
}

/** Keeps the literal types of a route. */
export const route = <const R extends Route>(value: R): R => value

type In<S> = S extends Schema ? z.input<S> : undefined
type Out<S> = S extends Schema ? z.output<S> : undefined
type Part<R, K extends string> = R extends { [key in K]: infer S } ? S : undefined

/** What a handler receives, after validation. */
export interface Input<R extends Route> {
  params: Out<Part<R, 'params'>>
  query: Out<Part<R, 'query'>>
  body: R extends { rawBody: object } ? Uint8Array : Out<Part<R, 'body'>>
}
/** What a handler gives back, before it is checked against the reply schema. */
export type Reply<R extends Route> = z.input<R['reply']>

/** What a caller gives: only the parts that the route has. */
export type Call<R extends Route> = (In<Part<R, 'params'>> extends undefined ? object : { params: In<Part<R, 'params'>> }) &
  (In<Part<R, 'query'>> extends undefined ? object : { query?: In<Part<R, 'query'>> }) &
  (R extends { rawBody: object } ? { body: Uint8Array | Blob } : In<Part<R, 'body'>> extends undefined ? object : { body: In<Part<R, 'body'>> })
/** What a caller gets. */
export type Answer<R extends Route> = z.output<R['reply']>
