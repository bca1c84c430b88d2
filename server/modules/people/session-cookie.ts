import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionCookie, sessionDays } from './credentials.ts'

/** Out of reach of scripts and of other sites' forms; only over TLS where the browser came by TLS. */
export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.header('set-cookie', cookie(request, token, sessionDays * 86_400))
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('set-cookie', cookie(request, '', 0))
}

const cookie = (request: FastifyRequest, value: string, maxAgeSeconds: number) =>
  `${sessionCookie}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${request.protocol === 'https' ? '; Secure' : ''}`
