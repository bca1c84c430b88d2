import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../errors.ts'

/** Nothing but our own files runs; Trusted Types make an injected string inert even if one got through. Mail HTML is shown in sandboxed frames from `/mail/…`, which have a policy of their own. */
export const consolePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "worker-src 'self'",
  "manifest-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const headers = {
  'content-security-policy': consolePolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(self)',
}

/** Serves the built console: hashed files for ever, and index.html for every path of its screens. Without a build it says so. */
export async function serveConsole(fastify: FastifyInstance, folder: string): Promise<void> {
  const index = join(folder, 'index.html')
  if (existsSync(folder)) {
    await fastify.register(fastifyStatic, {
      root: join(folder, 'assets'),
      prefix: '/assets/',
      decorateReply: false,
      wildcard: true,
      index: false,
      immutable: true,
      maxAge: '365d',
      setHeaders: (reply) => void reply.header('x-content-type-options', 'nosniff'),
    })
  }
  const screens = [
    '/',
    '/inbox',
    '/inbox/*',
    '/customers',
    '/customers/*',
    '/setup',
    '/setup/*',
    '/me',
    '/welcome',
    '/sign-in',
    '/forgot',
    '/reset',
    '/invitation',
    '/kit',
  ]
  for (const path of screens) {
    fastify.get(path, async (_request, reply) => {
      const html = await readFile(index, 'utf8').catch(() => null)
      if (html === null) throw new AppError('unavailable', 'console.not_built', 'The console is not built. Run "npm run build".')
      return reply
        .headers({ ...headers, 'cache-control': 'no-cache' })
        .type('text/html; charset=utf-8')
        .send(html)
    })
  }
  fastify.get('/samvad.svg', async (_request, reply) => {
    const icon = await readFile(join(folder, 'samvad.svg')).catch(() => null)
    if (!icon) throw new AppError('not_found', 'route.not_found', 'There is nothing here.')
    return reply.header('cache-control', 'max-age=86400').type('image/svg+xml').send(icon)
  })
}
