import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { brotliCompressSync, gzipSync, constants } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { locales, type Locale } from '../../../../contract/people.ts'
import { packageRoot } from '../../../platform/settings.ts'

/** The built chat: its style sheet, the address of its program, and its words in every language. */
export interface WidgetFiles {
  css: string
  /** null before the web apps were built: the pages then work without the program. */
  script: string | null
  words: Record<Locale, Record<string, string>>
}

interface Served {
  type: string
  body: Buffer
  gzip: Buffer
  brotli: Buffer
  cache: string
}

const types: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
}

export function loadWidgetFiles(distDir: string): WidgetFiles {
  const manifestPath = join(distDir, 'manifest.json')
  const manifest = existsSync(manifestPath)
    ? (JSON.parse(readFileSync(manifestPath, 'utf8')) as Record<string, { file: string; css?: string[] }>)
    : {}
  const entry = manifest['chat/main.tsx']
  const wordsDir = entry ? join(distDir, 'locales') : join(packageRoot, 'web/widget/locales')
  return {
    css: entry?.css?.map((file) => readFileSync(join(distDir, file), 'utf8')).join('') ?? '',
    script: entry ? `/widget/${entry.file}` : null,
    words: Object.fromEntries(
      locales.map((locale) => [locale, JSON.parse(readFileSync(join(wordsDir, `${locale}.json`), 'utf8'))]),
    ) as WidgetFiles['words'],
  }
}

/**
 * Serves the loader (`/widget.js`, kept five minutes) and the hashed parts (`/widget/…`, kept for ever) from memory, compressed once. They may be used from any
 * page; the languages keep their names, so they are kept a day.
 */
export function serveWidget(fastify: FastifyInstance, { distDir }: { distDir: string }): void {
  const files = new Map<string, Served>()
  const add = (path: string, url: string, cache: string) => {
    const body = readFileSync(path)
    files.set(url, {
      type: types[path.split('.').at(-1)!] ?? 'application/octet-stream',
      body,
      gzip: gzipSync(body, { level: 9 }),
      brotli: brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
      cache,
    })
  }
  if (existsSync(join(distDir, 'widget.js'))) {
    add(join(distDir, 'widget.js'), '/widget.js', 'public, max-age=300')
    for (const folder of ['assets', 'locales'])
      for (const file of readdirSync(join(distDir, folder)))
        add(join(distDir, folder, file), `/widget/${relative(distDir, join(distDir, folder, file)).replaceAll('\\', '/')}`, folder === 'assets' ? 'public, max-age=31536000, immutable' : 'public, max-age=86400') // oxfmt-ignore
  }
  const serve = async (request: FastifyRequest, reply: FastifyReply) => {
    const file = files.get(request.url.split('?')[0]!)
    if (!file) return reply.callNotFound()
    return sendCompressed(request, reply.headers({ 'content-type': file.type, 'cache-control': file.cache, 'cross-origin-resource-policy': 'cross-origin', 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff' }), file) // oxfmt-ignore
  }
  fastify.get('/widget.js', serve)
  fastify.get('/widget/*', serve)
}

function sendCompressed(request: FastifyRequest, reply: FastifyReply, file: Served): FastifyReply {
  const accepted = String(request.headers['accept-encoding'] ?? '')
  reply.header('vary', 'accept-encoding')
  if (/\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(file.brotli)
  if (/\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(file.gzip)
  return reply.send(file.body)
}

/** A page made for one visitor: compressed on the way out where the browser takes it. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, page: string): FastifyReply {
  reply.header('vary', 'accept-encoding, accept-language, cookie').type('text/html; charset=utf-8')
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(page)
  return reply.header('content-encoding', 'gzip').send(gzipSync(page, { level: 6 }))
}
