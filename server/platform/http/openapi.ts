import { z } from 'zod'
import { Problem } from '../../../contract/problem.ts'
import type { Route } from '../../../contract/route.ts'
import { scopeFor } from './access.ts'
import { apiPrefix } from './http.ts'

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Record<string, unknown>
  return rest
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): object[] {
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Record<string, object>; required?: string[] }
  return Object.entries(properties).map(([name, one]) => ({ name, in: place, required: place === 'path' || required.includes(name), schema: one }))
}

const after = { name: 'after', in: 'query', required: false, schema: { type: 'integer', minimum: 0 }, description: 'The last number seen.' }
const problem = {
  description: 'A problem (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}
/** The two that are no request and answer, and so no routes of the contract. */
const streams: Record<string, Record<string, object>> = {
  [`${apiPrefix}/events`]: {
    get: {
      summary: 'Every event after a number, then each as it happens (Server-Sent Events)',
      tags: ['events'],
      description:
        'Needs a session, or a token with the scope read. `event: event` carries one event, `position` the number to come back with, `resync` says that too much was missed.',
      security: [{ bearer: [] }, { session: [] }],
      parameters: [
        after,
        { name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'integer', minimum: 0 }, description: 'Wins over after.' },
      ],
      responses: { 200: { description: 'The stream', content: { 'text/event-stream': { schema: { type: 'string' } } } }, default: problem },
    },
  },
  [`${apiPrefix}/stream`]: {
    get: {
      summary: 'The same over a WebSocket (RFC 6455)',
      tags: ['events'],
      description: 'Send {"type":"hello","after":N}; receive ready, then events. Needs a session, or a token with the scope read.',
      security: [{ bearer: [] }, { session: [] }],
      parameters: [],
      responses: { 101: { description: 'The socket is open' }, default: problem },
    },
  },
}

/** The OpenAPI 3.1 description of the routes, made from the same values that serve them. */
export function describeApi(routes: Route[], version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = apiPrefix + route.path.replaceAll(/:(\w+)/g, '{$1}')
    const isKeyed = route.method === 'POST' && route.idempotency !== 'none'
    const signed = route.access === 'public' ? {} : { security: [{ bearer: [] }, ...(route.access === 'visitor' ? [] : [{ session: [] }])] }
    const body = route.rawBody
      ? {
          requestBody: {
            required: true,
            content: Object.fromEntries(route.rawBody.contentTypes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
          },
        }
      : route.body
        ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } } }
        : {}
    ;(paths[path] ??= {})[route.method.toLowerCase()] = {
      summary: route.summary,
      tags: [route.path.split('/')[1]],
      description:
        route.access === 'public'
          ? 'Open to everybody.'
          : route.access === 'visitor'
            ? 'For visitors of the chat.'
            : `Needs ${route.access === 'signed_in' ? 'a session' : `the permission ${route.access}`}; tokens need the scope ${scopeFor(route)}.`,
      ...signed,
      parameters: [
        ...parametersOf(route.params, 'path'),
        ...parametersOf(route.query, 'query'),
        ...(isKeyed
          ? [
              {
                name: 'Idempotency-Key',
                in: 'header',
                required: false,
                schema: { type: 'string', maxLength: 255 },
                description: 'The same key again gives the stored answer, for 48 hours.',
              },
            ]
          : []),
      ],
      ...body,
      responses: {
        [route.status ?? 200]: { description: 'Done', content: { 'application/json': { schema: schemaOf(route.reply, 'output') } } },
        default: {
          description: 'A problem (RFC 9457)',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    }
  }
  Object.assign(paths, streams)
  return {
    openapi: '3.1.0',
    info: { title: 'Samvad', version, description: 'Customer service on every channel, in one continuous conversation per customer.' },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, 'output') },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' }, session: { type: 'apiKey', in: 'cookie', name: 'samvad_session' } },
    },
  }
}
