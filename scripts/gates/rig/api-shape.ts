import { z } from 'zod'
import type { Route } from '../../../contract/route.ts'

/** The parts of JSON Schema that our contract uses. */
export interface Shape {
  type?: string
  format?: string
  pattern?: string
  enum?: unknown[]
  const?: unknown
  minLength?: number
  maxLength?: number
  minimum?: number
  minItems?: number
  properties?: Record<string, Shape>
  required?: string[]
  items?: Shape
  prefixItems?: Shape[]
  anyOf?: Shape[]
  additionalProperties?: Shape | boolean
  propertyNames?: Shape
}
export type Place = 'path' | 'query' | 'body'
/** One field of a route's input: where it stands and what it may hold. */
export interface Leaf {
  place: Place
  path: (string | number)[]
  shape: Shape
}

const toShape = (schema: z.ZodType | undefined): Shape | null =>
  schema ? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as unknown as Shape) : null

/** The input of a route as schemas, straight from the contract: a new field is seen without anybody's doing. */
export const shapesOf = (route: Route): Record<Place, Shape | null> => ({
  path: toShape(route.params),
  query: toShape(route.query),
  body: toShape(route.body),
})

/** Every field of a route's input, also the optional ones and those inside lists and records. */
export function leavesOf(route: Route): Leaf[] {
  const leaves: Leaf[] = []
  const visit = (place: Place, path: (string | number)[], shape: Shape) => {
    if (shape.properties) for (const [name, inner] of Object.entries(shape.properties)) visit(place, [...path, name], inner)
    else if (shape.items) visit(place, [...path, 0], shape.items)
    else if (shape.anyOf && shape.anyOf.some((one) => one.properties || one.items)) for (const one of shape.anyOf) visit(place, path, one)
    else leaves.push({ place, path, shape })
  }
  for (const [place, shape] of Object.entries(shapesOf(route)) as [Place, Shape | null][]) if (shape) visit(place, [], shape)
  return leaves
}

const alternatives = (shape: Shape): Shape[] => shape.anyOf ?? [shape]
export const holdsId = ({ shape }: Leaf): boolean => alternatives(shape).some((one) => one.format === 'uuid')
export const holdsText = ({ shape }: Leaf): boolean =>
  alternatives(shape).some((one) => one.type === 'string' && one.enum === undefined && one.const === undefined)

/** A value that the schema accepts; ids come from `idFor`, and `extra` names the optional field to put in as well. */
export function sampleOf(shape: Shape, idFor: (field: string) => string, field = '', extra: (string | number)[] = []): unknown {
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return shape.enum[0]
  if (shape.anyOf) {
    const wanted = shape.anyOf.find((one) => (extra.length > 0 ? one.properties || one.items : one.format === 'uuid')) ?? shape.anyOf[0]!
    return sampleOf(wanted, idFor, field, extra)
  }
  const [next, ...rest] = extra
  if (shape.properties) {
    const required = new Set([...(shape.required ?? []), ...(next === undefined ? [] : [String(next)])])
    return Object.fromEntries(
      Object.entries(shape.properties)
        .filter(([name]) => required.has(name))
        .map(([name, inner]) => [name, sampleOf(inner, idFor, name, name === next ? rest : [])]),
    )
  }
  if (shape.type === 'array') return (shape.minItems ?? 0) > 0 || next !== undefined ? [sampleOf(shape.items ?? {}, idFor, field, rest)] : []
  if (shape.type === 'object') return {}
  if (shape.type === 'string') return sampleText(shape, idFor, field)
  if (shape.type === 'integer' || shape.type === 'number') return Math.max(1, shape.minimum ?? 1)
  if (shape.type === 'boolean') return true
  return null
}

function sampleText(shape: Shape, idFor: (field: string) => string, field: string): string {
  if (shape.format === 'uuid') return idFor(field)
  if (shape.format === 'email') return `${field || 'somebody'}@probe.test`
  if (shape.format === 'date-time') return new Date(Date.now() + 3_600_000).toISOString()
  if (shape.format === 'uri') return 'https://hooks.probe.test/in'
  if (/status/i.test(field)) return 'open'
  if (/address/i.test(field)) return 'somebody@probe.test'
  return 'probe'.repeat(Math.ceil((shape.minLength ?? 1) / 5)).slice(0, Math.max(5, shape.minLength ?? 1))
}

/** Puts a value at a path; lists and objects on the way exist already. */
export function putAt(target: unknown, path: (string | number)[], value: unknown): unknown {
  const [next, ...rest] = path
  if (next === undefined) return value
  const holder = (target ?? (typeof next === 'number' ? [] : {})) as Record<string | number, unknown>
  holder[next] = putAt(holder[next], rest, value)
  return holder
}

export interface Request {
  method: string
  url: string
  body: unknown
}

/** The address of a route with its path and query filled in. */
export function urlOf(route: Route, params: Record<string, unknown>, query: Record<string, unknown>): string {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])).toString()
  return path + (search ? `?${search}` : '')
}
