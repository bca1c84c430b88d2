import { batch } from '@preact/signals'
import type { VisitorMessage } from '../../../contract/realtime.ts'
import { call, Refusal, session } from './api.ts'
import { boot } from './boot.ts'
import { kept } from './storage.ts'
import * as s from './store.ts'

interface Visit {
  token: string
  name: string
  greeting: string
  isOnline: boolean
  contactCard: { email: string | null; phone: string | null }
  knownEmail: string | null
  identity: 'none' | 'verified' | 'refused'
  link: 'none' | 'joined' | 'expired'
  number: number
}

/** How far the log was read. */
export const position = { number: null as number | null }
let identity: string | null = null
let onIdentity: (state: string) => void = () => {}

/** The link of a mail, from the fragment; it is taken out of the address at once. */
function takeLink(): string | undefined {
  const token = /^#link=(.+)/.exec(location.hash)?.[1]
  if (token) history.replaceState(null, '', location.pathname + location.search)
  return token
}
let mailLink = takeLink()

/** Begins or renews the visit, and loads what was said. */
export async function visit(): Promise<void> {
  const held = kept.get('token') ?? boot.token
  const before = session.token
  session.token = ''
  let answer: Visit
  try {
    answer = await call<Visit>('POST', `/${boot.key}/visit`, {
      ...(held ? { token: held } : {}),
      ...(identity ? { identity } : {}),
      ...(mailLink ? { link: mailLink } : {}),
      locale: s.locale.value,
    })
  } catch (error) {
    session.token = before
    if (error instanceof Refusal && error.status === 404) s.link.value = 'gone'
    throw error
  }
  session.token = answer.token
  kept.set('token', answer.token)
  kept.set('card', JSON.stringify(answer.contactCard))
  batch(() => {
    s.name.value = answer.name
    s.greeting.value = answer.greeting
    s.isOnline.value = answer.isOnline
    s.card.value = answer.contactCard
    s.knownEmail.value = answer.knownEmail
    if (answer.link !== 'none') s.notice.value = answer.link
    if (answer.link === 'expired') s.isMailOpen.value = true
  })
  mailLink = undefined
  if (answer.identity !== 'none') onIdentity(answer.identity)
  await reload()
}

/** The newest page of what was said. */
export async function reload(): Promise<void> {
  const page = await call<{ messages: VisitorMessage[]; next: string | null; number: number }>('GET', '/messages')
  batch(() => {
    if (s.messages.value.length === 0) s.older.value = page.next
    s.take(page.messages)
  })
  position.number = page.number
}

export async function loadOlder(): Promise<void> {
  const before = s.older.value
  if (!before) return
  const page = await call<{ messages: VisitorMessage[]; next: string | null }>('GET', `/messages?before=${encodeURIComponent(before)}`)
  batch(() => {
    s.older.value = page.next
    s.take(page.messages)
  })
}

/** The host page says who is there, or that nobody is any more. */
export async function identify(jwt: string | null, told: (state: string) => void): Promise<void> {
  identity = jwt
  onIdentity = told
  if (jwt === null) {
    kept.set('token', null)
    s.messages.value = []
  }
  if (session.token) await visit()
}
