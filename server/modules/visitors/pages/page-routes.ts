import { randomBytes, randomUUID } from 'node:crypto'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, asAppError } from '../../../platform/errors.ts'
import { safeFileName } from '../../../platform/files/file-name.ts'
import { visitorOf, type VisitorCaller } from '../authenticate.ts'
import { findChat, type ChatInbox } from '../chat-inbox.ts'
import { listMessages } from '../messages.ts'
import { leaveEmail, notePerson, type Chat } from '../routes.ts'
import { sendWords } from '../send-message.ts'
import { newVisitorId, readTicket, ticketDays, writeTicket, type Ticket } from '../visitor.ts'
import { chooseLanguage } from './language.ts'
import { drawPage, type PageFacts } from './page.ts'
import { loadWidgetFiles, sendPage, type WidgetFiles } from './widget-files.ts'

const cookieName = 'samvad_visitor'
const mostFileBytes = 10 * 1024 * 1024

/**
 * The pages: `/chat/KEY` for the frame of the widget, and `/talk/KEY`, which does everything with plain forms. Without the program the visitor's token lies in a
 * cookie of that one address, which scripts cannot read and other sites cannot send.
 */
export function serveChatPages(fastify: FastifyInstance, chat: Chat, { distDir }: { distDir: string }): void {
  const files = loadWidgetFiles(distDir)
  void fastify.register(async (scope) => {
    if (!scope.hasContentTypeParser('multipart/form-data'))
      await scope.register(multipart, {
        throwFileSizeLimit: false,
        limits: { fileSize: mostFileBytes, files: 10, fields: 10, fieldSize: 100_000, parts: 20 },
      })
    for (const kind of ['chat', 'talk'] as const)
      scope.get(`/${kind}/:key`, async (request, reply) => {
        chat.limits.visit(request.ip)
        const found = await findChat(chat.database, chat.inboxes, keyOf(request))
        return showPage(chat, files, request, reply, kind, found, {})
      })
    scope.post('/talk/:key', { bodyLimit: 10 * mostFileBytes + 1024 * 1024 }, (request, reply) => takeForm(chat, files, request, reply))
  })
}

const keyOf = (request: FastifyRequest) => (request.params as { key: string }).key
const queryOf = (request: FastifyRequest) => request.query as { lang?: string; done?: string }

async function showPage(
  chat: Chat,
  files: WidgetFiles,
  request: FastifyRequest,
  reply: FastifyReply,
  kind: PageFacts['kind'],
  inbox: ChatInbox,
  more: Partial<Pick<PageFacts, 'problem' | 'draft' | 'email'>>,
): Promise<FastifyReply> {
  const caller = kind === 'talk' ? await callerOf(chat, request, inbox) : null
  const page = caller && (await chat.database.read(caller.workspaceId, caller.actor, (ctx) => listMessages(ctx, { limit: 100 }, chat.links)))
  const locale = chooseLanguage(queryOf(request).lang, request.headers['accept-language'], inbox.settings.locale)
  const words = files.words[locale]
  const isOnline = await chat.isOnline(inbox.workspaceId)
  const notices: Record<string, string> = {
    person: words[isOnline ? 'person_asked' : 'person_away'] ?? '',
    email: words['email_sent']?.replace('{email}', '✉') ?? '',
  }
  const nonce = randomBytes(16).toString('base64url')
  const ticket = caller && ticketIn(chat, request, inbox)
  reply.headers({
    'cache-control': 'private, no-store',
    'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'nonce-${nonce}'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ${kind === 'chat' ? '*' : "'none'"}`,
    'x-content-type-options': 'nosniff',
    // The origin must travel with our own forms, and nothing at all to others.
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  })
  return sendPage(
    request,
    reply,
    drawPage({
      kind,
      chat: inbox,
      locale,
      files,
      nonce,
      isOnline,
      messages: page?.messages ?? [],
      token: ticket ? writeTicket(ticket, chat.keys, chat.clock.now()) : null,
      notice: notices[queryOf(request).done ?? ''] || null,
      problem: null,
      draft: '',
      email: '',
      clientKey: randomUUID(),
      ...more,
    }),
  )
}

/** A form of `/talk`: done, then the page again by GET, so that a reload sends nothing twice. */
async function takeForm(chat: Chat, files: WidgetFiles, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  checkOwnForm(request)
  const inbox = await findChat(chat.database, chat.inboxes, keyOf(request))
  const locale = chooseLanguage(queryOf(request).lang, request.headers['accept-language'], inbox.settings.locale)
  const ticket: Ticket = ticketIn(chat, request, inbox) ?? { workspaceId: inbox.workspaceId, inboxId: inbox.inboxId, visitorId: newVisitorId(), signed: null, name: '', locale } // oxfmt-ignore
  const caller = await visitorOf(chat.database, { ...ticket, locale })
  if (!caller) throw new AppError('not_found', 'chat.not_found', 'This chat is not here any more.')
  const form = await readForm(chat, request, caller)
  try {
    await doWhat(chat, request, caller, form, files.words[locale]['person'] ?? '')
  } catch (error) {
    const refusal = asAppError(error)
    if (refusal.kind === 'bug' || refusal.kind === 'unavailable') throw error
    reply.code(refusal.status)
    return showPage(chat, files, request, reply, 'talk', inbox, { problem: files.words[locale][wordsFor[refusal.code] ?? 'failed'] ?? null, draft: form.text, email: form.email }) // oxfmt-ignore
  }
  reply.header(
    'set-cookie',
    cookie(request, inbox.key, writeTicket({ ...ticket, visitorId: caller.actor.visitorId, locale }, chat.keys, chat.clock.now())),
  )
  return reply.redirect(`/talk/${encodeURIComponent(inbox.key)}?lang=${locale}&done=${form.intent}`, 303)
}

const wordsFor: Record<string, string> = {
  'chat.empty': 'empty',
  'chat.too_fast': 'slow',
  'chat.link_recently_sent': 'email_wait',
  'chat.nothing_said': 'email_first',
  'request.invalid': 'email_bad',
  'file.too_large': 'too_large',
}

interface Form {
  intent: string
  text: string
  email: string
  clientKey: string
  files: string[]
  isTooLarge: boolean
}

async function readForm(chat: Chat, request: FastifyRequest, caller: VisitorCaller): Promise<Form> {
  const form: Form = { intent: 'send', text: '', email: '', clientKey: randomUUID(), files: [], isTooLarge: false }
  if (!request.isMultipart()) throw new AppError('invalid', 'request.content_type', 'This content type is not accepted here.', { status: 415 })
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      const value = String(part.value ?? '')
      if (part.fieldname === 'text') form.text = value
      else if (part.fieldname === 'email') form.email = value.trim()
      else if (part.fieldname === 'intent' && /^(send|person|email)$/.test(value)) form.intent = value
      else if (part.fieldname === 'clientKey' && /^[\w-]{8,100}$/.test(value)) form.clientKey = value
      continue
    }
    const body = await part.toBuffer()
    if (part.file.truncated) form.isTooLarge = true
    else if (body.length > 0) {
      chat.limits.file(caller.actor.visitorId)
      form.files.push((await chat.storeUpload(caller.workspaceId, caller.actor, safeFileName(part.filename ?? ''), body)).id)
    }
  }
  return form
}

async function doWhat(chat: Chat, request: FastifyRequest, caller: VisitorCaller, form: Form, personWords: string): Promise<void> {
  const { actor } = caller
  if (form.isTooLarge) throw new AppError('invalid', 'file.too_large', 'The file is too large.', { status: 413 })
  if (form.intent === 'email') {
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(form.email) || form.email.length > 320)
      throw new AppError('invalid', 'request.invalid', 'This is no e-mail address.')
    return leaveEmail(chat, caller, form.email, request.ip)
  }
  if (form.intent === 'person') {
    chat.limits.person(actor.visitorId)
    // With nothing said yet there is no conversation: the wish is said as words of its own, or it would be lost.
    if (await notePerson(chat, caller)) return
  }
  chat.limits.words(actor.visitorId)
  const isWish = form.intent === 'person'
  const text = isWish ? personWords : form.text
  const { id } = await sendWords(chat, caller, { clientKey: form.clientKey, text, attachments: isWish ? [] : form.files, wantsPerson: isWish })
  await takenIn(chat, caller, id)
}

/** The page that follows shows the words if they are taken in by then; they are safe in any case. */
async function takenIn({ database }: Chat, { workspaceId, actor }: VisitorCaller, id: string): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    const row = await database.read(workspaceId, actor, (ctx) =>
      ctx.sql.one<{ state: string }>(`select state from inbound_events where workspace_id = $1 and id = $2`, [workspaceId, id]),
    )
    if (row?.state !== 'received') return
    await new Promise((resolve) => setTimeout(resolve, 75))
  }
}

/** Browsers say where a form comes from; another site's is refused, and so is one that will not say (cross-site request forgery). */
function checkOwnForm(request: FastifyRequest): void {
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  const isOurs = origin !== undefined && URL.canParse(origin) && new URL(origin).host === request.host
  if (!isOurs || (site !== undefined && site !== 'same-origin'))
    throw new AppError('forbidden', 'auth.foreign_origin', 'This request came from another site.')
}

function ticketIn(chat: Chat, request: FastifyRequest, inbox: ChatInbox): Ticket | null {
  const token = new RegExp(`(?:^|;\\s*)${cookieName}=([\\w.-]+)`).exec(request.headers.cookie ?? '')?.[1]
  const ticket = token ? readTicket(token, chat.keys, chat.clock.now()) : null
  return ticket?.workspaceId === inbox.workspaceId && ticket.inboxId === inbox.inboxId ? ticket : null
}

async function callerOf(chat: Chat, request: FastifyRequest, inbox: ChatInbox): Promise<VisitorCaller | null> {
  const ticket = ticketIn(chat, request, inbox)
  return ticket && visitorOf(chat.database, ticket)
}

const cookie = (request: FastifyRequest, key: string, token: string): string =>
  `${cookieName}=${token}; Path=/talk/${encodeURIComponent(key)}; Max-Age=${ticketDays * 86_400}; HttpOnly; SameSite=Lax${request.protocol === 'https' ? '; Secure' : ''}`
