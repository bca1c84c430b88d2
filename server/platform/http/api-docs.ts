import type { FastifyInstance } from 'fastify'
import { escapeHtml } from '../html/index.ts'

interface Operation {
  summary: string
  description: string
  tags: string[]
  parameters: { name: string; in: string; required: boolean; description?: string; schema: unknown }[]
  requestBody?: { content: Record<string, { schema: unknown }> }
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>
}
interface Description {
  info: { title: string; version: string; description: string }
  paths: Record<string, Record<string, Operation>>
}

const style = `
  :root { color-scheme: light dark; --ink: light-dark(#152025, #EEEBE5); --meta: light-dark(#5A656A, #A5A199); --canvas: light-dark(#F6F3ED, #0B1214); --surface: light-dark(#FEFCF9, #131B1E); --line: light-dark(#DCD9D2, #2F383C); --primary: light-dark(#00616A, #6BD0D6) }
  body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--canvas) }
  h1 { font-size: 1.75rem } h2 { margin-top: 2.5rem; font-size: 1.25rem } a { color: var(--primary) }
  details { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; margin: .5rem 0; padding: .25rem .75rem }
  summary { cursor: pointer; padding: .4rem 0; overflow-wrap: anywhere } summary b { display: inline-block; min-width: 4.2rem; color: var(--primary) }
  summary span { color: var(--meta); margin-inline-start: .5rem } pre { overflow-x: auto; font-size: .8125rem; background: var(--canvas); border-radius: 6px; padding: .75rem }
  nav a { margin-inline-end: .75rem } table { border-collapse: collapse; width: 100% } td { border-top: 1px solid var(--line); padding: .3rem .5rem .3rem 0; vertical-align: top }`

/** The API, readable: made on the server from its description, so that it needs no script. */
export function serveApiDocs(fastify: FastifyInstance, describe: () => object): void {
  let page: string | null = null
  fastify.get('/api/docs', async (_request, reply) => {
    page ??= renderDocs(describe() as Description)
    return reply
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'")
      .type('text/html; charset=utf-8')
      .send(page)
  })
}

function renderDocs({ info, paths }: Description): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const groups = [...Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? 'other')]
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(info.title)} API</title><style>${style}</style></head><body>
<h1>${escapeHtml(info.title)} API ${escapeHtml(info.version)}</h1>
<p>${escapeHtml(info.description)} The same as <a href="/api/v1/openapi.json">OpenAPI 3.1</a>.</p>
<p>Send <code>Authorization: Bearer &lt;token&gt;</code>. Every POST takes an <code>Idempotency-Key</code>. Errors are <code>application/problem+json</code> (RFC 9457) with a stable <code>code</code>.
Lists give <code>next</code>; send it back as <code>after</code>.</p>
<h2>Event stream</h2>
<p><code>GET /api/v1/stream</code> (WebSocket) or <code>GET /api/v1/events</code> (Server-Sent Events): first <code>{"type":"hello","after":N}</code>, or <code>Last-Event-ID: N</code>; then every event after number N, without a gap.
More than 10,000 missed gives <code>resync</code>: load afresh and go on after its number.</p>
<nav>${groups.map(([tag]) => `<a href="#${escapeHtml(tag)}">${escapeHtml(tag)}</a>`).join(' ')}</nav>
${groups.map(([tag, list]) => `<h2 id="${escapeHtml(tag)}">${escapeHtml(tag)}</h2>${list.map(renderOperation).join('')}`).join('\n')}
</body></html>`
}

function renderOperation({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const parameters = operation.parameters
    .map(
      ({ name, in: place, required, schema }) =>
        `<tr><td><code>${escapeHtml(name)}</code></td><td>${place}${required ? ', required' : ''}</td><td><code>${escapeHtml(JSON.stringify(schema))}</code></td></tr>`,
    )
    .join('')
  const shapes = [
    ...Object.entries(operation.requestBody?.content ?? {}).map(([type, { schema }]) => ['Body', type, schema] as const),
    ...Object.entries(operation.responses).flatMap(([status, { content }]) =>
      status === 'default' ? [] : Object.entries(content ?? {}).map(([type, { schema }]) => [`Answer ${status}`, type, schema] as const),
    ),
  ]
  return `<details><summary><b>${method}</b> <code>${escapeHtml(path)}</code><span>${escapeHtml(operation.summary)}</span></summary>
<p>${escapeHtml(operation.description)}</p>${parameters ? `<table>${parameters}</table>` : ''}
${shapes.map(([title, type, schema]) => `<p>${title} <code>${escapeHtml(type)}</code></p><pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre>`).join('')}</details>`
}
